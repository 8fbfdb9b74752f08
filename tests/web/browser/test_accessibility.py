"""Every page in every state through axe-core, by day and by night, in a wide window and in one of 320 pixels: it finds nothing."""

import hashlib
import os
from collections.abc import Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.test_offline import PROJECT
from tests.web.browser.windows import Scheme, Visits, add, ask, begun, remove, serving

AXE = PROJECT / ".venv" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
# All that is on by default, best practices included, and WCAG 2.2's size of what is pressed, which is not.
RUN = "axe.run(document, {resultTypes: ['violations'], preload: false, rules: {'target-size': {enabled: true}}})"
TALE = b"# The Ferry\n\n## Morning\n\nOda rowed the ferry.\n\n## Noon\n\nThe rope broke.\n\n## Night\n\nOda swam home.\n"
QUOTED = "/documents/lily-baktybekova?start=96&end=220#quote"

# Colours and widths each once; with `QUOTH_TEST_FULL=1` every pair.
PAIRS = [("light", 1280), ("dark", 320)] + ([("dark", 1280), ("light", 320)] if os.environ.get("QUOTH_TEST_FULL") else [])
LOOKS = pytest.mark.parametrize(("scheme", "width"), PAIRS)

pytestmark = pytest.mark.skipif(not AXE.is_file(), reason="there is no axe-core here: install npm (on Debian: apt-get install npm), then `make test`")


@cache
def _axe() -> str:
    source = AXE.read_bytes()
    assert hashlib.sha256(source).hexdigest() == AXE_SHA256
    return source.decode()


class Audit:
    """Looks at pages with axe-core and remembers what it found in which state."""

    def __init__(self) -> None:
        self.states: list[str] = []
        self.found: list[str] = []

    def __call__(self, page: Page, state: str) -> None:
        """Look at a page as it is now."""
        if not page.evaluate("'axe' in window"):
            page.evaluate(_axe())
        seen = page.evaluate(RUN)
        assert len(seen["passes"]) > 20, state
        self.states.append(state)
        for rule in seen["violations"]:
            for node in rule["nodes"]:
                self.found.append(f"{state}: {rule['id']} ({rule['impact']}) at {node['target']}: {node['html']}\n    {node['failureSummary']}")


@pytest.fixture
def audit() -> Iterator[Audit]:
    """Pages are looked at one after the other; what was found in any of them is told in the end."""
    made = Audit()
    yield made
    assert made.states
    assert made.found == [], "\n".join(made.found)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that wants a token."""
    with serving(tmp_path_factory.mktemp("guarded"), QUOTH_TOKEN="for-these-tests-only") as (address, _):
        yield address


def _settled(page: Page) -> None:
    """Wait for the questions that the page offers."""
    expect(page.locator("#starters.coming, .further .more")).to_have_count(0)


@LOOKS
def test_asking(visit: Visits, audit: Audit, scheme: Scheme, width: int) -> None:
    page = visit(width=width, scheme=scheme)
    _settled(page)
    audit(page, "start")
    answer = ask(page, "Where was Lily born?")
    _settled(page)
    expect(answer.locator(".quote")).to_have_count(1)
    audit(page, "one quote")
    answer.locator(".marker").focus()
    expect(page.get_by_role("tooltip")).to_be_visible()
    audit(page, "preview")
    page.keyboard.press("Escape")
    answer.locator(".why > summary").click()
    answer.locator(".sure > summary").click()
    expect(answer.locator(".passage").first).to_be_visible()
    audit(page, "why and how sure")
    answer.locator(".source").click()
    expect(page.locator("#source mark")).to_be_visible()
    audit(page, "a story beside the chat")
    page.locator("#source [data-do=close]").click()
    expect(page.locator("#source")).to_be_hidden()
    expect(ask(page, "And Iris?").locator(".understood")).to_have_text("Understood as: Where was Iris born? Edit")
    _settled(page)
    audit(page, "follow-up")
    expect(ask(page, "Tell me about Lily.").locator(".quote")).to_have_count(3)
    _settled(page)
    audit(page, "three quotes")


@LOOKS
def test_what_goes_another_way(visit: Visits, audit: Audit, scheme: Scheme, width: int) -> None:
    page = visit(width=width, scheme=scheme)
    expect(ask(page, "Where was she born?").locator(".chip")).to_have_count(2)
    _settled(page)
    audit(page, "two stories")
    expect(ask(page, "What do Lily and Iris have in common?").locator(".chip")).to_have_count(2)
    _settled(page)
    audit(page, "two stories once more")
    answer = ask(page, "Where was Napoleon born?")
    expect(answer.locator(".quote")).to_have_count(0)
    audit(page, "abstention")
    answer.locator(".closest").click()
    expect(answer.locator(".hits .passage").first).to_be_visible()
    audit(page, "closest passages")
    page.locator("#open-conversations").click()
    expect(page.locator(".kept li")).to_have_count(1)
    audit(page, "conversations")
    page.locator("#conversations [data-do=close]").click()
    visit.expected = "ERR_FAILED"
    page.route("**/ask", lambda route: route.abort())
    page.locator("#question").fill("Who is Iris?")
    page.locator("#question").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Quoth can’t be reached.")
    audit(page, "trouble")


@LOOKS
def test_the_library(visit: Visits, audit: Audit, scheme: Scheme, width: int) -> None:
    page = visit("/documents", width=width, scheme=scheme)
    audit(page, "library")
    assert [line.split()[0] for line in add(page, ("ferry.md", TALE), ("empty.txt", b" \n"))] == ["added", "refused"]
    audit(page, "upload")
    page.locator(".outcomes a").click()
    page.locator(".outline summary").click()
    expect(page.locator(".outline li")).to_have_count(4)
    audit(page, "outline")
    remove(page, "The Ferry")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    audit(page, "undo")


@LOOKS
def test_pages_to_read(visit: Visits, audit: Audit, scheme: Scheme, width: int) -> None:
    page = visit(QUOTED, width=width, scheme=scheme)
    expect(page.locator("mark")).to_be_visible()
    audit(page, "story at a quote")
    for path in ("/search", "/search?q=dancing", "/questions", "/docs", "/?q=Where+was+Lily+born%3F"):
        page.goto(path)
        begun(page)
        audit(page, path)
    expect(page.locator(".quote")).to_have_count(1)
    visit.expected = "404"
    page.goto("/nowhere")
    audit(page, "error")


@LOOKS
def test_signing_in(chromium: Browser, guarded: str, audit: Audit, scheme: Scheme, width: int) -> None:
    visits = Visits(chromium, guarded)
    try:
        page = visits("/login", width=width, scheme=scheme)
        audit(page, "login")
        page.get_by_label("Token").fill("not this")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_be_visible()
        audit(page, "wrong token")
    finally:
        visits.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_finds_what_is_wrong(visit: Visits, scheme: Scheme) -> None:
    page = visit("/search", scheme=scheme)
    page.evaluate("document.querySelector('label').remove()")
    page.evaluate("document.querySelector('.foot p').style.color = 'rgb(128 128 128 / 40%)'")
    audit = Audit()
    audit(page, "spoilt")
    assert {line.split()[1] for line in audit.found} == {"label", "color-contrast"}
