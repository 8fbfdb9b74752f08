"""The page with a language model behind it: what is shown while it writes, what is left of what it wrote, and what happens when it fails."""

import re
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.model.faults import Faults, Scripted
from tests.test_offline import ask_when_ready
from tests.web.browser.test_accessibility import Audit
from tests.web.browser.test_accessibility import pytestmark as with_axe
from tests.web.browser.windows import Scheme, Visits, add, ask, remove, serving

WHERE = "Where was Lily born?"
FIRST, SECOND = "Lily grew up in Aktau, a small town.", "As a child she spent hours watching old Soviet films."
BORN = "Lily was born and grew up in Aktau, a small town in Kazakhstan"
FILMS = "Lily spent hours watching old Soviet films"
INVENTED = "Lily was born in Paris."
TOLD = ((FIRST, BORN), (INVENTED, BORN), (SECOND, FILMS))
WRITTEN = "Worded by a language model; every sentence was checked against its quote, and {} that the stories do not bear out {} left out."
NOTICE = "The language model’s server failed. This is the answer in the stories’ own words."
LAST_QUESTION = re.compile(r"^Last question: (.*)$", re.MULTILINE)

MARKUP = (
    "Lily was born in <script>hit=1</script> Aktau.",
    "Lily was born in <img src=//evil.test/x onerror=hit=1> Aktau.",
    "Lily was born in <svg onload=hit=1> Aktau.",
    "Lily was born in [Aktau](https://evil.test/).",
    "Lily was born in ![Aktau](https://evil.test/x.png).",
    "Lily was born in **Aktau** `hit=1`.",
    "Lily was born in https://evil.test/Aktau.",
    "Lily was born in &lt;script&gt;hit=1&lt;/script&gt; Aktau.",
    "Lily was born in javascript:hit=1 Aktau.",
)
QUOTED = (
    "Lily was born <script>hit=1</script> and grew up in Aktau",
    'Lily was born <img src="//evil.test/x" onerror=hit=1> and grew up in Aktau',
    '<svg onload=hit=1>" Lily was born and grew up in Aktau',
    "Lily was born and grew up in [Aktau](https://evil.test/)",
)
TALE = b"Mallory said <img src=//evil.test/x onerror=hit=1> to <svg onload=hit=1> in </title><script>hit=1</script> Turku."


class Desk:
    """A model that writes what a test tells it, and the server that asks it.

    Attributes:
        address: Address of the server.
        faults: The proxy before the model.
        told: What the model writes: sentences, each with words that are looked for in the passages it was given.
        after: How many sentences it writes before it waits for `on`; None if it does not wait.
    """

    def __init__(self) -> None:
        self.address = ""
        self.faults: Faults
        self.told: Sequence[tuple[str, str]] = TOLD
        self.after: int | None = None
        self.on = threading.Event()

    def write(self, request: dict[str, Any]) -> Iterator[str]:
        """Write line by line; a follow-up that is to stand alone is left as it is."""
        passages = request["messages"][-1]["content"]
        follow_up = LAST_QUESTION.search(passages)
        for number, (sentence, quote) in enumerate([] if follow_up else self.told):
            if number == self.after:
                self.on.wait(10)
            yield f'{sentence} [{1 + passages.partition(quote)[0].count(" end of passage ") if quote in passages else 1}] "{quote}"\n'
        if follow_up:
            yield follow_up[1]

    @property
    def asked(self) -> int:
        """How often the model was asked."""
        return len(self.faults.requests)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk()
    with Scripted(made.write) as model, Faults(model.url) as made.faults:
        settings = {"QUOTH_LLM_URL": made.faults.url, "QUOTH_LLM_MODEL": "tiny", "QUOTH_LLM_FIRST_SECONDS": "10", "QUOTH_LLM_SECONDS": "12"}
        with serving(tmp_path_factory.mktemp("desk"), 0, **settings) as (made.address, _):
            ask_when_ready(made.address, "Who is Lily?")
            yield made


@pytest.fixture
def desk(served: Desk) -> Iterator[Desk]:
    """The model as it should be; what a test changes is changed back."""
    yield served
    served.on.set()
    served.told, served.after, served.faults.fault = TOLD, None, None
    served.on.clear()


def _asked(page: Page, question: str) -> None:
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")


