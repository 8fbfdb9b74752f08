import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import document_id
from corpus.naming import printable, readable, title_from_name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("grimm/The Golden Bird.txt", "grimm--the-golden-bird"),
        ("The Golden Bird.pdf", "the-golden-bird"),
        ("Сказки/Жар-птица.epub", "сказки--жар-птица"),
        ("हिन्दी.md", "हिन्दी"),
        ("ﬁrst_story 2.html", "first-story-2"),
        ("../../etc/passwd.txt", "etc--passwd"),
        ("???.txt", "document"),
        (".txt", "document"),
        ("v1.2.txt", "v1-2"),
    ],
)
def test_ids(name: str, expected: str) -> None:
    assert document_id(name) == expected


def test_a_long_name_is_cut_and_stays_unique() -> None:
    first, second = document_id("a" * 300 + "1.txt"), document_id("a" * 300 + "2.txt")
    assert (len(first), len(second)) == (120, 120)
    assert first != second
    assert first[:112] == "a" * 111 + "-"


@given(st.text(st.characters(codec=None)))
def test_an_id_is_short_and_fit_for_an_address(name: str) -> None:
    found = document_id(name)
    assert 1 <= len(found) <= 120
    assert re.search(r"[\s/\\?#%&\x00-\x1f.]", found) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("grimm/00-the-golden-bird.txt", "The Golden Bird"),
        ("1023_bleak_house.txt", "Bleak House"),
        ("EN_001__Cinderella.txt", "Cinderella"),
        ("The Tale of Tom.md", "The Tale of Tom"),
        ("king-henry-iv-in-civil-war.txt", "King Henry IV in Civil War"),
        ("003_317fc1fd901d18a4.txt", ""),
        ("42.pdf", ""),
    ],
)
def test_titles_from_names(name: str, expected: str) -> None:
    assert title_from_name(name) == expected


def test_a_title_in_capitals_is_calmed() -> None:
    assert readable("THE WOLF\n AND THE KID") == "The Wolf and the Kid"
    assert readable("I. A SCANDAL IN BOHEMIA") == "I. A Scandal in Bohemia"
    assert readable("NASA") == "NASA"


def test_a_name_can_be_shown() -> None:
    assert printable("a\n\u202eb\udcff.txt") == "a\\n\\u202eb\\udcff.txt"
    assert printable("cafe\u0301") == "café"
