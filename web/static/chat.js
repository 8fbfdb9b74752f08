/* The conversation on the page: asking, stopping, asking again, editing, and what stands around it. */

import { answerOf, ask } from "./asking.js";
import { asMarkdown, asText, copy } from "./copying.js";
import { startConversations } from "./conversations.js";
import { lift } from "./pages.js";
import { startPreviews } from "./preview.js";
import { startSource } from "./source.js";
import { checkQuotes } from "./verifying.js";

const LONG = 1800;
const chat = document.getElementById("chat");
const thread = document.getElementById("thread");
const form = document.getElementById("ask");
const box = document.getElementById("question");
const send = document.getElementById("send");
const label = form.querySelector("label");
let asking = null; // what stops the question on its way
let editing = null; // the answer that the question in the box will replace
let conversations = null;
let source = null;

export function startChat() {
  source = startSource(box);
  conversations = startConversations({ show, clear, articles: answered });
  startPreviews(thread);
  form.addEventListener("submit", submitted);
  send.addEventListener("click", stop);
  box.addEventListener("keydown", typed);
  box.addEventListener("input", measured);
  document.addEventListener("click", clicked);
  addEventListener("popstate", () => restored(true));
  restored(false);
  starters();
  measured();
}

const answered = () => [...thread.querySelectorAll(".answered")];
const clone = (id) => document.getElementById(id).content.cloneNode(true);

function announce(words) {
  document.getElementById("announcer").textContent = words;
}

/* Asking */

function submitted(event) {
  event.preventDefault();
  if (box.value.trim()) put(box.value.trim(), scope());
}

function stop(event) {
  if (!asking) return;
  event.preventDefault(); // by the end of this click the button asks again
  asking.abort();
}

function typed(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    if (!asking) form.requestSubmit();
  } else if (event.key === "Escape" && editing) {
    edit(null);
  }
}

const mode = () => document.getElementById("mode")?.value; // there only where there is a language model

const scope = () => [...form.querySelectorAll("[name=documents]")].map((field) => field.value);

/** Put a question: its answer comes at the end of the thread, or in the place of the answer that is edited. */
async function put(question, documents) {
  if (asking) return;
  const replaced = editing;
  edit(null);
  thread.querySelector(".trouble")?.remove();
  const pending = waiting(question, replaced);
  const all = answered();
  const before = replaced ? all.slice(0, all.indexOf(replaced)) : all;
  asking = new AbortController();
  busy(true);
  try {
    const article = await ask(question, documents, mode(), before, (name, data) => progress(pending, name, data), asking.signal);
    pending.replaceWith(article);
    replaced?.remove();
    complete(article);
  } catch (error) {
    pending.remove();
    if (replaced) replaced.hidden = false;
    failed(error, question, documents, replaced);
  } finally {
    asking = null;
    busy(false);
  }
}

/** Show a question whose answer is on its way. */
function waiting(question, replaced) {
  const pending = clone("pending").firstElementChild;
  pending.querySelector(".asked").textContent = question;
  if (replaced) {
    replaced.before(pending);
    replaced.hidden = true;
  } else {
    thread.append(pending);
  }
  chat.classList.add("talking");
  box.value = "";
  measured();
  pending.scrollIntoView({ block: "start" });
  return pending;
}

function progress(pending, name, data) {
  if (name === "passages") {
    const stories = new Set(data.passages.map((passage) => passage.document_id)).size;
    const found = data.passages.length;
    pending.querySelector(".stage").textContent =
      `Found ${found} ${found === 1 ? "passage" : "passages"} in ${stories} ${stories === 1 ? "story" : "stories"} …`;
  } else if (name === "delta") {
    pending.querySelector(".answer").append(data.text);
  }
}

function complete(article) {
  dress();
  const { answer, citations, notice } = answerOf(article);
  const quotes = citations.length;
  announce(`Answer: ${answer.replace(/ ?\[\d+\]/g, "")} ${quotes ? `${quotes} ${quotes === 1 ? "quote" : "quotes"}.` : ""} ${notice ?? ""}`.trim());
  article.scrollIntoView({ block: "start" });
  conversations.save(linkOf(article));
  further(article);
}

function failed(error, question, documents, replaced) {
  const stopped = error.name === "AbortError";
  const box_was_free = !box.value.trim();
  if (box_was_free) box.value = question;
  if (replaced && box_was_free) editing = replaced;
  measured();
  const trouble = clone("trouble").firstElementChild;
  trouble.querySelector(".what").textContent = stopped ? "Stopped." : error.message;
  trouble.querySelector(".next").textContent = stopped ? "" : error.hint ?? "";
  trouble.addEventListener("click", (event) => {
    const wanted = event.target.dataset?.do;
    if (!wanted) return;
    trouble.remove();
    if (wanted === "edit") box.focus();
    else {
      if (box.value.trim() === question) box.value = "";
      put(question, documents);
    }
  });
  thread.append(trouble);
  chat.classList.add("talking");
  trouble.scrollIntoView({ block: "nearest" });
  if (!stopped && !("hint" in error)) throw error;
}

