"""Spreadsheets that people bring are read apart from the desk: bombs, formulas and links to other files do nothing."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from spreadsheets import workbooks
from spreadsheets.sheets import UnreadableTable, read_sheet

SHEET = "xl/worksheets/sheet1.xml"


def sheet_of(*rows: list[object]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The file with one of its parts replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return file.getvalue()


def test_a_spreadsheet_comes_back_from_the_process_apart_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened_here(*arguments: object, **more: object) -> None:
        raise AssertionError("the desk's own process opened the file")

    monkeypatch.setattr(workbooks, "load_workbook", opened_here)
    data = sheet_of(["Day", "Amount", "Paid"], [datetime(2018, 10, 5), 12.5, True], [None, "(3.00)", "£"])
    lines = read_sheet(data, ["Day", "Amount"]).lines
    assert [list(line.cells.values()) for line in lines] == [
        [datetime(2018, 10, 5), 12.5, True], [None, "(3.00)", "£"],
    ]  # fmt: skip


@pytest.mark.nightly
def test_a_bomb_is_refused_in_a_sentence_and_the_next_file_is_read() -> None:
    calm = sheet_of(["Day", "Amount"], ["5 October 2018", 1])
    one_row = b"<c><v>1</v></c>" * 12_000_000
    space = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
    bomb = space + one_row + b"</row></sheetData></worksheet>"
    with pytest.raises(UnreadableTable, match=r"more memory|longer to read"):
        read_sheet(with_part(calm, SHEET, bomb), ["Day"])
    huge = with_part(calm, SHEET, b" " * 301 * 1024 * 1024)
    with pytest.raises(UnreadableTable, match="too big"):
        read_sheet(huge, ["Day"])
    assert len(read_sheet(calm, ["Day"]).lines) == 1


def test_a_formula_is_never_worked_out_and_no_other_file_is_opened(tmp_path: Path) -> None:
    data = sheet_of(["Day", "Amount"], ["5 October 2018", '=WEBSERVICE("http://127.0.0.1:9/x")'], ["6 October 2018", 2])
    (line, _) = read_sheet(data, ["Day"]).lines
    assert line.cells["amount"] is None, "no value was kept beside the formula, and none is made"
    assert load_workbook(io.BytesIO(data)).worksheets[0]["B2"].value.startswith("=WEBSERVICE")
