/* The conversations that this browser keeps: opened, searched, exported, deleted. */

import { answerOf } from "./asking.js";
import { conversationAsMarkdown, download } from "./copying.js";
import { elements } from "./pages.js";
import * as store from "./store.js";

const dialog = document.getElementById("conversations");
let page = null; // what shows and clears the thread
let current = null;

/** Begin; `shown` has `show(articles)`, `clear()` and `articles()`. */
export function startConversations(shown) {
  page = shown;
  const button = document.getElementById("open-conversations");
  button.hidden = false;
  button.addEventListener("click", () => {
    fill();
    dialog.showModal();
  });
  dialog.addEventListener("click", chosen);
  document.getElementById("find").addEventListener("input", fill);
  return { adopt, save, open, current: () => current };
}

/** Take what the server rendered as the beginning of a conversation. */
function adopt(link) {
  current = crypto.randomUUID?.() ?? `${Date.now()}${Math.random()}`;
  keep();
  history.replaceState({ conversation: current }, "", link);
}

/** Keep what is on the page, whose last question has this address. */
function save(link) {
  const begins = current === null;
  current ??= crypto.randomUUID?.() ?? `${Date.now()}${Math.random()}`;
  keep();
  const state = { conversation: current };
  if (begins) history.pushState(state, "", link);
  else history.replaceState(state, "", link);
  document.title = `${answerOf(page.articles().at(-1)).question.slice(0, 80)} – Quoth`;
}

function keep() {
  const articles = page.articles();
  store.write(current, answerOf(articles[0]).question, articles.map(bare));
}

/** An answer's markup without what the page adds to it. */
function bare(article) {
  const copy = article.cloneNode(true);
  copy.querySelectorAll(".also button, .further, .hits, .gone").forEach((added) => added.remove());
  copy.querySelectorAll("[aria-describedby]").forEach((marker) => marker.removeAttribute("aria-describedby"));
  copy.querySelectorAll("details").forEach((details) => details.removeAttribute("open"));
  return copy.outerHTML;
}

/** Show a conversation that was kept. */
function open(id) {
  const articles = store.read(id).flatMap((html) => elements(html, "article.answered"));
  if (!articles.length) return;
  current = id;
  page.show(articles);
}

function chosen(event) {
  const wanted = event.target.closest("[data-do]")?.dataset.do;
  const id = event.target.closest("li")?.dataset.id;
  if (wanted === "close") dialog.close();
  else if (wanted === "open") go(id);
  else if (wanted === "delete") remove(id);
  else if (wanted === "new") page.clear();
  else if (wanted === "export") exported();
}

function go(id) {
  dialog.close();
  const [last] = store.read(id).slice(-1).flatMap((html) => elements(html, ".permanent"));
  history.pushState({ conversation: id }, "", last?.getAttribute("href") ?? "/");
  open(id);
}

function remove(id) {
  store.erase(id);
  if (id === current) page.clear();
  else fill();
}

function exported() {
  const answers = page.articles().map(answerOf);
  if (answers.length) download(conversationAsMarkdown(answers), "conversation.md");
}

/** List the conversations that hold what is searched for. */
function fill() {
  const sought = document.getElementById("find").value.trim().toLocaleLowerCase();
  const found = store.list().filter((one) => !sought || holds(one, sought));
  dialog.querySelector(".kept").replaceChildren(...found.map(line));
  dialog.querySelector(".none").hidden = found.length > 0;
  dialog.querySelector(".none").textContent = sought ? "None of them says that." : "None yet.";
  dialog.querySelector("[data-do=export]").disabled = !page.articles().length;
}

function holds(one, sought) {
  const words = store.read(one.id).flatMap((html) => elements(html, "article")).map((article) => article.querySelector(".asked").textContent + answerOf(article).answer);
  return [one.title, ...words].some((text) => text.toLocaleLowerCase().includes(sought));
}

function line(one) {
  const made = document.getElementById("kept").content.cloneNode(true).firstElementChild;
  made.dataset.id = one.id;
  made.querySelector(".name").textContent = one.title;
  made.querySelector(".facts").textContent = new Date(one.at).toLocaleDateString("en", { day: "numeric", month: "long", year: "numeric" });
  made.querySelector("[data-do=delete]").setAttribute("aria-label", `Delete ${one.title}`);
  if (one.id === current) made.querySelector(".open").setAttribute("aria-current", "true");
  return made;
}
