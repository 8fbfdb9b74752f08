"""Several questions in one, and one that only looks like several."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.questions import MOST, questions


@pytest.mark.parametrize(
    ("text", "single"),
    [
        ("Where was Lily born and when did she move to New York?", ["Where was Lily born?", "When did she move to New York?"]),
        ("Who is Iris? What did she win?", ["Who is Iris?", "What did she win?"]),
        ("who is lily and what happened to iris", ["Who is lily?", "What happened to iris?"]),
        ("When and where was Lily born?", ["When was Lily born?", "Where was Lily born?"]),
        ("Where did Lily move and why?", ["Where did Lily move?", "Why did Lily move?"]),
        ("Who came with Iris, and for what?", ["Who came with Iris?", "For what: Who came with Iris?"]),
        ("What was Lily's job and was she happy?", ["What was Lily's job?", "Was she happy?"]),
        ("Tell me who Lily is and where she was born.", ["Tell me who Lily is.", "Tell me where she was born."]),
        ("Tell me about Lily. Where was she born?", ["Tell me about Lily.", "Where was she born?"]),
        ("What did she win, when did she win it and how did she feel?", ["What did she win?", "When did she win it?", "How did she feel?"]),
        ("How old was Lily and how many dances did she know?", ["How old was Lily?", "How many dances did she know?"]),
        ("Hi. Who is Iris? And what did she win? Thanks!", ["Who is Iris?", "And what did she win?"]),
        ("Where was Lily born? And Iris?", ["Where was Lily born?", "And Iris?"]),
    ],
)
def test_several(text: str, single: list[str]) -> None:
    assert questions(text) == single


@pytest.mark.parametrize(
    "text",
    [
        "Who were Lily's mother and father?",
        "Why did she weep when he left and when he came back?",
        "What happened to the girl who sang and who was kind?",
        "Who was tall and who was strong?",
        "When Lily came, what did she do?",
        "If it rains, where does she go?",
        "What did the wolf do and the fox say?",
        "Who went to Paris and was trained there?",
        "Who was brave and did not fear the giant?",
        "Which story, along with two others, was told?",
        "What is the prize, which was won by Iris?",
        "Did Lily approach him, or did he approach her?",
        "Hello! Where was Lily born?",
        "Lily lived in Aktau. Where was she born?",
        "Who wrote Opp. 66 and 67?",
        "Did Mr. Brown weep?",
        "Compare Lily and Iris",
        "hello",
        "Why?",
        "",
        "...",
    ],
)
def test_one(text: str) -> None:
    assert questions(text) == [text]


def test_the_most_are_four() -> None:
    assert len(questions(" ".join(f"Who is Lily{n}?" for n in "abcdefgh"))) == MOST == 4


@given(st.text(st.sampled_from("Whoenrd asILy,?!.;'\"\n§é"), max_size=200))
def test_any_text_asks_at_least_one_question(text: str) -> None:
    found = questions(text)
    assert 1 <= len(found) <= MOST
    assert found == [text] or all(any(c.isalnum() for c in single) for single in found)
