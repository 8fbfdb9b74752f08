"""Suggestions: each verified by asking, lazily, remembered as long as the story stays as it is."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import discover
from index import Library
from qa import Answer, Chatbot, Suggestions
from qa.suggest.general import _says_which
from qa.suggest.memory import Memory
from tests.conftest import FakeEmbedder, WordReader

STORY = (
    "Mina lived by the sea with Otto. Mina built a wooden boat. In the spring Mina sailed to Oslo. The harbour of Oslo was cold. "
    "Otto sold a golden ring in Oslo. Mina was angry because Otto had sold the ring. Otto wanted to buy a horse. Mina found three pearls."
)
QUESTIONS = [
    "Why was Mina angry?",
    "How many pearls did Mina find?",
    "Where did Otto sell a golden ring?",
    "What did Mina build?",
    "What did Otto want to do?",
]


class Counting(Chatbot):
    """A chatbot that remembers what it was asked."""

    def __init__(self, library: Library) -> None:
        super().__init__(library, WordReader())
        self.asked: list[str] = []

    def ask(self, question: str, **given: Any) -> Answer:  # noqa: ANN401  # as Chatbot.ask
        self.asked.append(question)
        return super().ask(question, **given)


@pytest.fixture
def bot(telling: Callable[..., Chatbot]) -> Counting:
    """One story, of Mina."""
    return Counting(telling(mina=STORY).library)


@pytest.fixture
def mina(bot: Counting) -> str:
    """The story's id."""
    (id,) = bot.library.documents()
    return id


def test_every_suggestion_was_answered_from_its_story(bot: Counting, mina: str) -> None:
    found = list(Suggestions(bot).of(mina))
    assert len(found) == len(set(found)) >= 3
    assert set(found) <= set(bot.asked)
    assert set(found) & set(QUESTIONS)
    assert all(citation.document_id == mina for question in found for citation in bot.ask(question).citations)


def test_they_are_the_same_every_time_and_asked_once(bot: Counting, mina: str) -> None:
    suggestions = Suggestions(bot)
    first = list(suggestions.of(mina))
    asked = list(bot.asked)
    assert list(suggestions.of(mina)) == first
    assert bot.asked == asked
    assert list(Suggestions(bot).of(mina)) == first


def test_nothing_is_asked_before_it_is_wanted_and_what_was_verified_stays_known(bot: Counting, mina: str) -> None:
    suggestions = Suggestions(bot)
    questions = suggestions.of(mina)
    assert bot.asked == []
    first = next(questions)
    asked = len(bot.asked)
    questions.close()  # type: ignore[attr-defined]  # it is a generator
    assert len(bot.asked) == asked
    assert next(suggestions.of(mina)) == first
    assert len(bot.asked) == asked
    assert suggestions.start() == [first]


def test_what_was_asked_does_not_come_again_in_other_words(bot: Counting, mina: str) -> None:
    everything = list(Suggestions(bot).of(mina))
    rest = list(Suggestions(bot).of(mina, asked=[everything[0], everything[1].upper()]))
    assert everything[0] not in rest
    assert everything[1] not in rest


def test_what_comes_next_in_the_story_comes_first(bot: Counting, mina: str) -> None:
    text = bot.library.document(mina).text
    found = list(Suggestions(bot).of(mina, near=text.index("Otto wanted")))
    assert found
    assert "What did Otto want to do?" not in found
    assert found[0] in {"How many pearls did Mina find?", "Who found three pearls?"}


