"""What a model writes is taken apart, however it comes."""

import pytest

from qa.writing import Cited, Script, Sentence
from qa.writing.script import Search


def read(text: str, size: int = 3) -> list[Sentence | Search]:
    script = Script()
    found = [line for at in range(0, len(text), size) for line in script.add(text[at : at + size])]
    return [*found, *script.end()]


@pytest.mark.parametrize("size", [1, 4, 1000])
def test_a_sentence_a_line(size: int) -> None:
    text = 'Lily was born in Aktau. [2] "the town of Aktau"\n\n- She danced. [1] “danced all day”\n2) He left [3]: "he left"'
    assert read(text, size) == [
        Sentence("Lily was born in Aktau.", (Cited(2, "the town of Aktau"),)),
        Sentence("She danced.", (Cited(1, "danced all day"),)),
        Sentence("He left", (Cited(3, "he left"),)),
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('A. [1] "x y z" [2] "u v w"', [Sentence("A.", (Cited(1, "x y z"), Cited(2, "u v w")))]),
        ('A. [1] "x y z" B. [2] "u v w".', [Sentence("A.", (Cited(1, "x y z"),)), Sentence("B.", (Cited(2, "u v w"),))]),
        ('A. [1] "“Give it back,” said he"', [Sentence("A.", (Cited(1, "“Give it back,” said he"),))]),
        ("A. [1] 'it wasn't his'", [Sentence("A.", (Cited(1, "it wasn't his"),))]),
        ('A. [1] "never closed', [Sentence("A.", (Cited(1, "never closed"),))]),
        ('A. [1] "x y z" and so on', [Sentence("A.", (Cited(1, "x y z"),)), Sentence("and so on")]),
        ("Here is what I found:", [Sentence("Here is what I found:")]),
        ("As [1] says, he left.", [Sentence("As [1] says, he left.")]),
        ('[1] "x y z"', [Sentence("", (Cited(1, "x y z"),))]),
        ("SEARCH: the golden ball", [Search("the golden ball")]),
        ("search : ball ", [Search("ball")]),
        ("", []),
        (" --- \n ***", []),
    ],
)
def test_odd_lines(line: str, found: list[Sentence | Search]) -> None:
    assert read(line) == found


def test_a_line_without_end_is_given_up() -> None:
    found = read("word " * 1000, 50)
    assert len(found) == 3
    assert all(isinstance(line, Sentence) and line.cited == () for line in found)
