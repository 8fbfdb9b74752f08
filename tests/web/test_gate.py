"""Who may come in."""

import pytest
from fastapi.testclient import TestClient

from corpus import QuothError
from tests.web.fakes import HTML, ScriptedChatbot, Serve, settings
from web.app import create_app
from web.errors import QuotaExceeded
from web.quota import Quota, client_address

TOKEN = "a-long-secret-that-nobody-guesses"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:1", "LOCALHOST", "[::1]:8000"])
def test_own_names_are_answered_to(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "localhost/x", "localhost?x", "localhost#x",
     "localhost\\x", "localhost:x", "localhost:", "", " ", "localhost,evil", "[::1", "localhost:8000:1", "127.1", "0"],
)  # fmt: skip
def test_other_names_are_not(client: TestClient, host: str) -> None:
    for path in ("/", "/healthz", "/ask?question=a", "/documents"):
        response = client.get(path, headers={"Host": host})
        assert (response.status_code, response.json()["error"]["kind"]) == (421, "host_refused")


def test_two_host_headers_are_refused(client: TestClient) -> None:
    response = client.get("/healthz", headers=[("Host", "localhost"), ("Host", "evil.example")])
    assert response.status_code == 421


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:9999"},
    {"Origin": "http://127.0.0.1:8000.evil.example"},
    {"Origin": "file://127.0.0.1:8000"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_other_sites_change_nothing(client: TestClient, headers: dict[str, str]) -> None:
    before = client.get("/documents", headers={"Accept": "application/json"}).json()
    responses = [
        client.post("/documents", files={"files": ("a.txt", b"Evil words stand here.")}, headers=headers),
        client.post("/documents/lily/remove", headers=headers),
        client.delete("/documents/lily", headers=headers),
        client.post("/ask", json={"question": "a"}, headers=headers),
        client.post("/", data={"q": "a"}, headers=headers),
    ]
    assert [(response.status_code, response.json()["error"]["kind"]) for response in responses] == [(403, "origin_refused")] * 5
    assert client.get("/documents", headers={"Accept": "application/json"}).json() == before


def test_own_pages_and_programs_may(client: TestClient) -> None:
    own = [
        {},
        {"Origin": "http://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "none"},
    ]
    for headers in own:
        assert client.post("/ask", json={"question": "Who is Lily?"}, headers=headers).status_code == 200


def test_a_link_from_elsewhere_may_be_followed_but_not_fetched_or_framed(client: TestClient) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert client.get("/", headers=link).status_code == 200
    assert client.get("/", headers=link | {"Sec-Fetch-Dest": "iframe"}).status_code == 403
    assert client.get("/ask?question=a", headers=link | {"Sec-Fetch-Mode": "no-cors"}).status_code == 403


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.org", "localhost.example.org"])
def test_a_wider_bind_without_a_token_does_not_start(host: str) -> None:
    for token in (None, ""):
        with pytest.raises(QuothError) as caught:
            create_app(lambda: pytest.fail("opened"), settings(host=host, token=token))
        assert "QUOTH_TOKEN" in caught.value.hint


@pytest.mark.parametrize(
    ("host", "token"),
    [("127.0.0.1", None), ("127.8.8.8", None), ("::1", None), ("localhost", None), ("0.0.0.0", TOKEN)],
)
def test_a_safe_bind_starts(host: str, token: str | None) -> None:
    create_app(lambda: pytest.fail("opened"), settings(host=host, token=token))


def test_without_the_token_nothing_but_health_is_answered(chatbot: ScriptedChatbot, serve: Serve) -> None:
    client = serve(chatbot, token=TOKEN)
    opened = {path for path in client.app.openapi()["paths"] if client.get(path).status_code != 401}  # type: ignore[attr-defined]
    assert opened == {"/healthz", "/login"}
    response = client.get("/readyz")
    assert (response.json()["error"]["kind"], response.headers["www-authenticate"]) == ("token_needed", "Bearer")
    assert client.get("/readyz", headers=BEARER).status_code == 200
    assert client.get("/readyz", headers={"authorization": f"bearer {TOKEN}"}).status_code == 200


def test_a_wrong_token_in_any_form_is_refused_and_not_for_ever(chatbot: ScriptedChatbot, serve: Serve) -> None:
    client = serve(chatbot, token=TOKEN)
    wrong: list[dict[str, str]] = [
        {"Authorization": "Bearer"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Cookie": f"quoth_session={TOKEN}"},
        {"Cookie": "quoth_session="},
        {"X-API-Key": TOKEN},
    ]
    assert [client.get("/readyz", headers=headers).status_code for headers in wrong] == [401] * 6
    assert client.get(f"/readyz?token={TOKEN}").status_code == 401
    later = [client.get("/readyz", headers={"Authorization": "Bearer no"}).status_code for _ in range(20)]
    assert later == [401] * 7 + [429] * 13
    assert client.get("/readyz", headers=BEARER).status_code == 200


def test_a_body_without_the_token_is_not_read(chatbot: ScriptedChatbot, serve: Serve) -> None:
    client = serve(chatbot, token=TOKEN)
    # With a body that is too large and of the wrong type, too: only who may come in learns that.
    response = client.post("/documents", content=b"x" * 70_000_000)
    assert response.status_code == 401


def test_a_browser_signs_in_once(chatbot: ScriptedChatbot, serve: Serve) -> None:
    client = serve(chatbot, token=TOKEN)
    sent = client.get("/?q=Who%3F", headers=HTML, follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, "/login?next=%2F%3Fq%3DWho%253F")
    form = client.get(sent.headers["location"], headers=HTML)
    assert '<input type="hidden" name="next" value="/?q=Who%3F">' in form.text
    wrong = client.post("/login", data={"token": "no", "next": "/?q=Who%3F"}, headers=HTML)
    assert (wrong.status_code, "That is not the token." in wrong.text) == (401, True)
    right = client.post("/login", data={"token": TOKEN, "next": "/?q=Who%3F"}, follow_redirects=False)
    assert (right.status_code, right.headers["location"]) == (303, "/?q=Who%3F")
    cookie = right.headers["set-cookie"]
    assert TOKEN not in cookie
    assert all(part in cookie for part in ("HttpOnly", "SameSite=lax", "Path=/"))
    assert client.get("/?q=Who%3F", headers=HTML).status_code == 200


@pytest.mark.parametrize("elsewhere", ["//evil.example", "/\\evil.example", "https://evil.example", "", "/\tx", "javascript:x"])
def test_signing_in_leads_nowhere_else(chatbot: ScriptedChatbot, serve: Serve, elsewhere: str) -> None:
    client = serve(chatbot, token=TOKEN)
    right = client.post("/login", data={"token": TOKEN, "next": elsewhere}, follow_redirects=False)
    assert right.headers["location"] == "/"


def test_a_client_that_asks_too_often_waits(chatbot: ScriptedChatbot, serve: Serve) -> None:
    client = serve(chatbot, asks_per_minute=2)
    statuses = [client.post("/ask", json={"question": "Who?"}).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    refused = client.get("/", params={"q": "Who?"}, headers=HTML)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "10")
    assert ">\nWho?</textarea>" in refused.text


def test_a_bucket_fills_again() -> None:
    now = 0.0
    quota = Quota(60, lambda: now)
    for _ in range(60):
        quota.take("a")
    with pytest.raises(QuotaExceeded):
        quota.take("a")
    quota.take("b")
    now = 1.0
    quota.take("a")
    with pytest.raises(QuotaExceeded):
        quota.take("a")


def test_a_million_addresses_take_no_memory() -> None:
    quota = Quota(1)
    for number in range(20_000):
        quota.take(str(number))
    assert len(quota._buckets) == 10_000


def test_one_household_is_one_client() -> None:
    first, second = ("2001:db8:1:2::1", 1), ("2001:db8:1:2:ffff::9", 2)
    assert client_address({"client": first}) == client_address({"client": second}) == "2001:0db8:0001:0002"
    assert client_address({"client": None}) == "unknown"


@pytest.mark.parametrize(("host", "asks", "uploads"), [("127.0.0.1", 0, 0), ("0.0.0.0", 30, 10)])
def test_limits_a_minute_come_with_a_wider_bind(host: str, asks: int, uploads: int) -> None:
    given = settings(host=host, token=TOKEN)
    assert (given.ask_rate, given.upload_rate) == (asks, uploads)
    assert settings(host=host, asks_per_minute=5).ask_rate == 5


def test_the_token_is_in_no_text_of_the_settings() -> None:
    assert TOKEN not in repr(settings(token=TOKEN))
