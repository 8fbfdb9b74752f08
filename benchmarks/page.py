"""The first page in a real browser: what is transferred, from where, and how soon something is painted.

    python -m benchmarks.page [--loads 21]

A server of its own with the founding stories, on this machine; every load in a new browser context, so that nothing is cached.
Needs Debian's `chromium` and the test extra.
"""

import argparse
import os
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from tests.test_offline import ask_when_ready
from tests.web.browser.windows import CHROMIUM, SWITCHES, serving

_PAGES = {"first page": "/", "answer": "/?q=Where+was+Lily+born%3F", "library": "/documents", "story": "/documents/lily-baktybekova"}
_PAINT = """() => new Promise((done) => new PerformanceObserver((list) => {
    const paint = list.getEntriesByName("first-contentful-paint")[0];
    if (paint) done(paint.startTime);
}).observe({ type: "paint", buffered: true }))"""


def main() -> None:
    """Load, and print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loads", type=int, default=21)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, serving(Path(home)) as (origin, _), _browser() as browser:
        ask_when_ready(origin, "Who is Lily?")
        loads: dict[str, list[tuple[float, int, int]]] = {name: [] for name in _PAGES}
        for _ in range(given.loads):
            for name, path in _PAGES.items():
                loads[name].append(_load(browser, origin, path))
    for name, measured in loads.items():
        paints, sizes, elsewhere = zip(*measured, strict=True)
        worst = statistics.quantiles(paints, n=20)[18]
        said = f"first paint p50 {statistics.median(paints):.0f} ms, p95 {worst:.0f} ms"
        print(f"{name}: {max(sizes):,} bytes, {max(elsewhere)} requests elsewhere, {said}")


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES, env=dict(os.environ))
        yield browser
        browser.close()


def _load(browser: Browser, origin: str, path: str) -> tuple[float, int, int]:
    """Milliseconds to the first contentful paint, bytes of all bodies, and requests to other origins, of one load."""
    context = browser.new_context(base_url=origin)
    page = context.new_page()
    sizes: list[int] = []
    elsewhere: list[str] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.on("request", lambda request: None if request.url.startswith(origin) else elsewhere.append(urlsplit(request.url).netloc))
    page.goto(path, wait_until="networkidle")
    paint = float(page.evaluate(_PAINT))
    context.close()
    return paint, sum(sizes), len(elsewhere)


if __name__ == "__main__":
    main()
