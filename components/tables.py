"""Tables as CSV that spreadsheets open correctly, without cells that they would run as formulas."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

#: Tells spreadsheets that the text is UTF-8.
BOM = "\ufeff"
_NUMBER = re.compile(r"^[+-]?\d+(\.\d+)?$")
#: How a spreadsheet recognises a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def text_cell(value: Any) -> str:
    """A value as text that no spreadsheet takes for a formula: an apostrophe before what would be one."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def cell(value: Any) -> str:
    """A value as the text of a cell; a number stays one, a formula does not."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        value = "; ".join(str(item) for item in value)
    text = "" if value is None else str(value).replace("\x00", "")
    return text if _NUMBER.match(text) else text_cell(text)


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def printable_cell(value: Any) -> str:
    """A value as text for a format whose cells have a type, where no apostrophe against formulas is needed."""
    if isinstance(value, list | tuple):
        value = "; ".join(str(item) for item in value)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    # Control characters cannot stand in XML, and a cell holds 32,767 characters.
    return _CONTROL.sub("", "" if value is None else str(value))[:32_767]


def lines(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The lines of a CSV file, the head first with a byte order mark before it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)

    def line(values: Iterable[str]) -> str:
        writer.writerow(values)
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return text

    yield BOM + line(head)
    for row in rows:
        yield line(map(cell, row))


def write_csv(path: Path, head: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """Write a CSV file, with its byte order mark and its head."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        stream.writelines(lines(head, rows))
