"""The lines of a table: CSV in whatever encoding, a spreadsheet, or cells pasted from one."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from spreadsheets.workbooks import MOST_ROWS, TITLE_LINES, Rows, UnreadableTable


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file below its headings: its number in the file and its cells by heading (in lower case)."""

    number: int
    cells: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a file; whether its days are counted from 1904, as old spreadsheets of Macintosh computers do."""

    lines: list[Line]
    from_1904: bool = False


def heading(text: object) -> str:
    """A heading as it is compared: spaces and capitals do not count."""
    return " ".join(str("" if text is None else text).replace("\u00a0", " ").split()).casefold()


def read_sheet(data: bytes, needed: Sequence[str]) -> Sheet:
    """Read a file; `needed` are the headings by which its line of headings is known.

    Raises UnreadableTable with a sentence when it is neither CSV nor a spreadsheet, or a heading is missing.
    """
    if data.startswith(b"PK"):
        rows, from_1904 = _spreadsheet_rows(data)
        return Sheet(_lines(rows, needed), from_1904)
    text = _decoded(data)
    # The delimiter under which the headings are there is the right one.
    refusals = []
    for delimiter in ("\t", ",", ";", "|"):
        try:
            lines = _lines(_csv_rows(text, delimiter), needed)
        except UnreadableTable as refusal:
            refusals.append((len(str(refusal)), refusal))
            continue
        except csv.Error as error:
            raise UnreadableTable(f"The file is no CSV: {error}.") from None
        return Sheet(_lines(_pasted_rows(text), needed) if _has_open_quotes(text, delimiter) else lines)
    raise min(refusals, key=lambda pair: pair[0])[1]


def _csv_rows(text: str, delimiter: str, **more: Any) -> Iterable[Sequence[Any]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, **more)


def _has_open_quotes(text: str, delimiter: str) -> bool:
    """Whether pasted cells have quotation marks of their own, which are no CSV's.

    Raises UnreadableTable where a CSV has them: a mark that nothing closes makes the lines after it part of its cell.
    """
    rows: Any = _csv_rows(text, delimiter, strict=True)
    try:
        for _ in rows:
            pass
    except csv.Error:
        if delimiter == "\t":
            return True
        raise UnreadableTable(
            f"A quotation mark in line {rows.line_num} of the file, or in a line above it, is not closed as CSV "
            "closes it. Save the file as XLSX, or take the mark out."
        ) from None
    return False


def _pasted_rows(text: str) -> Iterable[Sequence[Any]]:
    """Rows as a spreadsheet copies them where a mark of quotation is a character like any other."""
    return _csv_rows(text, "\t", quoting=csv.QUOTE_NONE)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise UnreadableTable("The file is neither UTF-8 nor Windows text. Save it as XLSX.") from None
    if "\0" in text:
        raise UnreadableTable("The file is not text. Bring a CSV or an XLSX file.")
    return text


def _spreadsheet_rows(data: bytes) -> tuple[Iterable[Sequence[Any]], bool]:
    """The rows of a spreadsheet file; the settings name the process that reads it apart from this one."""
    rows: tuple[Rows, bool] = import_string(settings.WORKBOOK_READER)(data)
    return rows


def _lines(rows: Iterable[Sequence[Any]], needed: Sequence[str]) -> list[Line]:
    wanted, head, lines = [heading(name) for name in needed], None, []
    missing = list(needed)
    for number, row in enumerate(rows, 1):
        if head is None:
            names = [heading(cell) for cell in row]
            missing = min(missing, [n for n, w in zip(needed, wanted, strict=True) if w not in names], key=len)
            if not missing:
                head = names
                _check_stand_once(needed, names)
            elif number >= TITLE_LINES:
                break
            continue
        cells = dict(zip(head, row, strict=False))
        if any(_is_there(cell) for cell in cells.values()):
            lines.append(Line(number, cells))
        if len(lines) > MOST_ROWS:
            raise UnreadableTable(f"The file has more than {MOST_ROWS:,} lines. Bring it in parts.")
    if head is None:
        named = ", ".join(f"“{name}”" for name in missing)
        raise UnreadableTable(f"The file has no column {named}. Choose another column map, or change it.")
    return lines


def _check_stand_once(needed: Sequence[str], names: Sequence[str]) -> None:
    """Raise UnreadableTable for a heading that stands twice: which of its columns is meant cannot be known."""
    if twice := next((name for name in needed if names.count(heading(name)) > 1), None):
        raise UnreadableTable(f"The file has two columns “{twice}”. Rename or delete one of them.")


def _is_there(cell: Any) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def cell_text(cell: Any) -> str:
    """A cell as it is named in a fault."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return cell.isoformat() if isinstance(cell, date) else " ".join(str("" if cell is None else cell).split())


__all__ = ["MOST_ROWS", "Line", "Sheet", "UnreadableTable", "cell_text", "heading", "read_sheet"]
