"""What the training's tests share."""

import pytest

from index import default_model
from qa.reader_input import ReaderInput


@pytest.fixture(scope="session")
def minilm_rows() -> ReaderInput:
    """What makes rows of tokens."""
    return ReaderInput(default_model())
