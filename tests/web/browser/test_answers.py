"""What stands around an answer: quotes, markers, previews, the story beside it, confidence, chips, why."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.windows import Visits, ask

QUOTE = "Lily was born and grew up in Aktau, a small town in Kazakhstan"


def test_each_quote_is_a_quotation_with_its_answer_marked_its_title_and_its_place(visit: Visits) -> None:
    answer = ask(visit(), "Where was Lily born?")
    quote = answer.locator("figure.quote")
    expect(quote.locator("blockquote")).to_contain_text(QUOTE)
    expect(quote.locator("blockquote mark")).to_contain_text("Aktau")
    expect(quote.locator("figcaption")).to_have_text(re.compile(r"^1\s*Lily Baktybekova, from Aktau to New York, 4% into the story$"))
    strip = answer.get_by_role("img", name="In Lily Baktybekova, from Aktau to New York: quote 1 stands 4% into the story")
    assert strip.locator(".at").get_attribute("x") == "40"


def test_a_marker_is_a_real_link_whose_quote_is_seen_by_pointing_and_by_focus(visit: Visits) -> None:
    page = visit()
    marker = ask(page, "Where was Lily born?").locator("a.marker")
    preview = page.get_by_role("tooltip")
    href = marker.get_attribute("href")
    assert href is not None and re.fullmatch(r"/documents/lily-baktybekova\?start=\d+&end=\d+#quote", href)
    marker.hover()
    expect(preview.locator("blockquote")).to_contain_text(QUOTE)
    preview.hover()
    expect(preview).to_be_visible()
    page.locator("h2.asked").hover()
    expect(preview).to_have_count(0)
    marker.focus()
    expect(preview).to_contain_text("4% into the story")
    expect(marker).to_have_attribute("aria-describedby", "preview")
    page.keyboard.press("Escape")
    expect(preview).to_have_count(0)


def _inside(page: Page, selector: str) -> None:
    box, size = page.locator(selector).bounding_box(), page.viewport_size
    assert box is not None and size is not None
    assert 0 <= box["x"] < box["x"] + box["width"] <= size["width"]
    assert 0 <= box["y"] < box["y"] + box["height"] <= size["height"]


@pytest.mark.parametrize(("width", "height"), [(1400, 800), (360, 700)])
def test_the_source_opens_at_the_quote_and_back_returns(visit: Visits, width: int, height: int) -> None:
    page = visit(width=width, height=height)
    marker = ask(page, "Where was Lily born?").locator("a.marker")
    asked = page.url
    marker.click()
    mark = page.locator("#source mark")
    expect(mark).to_contain_text(QUOTE)
    expect(mark).to_be_focused()
    expect(mark).to_be_in_viewport(ratio=0.95)
    _inside(page, "#source mark")
    answer, story = page.locator(".answered").bounding_box(), page.locator("#source").bounding_box()
    assert answer is not None and story is not None
    if width > 1120:
        assert story["x"] >= answer["x"] + answer["width"]
    else:
        assert story["y"] >= answer["y"] + answer["height"]
    page.go_back()
    expect(page.locator("#source")).to_be_hidden()
    expect(marker).to_be_focused()
    expect(marker).to_be_in_viewport()
    assert page.url == asked
    marker.click()
    page.get_by_role("button", name="Back to the answer").click()
    expect(page.locator("#source")).to_be_hidden()
    expect(marker).to_be_focused()
    page.go_forward()
    expect(mark).to_contain_text(QUOTE)


def test_a_second_source_takes_the_place_of_the_first(visit: Visits) -> None:
    page = visit(width=1400)
    ask(page, "Where was Lily born?").locator("a.source").click()
    expect(page.locator("#source h1")).to_contain_text("Lily")
    ask(page, "And Iris?").locator("a.source").click()
    expect(page.locator("#source h1")).to_contain_text("Iris")
    page.go_back()
    expect(page.locator("#source")).to_be_hidden()
    expect(page.locator(".answered")).to_have_count(2)


def test_confidence_is_said_in_words_and_as_a_number_with_its_meaning(visit: Visits) -> None:
    answer = ask(visit(), "Where was Lily born?")
    expect(answer.locator(".sure summary")).to_have_text(re.compile(r"Quoth is very sure of this \(9\d\sin\s100\)"))
    answer.locator(".sure summary").click()
    expect(answer.locator(".sure p")).to_contain_text("Of a hundred answers as sure as this one, about 9")


def test_an_abstention_is_friendly_and_shows_passages_on_request_only(visit: Visits) -> None:
    page = visit()
    answer = ask(page, "What is the name of Lily's cat?")
    expect(answer.locator(".answer")).to_have_text("The stories don't tell.")
    expect(answer.locator(".sure summary")).to_contain_text("that the stories don’t tell")
    expect(answer.locator("blockquote, .marker, .why, .strip, .passage, .further")).to_have_count(0)
    answer.get_by_role("link", name="Show the closest passages (not an answer)").click()
    hits = answer.get_by_role("group", name="Closest passages, not an answer")
    expect(hits).to_contain_text("none of them need be an answer")
    expect(hits).to_be_focused()
    expect(hits.locator(".passage").first).to_contain_text("Lily")
    hits.locator(".where a").first.click()
    expect(page.locator("#source #quote")).to_be_in_viewport()


def test_a_question_that_two_stories_answer_has_a_chip_for_each(visit: Visits) -> None:
    page = visit()
    answer = ask(page, "Where was she born?")
    chips = answer.get_by_role("group", name="Stories that could be meant").get_by_role("link")
    expect(chips).to_have_count(2)
    chips.filter(has_text="Iris").click()
    expect(page.locator(".answered .quote")).to_contain_text("Iris was born and brought up in Kazakhstan")
    expect(page.locator(".answered")).to_have_count(1)
    expect(ask(page, "Where was Lily born?").locator(".chips")).to_have_count(0)


def test_why_shows_what_was_considered_with_its_ranks_and_what_was_passed_over(visit: Visits) -> None:
    answer = ask(visit(), "Where was Lily born?")
    answer.locator(".why summary").click()
    passages = answer.locator(".why .passage")
    expect(passages).to_have_count(4)
    first = passages.first
    expect(first.locator("dt")).to_have_text(["meaning", "words", "together", "reader"])
    expect(first.locator("dd")).to_have_text([re.compile(r"\d"), re.compile(r"\d"), "1", "+0.0"])
    verdicts = answer.locator(".why .verdict").all_inner_texts()
    assert "quoted" in verdicts and "read, not quoted" in verdicts
    shares = [float(bar.get_attribute("width") or "") for bar in answer.locator(".why .part").all()]
    assert len(shares) >= 12 and all(0 <= share <= 100 for share in shares) and len(set(shares)) > 2
