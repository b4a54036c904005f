"""Tables as CSV: what spreadsheets open rightly, and no cell that they would run as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

#: Tells spreadsheets that the text is UTF-8.
BOM = "\ufeff"
_NUMBER = re.compile(r"^[+-]?\d+(\.\d+)?$")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value: Any) -> str:
    """A value as the text of a cell; one that a spreadsheet could take for a formula begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        value = "; ".join(str(item) for item in value)
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) and not _NUMBER.match(text) else text


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def printable_cell(value: Any) -> str:
    """A value as text for a format whose cells have a type, so that no mark against formulas is needed."""
    if isinstance(value, list | tuple):
        value = "; ".join(str(item) for item in value)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    # Control characters cannot stand in XML, and a cell holds 32,767 characters.
    return _CONTROL.sub("", "" if value is None else str(value))[:32_767]


def lines(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The lines of a CSV file, with its mark and its head."""
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
