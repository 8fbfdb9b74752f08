/* The quote behind a marker, shown while the pointer or the focus is on it. */

const GRACE = 200;
let preview = null;
let marker = null;
let leaving = 0;

export function startPreviews(thread) {
  for (const kind of ["pointerover", "focusin"]) thread.addEventListener(kind, (event) => over(event.target));
  for (const kind of ["pointerout", "focusout"]) thread.addEventListener(kind, (event) => event.target === marker && leave());
  addEventListener("keydown", (event) => event.key === "Escape" && close());
  addEventListener("resize", close);
}

function over(target) {
  if (!target.matches?.("a.marker")) return;
  clearTimeout(leaving);
  if (target !== marker) open(target);
}

function open(target) {
  close();
  const figure = target.closest(".answered").querySelector(`figure[data-marker="${CSS.escape(target.dataset.marker)}"]`);
  if (!figure) return;
  marker = target;
  preview = document.createElement("div");
  preview.className = "preview";
  preview.id = "preview";
  preview.role = "tooltip";
  preview.append(figure.querySelector("blockquote").cloneNode(true));
  const place = document.createElement("p");
  place.textContent = figure.querySelector("figcaption span:last-child").textContent;
  preview.append(place);
  preview.addEventListener("pointerenter", () => clearTimeout(leaving));
  preview.addEventListener("pointerleave", leave);
  document.getElementById("main").append(preview);
  marker.setAttribute("aria-describedby", "preview");
  put();
}

/** Put it under the marker, or above where there is no room, and inside the window. */
function put() {
  const at = marker.getBoundingClientRect();
  const size = preview.getBoundingClientRect();
  const below = at.bottom + 8 + size.height <= innerHeight;
  const left = Math.min(Math.max(8, at.left - 24), document.documentElement.clientWidth - size.width - 8);
  preview.style.left = `${left + scrollX}px`;
  preview.style.top = `${(below ? at.bottom + 8 : Math.max(8, at.top - 8 - size.height)) + scrollY}px`;
}

function leave() {
  clearTimeout(leaving);
  leaving = setTimeout(close, GRACE);
}

function close() {
  clearTimeout(leaving);
  marker?.removeAttribute("aria-describedby");
  preview?.remove();
  marker = preview = null;
}
