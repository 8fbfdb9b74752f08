import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import normalise

ODD = "\r\n\t \x00\x0b\x0c\x1f\x7f\x85\u00a0\u00ad\u0301\u0316\u034f\u0344\u200b\u200d\u202e\u2028\u2029\u2066\u3000\ufe0f\ufeff"
ODD += "\ud800\udfff\uffff\ufffd\U000e0041\U0001f469éAa\u1100\u1161"
ANY = st.text(st.one_of(st.characters(codec=None), st.sampled_from(ODD)), max_size=80)


@given(ANY)
@settings(max_examples=500)
def test_doing_it_again_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(ANY)
@settings(max_examples=300)
def test_nothing_hidden_is_left(text: str) -> None:
    left = set(normalise(text))
    assert left.isdisjoint("\r\t\x00\x0b\x0c\x1f\x7f\x85\u00a0\u00ad\u200b\u200d\u202e\u2028\u2029\u2066\ufeff\U000e0041\ud800")


@given(ANY)
def test_blocks_stay_as_they_are_when_they_are_joined(text: str) -> None:
    joined = "\n\n".join(filter(None, (normalise(text), normalise(text))))
    assert normalise(joined) == joined


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cafe\u0301", "café"),
        ("x² ½ ﬁ", "x² ½ ﬁ"),
        ("a\r\nb\rc\x85d\u2028e", "a\nb\nc\nd\ne"),
        ("a\x0cb\u2029c", "a\n\nb\n\nc"),
        ("a \u00a0\u2003\t b", "a b"),
        ("  a  \n  b  ", "a\nb"),
        ("a\n\n\n\n\n\nb", "a\n\n\nb"),
        ("a\u200b\u202eb\x00\u00adc\U000e0041", "abc"),
        ("a\ud800b", "a\ufffdb"),
        ("\n \n", ""),
    ],
)
def test_each_rule(text: str, expected: str) -> None:
    assert normalise(text) == expected
