"""How long after a person has left does the language model's request end? The model is silent, the server and its client are on one machine.

Run: `python -m benchmarks.leaving [--times 20]`
"""

import argparse
import json
import socket
import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from tests.model.faults import Faults, Scripted
from tests.test_offline import ask_when_ready
from tests.web.browser.windows import serving

_QUESTION = "Where was Lily born?"
_ASKED = {"question": _QUESTION}
_CONVERSATION = {"model": "quoth", "messages": [{"role": "user", "content": _QUESTION}]}
_WAYS: Mapping[str, tuple[str, str, Mapping[str, object]]] = {
    "/ask, JSON": ("/ask", "application/json", _ASKED),
    "/ask, events": ("/ask", "text/event-stream", _ASKED),
    "/v1, whole": ("/v1/chat/completions", "application/json", _CONVERSATION),
    "/v1, stream": ("/v1/chat/completions", "text/event-stream", {**_CONVERSATION, "stream": True}),
}


def main() -> None:
    """Leave again and again, and print how long it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, Scripted(lambda _: []) as model, Faults(model.url) as faults:
        faults.fault = "silent"
        with serving(Path(home), 0, QUOTH_LLM_URL=faults.url, QUOTH_LLM_MODEL="silent") as (address, _):
            ask_when_ready(address, "Thanks!")
            for name, (path, accept, body) in _WAYS.items():
                took = [_left(address, faults, path, accept, body) for _ in range(given.times)]
                print(f"{name:14} median {statistics.median(took) * 1000:4.0f} ms, longest {max(took) * 1000:4.0f} ms of {len(took)}")


def _left(address: str, faults: Faults, path: str, accept: str, body: Mapping[str, object]) -> float:
    """Ask, leave as soon as the model is asked, and return the seconds until its request has ended."""
    place, sent = urlsplit(address), json.dumps(body).encode()
    with socket.create_connection((place.hostname or "", place.port or 0)) as line:
        named = {"Host": place.netloc, "Accept": accept, "Content-Type": "application/json", "Content-Length": len(sent)}
        head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        line.sendall(f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + sent)
        while not faults.active:
            time.sleep(0.005)
    begun = time.monotonic()
    if not faults.left.acquire(timeout=30):
        raise SystemExit("The model's request did not end in half a minute.")
    return time.monotonic() - begun


if __name__ == "__main__":
    main()
