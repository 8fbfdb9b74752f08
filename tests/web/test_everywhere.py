"""What holds on every route and for every error, made from the routes themselves, so that a new one is covered."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from corpus import QuothError
from qa import Chatbot
from tests.web.fakes import BASE, HTML, Serve, settings, wait
from web.app import create_app
from web.boundary import SECURITY_HEADERS
from web.errors import TABLE

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def _broken() -> Chatbot:
    raise QuothError("The library was made with another embedder.", "Rebuild it.")


def _paths(app: FastAPI) -> list[str]:
    paths = [path.replace("{document_id}", "lily") for path in app.openapi()["paths"]]
    return [*paths, "/openapi.json", "/static/quoth.css", "/static/nothing", "/nothing", "/documents/"]


def _everything(client: TestClient, app: FastAPI) -> Iterator[tuple[str, Response]]:
    """A response of every path and method, right and refused in every way that is decided before the route."""
    ways: list[dict[str, Any]] = [
        {},
        {"headers": HTML},
        {"headers": {"Host": "evil.example"}},
        {"headers": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}},
        {"headers": {"Content-Length": "99999999999"}},
        {"content": b"\xff" * 10, "headers": {"Content-Type": "application/json"}},
        {"content": b"\xff" * 10, "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
        {"content": b"\xff" * 10, "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
    ]
    for path in _paths(app):
        for method in METHODS:
            for way in ways:
                yield f"{method} {path} {way}", client.request(method, path, follow_redirects=False, **way)


@pytest.fixture(scope="module")
def crawled(app: FastAPI, client: TestClient) -> list[tuple[str, Response]]:
    """Everything, from an application that works, but whose story is not removed, and from one that could not open."""
    broken = create_app(_broken, settings())
    with TestClient(broken, base_url=BASE, raise_server_exceptions=False) as refusing:
        unready = list(_everything(wait(refusing, broken), broken))
    safe = [path for path in _paths(app) if not path.startswith("/documents/lily")]
    working = [
        (f"{method} {path}", client.request(method, path, headers=headers, follow_redirects=False))
        for path in [*safe, "/documents/lily"]
        for method in ("GET", "HEAD", "PUT")
        for headers in (HTML, {})
    ]
    return [*unready, *working]


def test_every_response_has_every_security_header(crawled: list[tuple[str, Response]]) -> None:
    missing = [(name, header) for name, response in crawled for header, value in SECURITY_HEADERS.items() if response.headers.get(header) != value]
    assert missing == []


def test_only_static_files_are_kept(crawled: list[tuple[str, Response]]) -> None:
    kept = {name.split()[1] for name, response in crawled if response.headers["cache-control"] != "no-store"}
    assert kept == {"/static/quoth.css"}


def test_the_page_that_answers_a_form_is_kept_for_going_back_to_it_alone(client: TestClient) -> None:
    form = {"q": "Who is Lily?"}
    assert client.post("/", data=form, headers=HTML).headers["cache-control"] == "private, no-cache"
    assert client.post("/", data={"q": ""}, headers=HTML).headers["cache-control"] == "no-store"
    assert client.get("/", params=form, headers=HTML).headers["cache-control"] == "no-store"


def test_every_error_has_the_one_shape(crawled: list[tuple[str, Response]]) -> None:
    for name, response in crawled:
        if response.status_code < 400 or name.startswith("HEAD"):
            continue
        if response.headers["content-type"].startswith("text/html"):
            assert "text/html" in name or "'headers'" not in name, name
            continue
        error = response.json()
        assert list(error) == ["error"], name
        assert list(error["error"]) == ["kind", "message", "hint"], name
        assert all(isinstance(value, str) for value in error["error"].values()), name


def test_no_error_is_ours(crawled: list[tuple[str, Response]]) -> None:
    assert [(name, response.text) for name, response in crawled if response.status_code == 500] == []


def test_no_response_tells_of_our_insides(crawled: list[tuple[str, Response]]) -> None:
    for name, response in crawled:
        assert "Traceback" not in response.text, name
        assert "site-packages" not in response.text, name


def test_a_head_is_the_get_without_its_body(client: TestClient) -> None:
    for path in ("/", "/ask?question=Who", "/documents", "/documents/lily", "/healthz", "/static/quoth.css"):
        got, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (got.status_code, b""), path
        assert head.headers["content-type"] == got.headers["content-type"], path


def test_every_method_that_is_not_there_is_405_and_allow_names_the_rest(app: FastAPI, client: TestClient) -> None:
    for path, methods in app.openapi()["paths"].items():
        there = {method.upper() for method in methods}
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - there:
            response = client.request(method, path.replace("{document_id}", "lily"))
            assert response.status_code in (405, 415), (method, path)
            if response.status_code == 405:
                assert response.json()["error"]["kind"] == "method_not_allowed"
                allowed = set(response.headers["allow"].split(", "))
                assert allowed == there | ({"HEAD"} if "GET" in there else set()), path


def test_what_could_not_be_opened_says_why() -> None:
    app = create_app(_broken, settings())
    with TestClient(app, base_url=BASE, raise_server_exceptions=False) as client:
        wait(client, app)
        error = {
            "kind": "opening_failed",
            "message": "The library was made with another embedder.",
            "hint": "Rebuild it.",
        }
        for response in (client.get("/readyz"), client.post("/ask", json={"question": "a"}), client.get("/documents")):
            assert (response.status_code, response.json()) == (503, {"error": error})
        assert client.get("/healthz").json() == {"status": "ok"}
        page = client.get("/", headers=HTML)
        assert page.status_code == 200
        assert "The library was made with another embedder." in page.text
        asked = client.get("/", params={"q": "Where is my question?"}, headers=HTML)
        assert asked.status_code == 503
        assert ">\nWhere is my question?</textarea>" in asked.text


def test_before_it_is_open_it_says_so(app: FastAPI) -> None:
    closed = create_app(_broken, settings())
    client = TestClient(closed, base_url=BASE)
    assert client.get("/readyz").json()["error"]["kind"] == "not_ready"
    assert client.get("/readyz").headers["retry-after"] in "34567"
    assert client.get("/healthz").status_code == 200


def test_an_unforeseen_exception_is_a_plain_500(own: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError(" ".join(["what", "a", "person", "asked"]))

    monkeypatch.setattr("web.routes.documents.listing", fail)
    response = own.get("/documents", headers={"Accept": "application/json"})
    assert (response.status_code, response.json()["error"]["kind"]) == (500, "internal_error")
    assert {header: response.headers[header] for header in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "what a person asked" not in response.text
    assert "ZeroDivisionError" in caplog.text
    assert "what a person asked" not in caplog.text
    monkeypatch.setattr("web.shelf.listing", fail)
    page = own.get("/documents", headers=HTML)
    assert page.status_code == 500
    assert "Something went wrong inside Quoth." in page.text


def _all_errors(root: type[QuothError] = QuothError) -> Iterator[type[QuothError]]:
    yield root
    for child in root.__subclasses__():
        yield from _all_errors(child)


def test_every_error_of_the_house_has_a_row_of_its_own() -> None:
    missing = {error.__name__ for error in _all_errors() if error not in TABLE and error.__module__.split(".")[0] in ("corpus", "index", "qa")}
    assert missing == set()


def test_ready_says_so(client: TestClient, serve: Serve) -> None:
    assert client.get("/readyz").json() == {"status": "ready"}
