"""The library over HTTP: list, read, add, remove."""

import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from tests.web.fakes import HTML, JSON, STORIES, Serve, open_real
from web.text import file_name, printable, size


def _ids(client: TestClient) -> list[str]:
    return [document["id"] for document in client.get("/documents", headers=JSON).json()["documents"]]


def test_the_list_is_as_the_contract_has_it(client: TestClient) -> None:
    listing = client.get("/documents", headers=JSON).json()
    lily = listing["documents"][1]
    added_at = lily.pop("added_at")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*(Z|\+00:00)", added_at)
    text = client.get("/documents/lily/text").text
    assert lily == {
        "id": "lily", "title": "Lily the Dancer", "source": "lily.md", "characters": len(text), "passages": 1,
    }  # fmt: skip
    assert client.get("/documents/lily", headers=JSON).json() == lily | {"added_at": added_at}
    assert listing["generation"] == 1


@pytest.mark.parametrize("path", ["/documents/x", "/documents/x/text", "/documents/%00", "/documents/..%5C..", "/documents/%F0%28"])
def test_an_unknown_document_is_404(client: TestClient, path: str) -> None:
    for headers in (JSON, {}):
        response = client.get(path, headers=headers)
        assert (response.status_code, response.json()["error"]["kind"]) == (404, "unknown_document")
    page = client.get(path, headers=HTML)
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")


def test_upload_ask_remove(own: TestClient) -> None:
    files = [
        ("files", ("tale.txt", "Oskar was born in the town of Köln. He ate honey.".encode(), "text/plain")),
        ("files", ("empty.txt", b"", "text/plain")),
        ("files", ("virus.exe", b"MZ\0\0", "text/plain")),
    ]
    uploaded = own.post("/documents", files=files, headers=JSON).json()
    outcomes = [(one["source"], one["status"], one["document_id"]) for one in uploaded["outcomes"]]
    assert outcomes == [("tale.txt", "added", "tale"), ("empty.txt", "refused", None), ("virus.exe", "refused", None)]
    assert [one["error"]["kind"] for one in uploaded["outcomes"][1:]] == ["empty_document", "unsupported_format"]
    assert uploaded["generation"] == 2
    found = own.post("/ask", json={"question": "Where was Oskar born?"}).json()
    assert [citation["document_id"] for citation in found["citations"]] == ["tale"]
    assert own.delete("/documents/tale").status_code == 204
    assert _ids(own) == ["fox", "lily"]
    assert own.delete("/documents/tale").status_code == 404
    gone = own.post("/ask", json={"question": "Where was Oskar born?"}).json()
    assert "tale" not in [citation["document_id"] for citation in gone["citations"]]


def test_the_same_file_again_is_unchanged_and_an_edited_one_replaces_it(own: TestClient) -> None:
    def upload(text: bytes) -> tuple[str, str]:
        outcome = own.post("/documents", files={"files": ("a.txt", text)}).json()["outcomes"][0]
        return outcome["status"], outcome["document_id"]

    assert upload(b"A cat sat.") == ("added", "a")
    assert upload(b"A cat sat.") == ("unchanged", "a")
    assert upload(b"A dog sat.") == ("replaced", "a")


def test_two_files_of_one_name_in_one_upload_are_two_documents(own: TestClient) -> None:
    files = [("files", ("a.txt", b"A cat sat.")), ("files", ("x/a.txt", b"A dog ran."))]
    outcomes = own.post("/documents", files=files).json()["outcomes"]
    assert [(one["source"], one["status"]) for one in outcomes] == [("a.txt", "added"), ("a (2).txt", "added")]


def test_the_page_adds_and_removes_without_a_script(own: TestClient) -> None:
    page = own.post("/documents", files={"files": ("new.txt", b"A cat sat on a mat.")}, headers=HTML)
    assert page.status_code == 200
    assert '<a href="/documents/new">' in page.text
    removed = own.post("/documents/new/remove", headers=HTML, follow_redirects=False)
    assert (removed.status_code, removed.headers["location"]) == (303, "/documents?removed=new")
    assert _ids(own) == ["fox", "lily"]
    assert 'action="/documents/new/restore"' in own.get("/documents?removed=new", headers=HTML).text


def test_what_was_removed_on_the_page_is_put_back_as_it_was_once(own: TestClient) -> None:
    text, record = own.get("/documents/lily/text").text, own.get("/documents/lily", headers=JSON).json()
    question = {"question": "Where was Lily born?"}
    answered = own.post("/ask", json=question).json()
    own.post("/documents/lily/remove", headers=HTML)
    assert own.post("/ask", json=question).json()["abstained"]
    assert own.post("/documents/lily/restore", follow_redirects=False).headers["location"] == "/documents"
    assert own.get("/documents/lily/text").text == text
    assert own.get("/documents/lily", headers=JSON).json() | {"added_at": ""} == record | {"added_at": ""}
    again = own.post("/ask", json=question).json()
    assert (again["answer"], again["citations"]) == (answered["answer"], answered["citations"])
    refused = own.post("/documents/lily/restore", headers=JSON)
    assert (refused.status_code, refused.json()["error"]["kind"]) == (404, "not_removed")


