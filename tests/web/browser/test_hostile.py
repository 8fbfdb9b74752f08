"""What people write stays what they wrote: every payload in every place that a page shows it, in a browser that runs whatever it is given.

320 payloads with `QUOTH_TEST_FULL=1`, else every twelfth. A window learns from tame stories what our pages are made of. Then hostile
ones go the same ways, and nothing may be on a page that a tame story does not bring there, nothing may run or be kept from running, and
the payload stands there letter by letter.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Error, FilePayload, Page
from selectolax.lexbor import LexborHTMLParser

from tests.web.browser.hostile import HOSTILE, PLACE, STORIES, TAME, Story, Suggested, serving_words
from tests.web.browser.payloads import VECTORS
from tests.web.browser.trap import Trap
from tests.web.browser.windows import Visits, add, begun
from web.text import printable

# Few stories need no second page of the library, and the link to more questions is there until they are.
COMING_AND_GOING = {"nav aria-label class=pages", "a href rel=prev", "a href rel=next", "a class=more href"}
BY_SCRIPT, BY_FORM, ASKED_TOGETHER, TURNS, BEFORE, HITS, OFFERED = 20, 50, 3, 10, 6, 5, 12

# Whether the preview of each marker shows its quote.
PREVIEWED = """all => all.map((marker) => {
  marker.focus();
  const quote = marker.closest(".answered").querySelector(`figure[data-marker="${marker.dataset.marker}"] blockquote`);
  return document.querySelector("#preview blockquote").textContent === quote.textContent;
})"""
# Opens the story of each answer's first quote, one after the other.
BESIDE = """async (all) => {
  const page = document.querySelector("#source .page");
  const seen = [];
  for (const link of all) {
    const shown = new Promise((done) => new MutationObserver((_, watch) => { watch.disconnect(); done(); }).observe(page, { childList: true }));
    link.click();
    await shown;
    seen.push([page.querySelector("h1").textContent, page.querySelector("mark").textContent]);
  }
  return seen;
}"""

SHOWN = """{
  answer: one.querySelector(".answer").textContent,
  quotes: [...one.querySelectorAll(".quote blockquote")].map((some) => some.textContent),
  titles: [...one.querySelectorAll(".quote cite")].map((some) => some.textContent),
  chips: [...one.querySelectorAll(".chip")].map((some) => some.textContent),
  strips: [...one.querySelectorAll(".along .of")].map((some) => some.textContent),
  labels: [...one.querySelectorAll(".strip")].map((some) => some.ariaLabel),
  considered: [...one.querySelectorAll(".why cite")].map((some) => some.textContent),
  read: [...one.querySelectorAll(".why .words")].map((some) => some.textContent),
}"""


def _groups(stories: Sequence[Story], size: int) -> list[list[Story]]:
    return [list(stories[at : at + size]) for at in range(0, len(stories), size)]


def _joined(stories: Sequence[Story], most: int | None = None) -> str:
    return " ".join(story.typed[:most] for story in stories).strip()


def _question(stories: Sequence[Story]) -> str:
    """A question that each of these stories answers, with all their payloads in it."""
    *others, last = [story.name for story in stories]
    return f"What did {', '.join(others)} and {last} write {PLACE} {_joined(stories)}?"


def _line(text: str) -> str:
    return " ".join(text.split())


def _shown(text: str) -> str:
    """A text on one line, as the page's script reads white space."""
    return _line(text.replace("\ufeff", " "))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose library is empty, and which suggests payloads."""
    folder = tmp_path_factory.mktemp("hostile") / "library"
    with pytest.MonkeyPatch.context() as patch, serving_words(folder, upload_files=2 * BY_FORM) as origin:
        patch.setattr("web.service.Suggestions", Suggested)
        yield origin


@pytest.fixture(scope="module")
def trap(chromium: Browser, home: str) -> Iterator[Trap]:
    """A window with the library full of payloads: a few added by the page's script, the others by its form."""
    made = Trap(Visits(chromium, home))
    made.kinds |= COMING_AND_GOING
    page = made.go("/documents", tame=True)
    for stories in (TAME, HOSTILE[:BY_SCRIPT]):
        assert add(page, *[(story.file(), story.data) for story in stories]) == [f"added {story.title}" for story in stories]
        made.see(tame=stories is TAME)
        made.go("/documents", tame=stories is TAME)
    _send(made, TAME, tame=True)
    for stories in _groups(HOSTILE[BY_SCRIPT:], BY_FORM):
        _send(made, stories)
    yield made
    made.close("422|404|ERR_FAILED")


