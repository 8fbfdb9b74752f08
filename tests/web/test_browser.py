"""The pages in a real browser: everything works with scripts switched off, and nothing leaves the machine."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, ViewportSize, expect, sync_playwright

from tests.test_offline import PROJECT, ask_when_ready

CHROMIUM = shutil.which("chromium")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]  # fmt: skip
HOSTILE = b'Mallory said <img src=x onerror=hit=1> to "><svg onload=hit=1> in </title><script>hit=1</script> Turku.'

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no `chromium` here (on Debian: apt-get install chromium)")
Open: TypeAlias = Callable[..., Page]
Scheme: TypeAlias = Literal["light", "dark"]


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`quoth serve` as a fresh install has it, with the real model and the founding stories."""
    home = tmp_path_factory.mktemp("served")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QUOTH_")}
    environment = kept | {"HOME": str(home), "XDG_DATA_HOME": str(home)}
    command = [sys.executable, "-m", "web.terminal", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            address = server.stderr.readline().split()[3]
            ask_when_ready(address, "Who is Lily?")
            yield address
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser without a past; closed with the module, as its event loop would be in the way of other tests' own."""
    environment: dict[str, str | float | bool] = {**os.environ, "HOME": str(tmp_path_factory.mktemp("browser"))}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES, env=environment)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, origin: str) -> Iterator[Open]:
    """Open an address in a window of its own; in the end no window has asked another server or complained of anything."""
    contexts, asked, complaints = [], set(), []

    def opened(path: str = "/", width: int = 1280, height: int = 860, scripts: bool = False, scheme: Scheme = "light") -> Page:
        size: ViewportSize = {"width": width, "height": height}
        context = chromium.new_context(base_url=origin, java_script_enabled=scripts, viewport=size, color_scheme=scheme)
        context.set_default_timeout(10_000)
        contexts.append(context)
        context.on("request", lambda request: asked.add("{0.scheme}://{0.netloc}".format(urlsplit(request.url))))
        context.on("console", lambda message: complaints.append(message.text))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert (asked, complaints) == ({origin}, [])


def _ask(page: Page, question: str) -> Locator:
    page.locator("#question").fill(question)
    page.get_by_role("button", name="Ask").click()
    return page.locator("p.answer")


def _add(page: Page, *files: tuple[str, bytes]) -> list[str]:
    """Upload files in the form and return the lines that say what became of them."""
    page.goto("/documents")
    payloads: list[FilePayload] = [{"name": name, "mimeType": "text/plain", "buffer": data} for name, data in files]
    page.locator("#files").set_input_files(payloads)
    page.get_by_role("button", name="Add").click()
    return [" ".join(line.split()) for line in page.locator(".outcomes li").all_inner_texts()]


def _remove(page: Page, title: str) -> None:
    page.goto("/documents")
    story = page.locator(".shelf > li").filter(has=page.get_by_role("link", name=title, exact=True))
    story.locator("summary").click()
    story.get_by_role("button", name="Yes, remove it").click()
    expect(page.get_by_role("link", name=title, exact=True)).to_have_count(0)


@pytest.mark.parametrize(
    ("question", "words", "quoted", "width", "height"),
    [
        ("Where was Lily born?", "Aktau", "Lily was born and grew up in Aktau, a small town in Kazakhstan", 1280, 860),
        ("Which award did Iris win in 2020?", "international competition", "made history in 2020 as the first Kazakh dancer", 360, 520),
    ],
)
def test_from_a_question_to_its_quote_in_the_story_and_back(
    visit: Open, question: str, words: str, quoted: str, width: int, height: int
) -> None:
    page = visit(width=width, height=height)
    expect(_ask(page, question)).to_contain_text(words)
    expect(page.locator(".quote blockquote").first).to_contain_text(quoted)
    answered = page.url
    page.locator(".quote figcaption a").first.click()
    expect(page.locator("mark")).to_contain_text(quoted)
    box = page.locator("#quote").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < box["y"] + box["height"] <= height
    assert 0 <= box["x"] < box["x"] + box["width"] <= width
    page.go_back()
    assert page.url == answered
    expect(page.locator("p.answer")).to_contain_text(words)


