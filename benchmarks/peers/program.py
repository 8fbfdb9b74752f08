"""A system in a program of its own, asked over a pipe."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from index import default_model

from .environments import interpreter

_ROOT = Path(__file__).resolve().parents[2]
LOGS = Path(".bench/peers")


class Program:
    """One system, started; what it prints goes to a log.

    Args:
        peer: Its name in `environments`.
    """

    def __init__(self, peer: str) -> None:
        self.peer = peer
        LOGS.mkdir(parents=True, exist_ok=True)
        self._log = LOGS / f"{peer}.log"
        environment = {**os.environ, "PYTHONPATH": str(_ROOT), "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
        command = [interpreter(peer), "-m", f"benchmarks.peers.{peer}", str(default_model())]
        with self._log.open("wb") as log:
            pipe = subprocess.PIPE
            self._running = subprocess.Popen(command, cwd=_ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=log, text=True)
        self._reply()

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._running.poll() is None:
            self._send({"do": "quit"})
        self._running.communicate()

    def ask(self, **request: object) -> dict[str, Any]:
        """Send a request as `wire` has it and return the reply."""
        self._send(request)
        return self._reply()

    def _send(self, request: Mapping[str, object]) -> None:
        assert self._running.stdin is not None
        self._running.stdin.write(json.dumps(request) + "\n")
        self._running.stdin.flush()

    def _reply(self) -> dict[str, Any]:
        assert self._running.stdout is not None
        line = self._running.stdout.readline()
        if not line:
            told = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-3:]
            raise SystemExit(f"{self.peer} ended ({self._running.wait()}): {' | '.join(told)}")
        reply: dict[str, Any] = json.loads(line)
        return reply
