"""Text out of a saved web page: headings, items, rows of tables, with menus and footers marked as furniture."""

import re
from collections.abc import Sequence

from lxml import etree, html

from documents.text_reader import Unreadable
from text_readers.html_fields import field_text, frames_not_read, pictures_not_read
from text_readers.html_hidden import Visibility
from text_readers.html_left_out import SAYS, LeftOut, words_in
from text_readers.html_lists import ListCount
from text_readers.html_tables import hidden_columns, lays_out, span
from text_readers.lines import FileText, TextLine, raised
from text_readers.tables import TableGrid, stacked

_SKIPPED = {"script", "style", "noscript", "template", "svg", "iframe", "object", "head", "select", "button", "input"}
_SKIPPED |= {"datalist", "canvas", "video", "audio"}
_FIELDS = {"input", "select"}
_CELLS = {"td", "th"}
_FURNITURE = {"nav", "footer", "aside", "dialog"}
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
        "center",
        "menu",
        "dir",
        "search",
        "hgroup",
    ),
    *_FURNITURE,
}
_SPACED = _BLOCKS - {"br", "tr", "li", "dt", "dd", "ul", "ol", "table", "body", "div"}


#: Where a page says that it ends: browsers show what stands after it all the same, the parser would drop it.
_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
#: Elements that say something else where they do not run.
_FALLBACKS = {"noscript", "object", "canvas", "video", "audio"}


def read_html(shown: str, text: str, sheets: Sequence[str] = ()) -> FileText:
    """The lines of a page; its own address and title come first, when it has them. What it hides is left out and told.

    `sheets` are style sheets that were saved beside the page. Nothing is fetched, no entity but HTML's own is known.
    Raises Unreadable when it is no page.
    """
    text = _ENDS.sub("", re.sub(r"^\s*<\?xml[^>]*>", "", text))
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_pis=True, recover=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Unreadable(f"{shown} is not a web page that can be read.") from error
    walk = _Walk(Visibility(root, sheets))
    walk.lines += _about(root, text)
    for around in (*root.itersiblings(etree.Comment, preceding=True), *root.itersiblings(etree.Comment)):
        walk.left_out.note_comment(around.text or "")
    walk.read(root)
    told = walk.left_out.remarks(FileText(walk.lines), walk.visibility.styles.generated)
    return FileText(walk.lines, [*told, *frames_not_read(root), *pictures_not_read(root, walk.is_of_the_paper)])


def _about(root: html.HtmlElement, text: str) -> list[TextLine]:
    """Address and title of the page, as its head states them."""
    lines = []
    saved = re.search(r"saved from url=\(\d+\)(\S+)", text[:3000])
    canonical = root.xpath("string(//link[@rel='canonical']/@href)") or root.xpath(
        "string(//meta[@property='og:url']/@content)"
    )
    address = saved[1] if saved else str(canonical)
    if address:
        lines.append(TextLine(address.strip(), "address"))
    title = " ".join(str(root.xpath("string(//head/title)")).split())
    if title:
        lines.append(TextLine(title, "title"))
    return lines


def _is_read(element: html.HtmlElement) -> bool:
    """Whether an element that holds no text elsewhere does here: a part's own content, the button of a heading."""
    if element.tag == "button":
        return next(element.iterancestors(*_HEADINGS), None) is not None
    return element.get("shadowrootmode") is not None


