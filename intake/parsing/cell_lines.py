"""Tables whose cells stand each on a line of its own, as pages and text saved by office programs have them."""

import re
from collections.abc import Sequence

from figures.prose import find_amounts, find_years
from intake.parsing.headings import heading_of
from intake.parsing.lines import Piece
from intake.parsing.tranches import SUM_ALONE
from intake.parsing.wrapping import is_table_head

#: Characters: a longer line is no cell.
_LONGEST_CELL = 60
#: So many cells a row, and so many rows make a table.
_WIDEST_ROW, _FEWEST_ROWS = 6, 2
_TOTAL = re.compile(r"(?:grand |overall |sub-?)?totals?", re.IGNORECASE)


def with_rows_of_cells(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, those of each table of money by year put together as its rows; nothing else is changed.

    The years stand down the side of the table, each before the cells of its row, or one after the other as its head.
    """
    out: list[Piece] = []
    at = 0
    while at < len(pieces):
        rows, end = _rows_by_year(pieces, at, out) if _is_year(pieces[at]) else ([], at)
        if not rows and _is_year(pieces[at]):
            rows, end = _rows_below_years(pieces, at, out)
        out += rows or pieces[at : at + 1]
        at = end if rows else at + 1
    return out


def _rows_by_year(pieces: Sequence[Piece], at: int, before: list[Piece]) -> tuple[list[Piece], int]:
    """The rows of a table whose years stand down its side, and where it ends; nothing where no two rows are alike.

    Its head is taken from the end of `before`.
    """
    width = next((n for n in range(2, _WIDEST_ROW) if at + n < len(pieces) and _is_year(pieces[at + n])), 0)
    rows: list[Sequence[Piece]] = []
    end = at
    while width and end + width <= len(pieces) and _is_year(pieces[end]) and _is_row(pieces[end : end + width]):
        rows.append(pieces[end : end + width])
        end += width
    if len(rows) < _FEWEST_ROWS:
        return [], at
    if end + 1 < len(pieces) and _TOTAL.fullmatch(pieces[end].text) and SUM_ALONE.fullmatch(pieces[end + 1].text):
        rows.append(pieces[end : end + 2])
        end += 2
    head = before[-width:]
    if is_table_head(" ".join(piece.text for piece in head)) and all(map(_is_cell, head)):
        rows.insert(0, head)
        del before[-width:]
    return [_row(row, width) for row in rows], end


def _rows_below_years(pieces: Sequence[Piece], at: int, before: list[Piece]) -> tuple[list[Piece], int]:
    """The rows of a table whose years stand across its top, and where it ends; nothing where no sums follow."""
    first = end = at
    while end < len(pieces) and end - first < _WIDEST_ROW and _is_year(pieces[end]):
        end += 1
    if end - first < _FEWEST_ROWS:
        return [], at
    end += end < len(pieces) and bool(_TOTAL.fullmatch(pieces[end].text))
    width = end - first + 1
    rows: list[Sequence[Piece]] = []
    while end + width <= len(pieces) and _is_cell(pieces[end]) and all(map(_is_sum, pieces[end + 1 : end + width])):
        rows.append(pieces[end : end + width])
        end += width
    if not rows:
        return [], at
    head = pieces[first : first + width - 1]
    if before and is_table_head(f"{before[-1].text} Year") and _is_cell(before[-1]):
        head = [before.pop(), *head]
    return [_row(row, width, right=row is head) for row in (head, *rows)], end


def _row(cells: Sequence[Piece], width: int, *, right: bool = True) -> Piece:
    """Cells as one row; those of a shorter one stand at its right, but for the first of a total."""
    texts = [piece.text for piece in cells]
    missing = [""] * (width - len(texts))
    texts = [*missing, *texts] if right and not _TOTAL.fullmatch(texts[0]) else [texts[0], *missing, *texts[1:]]
    raw = " ".join(piece.raw for piece in cells)
    return Piece(cells[0].line, raw, "\t".join(texts), "row", gap=cells[0].gap, lines=list(cells))


def _is_cell(piece: Piece) -> bool:
    """Whether a line could be a cell: a few words, no item, heading or sentence."""
    apart = piece.mark or piece.numeral or piece.note or piece.taken or piece.lines or piece.hint
    text = piece.text
    return not apart and len(text) <= _LONGEST_CELL and "\t" not in text and not text.endswith((".", ";", ":"))


def _is_year(piece: Piece) -> bool:
    """Whether a line is a financial year and nothing else."""
    years = find_years(piece.text) if _is_cell(piece) else []
    return len(years) == 1 and years[0].start == 0 and years[0].end == len(piece.text)


def _is_sum(piece: Piece) -> bool:
    return _is_cell(piece) and bool(SUM_ALONE.fullmatch(piece.text)) and not _is_year(piece)


def _is_row(cells: Sequence[Piece]) -> bool:
    """Whether cells are a year and what it is given: one sum at least, and no other year, heading or sentence."""
    rest = cells[1:]
    if not all(map(_is_cell, rest)) or any(_is_year(piece) or heading_of(piece) for piece in rest):
        return False
    return any(find_amounts(piece.text) or _is_sum(piece) for piece in rest)
