/* Requests to this server, and parts lifted out of its pages: the one place where text becomes markup.

   The markup is always a page of our own templates, which escape whatever people wrote. */

const policy = globalThis.trustedTypes?.createPolicy("quoth", { createHTML: (text) => text }) ?? { createHTML: (text) => text };

/** What went wrong, in words for people. */
export class Trouble extends Error {
  constructor(message, hint = "") {
    super(message);
    this.hint = hint;
  }
}

const UNREACHABLE = ["Quoth can’t be reached.", "It may have been stopped, or is starting anew. Ask again in a moment."];

/** Ask this server for something; only what it answers well comes back. */
export async function request(url, options = {}) {
  let response;
  try {
    response = await fetch(own(url), { credentials: "same-origin", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Trouble(...UNREACHABLE);
  }
  if (response.redirected && new URL(response.url).pathname === "/login") {
    location.assign(response.url);
    throw new Trouble("You are no longer signed in.", "Sign in again.");
  }
  if (!response.ok) throw await refused(response);
  return response;
}

/** Fetch a page of ours and lift the elements that match out of it. */
export async function lift(url, selector, options = {}) {
  const response = await request(url, { ...options, headers: { ...options.headers, Accept: "text/html" } });
  return elements(await response.text(), selector);
}

/** Take the elements that match out of a page's text. */
export function elements(html, selector) {
  const page = new DOMParser().parseFromString(policy.createHTML(html), "text/html");
  return [...page.querySelectorAll(selector)].map((found) => document.adoptNode(found));
}

/** The error that a refusing page tells of. */
export function troubleOf(html) {
  const [said, hint] = elements(html, "main h1, main .lede");
  return new Trouble(said?.textContent.trim() || "Something went wrong.", hint?.textContent.trim());
}

async function refused(response) {
  const text = await response.text().catch(() => "");
  if (!response.headers.get("content-type")?.startsWith("application/json")) return troubleOf(text);
  const { message, hint } = JSON.parse(text).error;
  const wait = response.headers.get("retry-after");
  return new Trouble(message, wait ? `${hint} (${wait} seconds are enough.)` : hint);
}

/** An address on this server; any other is a mistake of ours. */
function own(url) {
  const address = new URL(url, location.href);
  if (address.origin !== location.origin) throw new TypeError("not an address of this server");
  return address;
}
