"""A real browser on a real server: `quoth serve` as a fresh install has it, with the real models and the founding stories."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.test_offline import ask_when_ready
from tests.web.browser.windows import CHROMIUM, SWITCHES, Visits, serving


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none."""
    if CHROMIUM is None:
        skip = pytest.mark.skip(reason="there is no `chromium` here (on Debian: apt-get install chromium)")
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(skip)


@pytest.fixture(scope="package")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The server that these tests share; what a test adds to its library it removes."""
    with serving(tmp_path_factory.mktemp("served")) as (address, _):
        ask_when_ready(address, "Who is Lily?")
        yield address


@pytest.fixture(scope="package")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser without a past; closed with these tests, as its event loop would be in the way of others' own."""
    environment: dict[str, str | float | bool] = {**os.environ, "HOME": str(tmp_path_factory.mktemp("browser"))}
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES, env=environment)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, origin: str) -> Iterator[Visits]:
    """Open windows; in the end none has asked another server, or complained of anything but what the test expects (`visit.expected`)."""
    visits = Visits(chromium, origin)
    yield visits
    visits.close()
    assert visits.asked <= visits.origins
    assert [said for said in visits.complaints if not (visits.expected and re.search(visits.expected, said))] == []
