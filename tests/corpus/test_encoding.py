"""Bytes that name no encoding become the characters that were meant."""

import pytest

from corpus.formats.encoding import decode


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Il habitait Liège, près de la forêt. C'était un garçon très sage.", "cp1252"),
        ("The café in Liège was full.", "cp1252"),
        ("“Oh,” said he — no!", "cp1252"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy.", "cp1250"),
        ("Zażółć gęślą jaźń i poszedł do domu.", "cp1250"),
        ("Жил-был в селе старик со старухой, и была у них курочка.", "cp1251"),
        ("Жил-был в селе старик со старухой, и была у них курочка.", "koi8_r"),
        ("Füchslein", "utf-16"),
    ],
)
def test_short_files_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text
