"""Text out of a saved web page: headings, items, rows of tables, with menus and footers marked as furniture."""

import re

from lxml import etree, html

from documents.text_reader import Unreadable
from intake.text.lines import TextLine

_SKIPPED = {"script", "style", "noscript", "template", "svg", "iframe", "object", "head", "select", "button", "input"}
_FURNITURE = {"nav", "footer", "aside", "form", "dialog"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | {
    *(
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "tr",
        "br",
        "hr",
    ),
    *(
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "address",
        "details",
        "summary",
        "caption",
        "fieldset",
        "legend",
        "body",
    ),
    *_FURNITURE,
}
_SPACED = _BLOCKS - {"br", "tr", "li", "dt", "dd", "ul", "ol", "table", "body", "div"}


def read_html(shown: str, text: str) -> list[TextLine]:
    """The lines of a page; its own address and title come first, when it has them.

    Nothing is fetched, no entity but HTML's own is known. Raises Unreadable when it is no page.
    """
    text = re.sub(r"^\s*<\?xml[^>]*>", "", text)
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_pis=True, recover=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Unreadable(f"{shown} is not a web page that can be read.") from error
    walk = _Walk()
    walk.lines += _about(root, text)
    walk.read(root)
    return walk.lines


def _about(root: html.HtmlElement, text: str) -> list[TextLine]:
    """Address and title of the page, as its head states them."""
    found = []
    saved = re.search(r"saved from url=\(\d+\)(\S+)", text[:3000])
    canonical = root.xpath("string(//link[@rel='canonical']/@href)") or root.xpath(
        "string(//meta[@property='og:url']/@content)"
    )
    address = saved[1] if saved else str(canonical)
    if address:
        found.append(TextLine(address.strip(), "address"))
    title = " ".join(str(root.xpath("string(//head/title)")).split())
    if title:
        found.append(TextLine(title, "title"))
    return found


class _Walk:
    """One pass over the elements, without recursion: deep pages are a known attack."""

    def __init__(self) -> None:
        self.lines: list[TextLine] = []
        self.buffer: list[str] = []
        self.cells: list[str] | None = None
        self.kind = ""
        self.mark = ""
        self.furniture = 0
        self.counts: list[int] = []

    def read(self, root: html.HtmlElement) -> None:
        """Walk the tree; what stands in a skipped element is passed over."""
        skipped = 0
        for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
            if event == "comment" or not isinstance(element.tag, str):
                if not skipped and event == "comment":
                    self.add(element.tail)
                continue
            hidden = (
                element.tag in _SKIPPED or element.get("hidden") is not None or element.get("aria-hidden") == "true"
            )
            if event == "start":
                if not skipped and not hidden:
                    self.begin(element)
                skipped += hidden
            else:
                skipped -= hidden
                if not skipped:
                    if not hidden:
                        self.finish(element)
                    self.add(element.tail)
        self.flush()

    def add(self, text: str | None) -> None:
        """Text of the block that is open."""
        if text:
            self.buffer.append(text)

    def begin(self, element: html.HtmlElement) -> None:
        """An element opens."""
        tag = element.tag
        if tag in _BLOCKS and self.cells is None:
            self.flush()
        if tag in _FURNITURE or (tag == "header" and not element.xpath(".//h1")):
            self.furniture += 1
        if tag in ("ul", "ol"):
            self.counts.append(_start(element) if tag == "ol" else -1)
        if tag == "li" and self.cells is None:
            self.mark = self.item_mark()
        if tag in _HEADINGS:
            self.kind = "heading"
        if tag == "tr":
            self.cells = []
        self.add(element.text)

    def item_mark(self) -> str:
        """What stands before the next item: its number or a dash."""
        if not self.counts or self.counts[-1] < 0:
            return "  " * (len(self.counts) - 1) + "- "
        self.counts[-1] += 1
        return f"{self.counts[-1] - 1}. "

    def finish(self, element: html.HtmlElement) -> None:
        """An element closes."""
        tag = element.tag
        if tag in ("td", "th") and self.cells is not None:
            self.cells.append(" ".join("".join(self.buffer).split()))
            self.buffer = []
        elif tag == "tr" and self.cells is not None:
            row, self.cells = "\t".join(self.cells).rstrip(), None
            self.put(row, "row" if "\t" in row else "")
        elif tag in _BLOCKS and self.cells is None:
            self.flush()
            if tag in _SPACED and self.lines and self.lines[-1]:
                self.lines.append(TextLine(""))
        elif tag in _BLOCKS:
            self.buffer.append(" ")
        if tag in ("ul", "ol") and self.counts:
            self.counts.pop()
        if tag in _FURNITURE or (tag == "header" and not element.xpath(".//h1")):
            self.furniture = max(0, self.furniture - 1)

    def flush(self) -> None:
        """The open block becomes a line."""
        text = " ".join("".join(self.buffer).split())
        self.buffer = []
        if text:
            kind = self.kind or ("item" if self.mark else "")
            self.put(self.mark + text, kind)
            self.mark = ""
        self.kind = ""

    def put(self, text: str, kind: str) -> None:
        """Add a line; within menus and footers it is furniture."""
        if text:
            self.lines.append(TextLine(text, "furniture" if self.furniture else kind))


def _start(element: html.HtmlElement) -> int:
    start = element.get("start", "1")
    return int(start) if re.fullmatch(r"[0-9]{1,4}", start) else 1
