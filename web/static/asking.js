/* One question on its way: sent with the turns before it, its events shown as they come. */

import { events } from "./events.js";
import { Trouble, elements, request } from "./pages.js";

const TURNS = 6;
const ANSWER_LENGTH = 1000;
const HISTORY_BYTES = 10000;
const TYPES = "text/event-stream, application/json;q=0.9, text/html;q=0.5";
const CUT = ["The connection was cut before the answer was complete.", "Ask again."];

/** Ask, and return the answer as an article; `show` hears of each event before it. */
export async function ask(question, documents, mode, before, show, signal) {
  const body = { question, history: history(before), explain: true };
  if (mode) body.mode = mode;
  if (documents.length) body.documents = documents;
  const options = { method: "POST", signal, headers: { Accept: TYPES, "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await request("/ask", options);
  let article = null;
  try {
    for await (const [name, data] of events(response)) {
      if (name === "error") throw new Trouble(data.error.message, data.error.hint);
      if (name === "page") [article] = elements(data.html, "article");
      if (name === "done" && article) return article;
      show(name, data);
    }
  } catch (error) {
    if (error instanceof Trouble || error.name === "AbortError") throw error;
    throw new Trouble(...CUT);
  }
  throw new Trouble(...CUT);
}

/** The answer that an article shows, as `/ask` gave it. */
export function answerOf(article) {
  return JSON.parse(article.dataset.answer);
}

/** The last turns before a question, as many as one request takes. */
function history(articles) {
  const turns = articles.slice(-TURNS).map(turn);
  while (new TextEncoder().encode(JSON.stringify(turns)).length > HISTORY_BYTES) turns.shift();
  return turns;
}

function turn(article) {
  const { question, answer, citations } = answerOf(article);
  const documents = [...new Set(citations.map((citation) => citation.document_id))];
  return { question, answer: [...answer].slice(0, ANSWER_LENGTH).join(""), documents };
}
