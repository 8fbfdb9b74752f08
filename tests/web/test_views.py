"""What pages show of answers and passages, as plain values."""

import json
from pathlib import Path

from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from corpus import Document
from qa import Answer, Chatbot, Citation, Considered
from tests.web.fakes import open_real
from web.views import AnswerView, answer_view, hit_views, story_strip
from web.views.answers import confidence_words
from web.views.passages import PassageView
from web.views.places import percent, place_words


def _view(chatbot: Chatbot, question: str) -> AnswerView:
    return answer_view(chatbot.library, chatbot.ask(question, explain=True))


def test_an_answer_is_seen_with_its_quotes_places_strip_and_reasons(library_folder: Path) -> None:
    chatbot = open_real(library_folder)
    with chatbot.library as library:
        found = chatbot.ask("Where was Lily born?", explain=True)
        view = answer_view(library, found, ["lily"])
    [quote] = view.quotes
    assert "".join(piece.text for piece in quote.pieces) == found.citations[0].quote
    assert quote.place == "17% into the story"
    assert [(strip.title, strip.marks) for strip in view.strips] == [("Lily the Dancer", ((1, 17),))]
    assert view.link == "/?q=Where+was+Lily+born%3F&documents=lily"
    assert view.further.startswith("/questions?document=lily&near=52&others=true&asked=Where+was+Lily+born%3F")
    assert [passage.verdict for passage in view.why] == ["quoted", "read, not quoted"]
    data = json.loads(view.data)
    assert ("passages" in data, data["citations"][0]["place"], data["answer"]) == (False, quote.place, found.answer)


def test_an_abstention_shows_no_source_at_all(library_folder: Path) -> None:
    chatbot = open_real(library_folder)
    with chatbot.library:
        view = _view(chatbot, "Where was Balthazar born?")
    assert (view.quotes, view.strips, view.stories, view.why, view.further) == ((), (), (), (), "")
    assert view.closest == "/search?q=Where+was+Balthazar+born%3F"


def test_an_answer_from_a_story_that_is_gone_meanwhile_is_still_shown(library_folder: Path) -> None:
    chatbot = open_real(library_folder)
    with chatbot.library:
        found = chatbot.ask("Where was Lily born?", explain=True)
        chatbot.library.remove(["lily"])
        view = answer_view(chatbot.library, found)
    assert (view.quotes[0].place, view.strips, [passage.title for passage in view.why]) == ("", (), ["Fox"])


def test_a_search_marks_words_in_every_form_and_says_the_ranks(library_folder: Path) -> None:
    chatbot = open_real(library_folder)
    with chatbot.library as library:
        views = hit_views(library, "dancing, living", library.search("dancing, living", 5))
    shown = {view.title: [piece.text for piece in view.pieces if piece.marked] for view in views}
    assert shown == {"Lily the Dancer": ["danced"], "Fox": ["lived"]}
    assert all([bar.name for bar in view.bars] == ["meaning", "words", "together"] for view in views)
    assert sorted(bar.said for view in views for bar in view.bars if bar.name == "together") == ["1", "2"]


def test_bars_are_shares_whatever_the_scores(library_folder: Path) -> None:
    chatbot = open_real(library_folder)
    scores = (None, -900.0, 0.0, 40.0)
    passages = tuple(Considered("lily", "Lily", 0, 9, "# Lily th", None, None, 3, 1.0, rank, 1.0, score) for rank, score in enumerate(scores, 1))
    answer = Answer("Who?", "Who?", "Lily [1]", False, None, 0.9, (Citation(1, "lily", "Lily", "lily.md", 0, 4, "Lily", 0, 4),), passages, 1, 1)
    with chatbot.library as library:
        views = answer_view(library, answer).why
    assert [_bars(view) for view in views] == [
        [None, 0.5, 1.0, None], [None, 0.5, 0.75, 0.0], [None, 0.5, 0.5, 0.0], [None, 0.5, 0.25, 1.0],
    ]  # fmt: skip
    assert [view.bars[-1].said for view in views] == ["not read", "-940.0", "-40.0", "+0.0"]


def _bars(view: PassageView) -> list[float | None]:
    return [bar.share for bar in view.bars]


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_place_is_within_the_story(start: int, characters: int) -> None:
    assert 0 <= percent(start, characters) <= 100
    assert place_words("", start, characters)


def test_places_and_confidence_in_words() -> None:
    assert place_words("Chapter 2", 50, 100) == "Chapter 2, 50% into the story"
    assert place_words("", 0, 100) == "at the beginning"
    assert [confidence_words(value) for value in (1.0, 0.9, 0.7, 0.5, 0.3, 0.0)] == [
        "very sure", "very sure", "fairly sure", "rather sure", "not very sure", "unsure",
    ]  # fmt: skip
    story = Document("a", "A", "a.txt", "/a", "0123456789")
    strip = story_strip(story, 5, 8)
    assert strip is not None and strip.marks == ((1, 50),)
    assert [story_strip(story, *span) for span in ((None, 3), (3, None), (5, 5), (5, 11), (8, 5))] == [None] * 5


def test_the_stream_carries_the_page_to_who_takes_html_only(client: TestClient) -> None:
    body = {"question": "Where was Lily born?"}
    plain = client.post("/ask", json=body, headers={"Accept": "text/event-stream"}).text
    rich = client.post("/ask", json=body, headers={"Accept": "text/event-stream, application/json;q=0.9, text/html;q=0.5"}).text
    names = [[line[7:] for line in wire.splitlines() if line.startswith("event: ")] for wire in (plain, rich)]
    assert names == [["passages", "delta", "done"], ["passages", "delta", "page", "done"]]
    html = json.loads(next(line[6:] for line in rich.splitlines() if line.startswith('data: {"html"')))["html"]
    assert html.strip().startswith('<article class="turn answered"') and html.strip().endswith("</article>")
    assert 'data-marker="1"' in html
    refused = client.post("/ask", json={"question": ""}, headers={"Accept": "text/event-stream, application/json;q=0.9, text/html;q=0.5"})
    assert (refused.status_code, refused.json()["error"]["kind"]) == (422, "question_empty")
