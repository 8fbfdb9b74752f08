"""So many at once, so many waiting, the rest refused; who leaves makes room."""

import asyncio
import json
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event, Semaphore

import pytest
from fastapi import FastAPI
from fastapi.sse import KEEPALIVE_COMMENT
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

from qa import Delta, Done
from qa import Event as Answering
from tests.web.fakes import ScriptedChatbot, Serve, answer, settings
from tests.web.sse import parse
from web.app import create_app
from web.asking import Ending
from web.body import BodyLimit
from web.errors import DeadlineExceeded, Overloaded
from web.pool import Pool
from web.streaming import _frames

ASK = {"question": "Who?"}


def test_past_the_queue_is_503_and_healthz_still_answers(chatbot: ScriptedChatbot, serve: Serve) -> None:
    client = serve(chatbot, slots=1, queue=1, queue_seconds=60)
    chatbot.started.acquire()  # the warming question
    chatbot.go.clear()
    service = client.app.state.service  # type: ignore[attr-defined]
    with ThreadPoolExecutor(2) as people:
        first = people.submit(client.post, "/ask", json=ASK)
        assert chatbot.started.acquire(timeout=10)
        second = people.submit(client.post, "/ask", json=ASK)
        while service.pool.waiting < 1:
            assert client.get("/healthz").json() == {"status": "ok"}
        third = client.post("/ask", json=ASK)
        metrics = client.get("/metrics").text
        chatbot.go.set()
        statuses = [first.result(10).status_code, second.result(10).status_code, third.status_code]
    assert statuses == [200, 200, 503]
    assert third.json()["error"]["kind"] == "overloaded"
    assert 3 <= int(third.headers["retry-after"]) <= 7
    assert "quoth_queue_depth 1.0" in metrics
    assert "quoth_slots_busy 1.0" in metrics
    assert 'quoth_asks_total{outcome="refused"} 1.0' in metrics
    assert (service.pool.waiting, service.pool.busy) == (0, 0)


def test_waiting_too_long_is_503(chatbot: ScriptedChatbot, serve: Serve) -> None:
    client = serve(chatbot, slots=1, queue=1, queue_seconds=0.05)
    chatbot.started.acquire()
    chatbot.go.clear()
    with ThreadPoolExecutor(1) as people:
        first = people.submit(client.post, "/ask", json=ASK)
        assert chatbot.started.acquire(timeout=10)
        second = client.post("/ask", json=ASK)
        chatbot.go.set()
        assert first.result(10).status_code == 200
    assert (second.status_code, second.json()["error"]["kind"]) == (503, "overloaded")


def test_an_answer_past_its_deadline_is_503(chatbot: ScriptedChatbot, serve: Serve) -> None:
    client = serve(chatbot, slots=1, deadline_seconds=0.05)
    chatbot.go.clear()
    response = client.post("/ask", json=ASK)
    assert (response.status_code, response.json()["error"]["kind"]) == (503, "deadline_exceeded")
    chatbot.go.set()
    page = client.get("/", params={"q": "Who?"})
    assert page.status_code == 200


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_who_leaves_frees_the_slot(chatbot: ScriptedChatbot, accept: str) -> None:
    app = create_app(lambda: chatbot, settings(slots=1))
    asyncio.run(_ask_and_leave(app, chatbot, accept))