def _send(trap: Trap, stories: Sequence[Story], tame: bool = False) -> None:
    """Send stories in the form, and each once more as an empty file; the page that comes back says what became of them."""
    page = trap.go("/documents", tame)
    files = [(story.file(), story.data) for story in stories] + [(story.file(".txt"), b"") for story in stories]
    payloads: list[FilePayload] = [{"name": name, "mimeType": "text/plain", "buffer": data} for name, data in files]
    page.locator("#files").set_input_files(payloads)
    with page.expect_navigation():
        page.evaluate("setTimeout(() => HTMLFormElement.prototype.submit.call(document.getElementById('upload')))")
    begun(page)
    trap.see(tame)
    assert trap.texts(".outcomes a") == [story.title for story in stories]
    refused = trap.texts(".outcomes .refused")
    assert len(refused) == len(stories)
    for story, line in zip(stories, refused, strict=True):
        assert story.source(".txt") in _line(line)


@pytest.fixture(scope="module")
def ids(trap: Trap) -> dict[int, str]:
    """The id of each story's document, by the story's number."""
    listed = trap.page.request.get("/documents", headers={"Accept": "application/json"}).json()["documents"]
    return {int(one["source"].split(" ")[0]): one["id"] for one in listed}


def test_in_the_library(trap: Trap, ids: dict[int, str]) -> None:
    shown: list[list[str]] = []
    for number in range(1, 2 + len(STORIES) // 100):
        trap.go(f"/documents?page={number}")
        titles, facts, labels = trap.texts(".shelf .title"), trap.texts(".shelf .facts"), trap.every(".remove summary", "one.ariaLabel")
        shown += [list(row) for row in zip(titles, facts, labels, strict=True)]
    assert len(ids) == len(shown) == len(STORIES)
    assert sorted(title for title, _, _ in shown) == sorted(story.title for story in STORIES)
    assert all(label == f"Remove {title}" for title, _, label in shown)
    sources = {fact.split(" · ")[0] for _, fact, _ in shown}
    assert sources == {story.source() for story in STORIES}


def test_in_lines_that_the_script_writes(trap: Trap) -> None:
    page = trap.page
    page.route("**/documents", lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    for tame, stories in ((True, TAME), (False, HOSTILE)):
        lines = add(page, *[(story.file(), b"x") for story in stories])
        trap.see(tame)
        assert lines == [_line(f"refused {story.file()}: Quoth can’t be reached. Add the files again in a moment.") for story in stories]
    page.unroute("**/documents")


@pytest.mark.parametrize("stories", [TAME, HOSTILE[::2]], ids=["tame", "hostile"])
def test_in_its_story(trap: Trap, ids: dict[int, str], stories: list[Story]) -> None:
    for story in stories:
        start = len(story.heading) + 2
        page = trap.go(f"/documents/{quote(ids[story.number])}?start={start}&end={start + len(story.told)}#quote", stories is TAME)
        assert page.title() == f"{story.title} – Quoth"
        assert trap.texts("h1, .outline a, .text h2, mark") == [story.title, story.heading, "Afterwards", story.heading, story.told, "Afterwards"]
        assert trap.every(".strip", "one.ariaLabel")[0].startswith(f"In {story.title}: quote 1 stands ")


@pytest.mark.parametrize("stories", [TAME * 2, HOSTILE], ids=["tame", "hostile"])
def test_in_a_conversation(trap: Trap, stories: list[Story]) -> None:
    tame = stories is not HOSTILE
    groups = _groups(stories, ASKED_TOGETHER)
    for turns in [groups[at : at + TURNS] for at in range(0, len(groups), 1 if tame else TURNS)]:
        page = trap.go("/", tame)
        for number, asked in enumerate(turns):
            page.locator("#question").fill(_question(asked))
            page.locator("#question").press("Enter")
            page.locator(".answered").nth(number).wait_for()
        trap.see(tame)
        _check_answers(trap, turns)
        assert page.locator(".marker").evaluate_all(PREVIEWED) == [True] * sum(map(len, turns))
        trap.see(tame)
        _check_copies(trap, turns)
        _check_export(page, turns)
        trap.see(tame)
        page.reload()
        page.locator(".answered").nth(len(turns) - 1).wait_for()
        trap.see(tame)
        _check_answers(trap, turns)
        told = page.locator(".quote .source").evaluate_all(BESIDE)
        assert sorted(told) == sorted([story.title, story.told] for asked in turns for story in asked)
        trap.see(tame)


def _check_answers(trap: Trap, turns: Sequence[Sequence[Story]]) -> None:
    """Each question stands there as it was asked, and is answered from each of its stories with the story's words."""
    assert trap.texts(".asked") == [_question(asked) for asked in turns]
    for asked, shown in zip(turns, trap.every(".answered", SHOWN), strict=True):
        titles = sorted(story.title for story in asked)
        assert sorted(shown["quotes"]) == sorted(story.told for story in asked)
        assert sorted(shown["titles"]) == sorted(shown["chips"]) == sorted(shown["strips"]) == titles
        assert sorted(label.rsplit(": quote ", 1)[0] for label in shown["labels"]) == [f"In {title}" for title in titles]
        assert set(titles) <= set(shown["considered"])
        for story in asked:
            assert story.title in shown["answer"]
            assert _line(story.words) in _line(shown["answer"])
            assert any(_line(story.words)[:100] in said for said in shown["read"])


def _check_copies(trap: Trap, turns: Sequence[Sequence[Story]]) -> None:
    for kind in ("copy", "copy-markdown"):
        trap.page.locator(f"[data-do={kind}]").evaluate_all("all => all.forEach((one) => one.click())")
    copied = trap.page.evaluate("copied.splice(0)")
    assert len(copied) == 2 * len(turns)
    for asked, text, markdown in zip(turns, copied, copied[len(turns) :], strict=False):
        assert text.startswith(f"{_question(asked)}\n\n")
        assert all(f"“{story.told}”" in text for story in asked)
        _check_markdown(markdown, [asked], trap.page.url)


def _check_export(page: Page, turns: Sequence[Sequence[Story]]) -> None:
    page.locator("#open-conversations").click()
    assert page.locator(".kept .name").first.text_content() == _question(turns[0])
    with page.expect_download() as download:
        page.locator("[data-do=export]").click()
    _check_markdown(download.value.path().read_text(encoding="utf-8"), turns, page.url)
    page.locator("#conversations [data-do=close]").click()


def _check_markdown(markdown: str, turns: Sequence[Sequence[Story]], origin: str) -> None:
    """Rendered, it says what the page said, in nothing but headings, paragraphs, quotes and links to our own stories."""
    rendered = LexborHTMLParser(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown))
    nodes = rendered.css("body *")
    assert {node.tag for node in nodes} <= {"h1", "h2", "p", "blockquote", "a"}
    assert {name for node in nodes for name in node.attributes} == {"href"}
    assert {urlsplit(link.attributes["href"] or "")[:2] for link in rendered.css("a")} == {urlsplit(origin)[:2]}
    assert [_line(heading.text()) for heading in rendered.css("h2")] == [_shown(_question(asked)) for asked in turns]
    text = _line(rendered.text())
    for story in (story for asked in turns for story in asked):
        assert _line(story.told) in text
        assert f"{story.title}, " in text


@pytest.mark.parametrize("stories", [TAME, HOSTILE], ids=["tame", "hostile"])
def test_in_what_was_said_before(trap: Trap, ids: dict[int, str], stories: list[Story]) -> None:
    for some in _groups(stories, BEFORE):
        turns = [{"question": f"Who is {one.name} {one.typed}?", "answer": f"{one.typed}.", "documents": [ids[one.number]]} for one in some]
        asked = f"What did he write on the gate {_joined(some)}?"
        trap.post({"q": asked, "history": json.dumps(turns)}, stories is TAME)
        assert trap.texts(".earlier .asked") == [turn["question"] for turn in turns]
        assert trap.texts(".earlier p") == [turn["answer"] for turn in turns]
        assert trap.texts(".answered .asked") == [asked]
        assert _joined(some) in trap.texts(".understood q")[0]


@pytest.mark.parametrize("stories", [TAME, HOSTILE], ids=["tame", "hostile"])
def test_in_a_search(trap: Trap, ids: dict[int, str], stories: list[Story]) -> None:
    for some in _groups(stories, HITS):
        joined, tame = _joined(some), stories is TAME
        trap.go(f"/search?{urlencode({'q': f'pedlar {joined}', 'documents': [ids[one.number] for one in some]}, doseq=True)}", tame)
        assert trap.every("#words", "one.value") == [f"pedlar {joined}".replace("\n", "")]
        assert set(trap.texts(".scope cite")) == set(trap.texts(".passage cite")) == {one.title for one in some}
        read = " ".join(trap.texts(".passage .words"))
        assert all(one.told in read for one in some)


@pytest.mark.parametrize("stories", [TAME, HOSTILE], ids=["tame", "hostile"])
def test_in_what_is_offered(trap: Trap, ids: dict[int, str], stories: list[Story]) -> None:
    for some in _groups(stories, OFFERED):
        trap.go(f"/?{urlencode({'draft': _joined(some)})}", stories is TAME)
        assert trap.every("#question", "one.value") == [_joined(some)]
        trap.go(f"/questions?most={OFFERED}&document={quote(ids[some[0].number])}", stories is TAME)
        assert trap.texts("h1") == [f"What “{some[0].title}” answers"]
        offered = trap.texts(".questions a")
        assert len(offered) == OFFERED
        assert [parse_qs(urlsplit(link).query)["q"] for link in trap.every(".questions a", "one.href")] == [[text] for text in offered]


@pytest.mark.parametrize("stories", [TAME, HOSTILE], ids=["tame", "hostile"])
def test_in_errors(trap: Trap, stories: list[Story]) -> None:
    for number, some in enumerate(_groups(stories, 4)):
        asked, wrong = _joined(some), _joined(some, 48)
        trap.go(f"/questions?{urlencode({'document': wrong})}", stories is TAME)
        assert trap.texts("h1") == [f"No document has the id {printable(wrong, 500)}."]
        if number % 4 == 0:
            trap.go(f"/?{urlencode({'q': asked, 'documents': wrong})}", stories is TAME)
            assert trap.texts(".trouble .what") == [f"No document has the id {printable(wrong, 500)}."]
            assert trap.every("#question", "one.value") == [asked]
            assert trap.texts(".scope cite") == trap.every("[name=documents]", "one.value") == [wrong]


def test_in_what_can_be_put_back(trap: Trap, ids: dict[int, str]) -> None:
    for story in [*TAME, *HOSTILE[:: len(HOSTILE) // 8]]:
        gone = trap.page.request.post(f"/documents/{quote(ids[story.number])}/remove", max_redirects=0)
        trap.go(gone.headers["location"], story in TAME)
        assert trap.texts(".undo b") == [story.title]


def test_before_signing_in(chromium: Browser, tmp_path: Path) -> None:
    with serving_words(tmp_path / "library", token="for-these-tests-only") as origin:
        trap = Trap(Visits(chromium, origin))
        for some in [TAME, *_groups(HOSTILE, BY_FORM)]:
            following = f"/{printable(_joined(some), 7000)}"
            trap.go(f"/login?{urlencode({'next': following})}", some is TAME)
            assert trap.every("[name=next]", "one.value") == [following]
        trap.close("401")


def test_what_is_no_text_is_caught(chromium: Browser, home: str) -> None:
    trap, body = Trap(Visits(chromium, home)), ["plain"]
    trap.page.route("**/unsafe", lambda route: route.fulfill(content_type="text/html", body=f"<!doctype html><title>x</title><p>{body[0]}"))
    trap.go("/unsafe", tame=True)
    missed = []
    for body[0] in VECTORS:
        try:
            trap.go("/unsafe")
        except (AssertionError, Error):
            continue
        missed.append(body[0])
    assert missed == []
    assert "hit" in trap.caught
    with pytest.raises(AssertionError):
        trap.close()
