"""Tables of a web page: cells that reach over several rows or columns, and tables that only lay a page out."""

import re

from lxml import html

from text_readers.tables import WIDEST

_FIGURE = re.compile(r"\s*(?:£|[0-9][0-9,.]*\s*$|20[0-9]{2}\s*[/–-])")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
#: So many blocks in one cell are running text that a table lays out; breaks count for less than paragraphs.
_BLOCKS, _BREAKS = 3, 6


def span(element: html.HtmlElement, name: str) -> int:
    """How many columns or rows a cell covers; a `rowspan` of 0 covers the rest of the table (HTML 4.9.11)."""
    value = (element.get(name) or "1").strip()
    number = int(value) if re.fullmatch(r"[0-9]{1,5}", value) else 1
    return min(number, WIDEST) if number or name == "colspan" else WIDEST


def lays_out(row: html.HtmlElement) -> bool:
    """Whether a row holds parts of a page and no cells of a table: headings, paragraphs, tables inside it."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) == 1:
        return True
    if any(next(cell.iter("table", "pre", *_HEADINGS), None) is not None for cell in cells):
        return True
    long = [cell for cell in cells if _is_running_text(cell)]
    return bool(long) and not any(_FIGURE.match(cell.text_content()) for cell in cells if cell not in long)


def _is_running_text(cell: html.HtmlElement) -> bool:
    blocks = sum(1 for block in cell.iter("p", "li", "div") if (block.text or "").strip() or len(block) == 0)
    return blocks >= _BLOCKS or sum(1 for _ in cell.iter("br")) >= _BREAKS


def hidden_columns(table: html.HtmlElement, hides: "set[html.HtmlElement]") -> set[int]:
    """The numbers of the columns whose `col` is among the elements that are hidden, as spreadsheets save them."""
    numbers: set[int] = set()
    column = 0
    for col in table.iter("col"):
        width = span(col, "span") or 1
        if col in hides:
            numbers.update(range(column, column + width))
        column += width
    return numbers
