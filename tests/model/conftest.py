"""A real server with a real, if tiny, model: one for all tests here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.model.server import serving
from tests.model.tiny import Endless, make_model

TALE = "“Mina” kept the bees, the bees [1] — «näin» 😀\n\n  0.1:x  e\u0301nd [2]. \n"
TRUE = 'Lily was born in Aktau. [1] "born in the town of Aktau"\n'
FALSE = 'Lily was born in Astana. [1] "born in the town of Aktau"\n'
CUES = {
    'the "second" 🐝': "Kaksi.",
    "for ever": Endless("on and "),
    "Say nothing": "",
    "Where was Lily born": TRUE + FALSE + "I hope this helps!",
    "Where was Lily raised": Endless(TRUE),
    "Who feared": "And so on. " * 20,
}


@pytest.fixture(scope="package")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model's folder."""
    return make_model(tmp_path_factory.mktemp("model"), TALE, cues=CUES)


@pytest.fixture(scope="package")
def served(model: Path) -> Iterator[str]:
    """The server's address."""
    with serving(model) as url:
        yield url
