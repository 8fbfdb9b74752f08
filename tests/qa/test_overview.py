"""Questions that ask for a part of a story as a whole."""

from collections.abc import Callable

import pytest

from qa import Chatbot

STORY = (
    "Mina lived by the sea. She had a boat called Wren. Every day she rowed out. One day Mina met a whale. The whale sang to Mina. "
    "They became friends. At last Mina grew old. She gave the boat to a child."
)


@pytest.fixture
def bot(telling: Callable[..., Chatbot]) -> Chatbot:
    """Two stories, of Mina and of Otto."""
    return telling(mina=STORY, otto="Otto was a baker. He baked at night. In the end Otto slept for a year.")


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("Tell me about Mina", ["Mina lived by the sea.", "One day Mina met a whale.", "The whale sang to Mina."]),
        ("Who is Otto?", ["Otto was a baker.", "In the end Otto slept for a year."]),
        ("How does Mina's story end?", ["At last Mina grew old.", "She gave the boat to a child."]),
        ("How does the story of Otto begin?", ["Otto was a baker.", "He baked at night."]),
    ],
)
def test_the_story_tells_it_in_its_own_order(bot: Chatbot, question: str, quotes: list[str]) -> None:
    answer = bot.ask(question)
    assert [citation.quote for citation in answer.citations] == quotes
    assert answer.answer == " ".join(f"{quote} [{marker}]" for marker, quote in enumerate(quotes, start=1))


def test_a_limit_is_kept(bot: Chatbot) -> None:
    assert len(bot.ask("Tell me about Mina", limit=1).citations) == 1


def test_nobody_unknown_is_introduced(bot: Chatbot) -> None:
    answer = bot.ask("Tell me about Zelda")
    assert (answer.abstained, answer.reason) == (True, "unknown_name")
