"""`quoth ask` and `quoth chat` with a language model: what is said of it, who chooses it, and how it is set wrongly."""

import io
import json
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import discover
from index import Library
from qa import Chatbot, LanguageModel, LLMUnavailable
from tests.conftest import FakeEmbedder, WordReader
from tests.model.faults import Faults
from tests.qa.writing.models import Scripted, rewords
from tests.terminal.conftest import TALE
from web.model import language_model
from web.terminal.boundary import run
from web.terminal.configured import settings
from web.terminal.opening import Openings

WHERE = "Where did the fox live?"
HOME = "The red barn was home to the fox. [1]\n"
BARN = 'The red barn was home to the fox. [1] "lived in a red barn"\n'
WRONG = 'The fox lived in Astana. [1] "lived in a red barn"\n'
STORY = "The fox lived in a red barn. [1]\n"
CHECKED = "Written by a language model, every sentence checked against its quote"
CANARY = "sk-canary-4711"

Asking = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of one story, which no test changes."""
    place = tmp_path_factory.mktemp("made")
    (place / "tale.txt").write_text(TALE, encoding="utf-8")
    with Library.open(place / "shelf", FakeEmbedder()) as library:
        assert [outcome.status for outcome in library.add(discover([place / "tale.txt"]))] == ["added"]
    return place / "shelf"


@pytest.fixture
def shelf(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """It, as the library that commands mean without --library."""
    monkeypatch.setenv("QUOTH_LIBRARY", str(made))
    return made


@pytest.fixture
def asking(shelf: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Asking:
    """Run a command line over the story with a language model, which may be made when they are opened."""

    def command(model: LanguageModel | Callable[[], LanguageModel | None] | None, *arguments: str, stdin: str = "") -> tuple[int, str, str]:
        def opened(*_: object) -> Chatbot:
            return Chatbot(Library.open(shelf, FakeEmbedder(), create=False), WordReader(), model() if callable(model) else model)

        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        code = run(arguments, Openings(chatbot=opened))
        return code, *capfd.readouterr()

    return command


def quoted(shelf: Path) -> str:
    """The quote below an answer."""
    return f"\n[1] Tale (tale.txt)  quoth show tale --start 0 --end 28 --library {shelf}\n    The fox lived in a red barn.\n"


@pytest.mark.parametrize(
    ("says", "remark"),
    [
        (BARN, f"{CHECKED}.\n"),
        (WRONG + BARN, f"{CHECKED}; 1 more could not be and was left out.\n"),
        (f"{WRONG}I hope this helps!\n{BARN}", f"{CHECKED}; 2 more could not be and were left out.\n"),
    ],
)
@pytest.mark.parametrize("mode", [[], ["--mode", "auto"], ["--mode", "model"]])
def test_who_worded_an_answer_is_said(asking: Asking, shelf: Path, mode: list[str], says: str, remark: str) -> None:
    assert asking(Scripted(says), "ask", *mode, WHERE) == (0, f"{HOME}{remark}{quoted(shelf)}", "")


@pytest.mark.parametrize(
    ("model", "mode", "notice"),
    [
        (Scripted(BARN), "extractive", ""),
        (None, "auto", ""),
        (None, "model", "No language model is set up here.\n"),
        (Scripted(WRONG), "auto", "The language model wrote one sentence, and nothing of that could be verified.\n"),
        (Scripted(BARN, LLMUnavailable("It broke off.")), "model", "It broke off.\n"),
    ],
)
def test_the_stories_own_words_come_with_the_reason(asking: Asking, shelf: Path, model: Scripted | None, mode: str, notice: str) -> None:
    assert asking(model, "ask", "--mode", mode, WHERE) == (0, f"{STORY}{notice}{quoted(shelf)}", "")


def test_json_says_it_too(asking: Asking) -> None:
    failing = Scripted(WRONG + BARN, LLMUnavailable("It broke off."))
    outputs = [asking(model, "ask", "--json", WHERE) for model in (None, Scripted(WRONG + BARN), failing)]
    answers = [json.loads(out) for _, out, _ in outputs]
    assert [(code, out.count("\n"), err) for code, out, err in outputs] == [(0, 1, "")] * 3
    assert [tuple(answer[name] for name in ("answer", "mode", "dropped", "notice")) for answer in answers] == [
        (STORY.strip(), "extractive", 0, None),
        (HOME.strip(), "model", 1, None),
        (STORY.strip(), "extractive", 1, "It broke off."),
    ]


def test_the_variable_chooses_and_the_option_overrules_it(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_MODE", "extractive")
    model = Scripted(BARN)
    assert (asking(model, "ask", WHERE)[1].startswith(STORY), len(model.told)) == (True, 0)
    assert (asking(model, "ask", "--mode", "auto", WHERE)[1].startswith(HOME), len(model.told)) == (True, 1)
    assert (asking(model, "chat", stdin=WHERE)[1].startswith(STORY), len(model.told)) == (True, 1)


@pytest.mark.parametrize(("mode", "first", "told"), [("extractive", STORY, 0), ("auto", f"{HOME}{CHECKED}.\n", 3)])
def test_a_conversation_keeps_its_mode(asking: Asking, shelf: Path, mode: str, first: str, told: int) -> None:
    model = Scripted(lambda messages: WHERE if rewords(messages) else BARN)
    said = f"{first}{quoted(shelf)}\n"
    assert asking(model, "chat", "--mode", mode, stdin=f"{WHERE}\n{WHERE}\n") == (0, said * 2, "")
    assert len(model.told) == told  # the second question is first made to stand alone


@pytest.mark.parametrize("command", ["ask", "chat"])
def test_what_a_model_says_is_never_obeyed_by_a_terminal(asking: Asking, command: str) -> None:
    evil = "\x1b]0;owned\x07\x9b31m\u202e\r\nBoo."
    models = [
        Scripted(BARN, LLMUnavailable(f"It broke off.{evil}")),
        Scripted(f'The red barn {evil}was home to the fox. [1] "lived in a red barn"\n{BARN}'),
        Scripted(BARN.replace("home to", "\x1b[2Jhome\u202e to")),
        Scripted(BARN.replace('"lived', '"\x1b[2Jlived')),
    ]
    outputs = [asking(model, command, *([WHERE] if command == "ask" else []), stdin=WHERE) for model in models]
    assert [code for code, _, _ in outputs] == [0] * len(models)
    shown = "".join(out + err for _, out, err in outputs)
    assert [c for c in shown if (unicodedata.category(c) == "Cc" and c != "\n") or c == "\u202e"] == []
    assert "It broke off.␛]0;owned␇�31m� Boo.\n" in outputs[0][1]


@pytest.mark.parametrize("command", [["ask", WHERE], ["chat"]])
@pytest.mark.parametrize("variable", [False, True])
def test_a_wrong_mode_is_two_lines(asking: Asking, monkeypatch: pytest.MonkeyPatch, command: list[str], variable: bool) -> None:
    if variable:
        monkeypatch.setenv("QUOTH_MODE", "frown")
    assert asking(None, *command, *([] if variable else ["--mode", "frown"])) == (
        2,
        "",
        "quoth: Invalid value for '--mode' (env var: 'QUOTH_MODE'): Value error, 'frown' is not one of 'auto', 'extractive', 'model'.\n"
        "       See how it is meant: quoth --help, or quoth COMMAND --help\n",
    )


HALF = "quoth: A language model is set by half.\n       Set {}, too, or neither.\n"
URL = "quoth: The setting llm_url is wrong: it is no http address.\n       Correct it: the variable QUOTH_LLM_URL.\n"
SECONDS = "quoth: The setting llm_seconds is wrong: Input should be {}.\n       Correct it: the variable QUOTH_LLM_SECONDS.\n"


@pytest.mark.parametrize("command", [["ask", WHERE], ["chat"]])
@pytest.mark.parametrize(
    ("variables", "error"),
    [
        ({"URL": f"http://me:{CANARY}@127.0.0.1:9/v1"}, HALF.format("QUOTH_LLM_MODEL")),
        ({"MODEL": "tiny"}, HALF.format("QUOTH_LLM_URL")),
        ({"MODEL": "tiny", "URL": f"ftp://{CANARY}"}, URL),
        ({"MODEL": "tiny", "URL": f"http://{CANARY} /v1"}, URL),
        ({"MODEL": "tiny", "URL": ""}, HALF.format("QUOTH_LLM_URL")),
        ({"SECONDS": "soon"}, SECONDS.format("a valid number, unable to parse string as a number")),
        ({"SECONDS": CANARY}, SECONDS.format("a valid number, unable to parse string as a number")),
        ({"SECONDS": "-1"}, SECONDS.format("greater than 0")),
    ],
)
def test_a_model_that_is_set_wrongly_is_two_lines(
    shelf: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], command: list[str], variables: dict[str, str], error: str
) -> None:
    for name, value in ({"KEY": CANARY} | variables).items():
        monkeypatch.setenv(f"QUOTH_LLM_{name}", value)
    assert (run(command), *capfd.readouterr()) == (2, "", error)
    assert CANARY not in error


def test_a_key_that_is_not_accepted_is_not_shown(asking: Asking, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Faults("http://127.0.0.1:9/v1") as server:
        server.fault = 401
        for name, value in {"URL": f"{server.origin}/v1", "MODEL": "tiny", "KEY": CANARY}.items():
            monkeypatch.setenv(f"QUOTH_LLM_{name}", value)
        outputs = [asking(lambda: language_model(settings({})), "ask", *option, WHERE) for option in ([], ["--explain"], ["--json"])]
        assert server.authorizations == [f"Bearer {CANARY}"] * 3
    notice = "The language model's server did not accept the key."
    assert outputs[0] == (0, f"{STORY}{notice}\n{quoted(shelf)}", "")
    assert json.loads(outputs[2][1])["notice"] == notice
    assert CANARY not in "".join(out + err for _, out, err in outputs)
