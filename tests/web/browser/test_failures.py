"""When something fails: a cut connection, a server that restarts, one that is not ready, odd questions, hostile stories."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.test_offline import ask_when_ready
from tests.web.browser.windows import Visits, add, ask, begun, remove, serving
from tests.web.browser.wire import wire

NETWORK = r"ERR_|Failed to load resource"
HOSTILE = b'Mallory said <img src=x onerror=hit=1> to "><svg onload=hit=1> in </title><script>hit=1</script> Turku.'


def _asked(page: Page, question: str) -> None:
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")


def _stays_editable(page: Page, question: str, said: str) -> None:
    expect(page.locator(".trouble")).to_contain_text(said)
    expect(page.locator("#question")).to_have_value(question)
    expect(page.locator("#question")).to_be_editable()
    expect(page.locator("[aria-busy]")).to_have_count(0)


def test_a_connection_that_is_cut_mid_answer_is_told_and_asking_again_answers(visit: Visits) -> None:
    visit.expected = NETWORK
    with wire(visit.origin) as cut:
        page = visit(origin=cut.origin)
        cut.held.set()
        _asked(page, "Where was Lily born?")
        assert cut.begun.acquire(timeout=10)
        expect(page.locator(".pending .stage")).to_contain_text("Found")
        cut.cut()
        _stays_editable(page, "Where was Lily born?", "The connection was cut before the answer was complete.")
        cut.held.clear()
        page.get_by_role("button", name="Ask again").click()
        expect(page.locator(".answered .answer")).to_contain_text("Aktau")


def test_a_server_that_restarts_mid_answer_answers_when_it_is_back(visit: Visits, tmp_path: Path) -> None:
    visit.expected = NETWORK
    with serving(tmp_path) as (address, server):
        ask_when_ready(address, "Who is Lily?")
        with wire(address) as held:
            page = visit(origin=held.origin)
            ask(page, "Where was Lily born?")
            held.held.set()
            _asked(page, "And Iris?")
            assert held.begun.acquire(timeout=10)
            server.kill()
            server.wait(timeout=30)
            _stays_editable(page, "And Iris?", "The connection was cut before the answer was complete.")
            page.get_by_role("button", name="Ask again").click()
            _stays_editable(page, "And Iris?", "Quoth can’t be reached.")
            held.held.clear()
            with serving(tmp_path, urlsplit(address).port or 0) as (again, _):
                page.get_by_role("button", name="Ask again").click()
                _stays_editable(page, "And Iris?", "The library is still being opened.")
                expect(page.locator(".trouble")).to_contain_text("seconds are enough")
                ask_when_ready(again, "Who is Lily?")
                page.get_by_role("button", name="Ask again").click()
                expect(page.locator(".understood q")).to_have_text("Where was Iris born?")


def test_an_overloaded_server_is_told_of_and_the_question_kept(visit: Visits, tmp_path: Path) -> None:
    visit.expected = NETWORK
    with serving(tmp_path, QUOTH_ASKS_PER_MINUTE="1") as (address, _):
        ask_when_ready(address, "Who is Lily?")
        page = visit(origin=address)
        _asked(page, "Where was Lily born?")
        _stays_editable(page, "Where was Lily born?", "Too many requests from this address.")
        page.get_by_role("button", name="Edit the question").click()
        expect(page.locator(".trouble")).to_have_count(0)
        expect(page.locator("#question")).to_be_focused()


def test_two_thousand_characters_are_asked_and_no_more(visit: Visits) -> None:
    page = visit()
    question = ("Where was Lily born, " + "and was it far away, " * 200)[:1999] + "?"
    box = page.locator("#question")
    box.fill(question[:1900])
    expect(page.locator("#length")).to_have_text("100 characters left")
    box.fill("")
    box.fill(question)
    box.press("End")
    box.press_sequentially("more")
    expect(box).to_have_value(question)
    box.press("Enter")
    expect(page.locator(".answered .asked")).to_have_text(question)
    ask(page, "And Iris?")
    assert page.evaluate("document.documentElement.scrollWidth") == 1280


@pytest.mark.parametrize("question", ["?!", "\u202egnirts a", "e\u0301" * 400, "👩‍👩‍👧" * 60, "\ud83d"])
def test_odd_questions_are_answered_or_told_off_kindly(visit: Visits, question: str) -> None:
    visit.expected = NETWORK
    page = visit()
    page.evaluate("question => { document.getElementById('question').value = question; }", question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".answered, .trouble")).to_have_count(1)
    expect(page.locator("#main")).not_to_contain_text("Traceback")


def test_a_story_of_hostile_html_is_text_and_nothing_of_it_runs(visit: Visits) -> None:
    page = visit("/documents")
    title = "<Img Src=x Onerror=hit=1>"
    assert add(page, ("<img src=x onerror=hit=1>.txt", HOSTILE)) == [f"added {title}"]
    page.locator(".outcomes a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".text")).to_have_text(HOSTILE.decode())
    page.goto("/")
    begun(page)
    answer = ask(page, "What did Mallory say in Turku?")
    expect(answer.locator(".quote")).to_contain_text("<script>hit=1</script>")
    answer.locator("a.marker").hover()
    expect(page.get_by_role("tooltip")).to_contain_text("<svg onload=hit=1>")
    answer.locator("a.marker").click()
    expect(page.locator("#source mark")).to_contain_text("</title>")
    expect(page.locator("#source h1")).to_have_text(title)
    page.reload()
    begun(page)
    expect(page.locator(".answered .quote")).to_contain_text("<script>hit=1</script>")
    assert page.evaluate("[window.hit, document.scripts.length, document.images.length]") == [None, 1, 1]
    remove(page, title)


def test_an_address_that_is_not_there_has_a_page(visit: Visits) -> None:
    visit.expected = NETWORK
    page = visit("/nowhere")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing at this address.")
    page.locator(".also").get_by_role("link", name="Library").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Library")


def test_the_whole_first_page_is_small_and_comes_from_here(visit: Visits) -> None:
    page = visit("/docs")
    sizes: dict[str, int] = {}
    page.on("response", lambda response: sizes.update({urlsplit(response.url).path: len(response.body())}))
    page.goto("/", wait_until="networkidle")
    assert {"/", "/static/quoth.css", "/static/quoth.js", "/static/chat.js", "/static/quoth.svg"} <= set(sizes)
    assert sum(sizes.values()) <= 60_000, sizes
