"""The pages, as a browser without a script sees them."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from corpus import Document, Section
from tests.web.fakes import HTML, Serve, open_real
from web.views import FOLDER, outline, story_blocks

PAYLOADS = [
    "<script>window.__xss=1</script>",
    "<img src=x onerror=window.__xss=1>",
    '"><svg onload=window.__xss=1>',
    "' onfocus=window.__xss=1 autofocus='",
    "</title><script>window.__xss=1</script>",
    "</textarea><script>window.__xss=1</script>",
    "javascript:window.__xss=1",
    "{{7*7}}{% for a in range(9) %}x{% endfor %}",
    "<!--<script>-->",
    "&lt;script&gt;",
]


class _Tags(HTMLParser):
    """What may load, run or lead elsewhere on a page: elements by name with their attributes' names, and where they lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[tuple[str, ...]] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "svg", "img", "iframe", "object", "embed", "style", "link", "meta", "base", "form", "math", "template"):
            self.found.add((tag, *sorted(name for name, _ in attrs)))
        for name, value in attrs:
            assert not name.startswith("on") and name not in ("style", "srcdoc", "formaction"), (tag, name)
            if name in ("href", "src", "action", "cite"):
                assert re.match(r"[/#](?!/)", value or ""), (tag, name, value)


def _own_tags(page: str) -> set[tuple[str, ...]]:
    return _Tags(page).found


@pytest.fixture
def plain(client: TestClient) -> set[tuple[str, ...]]:
    """The tags that our own pages have."""
    paths = ("/", "/?q=Where+was+Lily+born", "/documents", "/documents/lily?start=0&end=5", "/?documents=lily")
    follow_up = client.post("/", data={"q": "Where was she born?", "history": '[{"question": "Who is Lily?"}]'}, headers=HTML).text
    return set().union(_own_tags(follow_up), *(_own_tags(client.get(path, headers=HTML).text) for path in paths))


def test_a_conversation_goes_on_without_a_script(client: TestClient) -> None:
    page = client.get("/", params={"q": "Where was Lily born?"}, headers=HTML).text
    history = unescape(re.findall(r'name="history" value="([^"]*)"', page)[0])
    for _ in range(8):
        page = client.post("/", data={"q": "Where was she born?", "history": history}, headers=HTML).text
        history = unescape(re.findall(r'name="history" value="([^"]*)"', page)[0])
        assert "Understood as: " in page
    assert page.count('class="turn earlier"') == 6
    assert "Lily was born in the town of Aktau." in page


@pytest.mark.parametrize("history", ["x", "[1]", "{}", "[" * 1000, '[{"question": "a", "more": 1}]', "null"])
def test_a_broken_history_is_an_error_on_the_page(client: TestClient, history: str) -> None:
    page = client.post("/", data={"q": "Who is Lily?", "history": history}, headers=HTML)
    assert (page.status_code, 'role="alert"' in page.text) == (422, True)


@pytest.mark.parametrize(("question", "status"), [("", 422), ("  ", 422), ("?", 422), ("a" * 2001, 422)])
def test_an_error_stays_on_the_page_with_the_question(client: TestClient, question: str, status: int) -> None:
    page = client.get("/", params={"q": question}, headers=HTML)
    assert page.status_code == status
    assert 'role="alert"' in page.text
    assert f">\n{question}</textarea>" in page.text


def test_an_empty_page_is_never_mute(own: TestClient) -> None:
    page = own.get("/", headers=HTML).text
    offered = [unescape(question) for question in re.findall(r'<li><a href="/\?q=[^"]*">([^<]*)</a>', page)]
    assert len(offered) >= 2
    for question in offered:
        assert own.post("/ask", json={"question": question}).json()["citations"]
    for id in ("lily", "fox"):
        own.delete(f"/documents/{id}")
    for address in ("/", "/?q=Who+is+Lily"):
        assert '<a href="/documents#add">' in own.get(address, headers=HTML).text


def test_a_link_to_a_question_asks_the_same_of_the_same_stories(client: TestClient) -> None:
    history = '[{"question": "Where was Lily born?", "answer": "In Aktau.", "documents": ["lily"]}]'
    page = client.post("/", data={"q": "Where did she dance?", "documents": "lily", "history": history}, headers=HTML).text
    understood = re.findall(r"Understood as: <q>([^<]*)</q>", page)[0]
    link = unescape(re.findall(r'href="([^"]*)">Link to this question</a>', page)[0])
    again = client.get(link, headers=HTML).text
    assert f'<h2 class="asked">{understood}</h2>' in again
    assert '<input type="hidden" name="documents" value="lily">' in again


def test_asking_one_story_only(client: TestClient) -> None:
    page = client.get("/", params={"documents": "lily"}, headers=HTML).text
    assert '<input type="hidden" name="documents" value="lily">' in page
    assert "<cite>Lily the Dancer</cite>" in page
    unknown = client.get("/", params={"documents": "nowhere", "q": "Who?"}, headers=HTML)
    assert unknown.status_code == 404


def test_the_quote_is_marked_and_can_be_jumped_to(client: TestClient) -> None:
    text = client.get("/documents/lily/text").text
    start = text.index("She danced")
    page = client.get(f"/documents/lily?start={start}&end={start + 10}", headers=HTML).text
    assert page.count("<mark") == 1
    assert '<mark id="quote">She danced</mark>' in page


