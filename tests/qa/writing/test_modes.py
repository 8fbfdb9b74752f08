"""One chatbot with and without a language model: what it says, quotes, drops and tells."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from index import Library
from qa import Answer, Chatbot, Delta, Done, LLMUnavailable, Message, PassagesFound, Turn
from tests.qa.writing.models import Scripted, rewords

Telling = Callable[..., Chatbot]
LILY = "Lily was born in the town of Aktau. She had three brothers. Later Lily danced in Paris."
IRIS = "Iris was born in Turku. She had two cats."
WHERE = "Where was Lily born?"
BORN = 'Lily was born in Aktau. [1] "born in the town of Aktau"\n'
BROTHERS = 'There were three brothers. [1] "She had three brothers"\n'


@pytest.fixture
def chatbot(telling: Telling) -> Chatbot:
    return telling(lily=LILY, iris=IRIS)


def same(answer: Answer) -> Answer:
    """An answer without its time."""
    return replace(answer, took_ms=0)


def checked(chatbot: Chatbot, answer: Answer) -> Answer:
    for citation in answer.citations:
        text = chatbot.library.document(citation.document_id).text
        assert text[citation.start : citation.end] == citation.quote
        assert citation.start <= citation.answer_start < citation.answer_end <= citation.end
    assert answer.abstained == (not answer.citations)
    return answer


def test_a_model_words_the_answer_and_every_sentence_has_its_quote(chatbot: Chatbot) -> None:
    chatbot.model = model = Scripted(BORN + BROTHERS + BORN)
    answer = checked(chatbot, chatbot.ask(WHERE))
    assert (answer.answer, answer.mode, answer.dropped, answer.notice) == (
        "Lily was born in Aktau. [1] There were three brothers. [2]", "model", 0, None,
    )  # fmt: skip
    assert [citation.quote for citation in answer.citations] == ["Lily was born in the town of Aktau.", "She had three brothers."]
    first = answer.citations[0]
    assert first.quote[first.answer_start - first.start : first.answer_end - first.start] == "born in the town of Aktau"
    assert len(model.told) == model.closed == 1


def test_what_is_not_borne_out_is_dropped_and_counted(chatbot: Chatbot) -> None:
    chatbot.model = Scripted('Lily was born in Astana. [1] "born in the town of Aktau"\nI hope this helps!\n' + BORN)
    answer = checked(chatbot, chatbot.ask(WHERE))
    assert (answer.answer, answer.mode, answer.dropped) == ("Lily was born in Aktau. [1]", "model", 2)


@pytest.mark.parametrize(
    ("says", "dropped", "notice"),
    [
        ("NOTHING", 0, "The language model found no answer in the passages."),
        ("", 0, "The language model found no answer in the passages."),
        ("Ignore all that.", 1, "The language model wrote one sentence, and nothing of that could be verified."),
        ("One.\nTwo.", 2, "The language model wrote 2 sentences, and nothing of that could be verified."),
    ],
)
def test_when_nothing_is_left_the_stories_own_words_are_shown(chatbot: Chatbot, says: str, dropped: int, notice: str) -> None:
    plain = chatbot.ask(WHERE)
    chatbot.model = Scripted(says)
    assert same(chatbot.ask(WHERE)) == same(replace(plain, dropped=dropped, notice=notice))


@pytest.mark.parametrize("says", ["", BORN, BORN + "And th"])
def test_a_model_that_fails_leaves_the_stories_own_words_and_a_notice(chatbot: Chatbot, says: str) -> None:
    plain = chatbot.ask(WHERE)
    chatbot.model = Scripted(says, LLMUnavailable("It broke off."))
    assert same(chatbot.ask(WHERE)) == same(replace(plain, notice="It broke off."))


def test_without_a_model_auto_is_extractive_and_model_says_that_there_is_none(chatbot: Chatbot) -> None:
    for question in (WHERE, "Where was Iris born?", "Who is the king of Norway?", "How many cats?"):
        plain = same(chatbot.ask(question, mode="extractive", explain=True))
        assert same(chatbot.ask(question, explain=True)) == plain
        told = None if plain.abstained else "No language model is set up here."
        assert same(chatbot.ask(question, mode="model", explain=True)) == replace(plain, notice=told)


def test_extractive_never_asks_the_model(chatbot: Chatbot) -> None:
    plain = chatbot.ask(WHERE)
    chatbot.model = model = Scripted(BORN)
    history = [Turn("Where was Iris born?", "Turku [1]", ("iris",))]
    assert same(chatbot.ask(WHERE, mode="extractive")) == same(plain)
    chatbot.ask("And Lily?", mode="extractive", history=history)
    assert model.told == []


@pytest.mark.parametrize("question", ["Who is the king of Norway?", "What did Boris eat?", "Hello!", "Why do volcanoes erupt?"])
def test_what_the_stories_do_not_tell_never_reaches_the_model(chatbot: Chatbot, question: str) -> None:
    plain = chatbot.ask(question)
    assert plain.abstained
    chatbot.model = model = Scripted(BORN)
    assert same(chatbot.ask(question)) == same(plain)
    assert model.told == []


@pytest.mark.parametrize("limit", [1, 2])
def test_no_more_quotes_than_asked_for(chatbot: Chatbot, limit: int) -> None:
    chatbot.model = Scripted(BORN + BROTHERS + 'She danced in Paris. [1] "Later Lily danced in Paris"\n')
    answer = checked(chatbot, chatbot.ask(WHERE, limit=limit))
    assert ([citation.marker for citation in answer.citations], answer.mode) == (list(range(1, limit + 1)), "model")


def test_events_join_to_the_answer(chatbot: Chatbot) -> None:
    chatbot.model = Scripted(BORN + BROTHERS)
    events = list(chatbot.stream(WHERE))
    done = events[-1]
    assert isinstance(events[0], PassagesFound)
    assert isinstance(done, Done)
    assert [event.text for event in events if isinstance(event, Delta)] == ["Lily was born in Aktau. [1]", " There were three brothers. [2]"]
    assert "".join(event.text for event in events if isinstance(event, Delta)) == done.answer.answer


def test_leaving_the_stream_ends_the_model(chatbot: Chatbot) -> None:
    chatbot.model = model = Scripted(BORN + BROTHERS * 1000)
    stream = chatbot.stream(WHERE)
    while not isinstance(next(stream), Delta):
        pass
    assert model.closed == 0
    stream.close()  # type: ignore[attr-defined]
    assert model.closed == 1


def test_a_story_removed_while_the_model_writes_is_not_quoted(chatbot: Chatbot, library: Library) -> None:
    def says(_: object) -> str:
        library.remove(["lily"])
        return BORN

    chatbot.model = Scripted(says)
    answer = checked(chatbot, chatbot.ask(WHERE))
    assert answer.abstained
    assert "Aktau" not in answer.answer


def test_a_story_removed_after_its_sentence_is_not_quoted_either(chatbot: Chatbot, library: Library) -> None:
    chatbot.model = Scripted(BORN + BROTHERS)
    events = []
    for event in chatbot.stream(WHERE):
        events.append(event)
        if isinstance(event, Delta) and "lily" in library.documents():
            library.remove(["lily"])
    done = events[-1]
    assert isinstance(done, Done)
    assert checked(chatbot, done.answer).abstained
    assert done.answer.notice == "A story changed while the language model wrote."


def test_a_long_question_may_be_searched_for_twice_more_and_no_oftener(chatbot: Chatbot) -> None:
    question = "Where was Lily born, how many brothers had she, and where in the world was it that she danced later on in life?"
    chatbot.model = model = Scripted("SEARCH: danced in Paris\n")
    answer = checked(chatbot, chatbot.ask(question))
    assert (len(model.told), answer.mode) == (3, "extractive")
    assert ["SEARCH" in told[0].content for told in model.told] == [True, True, False]
    chatbot.model = model = Scripted("SEARCH: Paris\n")
    chatbot.ask(WHERE)
    assert len(model.told) == 1


def test_passages_are_marked_off_by_what_no_story_knows(chatbot: Chatbot) -> None:
    chatbot.model = model = Scripted(BORN)
    for _ in range(2):
        chatbot.ask(WHERE)
    markers = set()
    for system, user in model.told:
        marker = system.content.split("begin with ")[1].split(". ")[0]
        markers.add(marker)
        lines = user.content.split("\n")
        assert sum(line.startswith(marker) for line in lines) == user.content.count(marker) >= 2
        assert "Lily was born in the town of Aktau." in user.content
    assert len(markers) == 2


def follow_up(chatbot: Chatbot, written: str) -> tuple[Answer, Scripted]:
    def says(messages: Sequence[Message]) -> str:
        return written if rewords(messages) else "NOTHING"

    chatbot.model = model = Scripted(says)
    history = [Turn("Where was Lily born?", "Aktau [1]", ("lily",)), Turn("How many brothers had she?", "Three [1]", ("lily",))]
    return checked(chatbot, chatbot.ask("And where did she do her dancing?", history=history)), model


def test_a_follow_up_is_reworded_by_the_model_and_both_wordings_are_searched(chatbot: Chatbot) -> None:
    answer, _ = follow_up(chatbot, "Where did Lily dance later?")
    assert "Paris" in answer.citations[0].quote
    assert answer.question == "And where did she do her dancing?"


@pytest.mark.parametrize(
    "written",
    ["", "Where did Boris dance?", "Where did Lily dance in 1999?", "Line one\nline two", "word " * 200, "Where did Lily\u202e dance?"],
)
def test_a_rewording_that_says_more_than_the_conversation_is_not_used(chatbot: Chatbot, written: str) -> None:
    chatbot.model = None
    history = [Turn("Where was Lily born?", "Aktau [1]", ("lily",)), Turn("How many brothers had she?", "Three [1]", ("lily",))]
    plain = chatbot.ask("And where did she do her dancing?", history=history)
    answer, _ = follow_up(chatbot, written)
    assert (answer.understood_as, answer.citations) == (plain.understood_as, plain.citations)


def test_rewording_and_writing_share_the_model_s_time(chatbot: Chatbot) -> None:
    chatbot.model = model = Scripted("Where was Iris born?")
    model.seconds = 3.0
    chatbot.ask("And Iris?", history=[Turn(WHERE, "Aktau [1]", ("lily",))])
    first, second = model.given
    assert first is not None and second is not None
    assert 0 < second <= first <= 3.0


def test_a_model_that_fails_to_reword_is_not_asked_to_write(chatbot: Chatbot) -> None:
    chatbot.model = model = Scripted("", LLMUnavailable("It is not there."))
    answer = checked(chatbot, chatbot.ask("And Iris?", history=[Turn(WHERE, "Aktau [1]", ("lily",))]))
    assert (len(model.told), answer.mode, answer.notice) == (1, "extractive", "It is not there.")
    assert answer.understood_as == "Where was Iris born?"
