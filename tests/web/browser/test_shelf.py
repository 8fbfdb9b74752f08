"""The library in the browser: picking and dropping files, outcomes, undo, outline, search."""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.web.browser.windows import Visits, add, remove

EIGHT = [
    ("alma.txt", b"Alma mended nets in the harbour of Hanko."), ("empty.txt", b"  \n"), ("bror.txt", b"Bror rang the bells of Porvoo."),
    ("picture.png", b"\x89PNG\r\n"), ("cilla.md", b"# Cilla\n\nCilla baked rye bread in Rauma."), ("torn.pdf", b"%PDF-1.7 torn"),
    ("dag.txt", b"Dag kept goats on the isle of Kokar."), ("ebba.html", b"<h1>Ebba</h1><p>Ebba painted boats in Turku.</p>"),
]  # fmt: skip
ADDED = ("Alma", "Bror", "Cilla", "Dag", "Ebba")
DROP = """([target, files]) => {
    const data = new DataTransfer();
    for (const [name, text] of files) data.items.add(new File([text], name));
    for (const kind of ["dragover", "drop"]) target.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def library(visit: Visits) -> Page:
    return visit("/documents")


def test_eight_files_of_which_three_are_refused_have_a_line_each_and_can_be_removed(library: Page) -> None:
    lines = add(library, *EIGHT)
    assert [line.split()[0] for line in lines] == ["added", "refused", "added", "refused", "added", "refused", "added", "added"]
    assert "empty.txt" in lines[1] and "picture.png" in lines[3] and "torn.pdf" in lines[5]
    expect(library.locator("#announcer")).to_have_text("Done: 5 added, 3 refused.")
    expect(library.locator(".sending")).to_be_hidden()
    expect(library.locator(".heading .count")).to_contain_text("7 stories")
    facts = library.locator("#shelf li").filter(has_text="Cilla").locator(".facts")
    expect(facts).to_contain_text("cilla.md · 38 characters · 1 passage · added")
    assert [line.split()[0] for line in add(library, EIGHT[0], ("dag.txt", b"Dag kept bees."))] == ["unchanged", "replaced"]
    for title in ADDED:
        remove(library, title)
    expect(library.locator(".heading .count")).to_contain_text("2 stories")


def test_files_are_dropped_and_their_progress_is_seen(library: Page) -> None:
    with library.expect_request(lambda request: request.method == "POST" and request.url.endswith("/documents")):
        library.evaluate(f"({DROP})([document.body, [['fia.txt', 'Fia sold herrings in Kotka.'], ['none.txt', '']]])")
        line = library.locator(".sending li").first
        expect(line).to_contain_text("fia.txt")
    expect(library.locator("#news .outcomes li")).to_have_count(2)
    expect(library.locator("#news .outcomes li .status")).to_have_text(["added", "refused"])
    remove(library, "Fia")


def test_a_removal_is_undone_at_once(library: Page) -> None:
    add(library, ("gun.txt", b"Gun wove rugs in Vaasa."))
    remove(library, "Gun")
    undo = library.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    undo.click()
    expect(library.locator("#shelf").get_by_role("link", name="Gun", exact=True)).to_have_count(1)
    assert library.url.endswith("/documents")
    remove(library, "Gun")


def test_uploads_that_the_server_cannot_take_say_so_line_by_line(visit: Visits, library: Page) -> None:
    visit.expected = "ERR_FAILED"
    library.route("**/documents", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    library.locator("#files").set_input_files(FilePayload(name="hans.txt", mimeType="text/plain", buffer=b"Hans."))
    library.get_by_role("button", name="Add", exact=True).click()
    expect(library.locator("#news .refused")).to_contain_text("hans.txt: Quoth can’t be reached.")


def test_a_story_has_an_outline_to_jump_by(library: Page) -> None:
    parts = [b"## Part %d\n\n%s\n\n" % (n, b"Ivar walked on through the snow. " * 40) for n in range(1, 5)]
    story = b"# The Long Tale\n\nIt began.\n\n" + b"".join(parts)
    add(library, ("tale.md", story))
    library.locator("#shelf").get_by_role("link", name="The Long Tale").click()
    library.locator(".outline summary").click()
    library.get_by_role("navigation", name="Contents").get_by_role("link", name="Part 3").click()
    expect(library.get_by_role("heading", name="Part 3")).to_be_in_viewport()
    remove(library, "The Long Tale")


def test_the_search_lists_passages_with_the_words_marked(library: Page) -> None:
    library.get_by_label("Search in all of them").fill("international festival of dance")
    library.get_by_role("button", name="Search").click()
    first = library.locator(".hits .passage").first
    expect(first).to_contain_text("Paris")
    assert {"international", "festival", "dance"} <= {word.lower() for word in first.locator("mark").all_inner_texts()}
    first.locator(".where a").click()
    expect(library.locator("#quote")).to_contain_text("international festival of dance")