@pytest.mark.parametrize(
    "query",
    ["", "start=5", "end=5", "start=9&end=5", "start=-1&end=5", "start=0&end=99999", "start=a&end=b", "start=%00&end=1",
     "start=1e1&end=20", "start=" + "9" * 5000 + "&end=" + "9" * 5000, "start=٣&end=٩", "start=1&start=2&end=0"],
)  # fmt: skip
def test_a_range_that_is_none_is_ignored(client: TestClient, query: str) -> None:
    page = client.get(f"/documents/lily?{query}", headers=HTML)
    assert page.status_code == 200
    assert "<mark" not in page.text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_people_write_becomes_markup(library_folder: Path, serve: Serve, payload: str, plain: set[tuple[str, ...]]) -> None:
    client = serve(open_real(library_folder))
    story = f"---\ntitle: {payload!r}\n---\n\nMallory said {payload} in the town.\n\n## {payload}\n\nThe end {payload}."
    name = f"{payload}.txt"
    added = client.post("/documents", files={"files": (name.replace('"', "'"), story.encode())}, headers=HTML)
    ids = [one["id"] for one in client.get("/documents", headers={"Accept": "application/json"}).json()["documents"]]
    pages = [
        added.text,
        client.get("/documents", headers=HTML).text,
        client.get("/", params={"q": f"What did Mallory say? {payload}"}, headers=HTML).text,
        client.get("/", params={"q": payload * 300}, headers=HTML).text,
        client.get("/", params={"documents": payload}, headers=HTML).text,
        client.get("/" + payload, headers=HTML).text,
        client.get("/documents/" + payload, headers=HTML).text,
        client.post("/", data={"q": "Who is Lily?", "history": f'[{{"question": {payload!r}}}]'}, headers=HTML).text,
        *(client.get(f"/documents/{id}?start=0&end=20", headers=HTML).text for id in ids),
    ]
    for page in pages:
        assert _own_tags(page) <= plain
        assert "window.__xss=1>" not in page
        assert "{{7*7}}" in page or ">49<" not in page
    assert any("Mallory" in page for page in pages)


def test_a_lie_in_the_history_is_shown_as_text(client: TestClient, plain: set[tuple[str, ...]]) -> None:
    history = '[{"question": "a <b>", "answer": "<script>window.__xss=1</script> [1]"}]'
    page = client.post("/", data={"q": "Who is Lily?", "history": history}, headers=HTML).text
    assert _own_tags(page) <= plain
    assert "&lt;script&gt;window.__xss=1&lt;/script&gt;</p>" in page


def test_no_template_switches_escaping_off() -> None:
    for template in (FOLDER / "templates").glob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert "|safe" not in text.replace(" ", ""), template.name
        assert "autoescape false" not in text, template.name
        assert "style=" not in text, template.name
        assert re.findall("<script[^>]*>", text) in ([], ['<script type="module" src="/static/quoth.js">']), template.name


def test_the_reference_lists_every_route_and_loads_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs", headers=HTML).text
    for path in client.get("/openapi.json").json()["paths"]:
        assert f"</b> {path}</h2>" in page
    assert re.findall(r'(?:src|href)="(?!/|#)[^"]*"', page) == []


def _document(text: str, *sections: Section) -> Document:
    return Document("a", "The Tale", "a.txt", "/a.txt", text, sections)


def test_a_story_is_cut_into_headings_paragraphs_verse_and_pages() -> None:
    text = "The Tale\n\nOnce upon\na time there was.\n\nChapter 1\n\nRoses are red,\nviolets blue.\n\nThe end."
    sections = (
        Section(0, "heading", "The Tale"), Section(text.index("Chapter"), "page", "2"),
        Section(text.index("Chapter"), "chapter", "Chapter 1"), Section(text.index("The end"), "heading", "Epilogue"),
    )  # fmt: skip
    document = _document(text, *sections)
    shown = [(block.kind, "".join(piece.text for piece in block.pieces)) for block in story_blocks(document, None, None)]
    assert shown == [
        ("verse", "Once upon\na time there was."), ("page", ""), ("heading", "Chapter 1"),
        ("verse", "Roses are red,\nviolets blue."), ("heading", "Epilogue"), ("paragraph", "The end."),
    ]  # fmt: skip
    assert outline(document) == [(1, "The Tale"), (3, "Chapter 1"), (4, "Epilogue")]


@given(st.lists(st.sampled_from(["\n", "\n\n", " ", "a", "b c", "\n\t\n"]), max_size=30), st.data())
def test_every_visible_character_of_a_story_is_shown_once_and_the_quote_is_marked(parts: list[str], data: st.DataObject) -> None:
    text = "".join(parts)
    starts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4)))
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    blocks = story_blocks(_document(text, *(Section(at, "page", "1") for at in starts)), start, end)
    pieces = [piece for block in blocks for piece in block.pieces]
    assert "".join("".join(piece.text for piece in pieces).split()) == "".join(text.split())
    marked = "".join(piece.text for piece in pieces if piece.marked)
    assert "".join(marked.split()) == "".join(text[start:end].split())
    assert sum(block.quoted for block in blocks) == (1 if marked else 0)
