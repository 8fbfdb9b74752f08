/* Quotes of an earlier day, looked up anew: the stories may have changed since. */

import { answerOf } from "./asking.js";
import { request } from "./pages.js";

const CLAIMS = 50;
const LENGTH = 2000;
const NOT_FOUND = { status: "not_found" };

/** Mark each quote that no longer stands in its story, and lead to where the others stand now. */
export async function checkQuotes(articles) {
  const quotes = articles.flatMap((article) => answerOf(article).citations.map((citation) => ({ article, citation })));
  const claimed = quotes.filter(({ citation }) => citation.quote.length <= LENGTH).slice(-CLAIMS);
  // Where a document is gone, none of the claims is looked at: then each is asked for by itself.
  const verdicts = (await looked(claimed)) ?? (await Promise.all(claimed.map(async (one) => (await looked([one]))?.[0] ?? NOT_FOUND)));
  verdicts.forEach((verdict, at) => settle(claimed[at], verdict));
}

/** One verdict a quote, or null where the server refuses. */
async function looked(quotes) {
  if (!quotes.length) return [];
  const claims = quotes.map(({ citation }) => ({ quote: citation.quote, document_id: citation.document_id }));
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ claims }) };
  return request("/verify", options).then((response) => response.json().then((found) => found.results), () => null);
}

function settle({ article, citation }, verdict) {
  const figure = article.querySelector(`figure[data-marker="${citation.marker}"]`);
  figure?.querySelector(".gone")?.remove();
  if (verdict.status === "found") {
    const url = `/documents/${encodeURIComponent(verdict.document_id)}?start=${verdict.start}&end=${verdict.end}#quote`;
    for (const link of article.querySelectorAll(`a.marker[data-marker="${citation.marker}"], figure[data-marker="${citation.marker}"] a.source`)) link.href = url;
  } else if (figure) {
    const said = document.createElement("p");
    said.className = "gone";
    said.textContent = "This quote no longer stands in the library.";
    figure.append(said);
  }
}