def test_a_large_library_is_shown_page_by_page(own: TestClient) -> None:
    for first in range(0, 100, 20):
        own.post("/documents", files=[("files", (f"n{n:03}.txt", f"Number {n} went by.".encode())) for n in range(first, first + 20)])
    shown = [own.get("/documents", params=params, headers=HTML).text for params in ({}, {"page": "2"}, {"page": "9"}, {"page": "x"})]
    assert [page.count('class="title"') for page in shown] == [100, 2, 2, 100]
    assert ['href="/documents?page=2" rel="next"' in page for page in shown] == [True, False, False, True]
    assert ['href="/documents?page=1" rel="prev"' in page for page in shown] == [False, True, True, False]
    assert len(_ids(own)) == 102


def test_what_was_added_anew_since_is_not_put_back_over_it(own: TestClient) -> None:
    own.post("/documents/fox/remove", headers=HTML)
    own.post("/documents", files={"files": ("fox.txt", b"The fox moved to a blue shed.")})
    assert own.post("/documents/fox/restore", follow_redirects=False).status_code == 303
    assert own.get("/documents/fox/text").text == "The fox moved to a blue shed."


def test_a_program_that_deletes_means_it(own: TestClient) -> None:
    assert own.delete("/documents/lily").status_code == 204
    assert own.post("/documents/lily/restore", headers=JSON).status_code == 404


@pytest.mark.parametrize(
    ("files", "status", "kind"),
    [
        ([("other", "a.txt", b"a")], 422, "no_files"),
        ([("files", f"{n}.txt", b"a") for n in range(3)], 413, "too_many_files"),
        ([("files", f"{n}.txt", b"a") for n in range(9)], 400, "bad_request"),
        ([("files", "a.txt", b"a" * 300_000)], 413, "body_too_large"),
    ],
)
def test_too_many_or_too_much_is_refused(library_folder: Path, serve: Serve, files: list[tuple[str, str, bytes]], status: int, kind: str) -> None:
    client = serve(open_real(library_folder), upload_files=2, upload_bytes=200_000)
    response = client.post("/documents", files=[(field, (name, content)) for field, name, content in files])
    assert (response.status_code, response.json()["error"]["kind"]) == (status, kind)


def test_a_file_beyond_its_limit_is_refused_and_the_rest_goes_on(library_folder: Path, serve: Serve) -> None:
    client = serve(open_real(library_folder), upload_file_bytes=1000)
    files = [("files", ("big.txt", b"word " * 300)), ("files", ("small.txt", b"A cat sat."))]
    outcomes = client.post("/documents", files=files).json()["outcomes"]
    assert [(one["source"], one["status"]) for one in outcomes] == [("big.txt", "refused"), ("small.txt", "added")]
    assert outcomes[0]["error"] == {"kind": "too_large", "message": "big.txt is larger than 1000 bytes.", "hint": "Split it into smaller files."}


@pytest.mark.parametrize(("count", "words"), [(0, "0 bytes"), (1023, "1023 bytes"), (1536, "1.5 KiB"), (64 * 1024 * 1024, "64 MiB")])
def test_sizes_are_said_in_the_largest_unit(count: int, words: str) -> None:
    assert size(count) == words


MULTIPART = [
    b"",
    b"--x",
    b"--x\r\n\r\n\r\n--x--",
    b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--",
    b"--x\r\n" + b"A: b\r\n" * 100_000 + b"\r\n--x--",
    b"\r\n" * 500_000,
    b"-" * 1_000_000,
    b'--x\r\nContent-Disposition: form-data; name="files"; filename="' + b"a" * 1_000_000 + b'"\r\n\r\na\r\n--x--',
]


@pytest.mark.parametrize("body", MULTIPART, ids=range(len(MULTIPART)))
@pytest.mark.parametrize("boundary", ["x", "y", "", "-" * 70_000])
def test_malformed_multipart_is_refused(client: TestClient, body: bytes, boundary: str) -> None:
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    response = client.post("/documents", content=body, headers=headers)
    assert response.status_code in (400, 413, 422)
    assert set(response.json()) == {"error"}


NAMES = [
    "../../etc/passwd.txt", "..\\..\\boot.txt", "/etc/x.txt", "C:\\x.txt", "a\u202etxt.exe.txt", "a\0b.txt",
    "a\nb.txt", "CON.txt", "." * 50 + "txt", "ａ／ｂ.txt", "~root.txt", "x" * 300 + ".txt", "%2e%2e%2fz.txt",
    "{{7*7}}.txt", " .txt",
]  # fmt: skip


