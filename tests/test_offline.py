"""I8: with the network unplugged everything works; first that it is unplugged indeed, here and in what tests start."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
REFUSED = r"the tests are offline: socket\.(connect|getaddrinfo|sendto)"


@pytest.mark.parametrize("host", ["192.0.2.1", "example.invalid", "2001:db8::1"])
def test_nothing_leaves_this_process(host: str) -> None:
    with pytest.raises(OSError, match=REFUSED):
        socket.create_connection((host, 80), timeout=1)


def test_nothing_leaves_unconnected() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams, pytest.raises(OSError, match=REFUSED):
        datagrams.sendto(b"?", ("192.0.2.1", 53))


def test_nothing_leaves_a_program_that_a_test_starts() -> None:
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stderr.splitlines()[-1] == "OSError: [Errno 101] the tests are offline: socket.connect to '192.0.2.1'"


def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(("localhost", server.getsockname()[1]), timeout=5) as client:
            assert client.getpeername() == server.getsockname()


def test_adding_and_asking_and_serving_need_no_network(tmp_path: Path) -> None:
    """The whole way with the real model, each step a program of its own, in one library."""
    story = tmp_path / "mina.txt"
    story.write_text("Mina was born in Turku. She kept bees on the roof of the old mill.\n", encoding="utf-8")
    environment = os.environ | {"QUOTH_LIBRARY": str(tmp_path / "library")}
    quoth = [sys.executable, "-m", "web.terminal"]
    added = subprocess.run(
        [*quoth, "add", story], cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert (added.returncode, added.stderr) == (0, "")
    assert added.stdout.splitlines()[0] == "added     Mina  (mina.txt, 1 passage, id mina)"
    server = subprocess.Popen(
        [*quoth, "serve", "--port", "0"], cwd=PROJECT, env=environment, stderr=subprocess.PIPE, text=True
    )
    assert server.stderr is not None
    with server:
        try:
            address = server.stderr.readline().split()[3]
            answer = ask_when_ready(address, "Where was Mina born?")
        finally:
            server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=30) == 0
    assert [cited["quote"] for cited in answer["citations"]] == ["Mina was born in Turku."]


def ask_when_ready(address: str, question: str) -> dict[str, list[dict[str, str]]]:
    """Ask a server that has just been started, as soon as it says that it is ready."""
    pause = threading.Event()
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=60):
                break
        except urllib.error.HTTPError as refused:
            assert refused.code == 503
            refused.close()
            pause.wait(0.1)
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"{address}/ask", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as reply:
        answer: dict[str, list[dict[str, str]]] = json.load(reply)
    return answer
