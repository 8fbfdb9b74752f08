"""Questions that a library answers are not refused for their names, nor led to another story; invented names are noticed."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus import discover, document_id
from index import Library
from qa.names import Names
from qa.understand import Query, understand
from qa.usage import usages
from tests.conftest import FakeEmbedder

Asked = list[tuple[str, str]]


@pytest.fixture(scope="module")
def stories(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The stories of FairytaleQA's validation split."""
    with Library.open(tmp_path_factory.mktemp("fairytaleqa"), FakeEmbedder()) as library:
        assert {outcome.status for outcome in library.add(discover([shared / "data" / "fairytaleqa" / "stories" / "val"]))} == {"added"}
        yield library


@pytest.fixture(scope="module")
def asked(shared: Path) -> Asked:
    """Its questions, each with the story that answers it."""
    with gzip.open(shared / "data" / "fairytaleqa" / "questions.val.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [(row["question"], document_id(f"{row['story']}.txt")) for row in rows]


def understood(library: Library, questions: list[str]) -> list[Query]:
    names, usage = Names.of(library, library.documents()), usages(library)
    return [understand(question, [], names, lambda word: usage(word).stands) for question in questions]


@pytest.mark.parametrize("written", [str, str.lower, str.upper])
def test_answerable_questions_pass(stories: Library, asked: Asked, written: Callable[[str], str]) -> None:
    """Less than one in two hundred is refused, and less than one in two hundred is asked of other stories only."""
    queries = understood(stories, [written(question) for question, _ in asked])
    refused = [query.question for query in queries if query.unknown is not None or query.apart is not None]
    astray = [query.question for query, (_, id) in zip(queries, asked, strict=True) if query.documents is not None and id not in query.documents]
    parted = [query.question for query in queries if query.parts]
    found = sum(query.documents == frozenset([id]) for query, (_, id) in zip(queries, asked, strict=True))
    assert len(refused) * 200 < len(asked), refused
    assert len(astray) * 200 < len(asked), astray
    assert parted == []
    assert found * 5 > len(asked)


def test_names_that_nobody_bears_are_noticed(stories: Library, asked: Asked) -> None:
    places = [f"{question.rstrip('?. ')} in Bogota?" for question, _ in asked]
    assert [query.question for query in understood(stories, places) if query.unknown is None] == []
    names = Names.of(stories, stories.documents())
    people = []
    for question, _ in asked:
        telling = [m for m in names.mentions(question, lambda word: True) if names.distinctive(m) and m.written[0].isupper()]
        if telling and not re.search(r"[\w-]\Z", question[: telling[0].start]):
            people.append(f"{question[: telling[0].start]}Rosalind{question[telling[0].end :]}")
    missed = [query.question for query in understood(stories, people) if query.unknown is None]
    assert len(people) > 200
    assert len(missed) * 50 < len(people), missed