def _written(answer: Locator, left_out: int) -> None:
    expect(answer.locator(".written")).to_have_text(WRITTEN.format(left_out, "was" if left_out == 1 else "were"))


def test_sentences_come_as_they_are_written_and_lead_to_their_quotes(visit: Visits, desk: Desk) -> None:
    page = visit(origin=desk.address, width=1400)
    desk.after = 2
    _asked(page, WHERE)
    growing = page.locator(".pending .answer")
    expect(growing).to_have_text(f"{FIRST} [1]")
    expect(page.locator(".pending .stage")).to_have_text(re.compile(r"^Found \d+ passages"))
    expect(page.locator(".answered")).to_have_count(0)
    assert growing.text_content() == f"{FIRST} [1]"  # the next sentence was dropped, the one after is not written yet
    desk.on.set()
    answer = page.locator(".answered")
    expect(answer.locator(".answer")).to_have_text(f"{FIRST} 1 {SECOND} 2")
    _written(answer, 1)
    expect(page.locator(".pending")).to_have_count(0)
    expect(page.locator("#announcer")).to_have_text(f"Answer: {FIRST} {SECOND} 2 quotes.")
    expect(answer.locator(".quote mark")).to_have_text([BORN, FILMS])
    for number, quoted in enumerate((BORN, FILMS)):
        marker = answer.locator("a.marker").nth(number)
        marker.focus()
        expect(page.get_by_role("tooltip")).to_contain_text(quoted)
        marker.click()
        expect(page.locator("#source mark")).to_contain_text(quoted)
        expect(page.locator("#source mark")).to_be_in_viewport()
        page.keyboard.press("Escape")
        expect(marker).to_be_focused()
    page.reload()  # the browser kept it, and looks its quotes up anew
    _written(page.locator(".answered"), 1)
    expect(page.locator(".gone")).to_have_count(0)


def test_who_words_it_is_chosen_where_there_is_a_model_and_kept(visit: Visits, desk: Desk) -> None:
    expect(visit().locator("#mode, .worded")).to_have_count(0)
    page = visit(origin=desk.address, width=320, height=640)
    choice = page.get_by_label("Worded by")
    expect(choice).to_have_value("auto")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(choice).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(choice).to_have_value("extractive")
    assert choice.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    before = desk.asked
    for question, words in ((WHERE, "Aktau"), ("And Iris?", "Kazakhstan")):
        with page.expect_request("**/ask") as sent:
            answer = ask(page, question)
        assert '"mode":"extractive"' in (sent.value.post_data or "")
        expect(answer.locator(".answer")).to_contain_text(words)
        expect(page.locator(".further .more")).to_have_count(0)
    expect(page.locator(".written")).to_have_count(0)
    assert desk.asked == before  # nor for the questions that the page offers
    expect(choice).to_have_value("extractive")
    label = page.locator("label[for=mode]").bounding_box()
    row = page.locator(".worded select").bounding_box()
    assert label and row
    assert 30 < label["width"] < row["width"]
    assert row["x"] + row["width"] <= 320
    choice.select_option(label="the language model, checked")
    _written(ask(page, WHERE), 1)
    assert desk.asked == before + 2  # once for the follow-up, once for its answer


def test_the_form_sends_who_words_it_and_keeps_it(visit: Visits, desk: Desk) -> None:
    page = visit(origin=desk.address, scripts=False)
    before = desk.asked
    page.get_by_label("Worded by").select_option(label="the stories themselves")
    for question, words in ((WHERE, "Aktau"), ("And Iris?", "Kazakhstan")):  # a form that gets, then one that posts
        page.locator("#question").fill(question)
        page.get_by_role("button", name="Ask").click()
        expect(page.locator(".answered .answer")).to_contain_text(words)
        expect(page.locator(".written")).to_have_count(0)
        expect(page.get_by_label("Worded by")).to_have_value("extractive")
    assert desk.asked == before
    page.get_by_label("Worded by").select_option(label="the language model, checked")
    page.locator("#question").fill(WHERE)
    page.get_by_role("button", name="Ask").click()
    _written(page.locator(".answered"), 1)
    expect(page.get_by_label("Worded by")).to_have_value("auto")


