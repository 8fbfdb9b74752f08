"""The tools: each what one address of the HTTP interface does, by the same code and with the same result."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Generic, TypeAlias

from mcp import MCPError
from mcp.server import ServerRequestContext
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp.types import Tool as Offered
from pydantic import BaseModel
from starlette.requests import Request

from qa import Chatbot, Done, Mode, QuestionEmpty, Turn, verify
from web.mcp import telling
from web.mcp.arguments import A, AskArguments, NoArguments, SearchArguments, VerifyArguments, read
from web.mcp.failures import told
from web.mcp.workbench import Workbench
from web.quota import client_address
from web.schemas import AnswerBody, DocumentsBody, HitsBody, VerdictsBody
from web.shelf import hit_dict, listing, record_of
from web.text import printable

_READING = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


Work: TypeAlias = Callable[[Chatbot, A], Iterator[dict[str, Any] | None]]


@dataclass(frozen=True, slots=True)
class Tool(Generic[A]):
    """One tool.

    Attributes:
        name: What it is called by.
        title: Its name for people.
        description: For an agent: what it does, and when to call it.
        takes: Its arguments.
        gives: Its structured result; a result may have keys beyond these.
        work: Makes the result, drained in a thread; None for what is no result yet, so that it can be left there.
        tell: Puts the result into words.
    """

    name: str
    title: str
    description: str
    takes: type[A]
    gives: type[BaseModel]
    work: Work[A]
    tell: Callable[[dict[str, Any]], str]

    def offered(self) -> Offered:
        """The tool as it is listed."""
        return Offered(
            name=self.name,
            title=self.title,
            description=self.description,
            input_schema=self.takes.model_json_schema(),
            output_schema=self.gives.model_json_schema(),
            annotations=_READING,
        )


def _ask(chatbot: Chatbot, given: AskArguments) -> Iterator[dict[str, Any] | None]:
    history = [Turn(turn.question, turn.answer, tuple(turn.documents)) for turn in given.history or ()]
    mode = given.mode or "auto"
    for event in chatbot.stream(given.question, documents=given.documents, history=history, limit=given.limit, mode=mode):
        yield event.answer.as_dict() if isinstance(event, Done) else None


def _search(chatbot: Chatbot, given: SearchArguments) -> Iterator[dict[str, Any] | None]:
    library = chatbot.library
    for id in given.documents or ():
        record_of(library, id)
    if not any(character.isalnum() for character in given.query):
        raise QuestionEmpty("There are no words to look for.", "Send some words that may stand in a story.")
    yield {"hits": [hit_dict(library, hit) for hit in library.search(given.query, given.k, given.documents)]}


def _verify(chatbot: Chatbot, given: VerifyArguments) -> Iterator[dict[str, Any] | None]:
    yield {"results": [asdict(verify(chatbot.library, claim.quote, claim.document_id)) for claim in given.claims]}


def _list_documents(chatbot: Chatbot, given: NoArguments) -> Iterator[dict[str, Any] | None]:
    yield listing(chatbot.library)


TOOLS: tuple[Tool[Any], ...] = (
    Tool(
        "ask",
        "Ask the stories",
        "Answer a question from the user's own library of stories, with exact quotes. Call this first for anything the stories may tell: "
        "who, what, where, when, why, how. The answer comes from the stories, never from general knowledge: each quote is checked to be "
        "document.text[start:end], letter by letter, and [1] in the answer points at the quote with marker 1. "
        "When `abstained` is true the stories don't tell: say so, and do not answer from elsewhere as if they did.",
        AskArguments, AnswerBody, _ask, telling.answer,
    ),
    Tool(
        "search",
        "Search the stories",
        "Find the passages of the stories that come closest to some words, best first. They are found, not read: none need be an answer. "
        "Call this to read around a subject, or when `ask` abstains and the nearest passages are wanted.",
        SearchArguments, HitsBody, _search, telling.hits,
    ),
    Tool(
        "verify",
        "Check quotes",
        "Tell whether quotes stand in the stories letter by letter. For each claim: `found` (there, and in the document named, if one was "
        "named), `misattributed` (only in another document) with where it stands, or `not_found`. "
        "Call this before showing words as a quote that did not come from `ask` as they are.",
        VerifyArguments, VerdictsBody, _verify, telling.verdicts,
    ),
    Tool(
        "list_documents",
        "List the stories",
        "List every story of the library by title: its id, title, file name, length in characters and passages, and when it was added. "
        "Call this to learn which stories there are, or for the ids that `documents` takes elsewhere.",
        NoArguments, DocumentsBody, _list_documents, telling.documents,
    ),
)  # fmt: skip


class Toolbox:
    """Lists the tools and calls them.

    Args:
        workbench: Where they work.
    """

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._tools = {tool.name: tool for tool in TOOLS}
        self._offered = [tool.offered() for tool in TOOLS]

    async def list(self, context: ServerRequestContext[Any], params: PaginatedRequestParams | None) -> ListToolsResult:
        """List every tool; they never change."""
        return ListToolsResult(tools=self._offered)

    async def call(self, context: ServerRequestContext[Any], params: CallToolRequestParams) -> CallToolResult:
        """Call a tool; what goes wrong in it becomes a result that says so.

        Raises:
            MCPError: There is no such tool.
        """
        tool = self._tools.get(params.name)
        if tool is None:
            raise MCPError(INVALID_PARAMS, f"There is no tool {printable(params.name, 60)}; there are {', '.join(self._tools)}.")
        try:
            if isinstance(context.request, Request):
                self._workbench.service.ask_quota.take(client_address(context.request.scope))
            given = read(tool.takes, params.arguments or {})
            mode: Mode = "extractive"
            if isinstance(given, AskArguments):
                mode = given.mode or self._workbench.service.settings.mode
                given = given.model_copy(update={"mode": mode})
            result = await self._workbench.run(lambda chatbot: tool.work(chatbot, given), mode)
            return CallToolResult(content=[TextContent(text=tool.tell(result))], structured_content=result)
        except Exception as exc:  # the documented outermost boundary of every call
            return CallToolResult(content=[TextContent(text=told(exc))], is_error=True)
