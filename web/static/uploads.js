/* Adding files by picking or dropping them, with a line for each; removing and putting back without leaving the page. */

import { Trouble, elements, lift, troubleOf } from "./pages.js";

const FILES_AT_ONCE = 4;
const PATIENCE = 5;
const form = document.getElementById("upload");
const lines = document.querySelector(".sending");
const announcer = document.getElementById("announcer");
let sending = Promise.resolve();

export function startUploads() {
  const field = form.querySelector("[type=file]");
  form.querySelector(".drop").hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send([...field.files]);
    form.reset();
  });
  addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
    document.body.classList.toggle("dropping", event.dataTransfer.types.includes("Files"));
  });
  addEventListener("dragleave", (event) => event.relatedTarget ?? document.body.classList.remove("dropping"));
  addEventListener("drop", dropped);
  document.addEventListener("submit", changed);
}

async function dropped(event) {
  document.body.classList.remove("dropping");
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const files = entries.length ? (await Promise.all(entries.map(filesOf))).flat() : [...event.dataTransfer.files];
  send(files);
}

/** The files of a dropped entry, those of its folders too. */
async function filesOf(entry) {
  if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return (await Promise.all(found.map(filesOf))).flat();
    found.push(...some);
  }
}

/** Send files one group after the other, after those that are on their way already. */
function send(files) {
  const waiting = files.map((file) => ({ file, line: lineFor(file) }));
  lines.scrollIntoView({ block: "nearest" });
  sending = sending.then(async () => {
    const counts = {};
    for (const group of groups(waiting)) await sendGroup(group, counts);
    lines.hidden = !lines.children.length;
    announcer.textContent = `Done: ${Object.entries(counts).map(([status, count]) => `${count} ${status}`).join(", ")}.`;
  });
}

function lineFor(file) {
  const line = document.createElement("li");
  const name = document.createElement("span");
  const state = document.createElement("span");
  const bar = document.createElement("progress");
  name.textContent = file.name;
  state.textContent = "waiting";
  state.className = "status";
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `${file.name}, sent`);
  line.append(state, name, bar);
  lines.append(line);
  lines.hidden = false;
  return line;
}

/** Groups that one request takes, small ones, so that outcomes come soon. */
function groups(waiting) {
  const most = Number(form.dataset.bytes) * 0.9;
  const made = [];
  let bytes = 0;
  for (const one of waiting) {
    const last = made.at(-1);
    if (!last || last.length >= Math.min(FILES_AT_ONCE, Number(form.dataset.files)) || bytes + one.file.size > most) {
      made.push([one]);
      bytes = one.file.size;
    } else {
      last.push(one);
      bytes += one.file.size;
    }
  }
  return made;
}

async function sendGroup(group, counts) {
  try {
    const html = await posted(group);
    const [outcomes] = elements(html, "#news .outcomes");
    for (const line of outcomes.querySelectorAll("li")) {
      const status = line.className;
      counts[status] = (counts[status] ?? 0) + 1;
    }
    show(outcomes);
    document.getElementById("shelf").replaceWith(...elements(html, "#shelf"));
    updateCount(html);
  } catch (error) {
    counts.refused = (counts.refused ?? 0) + group.length;
    show(refusals(group, error));
  }
  group.forEach(({ line }) => line.remove());
}

/** Send one group; where the server asks for patience, again after its time. */
async function posted(group) {
  for (let tries = 1; ; tries += 1) {
    const { status, text, wait } = await sent(group);
    if (status === 200) return text;
    if ((status !== 429 && status !== 503) || !wait || tries >= PATIENCE) throw troubleOf(text);
    group.forEach(({ line }) => (line.querySelector(".status").textContent = "waiting for the server"));
    await new Promise((done) => setTimeout(done, 1000 * wait));
  }
}

function sent(group) {
  const body = new FormData();
  group.forEach(({ file }) => body.append("files", file));
  return new Promise((done, failed) => {
    const call = new XMLHttpRequest();
    call.open("POST", "/documents");
    call.setRequestHeader("Accept", "text/html");
    call.upload.addEventListener("progress", (event) => progress(group, event.loaded / event.total));
    call.addEventListener("load", () => done({ status: call.status, text: call.responseText, wait: Number(call.getResponseHeader("Retry-After")) }));
    call.addEventListener("error", () => failed(new Trouble("Quoth can’t be reached.", "Add the files again in a moment.")));
    call.send(body);
  });
}

function progress(group, share) {
  for (const { line } of group) {
    line.querySelector("progress").value = share;
    line.querySelector(".status").textContent = share < 1 ? `sending ${Math.round(100 * share)}%` : "being read";
  }
}

/** Show outcomes under those that came before. */
function show(outcomes) {
  const news = document.getElementById("news");
  const before = news.querySelector(".outcomes.files ul");
  if (before) before.append(...outcomes.querySelectorAll("li"));
  else {
    outcomes.classList.add("files");
    news.replaceChildren(outcomes);
  }
}

/** The lines that the server could not write. */
function refusals(group, error) {
  const [outcomes] = elements('<section class="outcomes" aria-label="Just now"><h2>Just now</h2><ul></ul></section>', "section");
  for (const { file } of group) {
    const line = document.createElement("li");
    const status = document.createElement("span");
    const said = document.createElement("span");
    line.className = "refused";
    status.className = "status";
    status.textContent = "refused";
    said.textContent = `${file.name}: ${error.message} ${error.hint ?? ""}`;
    line.append(status, said);
    outcomes.querySelector("ul").append(line);
  }
  return outcomes;
}

function updateCount(html) {
  document.querySelector(".heading .count").replaceWith(...elements(html, ".heading .count"));
}

/** Remove, or put back, and show the library as it is then. */
async function changed(event) {
  const { target } = event;
  if (!/\/(remove|restore)$/.test(target.getAttribute("action") ?? "")) return;
  event.preventDefault();
  const news = document.getElementById("news");
  try {
    const parts = await lift(target.action, "#news, #shelf, .heading .count", { method: "POST" });
    const named = (id) => parts.find((part) => part.id === id);
    news.replaceWith(named("news"));
    document.getElementById("shelf").replaceWith(named("shelf"));
    document.querySelector(".heading .count").replaceWith(parts.find((part) => part.matches(".count")));
  } catch (error) {
    news.replaceChildren(`${error.message} ${error.hint ?? ""}`);
  }
  const undo = document.querySelector(".undo button");
  announcer.textContent = undo ? "Removed. It can be put back for a minute." : "Done.";
  (undo ?? document.getElementById("main")).focus();
}