def test_a_model_that_fails_leaves_the_stories_own_words_and_a_line_that_says_so(visit: Visits, desk: Desk) -> None:
    page = visit(origin=desk.address)
    desk.faults.fault = 500
    answer = ask(page, WHERE)
    expect(answer.locator(".written")).to_have_text(NOTICE)
    expect(page.locator(".trouble")).to_have_count(0)
    expect(page.get_by_label("Worded by")).to_have_value("auto")
    plain = visit("/?q=Where+was+Lily+born%3F&mode=extractive", origin=desk.address, scripts=False).locator(".answered")
    expect(plain.locator(".written")).to_have_count(0)
    for part in (".asked", ".answer", ".sure", ".quotes", ".why"):
        assert answer.locator(part).first.text_content() == plain.locator(part).first.text_content()


def test_stop_ends_the_model_s_request_and_gives_the_question_back(visit: Visits, desk: Desk) -> None:
    page = visit(origin=desk.address)
    desk.faults.fault = "silent"
    _asked(page, WHERE)
    until = time.monotonic() + 10
    while not desk.faults.active:
        assert time.monotonic() < until, "the model is not asked"
        page.wait_for_timeout(20)
    while desk.faults.left.acquire(blocking=False):  # whoever left before
        pass
    page.get_by_role("button", name="Stop").click()
    assert desk.faults.left.acquire(timeout=10)
    expect(page.locator(".trouble")).to_contain_text("Stopped.")
    expect(page.locator("#question")).to_have_value(WHERE)
    expect(page.locator("[aria-busy]")).to_have_count(0)
    desk.faults.fault = None
    page.get_by_role("button", name="Ask again").click()
    _written(page.locator(".answered"), 1)


def test_a_hostile_model_shows_nothing_but_what_the_stories_say(visit: Visits, desk: Desk) -> None:
    desk.told = ((FIRST, BORN), *((sentence, BORN) for sentence in MARKUP), *((SECOND, quote) for quote in QUOTED))
    page = visit("/documents", origin=desk.address)
    assert add(page, ("mallory.txt", TALE)) == ["added Mallory"]
    page.goto("/")
    with page.expect_request("**/ask") as sent:
        answer = ask(page, WHERE)
    headers = {"Accept": sent.value.headers["accept"], "Content-Type": "application/json"}
    events = page.request.post("/ask", data=sent.value.post_data, headers=headers).text()  # what came while it was written, too
    assert FIRST in events
    assert not re.search(r"hit=1|evil|onload|\*\*|`", events)
    expect(answer.locator(".answer")).to_have_text(f"{FIRST} 1")
    expect(answer.locator(".quote")).to_have_count(1)
    _written(answer, len(MARKUP) + len(QUOTED))
    # Where a story says such things itself, they are quoted, as text.
    desk.told = (("Mallory said this in Turku.", "<script>hit=1</script> Turku"), ("Mallory said <svg onload=hit=1>.", "to <svg onload=hit=1> in"))
    answer = ask(page, "What did Mallory say in Turku?")
    expect(answer.locator(".answer")).to_have_text("Mallory said this in Turku. 1")
    _written(answer, 1)
    expect(answer.locator(".quote blockquote")).to_have_text(TALE.decode())
    answer.locator("a.marker").hover()
    expect(page.get_by_role("tooltip")).to_contain_text("<svg onload=hit=1>")
    answer.locator("a.marker").click()
    expect(page.locator("#source mark")).to_contain_text("<script>hit=1</script>")
    assert page.evaluate("[window.hit, document.scripts.length, document.images.length]") == [None, 1, 1]
    assert page.locator(".answered :is(script, img, iframe, [onload], [onerror], a[href^='http'], a[href^='//'])").count() == 0
    remove(page, "Mallory")


@with_axe
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_everyone_can_read_it(visit: Visits, desk: Desk, scheme: Scheme, width: int) -> None:
    audit = Audit()
    page = visit(origin=desk.address, width=width, scheme=scheme)
    expect(page.locator("#starters.coming")).to_have_count(0)
    audit(page, "start")
    _written(ask(page, WHERE), 1)
    expect(page.locator(".further .more")).to_have_count(0)
    audit(page, "worded by a model")
    desk.faults.fault = 500
    expect(ask(page, WHERE).locator(".written")).to_have_text(NOTICE)
    expect(page.locator(".further .more")).to_have_count(0)
    audit(page, "notice")
    assert audit.found == [], "\n".join(audit.found)
