"""A table on the clipboard: its headings, its rows, which columns are figures, what could not be kept."""

import re
from collections.abc import Callable

from lxml import html

from book.part1.text import Column, Row, Table, Text, plain

_FIGURE = re.compile(r"^(?:[-–(]?[£$€]?\s?[\d,. ]*\d[\d,. ]*(?:%|k|m|bn)?\)?|[-–]|n/a|nil)$", re.IGNORECASE)
_MOST_COLUMNS = 20


def read_table(
    element: html.HtmlElement, *, cell_text: Callable[[html.HtmlElement], Text], caption: str, lost: dict[str, None]
) -> Table | None:
    """The table of an element; None for one of a single column, which only lays a page out."""
    own_rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
    if element.xpath(".//table"):
        lost["A table inside a table is now text in its cell."] = None
    rows = [cells for cells in (_cells(row, cell_text, lost) for row in own_rows) if any(plain(text) for text in cells)]
    width = max((len(cells) for cells in rows), default=0)
    if width < 2 or len(rows) < 1:
        return None
    if width > _MOST_COLUMNS:
        lost[f"A table had more than {_MOST_COLUMNS} columns; the others are not kept."] = None
    width = min(width, _MOST_COLUMNS)
    padded_rows = [(cells + [()] * width)[:width] for cells in rows]
    for inner in element.iter("caption"):
        caption = caption or " ".join("".join(inner.itertext()).split())
    figures = [holds_figures([cells[place] for cells in padded_rows[1:]]) for place in range(width)]
    columns = tuple(
        Column(heading, "right" if figure else "left") for heading, figure in zip(padded_rows[0], figures, strict=True)
    )
    return Table("table", caption, columns, tuple(Row(tuple(cells)) for cells in padded_rows[1:]))


def _cells(row: html.HtmlElement, cell_text: Callable[[html.HtmlElement], Text], lost: dict[str, None]) -> list[Text]:
    """The texts of a row; a cell that spans several columns is followed by empty ones, so that columns stay columns."""
    cells: list[Text] = []
    for cell in row.iterchildren("td", "th"):
        cells.append(cell_text(cell))
        span = cell.get("colspan") or "1"
        if span.isdecimal() and 1 < int(span) <= _MOST_COLUMNS:
            lost["Cells that were joined stand apart now."] = None
            cells += [()] * (int(span) - 1)
        if (cell.get("rowspan") or "1") != "1":
            lost["Cells that were joined stand apart now."] = None
    return cells


def holds_figures(cells: list[Text]) -> bool:
    """Whether a column is one of figures: every cell that is not empty is one, and there is one at least."""
    words = [plain(cell).strip() for cell in cells]
    return any(words) and all(_FIGURE.match(word) for word in words if word)
