"""The whole book as one SQLite file: the same tables and columns as the CSV files, to be asked in SQL."""

import csv
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from components.tables import BOM
from register.opendata import tables
from register.opendata.records import all_listed, records

#: Bytes read from the file at a time.
_CHUNK = 1 << 20
_ROWS = 1_000


def sqlite_book() -> Iterator[bytes]:
    """The bytes of the file, which is made in a temporary folder first. Amounts are text of pounds, as in the CSV."""
    makers: dict[str, Callable[[], Iterable[str]]] = {
        "decisions": lambda: tables.decision_lines(records(all_listed())),
        **tables.BULK,
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.sqlite"
        connection = sqlite3.connect(path)
        try:
            for name, make in makers.items():
                _fill(connection, name, make())
            connection.commit()
        finally:
            connection.close()
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk


def _fill(connection: sqlite3.Connection, name: str, lines: Iterable[str]) -> None:
    """Make a table of the lines of a CSV file; a blank is NULL. Names are the program's own, not typed by anybody."""
    rows = csv.reader(lines)
    head = [column.removeprefix(BOM) for column in next(rows)]
    columns = ", ".join(f'"{column}" TEXT' for column in head)
    connection.execute(f'CREATE TABLE "{name}" ({columns})')
    places = ", ".join("?" * len(head))
    values = ([cell or None for cell in row] for row in rows)
    while batch := list(islice(values, _ROWS)):
        connection.executemany(f'INSERT INTO "{name}" VALUES ({places})', batch)  # noqa: S608
    if "reference" in head:
        connection.execute(f'CREATE INDEX "{name}_reference" ON "{name}" ("reference")')
