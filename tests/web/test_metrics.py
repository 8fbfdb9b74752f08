"""What is counted, and what must never be in it."""

from fastapi.testclient import TestClient

from tests.web.fakes import ScriptedChatbot, Serve


def test_asks_are_counted_by_their_end_and_no_word_of_them_is_kept(chatbot: ScriptedChatbot, serve: Serve) -> None:
    client = serve(chatbot)
    client.post("/ask", json={"question": "Canary?"})
    client.get("/ask", params={"question": "Canary?"}, headers={"Accept": "text/event-stream"})
    client.get("/", params={"q": "Canary?"})
    chatbot.error = ZeroDivisionError("Canary!")
    client.post("/ask", json={"question": "Canary?"})
    client.get("/canary")
    response = client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    lines = response.text.splitlines()
    counted = {line for line in lines if line.startswith(("quoth_asks_total", "quoth_ask_seconds_count"))}
    assert counted == {
        'quoth_asks_total{outcome="abstained"} 3.0', 'quoth_asks_total{outcome="failed"} 1.0',
        "quoth_ask_seconds_count 4.0",
    }  # fmt: skip
    assert {"quoth_queue_depth 0.0", "quoth_slots_busy 0.0", "quoth_ready 1.0"} <= set(lines)
    assert 'quoth_responses_total{class="4xx"} 1.0' in lines
    assert "canary" not in response.text.lower()


def test_files_are_counted(own: TestClient) -> None:
    own.post("/documents", files=[("files", ("a.txt", b"A cat sat.")), ("files", ("b.exe", b"MZ"))])
    lines = own.get("/metrics").text.splitlines()
    assert {'quoth_files_total{status="added"} 1.0', 'quoth_files_total{status="refused"} 1.0'} <= set(lines)
