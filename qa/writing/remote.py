"""A language model behind an OpenAI-compatible URL: Ollama, llama.cpp, vLLM, `transformers serve`, or a service."""

import asyncio
import json
import queue
import threading
from collections.abc import AsyncIterator, Generator, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from corpus import MissingExtra

from .breaker import Breaker
from .language_model import TICK, LLMUnavailable, Message

if TYPE_CHECKING:
    from httpx2 import Response
    from openai import APIStatusError, AsyncOpenAI, AsyncStream
    from openai.types.chat import ChatCompletionChunk, ChatCompletionMessageParam

_JOINED = 1.0
# No answer is as long as this: a model that writes more has lost its way.
_MOST_CHARACTERS = 20_000
_MOST_TOKENS = 800
_MOST_BYTES = 4 * 1024 * 1024
_MALFORMED = (json.JSONDecodeError, UnicodeDecodeError, ValueError, TypeError, AttributeError)


class RemoteModel:
    """Speaks to a model with the `openai` package, `pip install 'quoth[llm]'`.

    Each request has a thread, an event loop and a connection of its own, so that leaving it closes the connection whatever it waits for.
    Redirects are not followed, nothing is retried, and the key is sent to the one address only.

    Args:
        url: Base address, ending in `/v1` with most servers.
        name: The model's name there.
        key: The secret that the server wants; None if it wants none.
        first_seconds: Longest wait for the first word.
        seconds: Longest time for all that one question asks of it.
        context: Tokens that the model can be given.
        breaker: What leaves a failing model alone; None for one of its own.

    Raises:
        MissingExtra: The `openai` package is not installed.
    """

    def __init__(
        self,
        url: str,
        name: str,
        key: str | None = None,
        *,
        first_seconds: float = 15.0,
        seconds: float = 40.0,
        context: int = 4096,
        breaker: Breaker | None = None,
    ) -> None:
        _must_have_openai()
        self._url = url
        self._key = key
        self._first_seconds = first_seconds
        self._breaker = breaker or Breaker()
        self._plain = False
        self.name = name
        self.context = context
        self.seconds = seconds

    def write(self, messages: Sequence[Message], seconds: float | None = None) -> Generator[str, None, None]:
        """Yield what the model writes, as `LanguageModel.write` says."""
        self._breaker.check()
        request = _Request(self, messages, self.seconds if seconds is None else seconds)
        spoke = False
        try:
            for piece in request.pieces():
                spoke = spoke or bool(piece)
                yield piece
        except LLMUnavailable as exc:
            self._breaker.failed(exc)
            raise
        except GeneratorExit:
            if spoke:  # it was heard enough of, or nobody wants the rest: the model is well
                self._breaker.succeeded()
            raise
        else:
            self._breaker.succeeded()
        finally:
            request.leave()

    async def stream(self, messages: Sequence[Message], seconds: float) -> AsyncIterator[str]:
        """Ask, and yield the pieces of content that are not empty.

        Raises:
            LLMUnavailable: Whatever went wrong.
        """
        try:
            async with asyncio.timeout(seconds), asyncio.timeout(self._first_seconds) as waiting:
                async for piece in self._content(messages):
                    waiting.reschedule(None)
                    yield piece
        except TimeoutError:
            raise LLMUnavailable("The language model was too slow.") from None

    async def _content(self, messages: Sequence[Message]) -> AsyncIterator[str]:
        total, begun, ended = 0, False, False
        try:
            async with self._client() as client:
                events = await self._asked(client, messages)
                begun = True
                async for event in events:
                    for choice in event.choices[:1]:
                        piece = choice.delta.content or ""
                        ended = ended or bool(choice.finish_reason)
                        total += len(piece)
                        if total > _MOST_CHARACTERS:
                            raise LLMUnavailable("The language model did not come to an end.")
                        if piece:
                            yield piece
        except (LLMUnavailable, TimeoutError):
            raise
        except Exception as exc:  # the boundary to a foreign package, whose errors may hold addresses and keys
            raise _mapped(exc, begun) from None
        if not ended:
            raise LLMUnavailable("The language model broke off." if total else "The language model wrote nothing.")

    def _client(self) -> "AsyncOpenAI":
        import openai

        transport = openai.DefaultAsyncHttpx2Client(follow_redirects=False, event_hooks={"response": [_bound]})
        return openai.AsyncOpenAI(base_url=self._url, api_key=self._key or "none", max_retries=0, timeout=self.seconds, http_client=transport)

    async def _asked(self, client: "AsyncOpenAI", messages: Sequence[Message]) -> "AsyncStream[ChatCompletionChunk]":
        told = [_param(message) for message in messages]
        import openai

        if not self._plain:
            try:
                return await client.chat.completions.create(
                    model=self.name, messages=told, stream=True, temperature=0, max_tokens=_MOST_TOKENS
                )
            except openai.BadRequestError:
                self._plain = True  # some models take no temperature, and call the most tokens by another name
        return await client.chat.completions.create(model=self.name, messages=told, stream=True)


