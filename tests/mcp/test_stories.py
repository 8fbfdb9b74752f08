"""The stories as resources: what offsets count in, as the library is now."""

from pathlib import Path

import pytest
from mcp import MCPError

from corpus import Source
from index import Library
from tests.mcp.connections import connected
from tests.web.fakes import WordEmbedder, open_real

pytestmark = pytest.mark.anyio

MODES = pytest.mark.parametrize("mode", ["legacy", "auto"])


@MODES
async def test_stories_are_listed_and_read(folder: Path, mode: str) -> None:
    chatbot = open_real(folder)
    texts = {f"quoth://documents/{id}": chatbot.library.document(id).text for id in ("fox", "lily")}
    async with connected(lambda: chatbot, mode) as client:
        listed = (await client.list_resources()).resources
        read = {resource.uri: (await client.read_resource(resource.uri)).contents for resource in listed}
        (template,) = (await client.list_resource_templates()).resource_templates
    assert [(story.uri, story.name, story.title, story.description, story.mime_type) for story in listed] == [
        ("quoth://documents/fox", "fox", "Fox", "fox.txt, 81 characters", "text/plain"),
        ("quoth://documents/lily", "lily", "Lily the Dancer", "lily.md, 99 characters", "text/plain"),
    ]
    assert {uri: (content.model_dump(), len(more)) for uri, (content, *more) in read.items()} == {
        uri: ({"uri": uri, "mime_type": "text/plain", "meta": None, "text": text}, 0) for uri, text in texts.items()
    }
    assert (template.uri_template, template.mime_type) == ("quoth://documents/{id}", "text/plain")


async def test_the_list_is_of_now_and_comes_in_pages(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.mcp.stories._ON_A_PAGE", 2)
    story = tmp_path / "été.txt"
    story.write_text("Il était une fois un été.\n", encoding="utf-8")
    async with connected(lambda: open_real(folder)) as client:
        before = await client.list_resources()
        with Library.open(folder, WordEmbedder()) as library:
            assert [outcome.status for outcome in library.add([Source(story, "été.txt", str(story))])] == ["added"]
        first = await client.list_resources()
        second = await client.list_resources(cursor=first.next_cursor)
        uri = second.resources[0].uri
        read = await client.read_resource(uri)
        with Library.open(folder, WordEmbedder()) as library:
            library.remove(["été"])
        with pytest.raises(MCPError):
            await client.read_resource(uri)
    assert ([story.name for story in before.resources], before.next_cursor) == (["fox", "lily"], None)
    assert ([story.name for story in first.resources], first.next_cursor) == (["fox", "lily"], "lily")
    assert ([story.name for story in second.resources], second.next_cursor) == (["été"], None)
    assert uri == "quoth://documents/%C3%A9t%C3%A9"
    assert read.contents[0].model_dump()["text"] == "Il était une fois un été."


@MODES
@pytest.mark.parametrize(
    ("uri", "message"),
    [
        ("quoth://documents/elk", "No document has the id elk.\nThe tool list_documents gives every id."),
        ("quoth://documents/", "No document has the id .\nThe tool list_documents gives every id."),
        ("quoth://documents/..%2Ffox", "No document has the id ../fox.\nThe tool list_documents gives every id."),
        ("file:///etc/passwd", "There is nothing at file:///etc/passwd.\nThe tool list_documents gives every id."),
    ],
)
async def test_what_is_not_there_is_an_error_of_the_protocol(folder: Path, mode: str, uri: str, message: str) -> None:
    async with connected(lambda: open_real(folder), mode) as client:
        with pytest.raises(MCPError) as caught:
            await client.read_resource(uri)
    assert (caught.value.code, caught.value.message, caught.value.data) == (-32602, message, {"uri": uri})