async def _ask_and_leave(app: FastAPI, chatbot: ScriptedChatbot, accept: str) -> None:
    service = app.state.service
    await service.open()
    chatbot.stopped.acquire()
    chatbot.go.clear()
    body = json.dumps(ASK).encode()
    gone = asyncio.Event()
    sent: list[Message] = []
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        if messages:
            return messages.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"localhost"), (b"content-type", b"application/json"), (b"accept", accept.encode())]
    scope: Scope = {"type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1"}
    scope.update({"method": "POST", "path": "/ask", "raw_path": b"/ask", "query_string": b"", "scheme": "http"})
    scope.update({"headers": headers, "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 8000), "root_path": ""})
    asking = asyncio.create_task(app(scope, receive, send))
    while service.pool.busy < 1:
        await asyncio.sleep(0)
    gone.set()
    await asyncio.wait_for(asking, 10)
    assert all(message.get("status", 200) == 200 for message in sent)
    chatbot.go.set()
    assert await asyncio.to_thread(chatbot.stopped.acquire, timeout=10)
    while service.pool.busy:
        await asyncio.sleep(0)
    assert 'quoth_asks_total{outcome="left"} 1.0' in service.metrics.text().decode()
    await service.close()


async def _items(pool: Pool, work: Callable[[], Generator[int, None, None]]) -> list[int]:
    found = []
    async with await pool.start(work) as run:
        while (item := await run.next()) is not None:
            found.append(item)
    return found


def _count(to: int) -> Generator[int, None, None]:
    yield from range(to)


def test_the_pool_returns_every_item_and_every_slot() -> None:
    async def check() -> None:
        pool = Pool(slots=2, queue=100, queue_seconds=10, deadline_seconds=10)
        results = await asyncio.gather(*(_items(pool, partial(_count, n)) for n in range(50)))
        assert results == [list(range(n)) for n in range(50)]
        assert (pool.busy, pool.waiting) == (0, 0)
        await pool.close()

    asyncio.run(check())


def test_the_pool_frees_a_slot_whatever_the_work_raises() -> None:
    def failing() -> Generator[int, None, None]:
        yield 1
        raise ZeroDivisionError

    async def check() -> None:
        pool = Pool(slots=1, queue=0, queue_seconds=10, deadline_seconds=10)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await _items(pool, failing)
            while pool.busy:
                await asyncio.sleep(0)
        assert await pool.call(lambda: 7) == 7
        await pool.close()

    asyncio.run(check())


def test_a_run_that_nobody_reads_still_frees_its_slot() -> None:
    async def check() -> None:
        pool = Pool(slots=1, queue=0, queue_seconds=10, deadline_seconds=10)
        await pool.start(lambda: (i for i in range(3)))
        with pytest.raises(Overloaded):
            await pool.start(lambda: (i for i in range(3)))
        while pool.busy:
            await asyncio.sleep(0)
        assert await pool.call(lambda: 7) == 7
        await pool.close()

    asyncio.run(check())


def test_a_waiter_that_leaves_takes_no_slot() -> None:
    async def check() -> None:
        pool, go = Pool(slots=1, queue=5, queue_seconds=10, deadline_seconds=10), Event()
        first = asyncio.create_task(pool.call(go.wait))
        while not pool.busy:
            await asyncio.sleep(0)
        waiting = asyncio.create_task(pool.call(lambda: True))
        while not pool.waiting:
            await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        go.set()
        assert await first
        assert await pool.call(lambda: True)
        assert (pool.busy, pool.waiting) in ((0, 0), (1, 0))
        await pool.close()

    asyncio.run(check())


def test_leaving_stops_the_work_at_its_next_item() -> None:
    made, closed, go = [], Semaphore(0), Event()

    def endless() -> Generator[int, None, None]:
        try:
            for number in range(1_000_000):
                made.append(number)
                yield number
                go.wait()
        finally:
            closed.release()

    async def check() -> None:
        pool = Pool(slots=1, queue=0, queue_seconds=10, deadline_seconds=0.05)
        with pytest.raises(DeadlineExceeded):
            await _items(pool, endless)
        go.set()
        assert await asyncio.to_thread(closed.acquire, timeout=10)
        assert made == [0, 1]
        await pool.close()

    asyncio.run(check())


def test_silence_is_filled_with_heartbeats() -> None:
    beats = []

    def slow() -> Generator[Answering, None, None]:
        yield Delta("x")
        go.wait(10)
        yield Done(answer())

    async def check() -> None:
        pool = Pool(slots=1, queue=0, queue_seconds=10, deadline_seconds=10)
        async with await pool.start(slow) as run:
            async for wire in _frames(await run.next(), run, 0.01, Ending()):
                beats.append(wire)
                if beats.count(KEEPALIVE_COMMENT) == 3:
                    go.set()
        await pool.close()

    go = Event()
    asyncio.run(check())
    events = parse(b"".join(beats))
    assert [event.name for event in events] == ["delta", "done"]
    assert beats.count(KEEPALIVE_COMMENT) >= 3


def test_a_body_that_stops_coming_is_given_up() -> None:
    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def read(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()

    async def send(message: Message) -> None:
        raise AssertionError(message)

    scope: Scope = {"type": "http", "method": "POST", "path": "/nothing", "headers": []}
    with pytest.raises(HTTPException) as caught:
        asyncio.run(BodyLimit(read, settings(), seconds=0.01)(scope, never, send))
    assert caught.value.status_code == 408
