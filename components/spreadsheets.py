"""A table as a spreadsheet (Office Open XML)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.writer.excel import save_workbook

from components.tables import printable_cell

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHUNK = 1 << 20


def workbook(
    title: str, columns: Sequence[str], rows: Iterable[Iterable[Any]], *, amounts: Collection[str]
) -> Iterator[bytes]:
    """The bytes of a file with one sheet; `amounts` names the columns whose cells are numbers of pounds.

    Rows are written as they come, into a temporary file, so that memory does not grow.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append(list(columns))
    for row in rows:
        sheet.append([_cell(sheet, column in amounts, value) for column, value in zip(columns, row, strict=True)])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        save_workbook(book, path)
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk


def _cell(sheet: Any, is_amount: bool, value: Any) -> Any:
    if is_amount:
        amount = WriteOnlyCell(sheet, value=None if value is None else float(value))
        # Shown to the penny; sixteen digits hold every amount that a body of this kind has.
        amount.number_format = "#,##0.00"
        return amount
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    cell = WriteOnlyCell(sheet, value=printable_cell(value))
    # Never a formula, whatever a title begins with.
    cell.data_type = "s"
    return cell
