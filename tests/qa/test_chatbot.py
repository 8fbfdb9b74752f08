"""The one path from question to answer."""

from collections.abc import Callable

import pytest

from index import UnknownDocument
from qa import Chatbot, Delta, Done, PassagesFound, QuestionEmpty, QuestionTooLong, Turn, verify

Telling = Callable[..., Chatbot]
ANNA = "Anna kept seven geese by the river. In winter Anna sold the grey goose to a miller for two coins. The miller wept with joy."
OTTO = "Otto mended clocks in the tower. Once Otto found a silver key inside a clock. He gave the silver key to his sister."


def test_ask_is_the_stream_drained(telling: Telling) -> None:
    """I6."""
    bot = telling(anna=ANNA, otto=OTTO)
    events = list(bot.stream("What did Otto find inside a clock?", explain=True))
    found, *deltas, done = events
    assert isinstance(found, PassagesFound)
    assert isinstance(done, Done)
    assert all(isinstance(event, Delta) for event in deltas)
    assert "".join(event.text for event in deltas if isinstance(event, Delta)) == done.answer.answer
    assert tuple(found.passages) == done.answer.passages
    again = bot.ask("What did Otto find inside a clock?", explain=True)
    assert {**again.as_dict(), "took_ms": 0} == {**done.answer.as_dict(), "took_ms": 0}


def test_an_answer_quotes_the_sentence_and_says_where(telling: Telling) -> None:
    answer = telling(anna=ANNA, otto=OTTO).ask("What did Otto find inside a clock?")
    assert answer.answer.startswith("Once Otto found a silver key inside a clock. [1]")
    first = answer.citations[0]
    assert (first.marker, first.document_id, first.title, first.source) == (1, "otto", "The tale of Otto", "otto.md")
    assert first.quote == "Once Otto found a silver key inside a clock."
    assert first.url == f"/documents/otto?start={first.start}&end={first.end}"


@pytest.mark.parametrize(
    ("question", "reason", "words"),
    [
        ("Where did Rosalind live?", "unknown_name", "None of the stories tells of Rosalind."),
        ("Did Anna meet Otto?", "names_apart", "No story tells of both Anna and Otto."),
        ("What did Otto do in 1848?", "number_missing", "The story doesn't mention 1848."),
        ("Which ship crossed the ocean quickest?", "low_confidence", "The stories don't tell."),
    ],
)
def test_an_abstention_says_why_and_shows_no_source(telling: Telling, question: str, reason: str, words: str) -> None:
    answer = telling(anna=ANNA, otto=OTTO).ask(question)
    assert (answer.abstained, answer.reason, answer.answer, answer.citations) == (True, reason, words, ())


def test_an_empty_library_says_so(telling: Telling) -> None:
    assert telling().ask("Who is there?").reason == "empty_library"


def test_people_of_two_stories_are_answered_for_by_name(telling: Telling) -> None:
    answer = telling(anna=ANNA, otto=OTTO).ask("What did Anna and Otto do with a goose and a silver key?")
    assert {citation.document_id for citation in answer.citations} == {"anna", "otto"}
    assert "The tale of Anna: " in answer.answer
    assert "The tale of Otto: " in answer.answer


def test_the_limit_holds_and_so_does_the_choice_of_documents(telling: Telling) -> None:
    bot = telling(anna=ANNA, otto=OTTO)
    assert len(bot.ask("What did Otto find and give of silver key and clock?", limit=1).citations) <= 1
    chosen = bot.ask("Who had a silver key?", documents=["anna"], explain=True)
    assert {passage.document_id for passage in chosen.passages} == {"anna"}
    with pytest.raises(UnknownDocument):
        bot.ask("Who?", documents=["nobody"])


def test_a_follow_up_goes_on_with_the_story(telling: Telling) -> None:
    bot = telling(anna=ANNA, otto=OTTO)
    answer = bot.ask("Who did he give the silver key to?", history=[Turn("What did Otto find inside a clock?", "", ("otto",))])
    assert answer.understood_as == "Who did Otto give the silver key to?"
    assert answer.citations[0].quote == "He gave the silver key to his sister."


@pytest.mark.parametrize(("question", "error"), [("", QuestionEmpty), (" ?! ", QuestionEmpty), ("x" * 2_001, QuestionTooLong)])
def test_what_is_no_question(telling: Telling, question: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        telling(anna=ANNA).ask(question)


@pytest.mark.parametrize("question", ['AND OR NOT ("', "silver:key^2 ~ *", "\x00Otto\x00 key?", "кто Otto 🗝️?", "O" + "t" * 1_990])
def test_odd_characters_are_only_text(telling: Telling, question: str) -> None:
    answer = telling(otto=OTTO).ask(question)
    assert answer.question == question


def test_text_removed_while_it_was_read_is_never_quoted(telling: Telling) -> None:
    """I5: the answer is made anew when its story went away between reading and quoting."""
    bot = telling(anna=ANNA, otto=OTTO)
    stream = bot.stream("What did Otto find inside a clock?")
    assert isinstance(next(stream), PassagesFound)
    bot.library.remove(["otto"])
    *_, done = stream
    assert isinstance(done, Done)
    assert "otto" not in {citation.document_id for citation in done.answer.citations}
    assert "silver" not in done.answer.answer


def test_a_quote_is_verified_letter_by_letter(telling: Telling) -> None:
    bot = telling(anna=ANNA, otto=OTTO)
    text = bot.library.document("otto").text
    start = text.index("silver key")
    found = verify(bot.library, "silver key", "otto")
    assert (found.status, found.document_id, found.start, found.end) == ("found", "otto", start, start + 10)
    elsewhere = verify(bot.library, "silver key", "anna")
    assert (elsewhere.status, elsewhere.document_id) == ("misattributed", "otto")
    assert verify(bot.library, "Silver key").status == "not_found"
    assert verify(bot.library, " ").status == "not_found"
