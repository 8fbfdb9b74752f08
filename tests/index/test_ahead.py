"""Working ahead in a thread of its own."""

import threading
from collections.abc import Callable

import pytest

from index.ahead import Ahead, Left


def test_items_come_in_their_order() -> None:
    def make(give: Callable[[int], None]) -> None:
        for number in range(100):
            give(number)

    with Ahead[int](make, lambda _: 1, 3) as items:
        assert list(items) == list(range(100))


def test_no_more_is_made_than_may_be_kept() -> None:
    made: list[int] = []

    def make(give: Callable[[int], None]) -> None:
        for number in range(20):
            made.append(number)
            give(number)

    with Ahead[int](make, lambda _: 2, 6) as items:
        for item in items:
            assert len(made) <= item + 5  # those that were taken, three that nobody took, and one in the making
    assert len(made) == 20


def test_an_error_is_raised_behind_the_items_before_it() -> None:
    def make(give: Callable[[int], None]) -> None:
        give(1)
        raise KeyError("broken")

    with Ahead[int](make, lambda _: 1, 9) as items:
        found = iter(items)
        assert next(found) == 1
        with pytest.raises(KeyError, match="broken"):
            next(found)


def test_whoever_leaves_ends_the_thread() -> None:
    ended = threading.Event()

    def make(give: Callable[[int], None]) -> None:
        try:
            while True:
                give(0)
        except Left:
            ended.set()
            raise

    before = threading.active_count()
    with Ahead[int](make, lambda _: 1, 2) as items:
        assert next(iter(items)) == 0
    assert ended.is_set()
    assert threading.active_count() == before
