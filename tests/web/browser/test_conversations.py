"""Conversations: kept in the browser, found again, exported, deleted, linked to, printed."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.web.browser.windows import Visits, add, ask, begun, remove


def _open(page: Page) -> None:
    page.get_by_role("button", name="Conversations").click()
    expect(page.get_by_role("dialog", name="Conversations")).to_be_visible()


def _names(page: Page) -> list[str]:
    return page.locator(".kept .name").all_inner_texts()


def test_they_are_named_by_their_first_question_searched_opened_and_deleted(visit: Visits) -> None:
    page = visit()
    ask(page, "Where was Lily born?")
    ask(page, "And Iris?")
    page.goto("/")
    begun(page)
    ask(page, "Which award did Iris win in 2020?")
    _open(page)
    assert _names(page) == ["Which award did Iris win in 2020?", "Where was Lily born?"]
    page.get_by_label("Search them").fill("aktau")
    expect(page.locator(".kept .name")).to_have_text(["Where was Lily born?"])
    page.locator(".kept .open").click()
    expect(page.locator(".answered .asked")).to_have_text(["Where was Lily born?", "And Iris?"])
    ask(page, "Who encouraged her?")
    page.reload()
    begun(page)
    expect(page.locator(".answered")).to_have_count(3)
    page.go_back()
    expect(page.locator(".answered .asked")).to_have_text(["Which award did Iris win in 2020?"])
    _open(page)
    page.get_by_role("button", name="Delete Where was Lily born?").click()
    assert _names(page) == ["Which award did Iris win in 2020?"]
    page.get_by_role("button", name="Delete Which award did Iris win in 2020?").click()
    begun(page)
    expect(page.locator(".answered")).to_have_count(0)
    _open(page)
    expect(page.locator(".none")).to_have_text("None yet.")


def test_nothing_of_them_reaches_the_server_but_what_is_asked(visit: Visits) -> None:
    page = visit()
    expect(ask(page, "Where was Lily born?").locator(".further li")).to_have_count(3)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url} {request.post_data}"))
    _open(page)
    page.get_by_label("Search them").fill("Lily")
    page.get_by_role("button", name="Close").click()
    assert sent == []


def test_a_kept_quote_that_no_longer_stands_is_marked_and_a_moved_one_followed(visit: Visits) -> None:
    page = visit()
    add(page, ("jan.txt", b"Jan sold maps in Lovisa."), ("kaj.txt", b"Kaj built clocks in Ekenas."))
    page.goto("/")
    begun(page)
    ask(page, "Where did Jan sell maps?")
    ask(page, "Where did Kaj build clocks?")
    chat = page.url
    add(page, ("jan.txt", b"Many years ago it was. Jan sold maps in Lovisa."))
    remove(page, "Kaj")
    page.goto("/")
    begun(page)
    _open(page)
    page.locator(".kept .open").first.click()
    expect(page.locator(".gone")).to_have_count(1)
    expect(page.locator(".answered").last.locator(".gone")).to_have_text("This quote no longer stands in the library.")
    moved = page.locator(".answered").first.locator("a.marker")
    expect(moved).to_have_attribute("href", "/documents/jan?start=23&end=47#quote")
    assert page.url == chat
    remove(page, "Jan")


def test_an_answer_is_copied_with_its_quotes_as_text_and_as_markdown(visit: Visits) -> None:
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer = ask(page, "Where was Lily born?")
    url = f"{visit.origin}/documents/lily-baktybekova?start=97&end=221"
    quote = "Lily was born and grew up in Aktau, a small town in Kazakhstan, and her passion for music and dancing had always driven her."
    where = "Lily Baktybekova, from Aktau to New York, 4% into the story"
    words = answer.locator(".answer").inner_text().rstrip("1").strip()
    answer.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator("#announcer")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == f"Where was Lily born?\n\n{words} [1]\n\n[1] “{quote}”\n    {where}\n    {url}\n"
    answer.get_by_role("button", name="Copy as Markdown").click()
    expected = f"## Where was Lily born\\?\n\n{words.replace(',', chr(92) + ',')} \\[1\\]\n\n> {quote}\n>\n> \\[1\\] [{where}](<{url}>)\n"
    escaped = expected.replace(quote, quote.replace(",", "\\,").replace(".", "\\.")).replace(where, where.replace(",", "\\,").replace("%", "\\%"))
    assert page.evaluate("navigator.clipboard.readText()") == escaped


def test_a_conversation_is_exported_with_quotes_and_places(visit: Visits) -> None:
    page = visit()
    ask(page, "Where was Lily born?")
    ask(page, "What is the name of her cat?")
    _open(page)
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Export this conversation (Markdown)").click()
    assert downloading.value.suggested_filename == "conversation.md"
    text = Path(downloading.value.path()).read_text(encoding="utf-8")
    assert text.startswith("# Where was Lily born\\?\n\n## Where was Lily born\\?\n\n")
    assert "> Lily was born and grew up in Aktau\\, a small town" in text
    assert "4\\% into the story" in text
    assert text.endswith("## What is the name of her cat\\?\n\nThe stories don\\'t tell\\.\n")


def test_a_question_has_a_permanent_link(visit: Visits) -> None:
    page = visit()
    ask(page, "Where was Lily born?")
    answer = ask(page, "And Iris?")
    address = answer.get_by_role("link", name="Link to this question").get_attribute("href")
    assert address == "/?q=Where+was+Iris+born%3F"
    assert page.url == f"{visit.origin}{address}"
    other = visit(address)
    expect(other.locator(".answered .quote")).to_contain_text("Iris was born and brought up in Kazakhstan")
    ask(other, "Who encouraged her?")
    expect(other.locator(".understood q")).to_have_text("Who encouraged Iris?")


def test_printed_it_is_questions_answers_and_quotes(visit: Visits) -> None:
    page = visit("/?q=Where+was+Lily+born%3F")
    page.emulate_media(media="print")
    for seen in (".asked", ".answer", ".quote", ".quote cite", ".strip"):
        expect(page.locator(seen).first).to_be_visible()
    for unseen in ("#ask", ".top nav", ".also", ".further", ".why", ".foot"):
        expect(page.locator(unseen).first).to_be_hidden()


def test_a_browser_that_keeps_nothing_still_answers(visit: Visits) -> None:
    page = visit()
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };")
    page.reload()
    begun(page)
    expect(ask(page, "Where was Lily born?").locator(".answer")).to_contain_text("Aktau")
    expect(ask(page, "And Iris?").locator(".understood q")).to_have_text("Where was Iris born?")
