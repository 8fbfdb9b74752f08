"""A model that fails is left alone for a while."""

import pytest

from qa import Breaker, LLMUnavailable


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def is_open(breaker: Breaker) -> bool:
    try:
        breaker.check()
    except LLMUnavailable:
        return True
    return False


def test_three_failures_in_a_row_and_it_is_left_alone_until_one_question_may_try() -> None:
    clock = Clock()
    breaker = Breaker(clock=clock)
    for _ in range(2):
        breaker.failed(LLMUnavailable("It failed."))
    breaker.succeeded()
    for _ in range(3):
        assert not is_open(breaker)
        breaker.failed(LLMUnavailable("It failed."))
    with pytest.raises(LLMUnavailable, match=r"^It failed\. It is left alone for a moment\.$"):
        breaker.check()
    clock.now += 29.9
    assert is_open(breaker)
    clock.now += 0.2
    assert [is_open(breaker), is_open(breaker)] == [False, True]
    breaker.failed(LLMUnavailable("It failed."))
    clock.now += 29
    assert is_open(breaker)
    clock.now += 2
    assert not is_open(breaker)
    breaker.succeeded()
    assert [is_open(breaker) for _ in range(3)] == [False] * 3


@pytest.mark.parametrize(("asked", "waits"), [(7.0, 7.0), (0.0, 1.0), (-5.0, 1.0), (1e9, 300.0)])
def test_a_model_that_names_a_time_is_left_alone_so_long(asked: float, waits: float) -> None:
    clock = Clock()
    breaker = Breaker(clock=clock)
    breaker.failed(LLMUnavailable("It is too busy.", asked))
    clock.now += waits - 0.1
    assert is_open(breaker)
    clock.now += 0.2
    assert not is_open(breaker)