function busy(is) {
  // While a question is on its way the box may be empty, and a button that submits would be held back for that.
  send.type = is ? "button" : "submit";
  send.textContent = is ? "Stop" : "Ask";
  send.classList.toggle("stop", is);
  if (!is) named();
}

/** Say what the box is for. */
function named() {
  const words = editing ? "Edit the question" : answered().length ? "Ask a follow-up" : "Your question";
  label.textContent = words;
  box.placeholder = answered().length ? words : "";
  form.classList.toggle("editing", editing !== null);
}

function measured() {
  const left = box.maxLength - box.value.length;
  const said = document.getElementById("length");
  said.hidden = box.value.length < LONG;
  said.textContent = `${left.toLocaleString("en")} characters left`;
}

/** Edit a question: what is sent next replaces this answer; null: it follows as usual. */
function edit(article, words) {
  editing = article;
  named();
  if (article) {
    box.value = words;
    box.focus();
    measured();
  }
}

/* What stands around an answer */

/** Give every answer its buttons; the last one can be edited. */
function dress() {
  for (const article of answered()) {
    const also = article.querySelector(".also");
    also.querySelectorAll("button").forEach((button) => button.remove());
    also.append(clone("actions"));
    if (article === answered().at(-1)) also.append(clone("redo"));
    else article.querySelector(".further")?.remove();
  }
  named();
}

/** Offer questions that the same story answers. */
async function further(article) {
  const nav = article.querySelector(".further");
  if (!nav) return;
  try {
    const found = await lift(`${nav.querySelector("a").getAttribute("href")}&most=3`, ".questions li");
    if (found.length) nav.replaceChildren(list(found));
    else nav.remove();
  } catch {
    return; // the link to them stays
  }
}

/** Offer questions to begin with. */
async function starters() {
  const section = document.getElementById("starters");
  if (!section || answered().length) return;
  section.classList.add("coming");
  try {
    const found = await lift("/questions", ".questions li");
    section.querySelector("ul")?.remove();
    if (found.length) section.append(list(found));
    else section.remove();
  } catch {
    section.remove();
  }
  section.classList.remove("coming");
}

function list(items) {
  const made = document.createElement("ul");
  made.append(...items);
  return made;
}

async function clicked(event) {
  const { target } = event;
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const wanted = target.closest?.("[data-do]")?.dataset.do;
  const article = target.closest?.(".answered");
  const link = target.closest?.("a[href]");
  if (article && wanted === "copy") copy(asText(answerOf(article)), announce);
  else if (article && wanted === "copy-markdown") copy(asMarkdown(answerOf(article)), announce);
  else if (article && wanted === "edit") edit(article, answerOf(article).question);
  else if (link && chat.contains(link)) follow(event, link, article);
}

/** Follow a link of the conversation without leaving it. */
function follow(event, link, article) {
  const address = new URL(link.href);
  if (address.origin !== location.origin || link.classList.contains("permanent")) return;
  const question = address.searchParams.get("q");
  if (link.classList.contains("edit") && article) {
    event.preventDefault();
    edit(article === answered().at(-1) ? article : null, "");
    box.value = address.searchParams.get("draft");
    box.focus();
    measured();
  } else if (link.classList.contains("closest")) {
    event.preventDefault();
    closest(link);
  } else if (address.pathname === "/" && question) {
    event.preventDefault();
    // Which story was meant is asked in the place of the answer that left it open.
    edit(link.classList.contains("chip") && article === answered().at(-1) ? article : null, question);
    put(question, address.searchParams.getAll("documents"));
  } else if (address.pathname.startsWith("/documents/") && address.searchParams.has("start")) {
    event.preventDefault();
    source.open(address.href, link);
  }
}

/** Show what comes closest under an abstention. */
async function closest(link) {
  const [hits] = await lift(link.href, ".hits").catch(() => []);
  if (!hits) return location.assign(link.href);
  const line = link.parentElement;
  line.replaceWith(hits);
  hits.role = "group"; // there may be several on the page, too many for landmarks
  hits.setAttribute("aria-label", "Closest passages, not an answer");
  hits.tabIndex = -1;
  hits.focus();
}

/* Conversations and history */

const linkOf = (article) => article.querySelector(".permanent").getAttribute("href");

/** Show what the browser's history says: a conversation, and maybe a story beside it. */
function restored(moved) {
  const state = history.state ?? {};
  if (state.conversation && state.conversation !== conversations.current()) conversations.open(state.conversation);
  else if (moved && !state.conversation && answered().length) location.reload();
  else if (!state.conversation && answered().length) conversations.adopt(linkOf(answered().at(-1)));
  dress();
  if (state.source) source.show(state.source);
  else source.hide();
}

/** Show a conversation that was kept; its quotes are looked up anew. */
function show(articles) {
  thread.replaceChildren(...articles);
  document.getElementById("starters")?.remove();
  chat.classList.toggle("talking", articles.length > 0);
  dress();
  articles.at(-1)?.scrollIntoView({ block: "start" });
  checkQuotes(answered());
}

function clear() {
  location.assign("/");
}