def test_a_file_name_is_only_text(own: TestClient, library_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    before = {path for path in tmp_path.rglob("*") if library_folder not in path.parents}
    for number, name in enumerate(NAMES):
        response = own.post("/documents", files={"files": (name, f"Story {number} is about a cat.".encode())}, headers=JSON)
        if response.status_code == 200:
            [outcome] = response.json()["outcomes"]
            assert re.search(r"[\x00-\x1f/\\\u202e]", outcome["source"]) is None
            assert len(outcome["source"]) <= 124
            assert "/" not in (outcome["document_id"] or "")
        else:
            assert response.status_code in (400, 422)
    assert {path for path in tmp_path.rglob("*") if library_folder not in path.parents} == before
    for id in _ids(own):
        assert own.get(f"/documents/{id}/text").status_code == 200


def test_uploads_at_once_all_arrive(own: TestClient) -> None:
    def upload(number: int) -> int:
        return own.post("/documents", files={"files": (f"{number}.txt", f"Cat {number} sat.".encode())}).status_code

    with ThreadPoolExecutor(4) as people:
        assert list(people.map(upload, range(4))) == [200] * 4
    assert len(_ids(own)) == len(STORIES) + 4


def test_verify(client: TestClient) -> None:
    text = client.get("/documents/lily/text").text
    quote = "in the town of Aktau"
    claims = [{"quote": quote}, {"quote": quote, "document_id": "fox"}, {"quote": "in the town of Rome"}]
    results = client.post("/verify", json={"claims": claims}).json()["results"]
    place = {"document_id": "lily", "start": text.index(quote), "end": text.index(quote) + len(quote)}
    nowhere = {"document_id": None, "start": None, "end": None}
    assert results == [
        {"status": "found"} | place,
        {"status": "misattributed"} | place,
        {"status": "not_found"} | nowhere,
    ]


@pytest.mark.parametrize(
    "claims",
    [None, [], [{}], [{"quote": ""}], [{"quote": " "}], [{"quote": "a" * 2001}], [{"quote": "a"}] * 51, [{"quote": 1}],
     [{"quote": "a", "document_id": 1}], [{"quote": "a", "page": 1}]],
)  # fmt: skip
def test_wrong_claims_are_refused(client: TestClient, claims: object) -> None:
    assert client.post("/verify", json={"claims": claims}).status_code == 422


@given(st.text(st.characters()))
def test_a_shown_name_is_one_short_visible_line(given_name: str) -> None:
    name = file_name(given_name)
    assert 0 < len(name) <= 120
    assert not set("/\\") & set(name)
    assert name == printable(name)
    name.encode()


def test_a_search_lists_passages_and_never_more(client: TestClient) -> None:
    hits = client.get("/search", params={"q": "dancing in Paris"}, headers=JSON).json()["hits"]
    assert [hit["document_id"] for hit in hits] == ["lily", "fox"]
    assert [hit["fused_rank"] for hit in hits] == [1, 2]
    text = client.get("/documents/lily/text").text
    assert text[hits[0]["start"] : hits[0]["end"]] == hits[0]["text"]
    only = client.get("/search", params={"q": "dancing in Paris", "documents": "fox"}, headers=JSON).json()["hits"]
    assert [hit["document_id"] for hit in only] == ["fox"]
    page = client.get("/search", params={"q": "dancing in Paris"}, headers=HTML).text
    assert "<mark>danced</mark>" in page and "<mark>Paris</mark>" in page


@pytest.mark.parametrize(
    ("params", "status", "kind"),
    [({}, 422, "question_empty"), ({"q": "?!"}, 422, "question_empty"), ({"q": "a" * 2001}, 422, "question_too_long"),
     ({"q": "a", "documents": "x"}, 404, "unknown_document")],
)  # fmt: skip
def test_a_search_without_words_is_refused(client: TestClient, params: dict[str, str], status: int, kind: str) -> None:
    response = client.get("/search", params=params, headers=JSON)
    assert (response.status_code, response.json()["error"]["kind"]) == (status, kind)


def test_questions_are_suggested_that_are_answered(own: TestClient) -> None:
    for params in ({}, {"document": "lily"}, {"document": "lily", "near": "20", "most": "1"}):
        found = own.get("/questions", params=params, headers=JSON).json()["questions"]
        assert 0 < len(found) <= int(params.get("most", "4"))
        for question in found:
            assert own.post("/ask", json={"question": question}).json()["citations"]
    first = own.get("/questions", params={"document": "lily"}, headers=JSON).json()["questions"][0]
    rest = own.get("/questions", params={"document": "lily", "asked": first}, headers=JSON).json()["questions"]
    assert first not in rest
    assert own.get("/questions", params={"document": "nowhere"}, headers=JSON).status_code == 404
