"""Asking on the page: events, stop, again, edit, keys, follow-ups, starters."""

import re

from playwright.sync_api import expect

from tests.web.browser.windows import Visits, ask
from tests.web.browser.wire import wire as laid
from tests.web.sse import parse


def test_the_answer_comes_as_events_of_the_same_ask(visit: Visits) -> None:
    page = visit()
    with page.expect_response("**/ask") as asked:
        answer = ask(page, "Where was Lily born?")
    sent = asked.value.request
    assert (sent.method, asked.value.headers["content-type"].partition(";")[0]) == ("POST", "text/event-stream")
    wire = page.request.post("/ask", data=sent.post_data, headers={"Accept": sent.headers["accept"], "Content-Type": "application/json"}).body()
    names = [event.name for event in parse(wire)]
    assert (names[0], set(names[1:-2]), names[-2:]) == ("passages", {"delta"}, ["page", "done"])
    expect(answer.locator(".answer")).to_contain_text("Aktau")
    expect(page.locator("#announcer")).to_have_text(re.compile(r"^Answer: .*Aktau.* 1 quote\.$"))
    expect(page.locator("[aria-busy]")).to_have_count(0)
    expect(page).to_have_title("Where was Lily born? – Quoth")


def test_page_form_and_stream_show_the_same_answer(visit: Visits) -> None:
    page = visit()
    streamed = ask(page, "Which award did Iris win in 2020?")
    plain = visit("/?q=Which+award+did+Iris+win+in+2020%3F", scripts=False).locator(".answered")
    for part in (".answer", ".quotes", ".sure", ".why", ".asked"):
        assert streamed.locator(part).first.text_content() == plain.locator(part).first.text_content()


def test_while_it_grows_it_is_busy_and_stop_gives_the_question_back(visit: Visits) -> None:
    held = visit.outlast(laid(visit.origin))
    page = visit(origin=held.origin)
    held.held.set()
    page.locator("#question").fill("Where was Lily born?")
    page.locator("#question").press("Enter")
    pending = page.locator("[aria-busy=true]")
    expect(pending.locator(".asked")).to_have_text("Where was Lily born?")
    expect(pending.locator(".stage")).to_have_text(re.compile(r"Found \d+ passages in 1 story"))
    expect(page.locator("#question")).to_have_value("")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".trouble")).to_contain_text("Stopped.")
    expect(page.locator("#question")).to_have_value("Where was Lily born?")
    assert held.left.acquire(timeout=10)  # the server was told
    held.held.clear()
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".answered .answer")).to_contain_text("Aktau")
    expect(page.locator("#question")).to_have_value("")
    expect(page.locator(".trouble")).to_have_count(0)


def test_enter_asks_and_shift_enter_begins_a_line(visit: Visits) -> None:
    page = visit()
    box = page.locator("#question")
    box.press_sequentially("Where was")
    box.press("Shift+Enter")
    box.press_sequentially("Lily born?")
    expect(box).to_have_value("Where was\nLily born?")
    expect(page.locator(".turn")).to_have_count(0)
    box.press("Enter")
    expect(page.locator(".answered .answer")).to_contain_text("Aktau")


def test_the_last_question_is_edited_and_its_answer_replaced(visit: Visits) -> None:
    page = visit()
    ask(page, "Where was Lily born?")
    ask(page, "And Iris?")
    expect(page.get_by_role("button", name="Edit the question")).to_have_count(1)
    page.get_by_role("button", name="Edit the question").click()
    box = page.get_by_label("Edit the question", exact=True)
    expect(box).to_be_focused()
    expect(box).to_have_value("And Iris?")
    box.fill("Who encouraged her?")
    box.press("Enter")
    expect(page.locator(".answered .asked")).to_have_text(["Where was Lily born?", "Who encouraged her?"])
    expect(page.locator(".understood q")).to_have_text("Who encouraged Lily?")


def test_what_was_understood_is_edited_with_one_click(visit: Visits) -> None:
    page = visit()
    ask(page, "Where was Lily born?")
    answer = ask(page, "And Iris?")
    expect(answer.locator(".understood q")).to_have_text("Where was Iris born?")
    answer.get_by_role("link", name="Edit what was understood").click()
    box = page.locator("#question")
    expect(box).to_be_focused()
    expect(box).to_have_value("Where was Iris born?")
    box.fill("When was Iris praised?")
    box.press("Escape")
    box.fill("Who are Iris's parents?")
    box.press("Enter")
    expect(page.locator(".answered")).to_have_count(3)


def test_an_empty_page_offers_questions_that_are_answered(visit: Visits) -> None:
    page = visit()
    starters = page.locator("#starters li a")
    expect(starters).to_have_count(4)
    for question in starters.all_inner_texts():
        page.goto("/")
        page.locator("#starters").get_by_text(question, exact=True).click()
        answer = page.locator(".answered")
        expect(answer.locator(".asked")).to_have_text(question)
        expect(answer.locator(".quote")).not_to_have_count(0)
        expect(page.locator("#starters")).to_be_hidden()


def test_an_answer_offers_questions_that_the_story_answers(visit: Visits) -> None:
    page = visit()
    ask(page, "Where was Lily born?")
    offered = page.locator(".further li a")
    expect(offered).to_have_count(3)
    assert "Where was Lily born?" not in offered.all_inner_texts()
    question = offered.first.inner_text()
    offered.first.click()
    expect(page.locator(".answered")).to_have_count(2)
    answer = page.locator(".answered").last
    expect(answer.locator(".asked")).to_have_text(question)
    expect(answer.locator(".quote cite").first).to_contain_text("Lily")


def test_a_question_is_limited_to_one_story(visit: Visits) -> None:
    page = visit("/documents/iris-baktybekova")
    page.get_by_role("link", name="Ask about this story").click()
    expect(page.locator(".scope")).to_contain_text("Only in Iris Baktybekova")
    answer = ask(page, "Where was she born?")
    expect(answer.locator(".quote cite")).to_have_text(re.compile("Iris"))
    assert page.url.endswith("documents=iris-baktybekova")
