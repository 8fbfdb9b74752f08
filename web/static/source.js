/* A story beside the conversation, at the quote; Back returns to the answer. */

import { lift } from "./pages.js";

const panel = document.getElementById("source");
const page = panel?.querySelector(":scope > .page");
let opener = null;
let shown = null;
let fallback = null;

/** Begin; the focus returns to `home` where what opened the story is gone. */
export function startSource(home) {
  fallback = home;
  panel.addEventListener("click", (event) => {
    if (event.target.dataset?.do === "close") back();
    const link = event.target.closest?.("a[href^='#']");
    if (link) jump(event, link);
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") back();
  });
  return { open, show, hide };
}

/** Open a story at an address; what opened it gets the focus back. */
function open(url, link) {
  opener = link;
  const state = { ...history.state, source: url };
  if (history.state?.source) history.replaceState(state, "");
  else history.pushState(state, "");
  show(url);
}

async function show(url) {
  if (shown === url) return focus();
  shown = url;
  try {
    const [story] = await lift(url, "article.story");
    if (shown !== url) return;
    page.replaceChildren(story);
  } catch (error) {
    page.replaceChildren(`${error.message} ${error.hint ?? ""}`);
  }
  panel.querySelector(".whole").href = url;
  panel.hidden = false;
  document.body.classList.add("beside");
  focus();
}

function focus() {
  const quote = page.querySelector("#quote");
  if (quote) quote.tabIndex = -1;
  (quote ?? page).scrollIntoView({ block: "center" });
  (quote ?? page).focus({ preventScroll: true });
}

function hide() {
  if (!shown) return;
  shown = null;
  panel.hidden = true;
  page.replaceChildren();
  document.body.classList.remove("beside");
  (opener?.isConnected ? opener : fallback).focus();
}

function back() {
  if (history.state?.source) history.back();
  else hide();
}

/** Go to a section of the story without a step in the browser's history. */
function jump(event, link) {
  const target = page.querySelector(`#${CSS.escape(link.hash.slice(1))}`);
  event.preventDefault();
  if (!target) return;
  target.tabIndex = -1;
  target.scrollIntoView({ block: "start" });
  target.focus({ preventScroll: true });
}
