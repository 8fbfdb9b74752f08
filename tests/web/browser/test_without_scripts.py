"""The pages with scripts switched off: everything that matters works, step by step."""

import re

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.web.browser.windows import Scheme, Visits


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
    story = page.locator("#shelf li").filter(has=page.get_by_role("link", name=title, exact=True))
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
    visit: Visits, question: str, words: str, quoted: str, width: int, height: int
) -> None:
    page = visit(width=width, height=height, scripts=False)
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


def test_an_abstention_shows_no_source(visit: Visits) -> None:
    page = visit(scripts=False)
    expect(_ask(page, "Where was Napoleon born?")).to_have_text("None of the stories tells of Napoleon.")
    assert page.locator(".quotes, .marker, blockquote, figcaption").count() == 0


def test_a_follow_up_is_understood_stays_behind_its_quote_and_has_an_address(visit: Visits) -> None:
    page = visit(scripts=False)
    _ask(page, "Where was Lily born?")
    expect(_ask(page, "And Iris?")).to_contain_text("Kazakhstan")
    expect(page.locator(".quote").first).to_contain_text("Iris was born and brought up in Kazakhstan")
    expect(page.locator(".understood q")).to_have_text("Where was Iris born?")
    expect(page.locator(".earlier")).to_have_count(1)
    page.locator(".quote figcaption a").first.click()
    page.go_back()
    expect(page.locator(".understood q")).to_have_text("Where was Iris born?")
    page.get_by_role("link", name="Link to this question").click()
    expect(page.locator("p.answer")).to_contain_text("Kazakhstan")
    expect(page.locator(".quote").first).to_contain_text("Iris was born and brought up in Kazakhstan")


def test_files_are_added_one_is_refused_and_what_was_added_can_be_removed(visit: Visits) -> None:
    page = visit("/documents", scripts=False)
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


def test_a_removal_is_undone(visit: Visits) -> None:
    page = visit("/documents", scripts=False)
    assert _add(page, ("nils.txt", b"Nils carved flutes in a hut by the sea.")) == ["added Nils"]
    _remove(page, "Nils")
    expect(page.locator("#news")).to_contain_text("Removed Nils. It is not quoted any more.")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Nils", exact=True)).to_have_count(1)
    page.goto("/")
    expect(_ask(page, "Where did Nils carve flutes?")).to_contain_text("hut by the sea")
    _remove(page, "Nils")


def test_an_unsure_question_an_abstention_and_a_search_lead_on(visit: Visits) -> None:
    page = visit(scripts=False)
    _ask(page, "Where was she born?")
    page.get_by_role("group", name="Stories that could be meant").get_by_role("link", name="Iris Baktybekova").click()
    expect(page.locator(".quote")).to_contain_text("Iris was born and brought up in Kazakhstan")
    expect(page.locator(".scope")).to_contain_text("Only in Iris Baktybekova")
    page.locator(".why summary").click()
    expect(page.locator(".why .passage.used")).to_contain_text("quoted")
    page.goto("/")
    _ask(page, "What is the name of Lily's cat?")
    assert page.locator("blockquote, .why, .marker").count() == 0
    page.get_by_role("link", name="Show the closest passages (not an answer)").click()
    expect(page.locator(".hits .passage").first).to_contain_text("Lily")
    page.locator("#words").fill("festival in Paris")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".hits mark").first).to_be_visible()
    page.locator(".hits .where a").first.click()
    expect(page.locator("#quote")).to_be_in_viewport()


def test_questions_that_the_stories_answer_are_offered_and_answered(visit: Visits) -> None:
    page = visit("/questions", scripts=False)
    offered = page.locator(".questions a")
    question = offered.first.inner_text()
    assert offered.count() >= 3
    offered.first.click()
    expect(page.locator(".answered .asked")).to_have_text(question)
    expect(page.locator(".quote")).not_to_have_count(0)
    page.get_by_role("link", name="More questions like this").click()
    assert question not in page.locator(".questions a").all_inner_texts()
    page.goto("/")
    starters = page.locator("#starters a")
    assert starters.count() >= 2
    starters.first.click()
    expect(page.locator(".quote")).not_to_have_count(0)


def test_understood_is_edited_without_asking(visit: Visits) -> None:
    page = visit(scripts=False)
    _ask(page, "Where was Lily born?")
    _ask(page, "And Iris?")
    page.get_by_role("link", name="Edit what was understood").click()
    expect(page.locator("#question")).to_have_value("Where was Iris born?")
    assert page.locator(".answered").count() == 0


@pytest.mark.parametrize(
    "path", ["/", "/?q=Where+was+Lily+born%3F", "/documents", "/documents/lily-baktybekova?start=96&end=220", "/docs",
             "/search?q=dance", "/questions"],
)  # fmt: skip
def test_nothing_sticks_out_of_a_narrow_window(visit: Visits, path: str) -> None:
    page = visit(path, width=320, height=640, scripts=False)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def _luminance(colour: str) -> float:
    """Relative luminance of `rgb(r, g, b)`, as WCAG 2 defines it."""
    shares = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_by_day_and_by_night(visit: Visits, scheme: Scheme) -> None:
    page = visit("/?q=Where+was+Lily+born%3F", scheme=scheme, scripts=False)
    colour = "element => getComputedStyle(element).color"
    paper = _luminance(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
    assert paper > 0.9 if scheme == "light" else paper < 0.02
    for selector in ("p.answer", ".facts, .sure", ".wordmark", ".quote figcaption a", ".marker", ".also a"):
        inks = (_luminance(page.locator(selector).first.evaluate(colour)), paper)
        assert (max(inks) + 0.05) / (min(inks) + 0.05) >= 4.5, selector
