"""A window that tells of whatever runs in it that is not ours, and of every element that our own pages do not have."""

import re
from typing import Any

from playwright.sync_api import Page

from tests.web.browser.windows import Visits, begun

# Tells of everything that runs or is kept from running; what is copied comes here, too.
TRAP = """
for (const name of ["hit", "alert", "confirm", "prompt", "print", "open"]) window[name] = () => void caught(name);
document.addEventListener("securitypolicyviolation", (event) => caught(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`), true);
window.copied = [];
Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => void copied.push(text) } });
"""
# The kinds of element on the page, each with what tells it from others, and the servers that any of them leads to.
KINDS = r"""() => {
  const telling = ["id", "class", "role", "type", "name", "method", "rel", "for", "target", "tabindex", "data-do", "data-files", "data-bytes"];
  const leading = ["href", "src", "action", "formaction", "cite", "data", "poster", "srcset", "background", "ping"];
  const shown = (one, name) => telling.includes(name) ? `${name}=${one.getAttribute(name).replace(/\d+/g, "0")}` : name;
  const found = new Set();
  for (const one of document.querySelectorAll("*")) {
    found.add([one.localName, ...one.getAttributeNames().sort().map((name) => shown(one, name))].join(" "));
    for (const name of leading.filter((name) => one.hasAttribute(name))) found.add(`to ${new URL(one.getAttribute(name), location.href).origin}`);
  }
  return [...found];
}"""
# Whether there is nothing to wait for; waiting with a locator takes as long as opening a page.
_BEGUN = "!document.querySelector('body:has(#chat) #open-conversations[hidden], .drop[hidden], .coming')"
_POST = """([action, fields]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = action;
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  setTimeout(() => form.submit());
}"""


class Trap:
    """A window; what our own pages are made of it learns from tame ones.

    Args:
        visits: Opens the window.
    """

    def __init__(self, visits: Visits) -> None:
        self._visits = visits
        self.caught: list[str] = []
        self.kinds: set[str] = set()
        self.page = visits("/static/quoth.svg")
        self.page.expose_function("caught", lambda what: self.caught.append(what))
        self.page.add_init_script(TRAP)

    def see(self, tame: bool = False) -> None:
        """Look at the page as it is: a tame one is learned from, any other may have nothing that is not known."""
        kinds = set(self.page.evaluate(KINDS))
        if tame:
            self.kinds |= kinds
        assert kinds <= self.kinds, f"{self.page.url} has {sorted(kinds - self.kinds)}"

    def go(self, path: str, tame: bool = False) -> Page:
        """Open an address and look."""
        self.page.goto(path)
        return self._arrived(tame)

    def post(self, fields: dict[str, str], tame: bool = False, action: str = "/") -> Page:
        """Send a form as a browser does, and look at the page that comes back."""
        with self.page.expect_navigation():
            self.page.evaluate(_POST, [action, fields])
        return self._arrived(tame)

    def _arrived(self, tame: bool) -> Page:
        if not self.page.evaluate(_BEGUN):
            begun(self.page)
            self.page.locator(".coming").wait_for(state="detached")
        self.see(tame)
        return self.page

    def texts(self, selector: str) -> list[str]:
        """What the elements of the page say, letter by letter."""
        return self.every(selector, "one.textContent")

    def every(self, selector: str, expression: str) -> list[Any]:
        """Look each element of the page up."""
        found: list[Any] = self.page.evaluate(f"(selector) => [...document.querySelectorAll(selector)].map((one) => ({expression}))", selector)
        return found

    def close(self, expected: str = "") -> None:
        """Close the window: nothing ran, nothing was kept from running, and no other server was asked.

        Args:
            expected: Matches what the browser's console may say.
        """
        self._visits.close()
        complaints = [said for said in self._visits.complaints if not (expected and re.search(expected, said))]
        assert not self.caught, self.caught
        assert self._visits.asked == {self._visits.origin}, self._visits.asked
        assert not complaints, complaints