def test_an_abstention_shows_no_source(visit: Open) -> None:
    page = visit()
    expect(_ask(page, "Where was Napoleon born?")).to_have_text("None of the stories tells of Napoleon.")
    assert page.locator(".quotes, .marker, blockquote, figcaption").count() == 0


def test_a_follow_up_is_understood_stays_behind_its_quote_and_has_an_address(visit: Open) -> None:
    page = visit()
    _ask(page, "Where was Lily born?")
    expect(_ask(page, "And Iris?")).to_contain_text("Kazakhstan")
    expect(page.locator(".quote").first).to_contain_text("Iris was born and brought up in Kazakhstan")
    expect(page.locator(".understood")).to_have_text("Understood as: Where was Iris born?")
    expect(page.locator(".turn")).to_have_count(1)
    page.locator(".quote figcaption a").first.click()
    page.go_back()
    expect(page.locator(".understood")).to_have_text("Understood as: Where was Iris born?")
    page.get_by_role("link", name="Link to this question").click()
    expect(page.locator("p.answer")).to_contain_text("Kazakhstan")
    expect(page.locator(".quote").first).to_contain_text("Iris was born and brought up in Kazakhstan")


def test_files_are_added_one_is_refused_and_what_was_added_can_be_removed(visit: Open) -> None:
    page = visit("/documents")
    files = [("mina.txt", b"Mina kept bees on the roof of the old mill."), ("empty.txt", b" \n"), ("otto.md", b"# Otto\n\nOtto sold clocks in Riga.")]
    lines = _add(page, *files)
    assert [line.split()[0] for line in lines] == ["added", "refused", "added"]
    assert "empty.txt" in lines[1]
    page.goto("/")
    expect(_ask(page, "Where did Mina keep bees?")).to_contain_text("On the roof of the old mill")
    for title in ("Mina", "Otto"):
        _remove(page, title)
    page.goto("/")
    expect(_ask(page, "Where did Mina keep bees?")).to_have_text("None of the stories tells of Mina.")


def test_a_hostile_story_is_text_and_nothing_of_it_runs(visit: Open) -> None:
    page = visit("/documents", scripts=True)
    title = "<Img Src=x Onerror=hit=1>"
    assert _add(page, ("<img src=x onerror=hit=1>.txt", HOSTILE)) == [f"added {title}"]
    page.locator(".outcomes a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".text")).to_have_text(HOSTILE.decode())
    story = page.url
    page.goto("/")
    _ask(page, "What did Mallory say in Turku?")
    expect(page.locator(".quote").first).to_contain_text("<script>hit=1</script>")
    for address in (page.url, story, "/documents"):
        page.goto(address)
        assert page.evaluate("[window.hit, document.scripts.length, document.images.length]") == [None, 0, 1]
    _remove(page, title)


@pytest.mark.parametrize("path", ["/", "/?q=Where+was+Lily+born%3F", "/documents", "/documents/lily-baktybekova?start=96&end=220", "/docs"])
def test_nothing_sticks_out_of_a_narrow_window(visit: Open, path: str) -> None:
    page = visit(path, width=320, height=640)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def _luminance(colour: str) -> float:
    """Relative luminance of `rgb(r, g, b)`, as WCAG 2 defines it."""
    shares = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_by_day_and_by_night(visit: Open, scheme: Scheme) -> None:
    page = visit("/?q=Where+was+Lily+born%3F", scheme=scheme)
    colour = "element => getComputedStyle(element).color"
    paper = _luminance(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
    assert paper > 0.9 if scheme == "light" else paper < 0.02
    for selector in ("p.answer", ".facts, .sure", ".wordmark", ".quote figcaption a", ".marker", ".also a"):
        inks = (_luminance(page.locator(selector).first.evaluate(colour)), paper)
        assert (max(inks) + 0.05) / (min(inks) + 0.05) >= 4.5, selector