def test_an_unsure_answer_is_no_suggestion(bot: Counting, mina: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.suggest.suggestions.FLOOR", 0.95)
    assert list(Suggestions(bot).of(mina)) == []


def test_a_removed_story_gives_nothing_not_even_in_the_middle(bot: Counting, mina: str) -> None:
    suggestions = Suggestions(bot)
    questions = suggestions.of(mina)
    next(questions)
    bot.library.remove([mina])
    assert list(questions) == []
    assert list(suggestions.of(mina)) == []
    assert list(suggestions.of("nobody")) == []
    assert suggestions.start() == []


def test_a_replaced_story_is_another(bot: Counting, mina: str, tmp_path: Path) -> None:
    suggestions = Suggestions(bot)
    before = list(suggestions.of(mina))
    story = tmp_path / "stories" / "mina.md"
    story.write_text(f"# The tale of Mina\n\n{STORY.replace('boat', 'sledge')}\n", encoding="utf-8")
    assert [outcome.status for outcome in bot.library.add(discover([story]))] == ["replaced"]
    bot.asked.clear()
    after = list(suggestions.of(mina))
    assert bot.asked
    assert len(after) >= 3
    assert before


def test_a_change_elsewhere_makes_it_ask_again(bot: Counting, mina: str, telling: Callable[..., Chatbot]) -> None:
    suggestions = Suggestions(bot)
    list(suggestions.of(mina))
    bot.asked.clear()
    telling(zelda="Zelda planted a garden. Zelda sang.")
    list(suggestions.of(mina))
    assert bot.asked


def test_starters_ask_nothing_and_fit_every_story(telling: Callable[..., Chatbot]) -> None:
    bot = Counting(telling(mina=STORY, zelda="Zelda planted a garden in May. Then Zelda sang to Zelda's bees.").library)
    starters = Suggestions(bot).start()
    assert bot.asked == []
    assert starters == ["Who is Mina?", "Who is Zelda?", "What happens in The tale of Mina?", "What happens in The tale of Zelda?"]
    assert all(not bot.ask(question).abstained for question in starters)
    assert Suggestions(bot).start(1) == ["Who is Mina?"]
    assert Suggestions(bot).start(0) == []


def test_general_questions_fill_up_to_three(telling: Callable[..., Chatbot]) -> None:
    bot = Counting(
        telling(
            zelda="Then Zelda sang. Then Otto sang. Then Zelda laughed. Then Otto laughed. Then Zelda wept. Then Otto wept. Then Zelda slept."
        ).library
    )
    (id,) = bot.library.documents()
    suggestions = Suggestions(bot)
    assert list(suggestions.of(id)) == ["Who is Zelda?", "What happens in The tale of Zelda?", "Who is Otto?"]
    assert list(suggestions.of(id, asked=["Who is Otto?"])) == [
        "Who is Zelda?",
        "What happens in The tale of Zelda?",
        "How does The tale of Zelda end?",
    ]


@pytest.mark.parametrize(
    ("title", "opening", "says"),
    [
        ("The tale of Zelda", "# The tale of Zelda\n\nZelda sang.", True),
        ("The tale of Zelda", "The tale of Zelda\n\nZelda sang.", True),
        ("Zelda was a woman on a mission.", "Zelda was a woman on a mission.", False),
        ("Zelda was a rising star in…", "Zelda was a rising star in the world.", False),
        ("Zelda went to the old town", "Zelda went to the old town and sang.", False),
        ("The long and winding tale of Zelda the singer and of her old home", "Zelda sang.", False),
        ("Zelda", "Zelda sang.", False),
    ],
)
def test_only_a_title_that_is_one_stands_in_a_question(title: str, opening: str, says: bool) -> None:  # noqa: FBT001  # a table
    assert _says_which(title, opening) is says


def test_what_could_be_asked_of_any_story_comes_last(telling: Callable[..., Chatbot]) -> None:
    bot = Counting(telling(mina="Mina liked the garden. Mina built a wooden boat. Otto polished a golden ring in Oslo. Otto sang.").library)
    (id,) = bot.library.documents()
    found = list(Suggestions(bot).of(id))
    assert found[-1] == "What did Mina like?"
    assert len(found) > 3


def test_starters_name_somebody_first(telling: Callable[..., Chatbot]) -> None:
    bot = Counting(telling(king="The king built a wooden boat. The queen sailed.", mina=STORY).library)
    found = list(Suggestions(bot).starters(2))
    assert len(found) == 2
    assert all(any(word[0].isupper() for word in question.split()[1:]) for question in found)


def test_an_empty_library_has_no_questions(library: Library) -> None:
    assert Suggestions(Chatbot(library, WordReader())).start() == []


def test_the_least_recently_used_story_is_forgotten(bot: Counting, mina: str, telling: Callable[..., Chatbot]) -> None:
    library = telling(a="Anna sang. Anna ran.", b="Berta sang. Berta ran.").library
    one, two, three = library.documents().values()
    memory = Memory(most=2)
    first = memory.of(one)
    memory.of(two)
    assert memory.of(one) is first
    memory.of(three)
    assert memory.of(one) is first
    assert memory.of(two).made is None


@pytest.fixture
def odd(tmp_path: Path) -> Iterator[Callable[[str], list[str]]]:
    """Return what adds a text as a story of its own library and lists all its suggestions."""
    made: list[Library] = []

    def suggest(text: str) -> list[str]:
        folder = tmp_path / f"odd-{len(made)}"
        folder.mkdir()
        (folder / "story.txt").write_text(text, encoding="utf-8", errors="replace")
        library = Library.open(folder / "library", FakeEmbedder())
        made.append(library)
        list(library.add(discover([folder / "story.txt"])))
        suggestions = Suggestions(Chatbot(library, WordReader()))
        return [*suggestions.start(), *(question for id in library.documents() for question in islice(suggestions.of(id, near=5), 3))]

    yield suggest
    for library in made:
        library.close()


@pytest.mark.parametrize(
    "text",
    [
        "One sentence only.",
        "no capitals here and no full stop",
        "<html><body><b>Lily</b> won <i>the prize</i>.</body></html>",
        "Жили-были старик со старухой. Они жили у самого синего моря.",
        "昔々、おじいさんとおばあさんがいました。",
        "\n\n \n\n.\n\n!\n\n?",
        "Lily " * 3000,
        "The fox ate the hen. " * 3000,
        "Who? What? Where? \"Why,\" said Tom. 'Because,' said Tim.",
    ],
)
def test_odd_stories_raise_nothing(odd: Callable[[str], list[str]], text: str) -> None:
    assert all(question.endswith("?") and len(question) < 200 for question in odd(text))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=400))
def test_no_text_raises(odd: Callable[[str], list[str]], text: str) -> None:
    odd(text)


def test_the_real_models_answer_every_suggestion_from_its_own_story(bundled: Chatbot) -> None:
    suggestions = Suggestions(bundled)
    for id, record in bundled.library.documents().items():
        found = list(suggestions.of(id))
        assert len(found) >= 3
        for question in found:
            answer = bundled.ask(question, limit=1)
            assert not answer.abstained
            assert answer.understood_as == question
            assert {citation.document_id for citation in answer.citations} == {id}
        assert record.title
    starters = suggestions.start()
    assert len(starters) == 4
    assert not any(bundled.ask(question).abstained for question in starters)
