/* An answer with its quotes as text and as Markdown, in which nothing that a story says is markup. */

const PUNCTUATION = /[!-/:-@[-`{-~]/g;
const escaped = (text) => text.replace(PUNCTUATION, "\\$&");
const address = (url) => new URL(url, location.origin).href;

/** Plain text: question, answer, quotes with their places. */
export function asText({ question, answer, citations }) {
  const quotes = citations.map(({ marker, quote, title, place, url }) => `[${marker}] “${quote}”\n    ${where(title, place)}\n    ${address(url)}`);
  return [question, answer, ...quotes].join("\n\n") + "\n";
}

/** The same as Markdown. */
export function asMarkdown({ question, answer, citations }) {
  const quotes = citations.map(({ marker, quote, title, place, url }) => {
    const lines = quote.split("\n").map((line) => `> ${escaped(line)}`);
    return [...lines, ">", `> ${escaped(`[${marker}]`)} [${escaped(where(title, place))}](<${address(url)}>)`].join("\n");
  });
  return [`## ${escaped(oneLine(question))}`, escaped(answer), ...quotes].join("\n\n") + "\n";
}

const oneLine = (text) => text.replace(/\s+/g, " ").trim();
const where = (title, place) => oneLine([title, place].filter(Boolean).join(", "));

/** A whole conversation as Markdown. */
export function conversationAsMarkdown(answers) {
  const title = oneLine(answers[0].question);
  return [`# ${escaped(title)}\n`, ...answers.map(asMarkdown)].join("\n");
}

/** Copy a text, and say so. */
export async function copy(text, announce) {
  try {
    await navigator.clipboard.writeText(text);
    announce("Copied.");
  } catch {
    announce(byHand(text) ? "Copied." : "The browser does not let Quoth copy. Select the text and copy it.");
  }
}

/** Where the page is not served over https or from this machine, browsers only copy a selection. */
function byHand(text) {
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

/** Give a text to the person as a file. */
export function download(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
