"""Dialogues asked turn by turn: are follow-ups understood, and is a new topic left alone?

    python -m benchmarks.dialogues [FILE] [--folder DIR] [--quiet]

Each turn is asked of the product with its own answers as history. A turn is understood when what it was understood as holds all the words that a
person's rewriting would hold, and none that it would not. A new topic is left alone when every telling word that is searched for is its
own but for the spelling of names. The place is right when the first quote, or without one the first passage considered, is from the story that the
turn is about.
"""

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import discover, founding_stories
from qa import Answer, Chatbot, Turn, open_chatbot
from qa.train.fairytaleqa import SHARED

_DATA = Path(__file__).resolve().parents[1] / "tests" / "data"


@dataclass(frozen=True, slots=True)
class Asked:
    """One turn of a dialogues file; `understood` and `absent` hold words, alternatives with `|` between."""

    question: str
    document: str | None
    understood: tuple[str, ...]
    absent: tuple[str, ...]
    change: bool


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A few turns asked of one library, `founding` or `fairytaleqa`."""

    id: str
    library: str
    turns: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one turn after the first of its dialogue."""

    dialogue: str
    turn: Asked
    answer: Answer

    @property
    def understood(self) -> bool:
        """Whether all the words are there that should be, and none that should not."""
        text = self.answer.understood_as
        return all(holds(text, words) for words in self.turn.understood) and not any(holds(text, words) for words in self.turn.absent)

    @property
    def left_alone(self) -> bool:
        """Whether every telling word that was searched stands in the question, or is one of its words with a misspelling put right."""
        asked, searched = (re.findall(r"\w{4,}", text.casefold()) for text in (self.turn.question, self.answer.understood_as))
        own = all(any(word == other or (word[0] == other[0] and abs(len(word) - len(other)) < 3) for other in asked) for word in searched)
        return own and not any(holds(self.answer.understood_as, words) for words in self.turn.absent)

    @property
    def placed(self) -> bool | None:
        """Whether the right story was looked in; None where no story is right."""
        if self.turn.document is None:
            return None
        looked_in = [citation.document_id for citation in self.answer.citations] + [passage.document_id for passage in self.answer.passages]
        return looked_in[:1] == [self.turn.document]


def main() -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=_DATA / "dialogues_dev.jsonl")
    parser.add_argument("--folder", type=Path, default=Path(".bench"), help="where the libraries are kept between runs")
    parser.add_argument("--quiet", action="store_true", help="print figures only, no misses")
    given = parser.parse_args()
    told = dialogues(given.file)
    outcomes = [outcome for name in sorted({one.library for one in told}) for outcome in _asked(name, told, given.folder)]
    if not given.quiet:
        _print_misses(outcomes)
    _print_figures(outcomes)


def dialogues(file: Path) -> list[Dialogue]:
    """Read a dialogues file, one JSON object a line."""
    return [_dialogue(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def holds(text: str, words: str) -> bool:
    """Tell whether a text holds one of the alternatives as whole words, in whatever case."""
    plain = text.casefold().replace("’", "'")
    return any(re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", plain) for word in words.split("|"))


def _dialogue(row: dict[str, object]) -> Dialogue:
    turns = row["turns"]
    if not isinstance(turns, list):
        raise SystemExit(f"{row.get('id')}: turns is not a list.")
    read = tuple(
        Asked(turn["question"], turn.get("document"), tuple(turn.get("understood", ())), tuple(turn.get("absent", ())), bool(turn.get("change")))
        for turn in turns
    )
    return Dialogue(str(row["id"]), str(row["library"]), read)


def _asked(name: str, told: Sequence[Dialogue], folder: Path) -> Iterator[Outcome]:
    stories = SHARED / "fairytaleqa" / "stories" / "train"
    listed = (_DATA / "dialogues_stories.txt").read_text(encoding="utf-8").split()
    paths = [founding_stories()] if name == "founding" else [stories / story for story in listed]
    bot = open_chatbot(folder / f"dialogues-{name}")
    with bot.library as library:
        refused = [outcome for outcome in library.add(discover(paths)) if outcome.error]
        if refused:
            raise SystemExit(f"{refused[0].source}: {refused[0].error}")
        for dialogue in told:
            if dialogue.library == name:
                yield from _answered(bot, dialogue)


def _answered(bot: Chatbot, dialogue: Dialogue) -> Iterator[Outcome]:
    history: list[Turn] = []
    for turn in dialogue.turns:
        answer = bot.ask(turn.question, history=history, explain=True)
        if history:
            yield Outcome(dialogue.id, turn, answer)
        cited = dict.fromkeys(citation.document_id for citation in answer.citations)
        history.append(Turn(turn.question, answer.answer, tuple(cited)))


def _print_misses(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        wrong = [] if outcome.understood else ["misunderstood"]
        wrong += ["not left alone"] if outcome.turn.change and not outcome.left_alone else []
        wrong += ["wrong story"] if outcome.placed is False else []
        if wrong:
            print(f"{outcome.dialogue}: {', '.join(wrong)}: {outcome.turn.question}\n    {outcome.answer.understood_as}")
            print(f"    words: {', '.join(outcome.turn.understood)}; not: {', '.join(outcome.turn.absent)}; answer: {outcome.answer.answer[:100]}")


def _print_figures(outcomes: Sequence[Outcome]) -> None:
    follow, changes = [one for one in outcomes if not one.turn.change], [one for one in outcomes if one.turn.change]
    by_dialogue: dict[str, list[bool]] = {}
    for outcome in outcomes:
        by_dialogue.setdefault(outcome.dialogue, []).append(outcome.understood and (outcome.left_alone or not outcome.turn.change))
    print("| dialogues understood | follow-ups understood | new topics left alone | follow-ups in the right story |\n|---|---|---|---|")
    cells = [
        _share([all(turns) for turns in by_dialogue.values()]),
        _share([one.understood for one in follow]),
        _share([one.left_alone for one in changes]),
        _share([one.placed for one in follow if one.placed is not None]),
    ]
    print(f"| {' | '.join(cells)} |")


def _share(met: Sequence[bool]) -> str:
    return f"{sum(met)} of {len(met)} ({sum(met) / len(met):.2f})" if met else "none asked"


if __name__ == "__main__":
    main()