class _Request:
    """One request in a thread of its own, read from outside."""

    def __init__(self, model: RemoteModel, messages: Sequence[Message], seconds: float) -> None:
        self._model, self._messages, self._seconds = model, messages, seconds
        self._pieces: queue.Queue[str | LLMUnavailable | None] = queue.Queue()
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] | None = None
        self._left = threading.Event()
        self._thread = threading.Thread(target=self._run, name="quoth-llm", daemon=True)
        self._thread.start()

    def pieces(self) -> Generator[str, None, None]:
        """Yield what comes, and an empty piece for every tick without."""
        while True:
            try:
                piece = self._pieces.get(timeout=TICK)
            except queue.Empty:
                yield ""
                continue
            if piece is None:
                return
            if isinstance(piece, LLMUnavailable):
                raise piece
            yield piece

    def leave(self) -> None:
        """End the request, wherever it is."""
        self._left.set()
        if self._thread.is_alive():
            try:
                self._loop.call_soon_threadsafe(self._cancel)
            except RuntimeError:  # its loop was closed in this very moment: it is over
                return
            self._thread.join(_JOINED)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._receive())
        except asyncio.CancelledError:
            self._pieces.put(None)

    async def _receive(self) -> None:
        self._task = asyncio.current_task()
        if self._left.is_set():
            return
        try:
            async for piece in self._model.stream(self._messages, self._seconds):
                self._pieces.put(piece)
        except LLMUnavailable as exc:
            self._pieces.put(exc)
        except Exception:  # the thread's outermost boundary: whoever waits is told
            self._pieces.put(LLMUnavailable("The language model broke off."))
        else:
            self._pieces.put(None)


async def _bound(response: "Response") -> None:
    """Let a response go on for so long only: a line that never ends would be collected until memory is full."""
    import httpx2

    class Bounded(httpx2.AsyncByteStream):
        def __init__(self, stream: httpx2.AsyncByteStream) -> None:
            self._stream = stream

        async def __aiter__(self) -> AsyncIterator[bytes]:
            left = _MOST_BYTES
            async for part in self._stream:
                left -= len(part)
                if left < 0:
                    raise LLMUnavailable("The language model did not come to an end.")
                yield part

        async def aclose(self) -> None:
            await self._stream.aclose()

    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = Bounded(response.stream)


def _mapped(error: Exception, begun: bool) -> LLMUnavailable:
    """Say in our own words what went wrong; nothing of the foreign error's text is taken over."""
    import openai

    if isinstance(error, openai.RateLimitError):
        return LLMUnavailable("The language model is too busy.", _retry_after(error))
    said: dict[type[Exception] | tuple[type[Exception], ...], str] = {
        (openai.AuthenticationError, openai.PermissionDeniedError): "The language model's server did not accept the key.",
        openai.NotFoundError: "The language model is not known at its address.",
        openai.APIConnectionError: "The language model broke off." if begun else "The language model can't be reached.",
        openai.APIError: "The language model's server failed.",
        _MALFORMED: "The language model sent something that can't be read.",
    }
    return LLMUnavailable(next((words for kind, words in said.items() if isinstance(error, kind)), "The language model broke off."))


def _param(message: Message) -> "ChatCompletionMessageParam":
    if message.role == "system":
        return {"role": "system", "content": message.content}
    return {"role": "user", "content": message.content}


def _retry_after(error: "APIStatusError") -> float:
    """Return the seconds that a 429 names; ten where it names none that can be read."""
    try:
        return float(error.response.headers["retry-after"])
    except (KeyError, ValueError):
        return 10.0


def _must_have_openai() -> None:
    try:
        found = find_spec("openai") is not None  # not imported yet: that takes a second
    except ImportError:
        found = False
    if not found:
        raise MissingExtra("A language model needs the package openai, which is not installed.", "Install it: pip install 'quoth[llm]'")
