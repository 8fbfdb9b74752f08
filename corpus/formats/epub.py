"""E-books (EPUB 2 and 3): the pages of the spine in order, chapters by the table of contents."""

import posixpath
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import defusedxml.ElementTree
from selectolax.lexbor import LexborHTMLParser

from corpus.draft import Block, Draft, Mark
from corpus.errors import UnreadableFile, UnsupportedFormat
from corpus.formats.archive import Archive, check_xml
from corpus.formats.encoding import decode
from corpus.formats.gutenberg import trim
from corpus.formats.html import blocks_of
from corpus.limits import Limits

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_MIMETYPE: Final = "application/epub+zip"
_PAGES: Final = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document"})
_AGAIN: Final = "Get the book from where it came once more."
_SMALL_PAGE: Final = 4
_FONT_ALGORITHMS: Final = (b"http://www.idpf.org/2008/embedding", b"http://ns.adobe.com/pdf/enc#RC")

Contents = dict[str, dict[str, str]]
"""Path of a page -> `id` within it (`""` for its start) -> name of the chapter."""


def load(data: bytes, limits: Limits) -> Draft:
    """Reads an e-book; its title is that of its metadata."""
    book = _Book(Archive(data, limits))
    blocks, _ = trim(list(book.blocks()))
    return Draft(blocks, book.title, named=bool(book.title))


class _Book:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        if _CONTAINER not in archive:
            raise UnsupportedFormat("is not an EPUB, though its name says so", "Give it the suffix of what it is.")
        self._package_path = self._find_package()
        package = self._xml(self._package_path)
        self.title = _text(next(_all(package, "title"), None))
        self._items = {item.get("id", ""): item for item in _all(package, "item")}
        self._spine = [item.get("idref", "") for item in _all(package, "itemref") if item.get("linear") != "no"]
        self._contents = self._read_contents(package)

    def blocks(self) -> Iterator[Block]:
        seen: set[str] = set()
        for reference in self._spine:
            item = self._items.get(reference)
            if item is None or item.get("media-type") not in _PAGES or "nav" in (item.get("properties") or "").split():
                continue
            path = self._resolve(self._package_path, item.get("href", ""))[0]
            if path in self._archive and path not in seen:
                seen.add(path)  # a spine may name one page a million times
                yield from self._page(path)

    def _page(self, path: str) -> Iterator[Block]:
        anchors = self._contents.get(path, {})
        blocks = list(blocks_of(LexborHTMLParser(decode(self._archive.read(path), declares=True)), anchors))
        if not blocks:
            return
        first = blocks[0]
        name = anchors.get("", "")
        if name:
            first = Block(first.text, (Mark("chapter", name), *(m for m in first.marks if m.kind != "chapter")))
        yield first
        yield from blocks[1:]

    def _find_package(self) -> str:
        root = next(_all(self._xml(_CONTAINER), "rootfile"), None)
        path = unquote(root.get("full-path", "")) if root is not None else ""
        if path not in self._archive:
            raise UnreadableFile("is damaged: it does not say where its pages are", _AGAIN)
        if _ENCRYPTION in self._archive:
            algorithms = [e.get("Algorithm", "") for e in _all(self._xml(_ENCRYPTION), "EncryptionMethod")]
            if any(algorithm.encode() not in _FONT_ALGORITHMS for algorithm in algorithms):
                raise UnreadableFile("is protected against copying", "Get a copy without the protection.")
        return path

    def _read_contents(self, package: Element) -> Contents:
        """Reads the table of contents: the navigation page of EPUB 3, else the NCX of EPUB 2, else none."""
        for item in self._items.values():
            if "nav" in (item.get("properties") or "").split():
                return self._read_navigation(self._resolve(self._package_path, item.get("href", ""))[0])
        for item in self._items.values():
            if item.get("media-type") == "application/x-dtbncx+xml":
                return self._read_ncx(self._resolve(self._package_path, item.get("href", ""))[0])
        return {}

    def _read_navigation(self, path: str) -> Contents:
        contents: Contents = {}
        if path in self._archive:
            page = LexborHTMLParser(decode(self._archive.read(path), declares=True))
            toc = next((n for n in page.css("nav") if "toc" in ((n.attributes or {}).get("epub:type") or "toc")), None)
            for link in toc.css("a[href]") if toc is not None else ():
                self._note(contents, path, link.attributes.get("href") or "", link.text(deep=True))
        return contents

    def _read_ncx(self, path: str) -> Contents:
        contents: Contents = {}
        if path in self._archive:
            for point in _all(self._xml(path, dtd=True), "navPoint"):
                label = next(_all(point, "text"), None)
                target = next(_all(point, "content"), None)
                if label is not None and target is not None:
                    self._note(contents, path, target.get("src", ""), _text(label))
        return contents

    def _note(self, contents: Contents, base: str, reference: str, name: str) -> None:
        path, fragment = self._resolve(base, reference)
        name = " ".join(name.split())
        if name:
            contents.setdefault(path, {}).setdefault(fragment, name)

    def _resolve(self, base: str, reference: str) -> tuple[str, str]:
        """Returns the member that a reference means, and the `id` in it. It is only ever looked up in the archive."""
        parts = urlsplit(reference)
        return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path))), unquote(parts.fragment)

    def _xml(self, path: str, *, dtd: bool = False) -> Element:
        data = self._archive.read(path)
        if not dtd:
            check_xml(data)
        try:
            return defusedxml.ElementTree.fromstring(data)
        except (ValueError, SyntaxError, LookupError) as exc:
            raise UnreadableFile("is damaged: its XML is not well-formed, or declares entities", _AGAIN) from exc


def _all(root: Element, name: str) -> Iterator[Element]:
    """Yields the elements of a name, whatever namespace they are in."""
    return (element for element in root.iter() if str(element.tag).rpartition("}")[2] == name)


def _text(element: Element | None) -> str:
    return "".join(element.itertext()).strip() if element is not None else ""
