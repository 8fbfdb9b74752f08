"""The stories as resources: `quoth://documents/ID` is a story's plain text, the very text that every offset counts in."""

from typing import Any
from urllib.parse import quote, unquote

from mcp import MCPError
from mcp.server import ServerRequestContext
from mcp.types import (
    INTERNAL_ERROR,
    INVALID_PARAMS,
    ListResourcesResult,
    ListResourceTemplatesResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    Resource,
    ResourceTemplate,
    TextResourceContents,
)

from index import DocumentRecord, UnknownDocument
from qa import Chatbot
from web.mcp.failures import told
from web.mcp.workbench import Workbench
from web.text import printable

_ROOT = "quoth://documents/"
_MEDIA = "text/plain"
_ON_A_PAGE = 200

_TEMPLATE = ResourceTemplate(
    uri_template=_ROOT + "{id}",
    name="story",
    title="A story's text",
    description="The plain text of the story with this id. The `start` and `end` of every quote and passage count its code points.",
    mime_type=_MEDIA,
)


def uri(document_id: str) -> str:
    """Return the address of a story."""
    return _ROOT + quote(document_id, safe="")


class Stories:
    """Lists the stories and reads them.

    Args:
        workbench: Where the library is.
    """

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench

    async def list(self, context: ServerRequestContext[Any], params: PaginatedRequestParams | None) -> ListResourcesResult:
        """List the stories that the library holds now, by id; a cursor is the last id of the page before."""
        after = (params.cursor if params else None) or ""

        def look(chatbot: Chatbot) -> list[DocumentRecord]:
            return [record for id, record in sorted(chatbot.library.documents().items()) if id > after]

        try:
            left = await self._workbench.call(look)
        except Exception as exc:  # the documented outermost boundary of this request
            raise MCPError(INTERNAL_ERROR, told(exc)) from None
        shown = left[:_ON_A_PAGE]
        return ListResourcesResult(
            resources=[_resource(record) for record in shown],
            next_cursor=shown[-1].id if len(left) > len(shown) else None,
        )

    async def templates(self, context: ServerRequestContext[Any], params: PaginatedRequestParams | None) -> ListResourceTemplatesResult:
        """Tell how a story's address is made of its id."""
        return ListResourceTemplatesResult(resource_templates=[_TEMPLATE])

    async def read(self, context: ServerRequestContext[Any], params: ReadResourceRequestParams) -> ReadResourceResult:
        """Read a story.

        Raises:
            MCPError: There is no such story, or it cannot be read.
        """
        try:
            text = await self._workbench.call(lambda chatbot: chatbot.library.document(_id(params.uri)).text)
        except UnknownDocument as exc:
            raise MCPError(INVALID_PARAMS, told(exc), {"uri": printable(params.uri, 500)}) from None
        except Exception as exc:  # the documented outermost boundary of this request
            raise MCPError(INTERNAL_ERROR, told(exc), {"uri": printable(params.uri, 500)}) from None
        return ReadResourceResult(contents=[TextResourceContents(uri=params.uri, mime_type=_MEDIA, text=text)])


def _id(address: str) -> str:
    if not address.startswith(_ROOT):
        raise UnknownDocument(f"There is nothing at {printable(address, 200)}.")
    return unquote(address.removeprefix(_ROOT))


def _resource(record: DocumentRecord) -> Resource:
    return Resource(
        uri=uri(record.id),
        name=record.id,
        title=printable(record.title, 300),
        description=f"{printable(record.source)}, {record.characters:,} characters",
        mime_type=_MEDIA,
    )
