"""`transformers serve`, the OpenAI-compatible server of a package that Quoth needs anyway, as a program of its own."""

import os
import re
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

# What `transformers serve MODEL --host 127.0.0.1 --port 0` does, but for two things. That asks for a device for the model
# always, which takes the package accelerate even where the device is the CPU; asked for none, the model is there anyway.
# And when a client leaves while an event is being sent, about one time in fifteen, it does not close the answer but leaves
# that to the garbage collection: until then it generates on, and nobody else gets an answer.
_SERVE = """
import sys
from starlette.responses import StreamingResponse
from transformers.cli.serve import Serve
from transformers.cli.serving.model_manager import ModelManager

ModelManager.device = property(lambda self: None, lambda self, device: None)
send_all = StreamingResponse.stream_response

async def send_and_close(self, send):
    try:
        await send_all(self, send)
    finally:
        await self.body_iterator.aclose()

StreamingResponse.stream_response = send_and_close
Serve(force_model=sys.argv[1], host="127.0.0.1", port=0)
"""
_ADDRESS = re.compile(r"running on (http://127\.0\.0\.1:\d+)")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a model, which requests name by `str(folder)`; yield the base URL, ending in /v1, once the model is loaded.

    Raises:
        RuntimeError: The server ended instead; with the end of what it wrote.
    """
    with TemporaryDirectory() as home, _started(folder, Path(home)) as server, ThreadPoolExecutor(1) as reader:
        try:
            assert server.stderr is not None
            address = _address(server.stderr)
            reader.submit(deque, server.stderr, 0)  # a full pipe would stop it
            yield f"{address}/v1"
        finally:
            server.kill()


def _started(folder: Path, home: Path) -> "subprocess.Popen[str]":
    (home / "hub").mkdir()  # what /v1/models lists: nothing
    environment = os.environ | {"HF_HOME": str(home), "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", _SERVE, str(folder)]
    return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def _address(log: IO[str]) -> str:
    last: deque[str] = deque(maxlen=50)
    for line in log:
        if found := _ADDRESS.search(line):
            return found[1]
        last.append(line)
    raise RuntimeError("the model's server did not start:\n" + "".join(last))
