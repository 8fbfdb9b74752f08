"""Without a mouse: from the question to the answer, its citation, the quote in the story, and back."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.windows import Visits, add


def _tab_to(page: Page, name: str, most: int = 40) -> None:
    """Press Tab until what has the focus is called so."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if name in page.evaluate("[document.activeElement.getAttribute('aria-label'), document.activeElement.textContent].join(' ')"):
            return
    raise AssertionError(f"{name!r} is not reached in {most} steps")


def _focus_is_seen(page: Page) -> None:
    box = page.evaluate("(() => { const {x, y, width, height} = document.activeElement.getBoundingClientRect(); return [x, y, width, height]; })()")
    size = page.viewport_size
    assert size is not None and box[2] > 0 and box[3] > 0
    assert 0 <= box[1] and box[1] + min(box[3], 100) <= size["height"]
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


@pytest.mark.parametrize(("width", "height"), [(1400, 800), (320, 640)])
def test_from_the_question_to_the_quote_in_its_story_and_back(visit: Visits, width: int, height: int) -> None:
    page = visit(width=width, height=height)
    # 1. The box has the focus: type, Enter.
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type("Where was Lily born?")
    page.keyboard.press("Enter")
    expect(page.locator("#announcer")).to_contain_text("Answer: ")
    # 2. The focus stays in the box, ready for the next question; Shift+Tab leads back to the answer.
    expect(page.locator("#question")).to_be_focused()
    expect(page.locator(".further li")).to_have_count(3)
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('a.marker')"):
            break
    # 3. On the marker the quote is previewed and described.
    expect(page.locator("a.marker")).to_be_focused()
    _focus_is_seen(page)
    expect(page.get_by_role("tooltip")).to_contain_text("Lily was born and grew up in Aktau")
    expect(page.locator("a.marker")).to_have_attribute("aria-describedby", "preview")
    # 4. Enter opens the story; the focus is on the quote.
    page.keyboard.press("Enter")
    expect(page.locator("#source mark")).to_be_focused()
    expect(page.locator("#source mark")).to_be_in_viewport()
    # 5. Escape returns to the marker; so does the browser's Back.
    page.keyboard.press("Escape")
    expect(page.locator("a.marker")).to_be_focused()
    expect(page.locator("#source")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("#source mark")).to_be_focused()
    page.go_back()  # Alt+Left in a window of its own; a headless browser has no such key
    expect(page.locator("a.marker")).to_be_focused()
    # 6. How sure, why, and a further question are reached and opened by keys.
    _tab_to(page, "Quoth is")
    page.keyboard.press("Enter")
    expect(page.locator(".sure p")).to_be_visible()
    _tab_to(page, "Why this answer")
    page.keyboard.press("Enter")
    expect(page.locator(".why .passage").first).to_be_visible()
    question = page.locator(".further a").first.inner_text()
    _tab_to(page, question)
    _focus_is_seen(page)
    page.keyboard.press("Enter")
    expect(page.locator(".answered .asked").last).to_have_text(question)


def test_the_conversations_are_a_dialog_that_escape_closes(visit: Visits) -> None:
    page = visit()
    page.keyboard.type("Where was Lily born?")
    page.keyboard.press("Enter")
    expect(page.locator(".answered")).to_have_count(1)
    button = page.get_by_role("button", name="Conversations")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || document.getElementById('conversations').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()


def test_a_story_is_removed_and_put_back(visit: Visits) -> None:
    page = visit("/documents")
    add(page, ("olga.txt", b"Olga tuned pianos in Oulu."))
    page.locator(".wordmark").focus()
    _tab_to(page, "Remove Olga", 60)
    page.keyboard.press("Enter")
    _tab_to(page, "Yes, remove it", 3)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#shelf").get_by_role("link", name="Olga", exact=True)).to_have_count(1)
    assert page.request.delete("/documents/olga").status == 204


def test_the_first_tab_skips_to_the_text(visit: Visits) -> None:
    page = visit("/documents")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_nothing_moves_for_who_prefers_no_motion(visit: Visits) -> None:
    page = visit()  # these windows prefer it
    moving = "[...document.querySelectorAll('*')].filter((one) => getComputedStyle(one).transitionDuration !== '0s').length"
    assert page.evaluate(moving) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(moving) > 0
