"""A list of decisions as a spreadsheet (Office Open XML), with the columns of the CSV."""

from collections.abc import Iterable, Iterator
from typing import Any

from components import spreadsheets
from register.opendata.records import ALLOWED, COLUMNS, MONEY

#: Columns whose cells are numbers of pounds.
_AMOUNTS = frozenset({*ALLOWED.values(), *MONEY})


def workbook(records: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """The bytes of the file."""
    rows = ([record[column] for column in COLUMNS] for record in records)
    return spreadsheets.workbook("Decisions", COLUMNS, rows, amounts=_AMOUNTS)
