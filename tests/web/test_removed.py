"""What can be put back: for its time, once, and not too much of it."""

import asyncio
from collections.abc import Callable

from corpus import Document
from index import Addition
from web.removed import Removed


def _taken(id: str) -> Addition:
    return Addition(Document(id, id.title(), f"{id}.txt", f"/{id}.txt", "Once."), [])


def _run(check: Callable[[Removed], None], seconds: float = 60.0) -> None:
    async def on_a_loop() -> None:
        removed = Removed(seconds)
        check(removed)
        removed.clear()

    asyncio.run(on_a_loop())


def test_it_is_handed_out_once() -> None:
    def check(removed: Removed) -> None:
        removed.keep(_taken("fox"))
        assert removed.title("fox") == "Fox"
        taken = removed.take("fox")
        assert taken is not None and taken.document.id == "fox"
        assert (removed.take("fox"), removed.title("fox")) == (None, None)

    _run(check)


def test_the_oldest_goes_when_there_are_too_many_and_the_latest_of_an_id_counts() -> None:
    def check(removed: Removed) -> None:
        for number in range(25):
            removed.keep(_taken(f"n{number}"))
        assert [removed.title(f"n{number}") for number in (0, 4, 5, 24)] == [None, None, "N5", "N24"]
        again = _taken("n24")
        removed.keep(again)
        assert removed.take("n24") is again

    _run(check)


def test_its_time_runs_out() -> None:
    async def check() -> None:
        removed = Removed(0.0)
        removed.keep(_taken("fox"))
        gone = asyncio.Event()
        asyncio.get_running_loop().call_later(0.01, gone.set)
        await gone.wait()
        assert removed.title("fox") is None

    asyncio.run(check())
