"""A quote is found where it stands and nowhere else, at exact offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.writing import located

TEXT = "The fox’s den—an old barn—was  red.\n“Come in,” he said… Then ÇELIK left. It cost 3 coins; STRASSE"


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("an old barn", "an old barn"),
        ("The fox's den - an old barn", None),
        ("The fox's den-an old barn", "The fox’s den—an old barn"),
        ("the FOX’S DEN", "The fox’s den"),
        ("was red.", "was  red."),
        ('red. "come in," he said', "red.\n“Come in,” he said"),
        ('"Come in," he said...', "“Come in,” he said…"),
        ("çelik LEFT", "ÇELIK left"),
        ("an old barn.", "an old barn"),
        ("“an old barn”", "an old barn"),
        ("n old bar", None),
        ("an old ba", None),
        ("an older barn", None),
        ("an old red barn", None),
        ("cost 3 coins", "cost 3 coins"),
        ("cost 33 coins", None),
        ("...", None),
        ("", None),
    ],
)
def test_where_it_stands(quote: str, words: str | None) -> None:
    at = located(quote, TEXT)
    assert (TEXT[at[0] : at[1]] if at else None) == words


@given(st.text(alphabet="ab '\"“”’\n\t.—-…İßA", min_size=3, max_size=40), st.data())
def test_what_is_copied_is_found_whatever_its_marks(text: str, data: st.DataObject) -> None:
    """Every run of whole words is found with other marks, spaces and capitals, at a place that reads the same."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    copied = text[start:end]
    changed = copied.translate(str.maketrans("“”’—", "\"\"'-")).swapcase()
    at = located(changed, text)
    whole = (start == 0 or not (text[start - 1].isalnum() and copied[0].isalnum())) and (
        end == len(text) or not (text[end].isalnum() and copied[-1].isalnum())
    )
    if at is None:
        assert not whole or not any(character.isalnum() for character in copied) or changed.casefold() != copied.casefold()
    else:
        assert 0 <= at[0] < at[1] <= len(text)
        assert letters(text[at[0] : at[1]]) == letters(changed)


def letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
