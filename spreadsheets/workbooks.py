"""The rows of a spreadsheet file, read in the process that may do nothing else (intake/reading), and as they leave it.

Formulas are never worked out: a cell is the value that the program which wrote the file kept beside its formula. Links
to other files are not followed, nor even read.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

#: More lines than a year of any body's grants has.
MOST_ROWS = 50_000
#: A ledger's report has some lines of title above its headings.
TITLE_LINES = 40
#: What a spreadsheet may grow to when it is unpacked, in bytes.
_MOST_UNPACKED = 300 * 1024 * 1024

#: So many rows of a sheet are looked at for something in it.
_LOOKED_AT = 200

Rows = list[Sequence[Any]]


class UnreadableTable(Exception):
    """The file cannot be read as a whole; the message is the sentence for the person."""


def rows_of(data: bytes) -> tuple[Rows, bool]:
    """The rows of the first sheet, and whether its days are counted from 1904.

    Raises UnreadableTable with a sentence for what is no spreadsheet, grows too big, or has more than one sheet with
    something in it: which are meant cannot be known, and nothing is left out unsaid.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > _MOST_UNPACKED:
                raise UnreadableTable("The spreadsheet is too big. Save the ledger's sheet alone, or as CSV.")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            # Some programs write a wrong size of the sheet.
            sheet.reset_dimensions()
        sheet = _only_sheet(book.worksheets)
        rows = [row for row, _ in zip(sheet.iter_rows(values_only=True), range(MOST_ROWS + TITLE_LINES), strict=False)]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError):
        raise UnreadableTable("The spreadsheet cannot be read. Save it as XLSX or CSV again.") from None
    return list(rows), book.epoch.year == 1904


def _only_sheet(sheets: Sequence[Any]) -> Any:
    """The sheet that has something in it; the first, where none has."""
    filled = [sheet for sheet in sheets if _has_cells(sheet)]
    if len(filled) > 1:
        names = ", ".join(f"“{sheet.title[:40]}”" for sheet in filled[:5]) + (" and more" if len(filled) > 5 else "")
        raise UnreadableTable(
            f"The spreadsheet has {len(filled)} sheets with something in them: {names}. Save the one that is meant "
            "alone, or as CSV, so that nothing is left out unseen."
        )
    return filled[0] if filled else sheets[0]


def _has_cells(sheet: Any) -> bool:
    rows = zip(sheet.iter_rows(values_only=True), range(_LOOKED_AT), strict=False)
    return any(cell is not None for row, _ in rows for cell in row)


def rows_to_json(rows: Rows) -> list[list[Any]]:
    """Rows in what JSON can hold: a day or a moment as a list of its kind and its text."""
    return [[_plain(cell) for cell in row] for row in rows]


def rows_from_json(rows: list[list[Any]]) -> Rows:
    """The rows again as they were read."""
    kinds = {"moment": datetime.fromisoformat, "day": date.fromisoformat}
    return [[kinds[cell[0]](cell[1]) if isinstance(cell, list) else cell for cell in row] for row in rows]


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return ["moment", cell.isoformat()]
    if isinstance(cell, date):
        return ["day", cell.isoformat()]
    return cell if cell is None or isinstance(cell, bool | int | float | str) else str(cell)
