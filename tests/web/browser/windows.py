"""A real server and windows of a real browser on it, and what people do there."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Literal, TypeAlias, TypeVar
from urllib.parse import urlsplit

from playwright.sync_api import Browser, FilePayload, Locator, Page, ViewportSize, expect

from tests.test_offline import PROJECT

CHROMIUM = shutil.which("chromium")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]  # fmt: skip
Scheme: TypeAlias = Literal["light", "dark"]
Entered = TypeVar("Entered")


@contextmanager
def serving(home: Path, port: int = 0, **settings: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start `quoth serve` with a home of its own; yields its address, maybe before it is ready, and its process."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QUOTH_")}
    environment = kept | {"HOME": str(home), "XDG_DATA_HOME": str(home)} | settings
    command = [sys.executable, "-m", "web.terminal", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            address = server.stderr.readline().split()[3]
            threading.Thread(target=server.stderr.read, daemon=True).start()  # what it logs is never in its way
            yield address, server
        finally:
            server.terminate()


class Visits:
    """Opens addresses, each in a browser window of its own.

    Args:
        browser: The browser.
        origin: Where relative addresses lead.
    """

    def __init__(self, browser: Browser, origin: str) -> None:
        self._browser = browser
        self.origin = origin
        self.origins = {origin}
        self.asked: set[str] = set()
        self.complaints: list[str] = []
        self.expected = ""
        self._opened = ExitStack()

    def __call__(
        self, path: str = "/", width: int = 1280, height: int = 860, scripts: bool = True, scheme: Scheme = "light", origin: str | None = None
    ) -> Page:
        """Open an address and wait until its scripts have begun."""
        self.origins |= {origin} if origin else set()
        size: ViewportSize = {"width": width, "height": height}
        context = self._browser.new_context(
            base_url=origin or self.origin, java_script_enabled=scripts, viewport=size, color_scheme=scheme, reduced_motion="reduce"
        )
        context.set_default_timeout(15_000)
        self._opened.callback(context.close)
        context.on("request", lambda request: self.asked.add("{0.scheme}://{0.netloc}".format(urlsplit(request.url))))
        context.on("console", lambda message: self.complaints.append(message.text))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        page = context.new_page()
        page.goto(path)
        if scripts:
            begun(page)
        return page

    def outlast(self, between: AbstractContextManager[Entered]) -> Entered:
        """Enter what stands between windows and server, to be left after the windows opened from now on: cut before, they would complain."""
        return self._opened.enter_context(between)

    def close(self) -> None:
        """Close every window."""
        self._opened.close()


def begun(page: Page) -> None:
    """Wait until the page's scripts listen."""
    if page.locator("#chat").count():
        page.locator("#open-conversations").wait_for()
    elif page.locator("#upload").count():
        page.locator(".drop").wait_for()


def ask(page: Page, question: str) -> Locator:
    """Ask on the chat page; returns the newest turn's answer, once it is complete."""
    begun(page)
    before = page.locator(".answered").count()
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    expect(page.locator(".answered")).to_have_count(before + 1)
    return page.locator(".answered").last


def add(page: Page, *files: tuple[str, bytes]) -> list[str]:
    """Upload files on the library's page and return the lines that say what became of them."""
    page.goto("/documents")
    begun(page)
    payloads: list[FilePayload] = [{"name": name, "mimeType": "text/plain", "buffer": data} for name, data in files]
    page.locator("#files").set_input_files(payloads)
    page.get_by_role("button", name="Add", exact=True).click()
    lines = page.locator("#news .outcomes li")
    expect(lines).to_have_count(len(files), timeout=60_000)
    return [" ".join(line.split()) for line in lines.all_inner_texts()]


def remove(page: Page, title: str) -> None:
    """Remove a story on the library's page."""
    page.goto("/documents")
    begun(page)
    story = page.locator("#shelf li").filter(has=page.get_by_role("link", name=title, exact=True))
    story.locator("summary").click()
    story.get_by_role("button", name="Yes, remove it").click()
    expect(page.locator("#shelf").get_by_role("link", name=title, exact=True)).to_have_count(0)