class _Walk:
    """One pass over the elements, without recursion: deep pages are a known attack."""

    def __init__(self, visibility: Visibility) -> None:
        self.visibility = visibility
        self.lines: list[TextLine] = []
        self.left_out = LeftOut()
        self.buffer: list[str] = []
        #: The cells of the row that is read; None outside of rows.
        self.cells: list[tuple[html.HtmlElement, str]] | None = None
        self.grids: list[tuple[TableGrid, set[int]]] = []
        self.kind = ""
        self.mark = ""
        self.furniture = 0
        self.raised = set[html.HtmlElement]()
        self.preformatted = 0
        self.lists: list[ListCount] = []
        #: Elements of the site that are open or read, each with the number of lines before it.
        self.site: dict[html.HtmlElement, int] = {}
        #: Elements in a line that are drawn as blocks of their own.
        self.apart: set[html.HtmlElement] = set()

    def read(self, root: html.HtmlElement) -> None:
        """Walk the tree; what nobody sees is passed over, and kept for the remark on it."""
        skipped = 0
        passed: set[html.HtmlElement] = set()
        for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
            if event == "comment" or not isinstance(element.tag, str):
                if not skipped and event == "comment":
                    self.left_out.note_comment(element.text or "")
                    self.add_of(element.getparent(), element.tail)
                continue
            if event == "start":
                if not skipped and self.passes_over(element):
                    passed.add(element)
                if not skipped and element not in passed:
                    self.begin(element)
                skipped += element in passed
            else:
                skipped -= element in passed
                if not skipped:
                    if element not in passed:
                        self.finish(element)
                    self.add_of(element.getparent(), element.tail)
        self.flush()

    def passes_over(self, element: html.HtmlElement) -> bool:
        """Whether an element is no text, or hidden; hidden words are kept to be told, those of the site apart."""
        if element.tag in _SKIPPED - _FIELDS and not _is_read(element):
            if element.tag in _FALLBACKS and not self.furniture:
                self.left_out.note_fallback(element)
            elif element.tag == "template":
                self.left_out.note_template(element)
            return True
        if element.tag in _CELLS and self.is_in_hidden_column(element):
            self.left_out.hidden.append(element.text_content())
            return True
        if self.visibility.is_hidden(element):
            of_the_site = self.furniture or self.is_furniture(element)
            (self.left_out.of_the_site if of_the_site else self.left_out.hidden).append(words_in(element))
            return True
        if element.tag in _FIELDS:
            self.add_of(element, field_text(element))
            return True
        for_some = self.visibility.is_for_screen_readers(element)
        if for_some and not self.furniture:
            self.left_out.for_some.append(words_in(element))
        return for_some

    def is_in_hidden_column(self, cell: html.HtmlElement) -> bool:
        """Whether a cell stands in a column of its table that is hidden."""
        columns = self.grids[-1][1] if self.grids else set()
        return bool(columns) and len(list(cell.itersiblings("td", "th", preceding=True))) in columns

    def note_notice(self, element: html.HtmlElement) -> None:
        """A notice inside the main part may be the paper's own: what it says is told."""
        text = " ".join(self.lines[self.site[element] :])
        if not self.furniture and self.visibility.is_notice_in_main(element) and SAYS.search(text):
            self.left_out.notices.append(text)

    def is_furniture(self, element: html.HtmlElement) -> bool:
        """Whether an element belongs to the site and not to the paper."""
        return (
            element.tag in _FURNITURE
            or (element.tag == "header" and not element.xpath("boolean(.//h1)"))
            or (element.tag == "form" and not element.xpath("boolean(.//h1 | .//h2)"))
            or self.visibility.is_site(element)
        )

    def is_of_the_paper(self, element: html.HtmlElement) -> bool:
        """Whether an element is seen and stands in no menu, head or foot of the site."""
        line = (element, *element.iterancestors())
        return not any(self.visibility.is_hidden(part) or self.is_furniture(part) for part in line)

    def add_of(self, element: html.HtmlElement | None, text: str | None) -> None:
        """Text that stands directly in an element, unless nobody can see it there."""
        if element is None or not text or not text.strip() or not self.visibility.hides_text(element):
            self.add(self.visibility.in_its_font(element, text) if text and element is not None else text)
        else:
            (self.left_out.of_the_site if self.furniture else self.left_out.hidden).append(" ".join(text.split()))

    def add(self, text: str | None) -> None:
        """Text of the block that is open."""
        if text and self.preformatted and self.cells is None:
            *lines, rest = text.split("\n")
            for line in lines:
                self.buffer.append(line)
                self.put_preformatted()
            self.buffer.append(rest)
        elif text:
            self.buffer.append(raised(text) if self.raised else text)

    def put_preformatted(self) -> None:
        """A line as it was typed, with its spaces."""
        self.lines.append(TextLine("".join(self.buffer).rstrip(), "furniture" if self.furniture else ""))
        self.buffer = []

    def begin(self, element: html.HtmlElement) -> None:
        """An element opens."""
        tag = element.tag
        if tag in _BLOCKS and self.cells is None:
            self.flush()
        if self.is_furniture(element):
            self.flush()
            self.furniture += 1
            self.site[element] = len(self.lines)
        self.begin_list(element)
        if tag in _HEADINGS:
            self.kind = "heading"
        if tag == "table":
            hides = {col for col in element.iter("col") if self.visibility.hides_column(col)}
            self.grids.append((TableGrid(), hidden_columns(element, hides)))
        if tag in _CELLS and self.cells is None:
            self.flush()
        if tag == "tr" and not lays_out(element):
            self.flush()
            self.cells = []
        if self.visibility.is_raised(element):
            self.raised.add(element)
        self.preformatted += tag == "pre"
        if tag not in _BLOCKS and tag not in _CELLS and self.visibility.is_block(element):
            self.buffer.append(" ")
            self.apart.add(element)
        if element.getparent() is not None and element.getparent().tag == "mfrac" and element.getprevious() is not None:
            self.buffer.append("/")
        self.add_of(element, element.text)

    def begin_list(self, element: html.HtmlElement) -> None:
        """A list opens, or an item of one, with the number or dash before it."""
        if element.tag in ("ul", "ol"):
            style = self.visibility.styles.of(element)
            kind = style.get("list-style-type") or style.get("list-style", "")
            self.lists.append(ListCount(element, "" if self.visibility.styles.counts and "none" in kind else kind))
        if element.tag == "li" and self.cells is None:
            depth = max(len(self.lists) - 1, 0)
            self.mark = self.lists[-1].mark(element, depth) if self.lists else "- "

    def finish(self, element: html.HtmlElement) -> None:
        """An element closes."""
        tag = element.tag
        self.raised.discard(element)
        self.buffer += [" "] if element in self.apart else []
        if tag in _CELLS and self.cells is not None:
            self.cells.append((element, "".join(self.buffer)))
            self.buffer = []
        elif tag == "tr" and self.cells is not None:
            self.end_row(self.cells)
            self.cells, self.buffer = None, []
        elif tag in _CELLS:
            self.flush()
        elif tag in _BLOCKS and self.cells is None:
            self.flush()
            if tag in _SPACED and self.lines and self.lines[-1]:
                self.lines.append(TextLine(""))
        elif tag in _BLOCKS:
            self.buffer.append("\n")
        if tag == "table" and self.grids:
            self.grids.pop()
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        self.preformatted -= tag == "pre"
        if element in self.site:
            self.flush()
            self.furniture -= 1
            self.note_notice(element)

    def end_row(self, row_cells: list[tuple[html.HtmlElement, str]]) -> None:
        """A row of a table ends: its cells between tabs, or as many rows as somebody typed into it."""
        grid = self.grids[-1][0] if self.grids else TableGrid()
        lines = [[" ".join(line.split()) for line in text.split("\n") if line.strip()] for _, text in row_cells]
        for texts in stacked(lines) or [[" ".join(cell) for cell in lines]]:
            cells = ((t, span(c, "colspan"), span(c, "rowspan")) for (c, _), t in zip(row_cells, texts, strict=True))
            row = "\t".join(grid.row(cells)).rstrip()
            self.put(row, "row" if "\t" in row else "")

    def flush(self) -> None:
        """The open block becomes a line."""
        if self.preformatted and self.cells is None:
            if "".join(self.buffer).strip():
                self.put_preformatted()
            self.buffer = []
            return
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
