"""A list of decisions as a spreadsheet (Office Open XML), with the columns of the CSV."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.writer.excel import save_workbook

from register.opendata.records import ALLOWED, COLUMNS, MONEY
from register.opendata.tables import printable_cell

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Columns whose cells are numbers of pounds.
_AMOUNTS = frozenset({*ALLOWED.values(), *MONEY})
_CHUNK = 1 << 20


def workbook(records: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """The bytes of the file. Rows are written as they come, into a temporary file, so that memory does not grow."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Decisions")
    sheet.freeze_panes = "A2"
    sheet.append(list(COLUMNS))
    for record in records:
        sheet.append([_cell(sheet, column, record[column]) for column in COLUMNS])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "decisions.xlsx"
        save_workbook(book, path)
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk


def _cell(sheet: Any, column: str, value: Any) -> Any:
    if column in _AMOUNTS:
        amount = WriteOnlyCell(sheet, value=None if value is None else float(value))
        # Shown to the penny; sixteen digits hold every amount that a decision has.
        amount.number_format = "#,##0.00"
        return amount
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    cell = WriteOnlyCell(sheet, value=printable_cell(value))
    # Never a formula, whatever a title begins with.
    cell.data_type = "s"
    return cell
