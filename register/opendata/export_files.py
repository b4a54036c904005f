"""The large exports as files: written once per state of the book by the worker, served as files ever after.

A folder holds, for each export, its bytes under the name of their digest (SHA-256), the same compressed (`.gz`), and
`current.json`, which says of which state of the book they are. A file of another state is never served: it may hold
what has been withdrawn since. Such files are removed as soon as the worker sees that the book has changed.
"""

import fcntl
import gzip
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from book.models import Entry
from register.opendata import lines, tables, threesixty
from register.opendata.records import records
from register.opendata.sqlite_book import sqlite_book
from register.search.finding import listed

#: Changes when the same book is written in another form.
FORM = 2
#: After writing, the worker leaves the exports alone for so many times as long as writing took.
REST = 4
CURRENT, LOCK = "current.json", "lock"
#: zlib's level: level 9 takes three times as long for a fiftieth of the bytes.
LEVEL = 5

Chunks = Iterable[str] | Iterable[bytes]


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One export as it lies in the folder."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Exports:
    """What the folder holds: the state of the book, and the files by the name of their export."""

    state: str
    files: dict[str, ExportFile]
    #: Seconds that writing took, and when it ended, in seconds since 1970.
    took: float
    written_at: float


def _everything_listed() -> Iterable[dict[str, Any]]:
    return records(listed().order_by("-sorted_on", "-key"))


def _threesixty() -> Chunks:
    newest = Entry.objects.order_by("-number").values_list("published_at", flat=True).first()
    try:
        return threesixty.package(newest.isoformat() if newest else "")
    except threesixty.NothingToExport:
        return ()


#: Every export by the end of its address, and what writes it.
EXPORTS: dict[str, Callable[[], Chunks]] = {
    "decisions.csv": lambda: tables.decision_lines(_everything_listed()),
    "decisions.json": lambda: lines.json_list(_everything_listed()),
    "decisions.ndjson": lines.everything,
    "360giving.json": _threesixty,
    "book.sqlite": sqlite_book,
    **{f"{name}.csv": table for name, table in tables.BULK.items()},
}


def folder() -> Path:
    """Where the files lie."""
    return Path(settings.EXPORTS)


def state_of_the_book() -> str:
    """A word that is another one after each change of the book."""
    with connections["book"].cursor() as cursor:
        cursor.execute(
            "SELECT s.version, coalesce((SELECT max(published_at) FROM book.entry), 'epoch') FROM book.state s"
        )
        version, newest = cursor.fetchone()
    return f"{FORM}-{version}-{newest.isoformat()}"


def current_exports() -> Exports | None:
    """What `current.json` says; None where there is nothing yet, or nothing that can be read."""
    try:
        stated = json.loads((folder() / CURRENT).read_text(encoding="utf-8"))
        files = {name: ExportFile(**facts) for name, facts in stated.pop("files").items()}
        return Exports(files=files, **stated)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def write_exports(*, at: datetime) -> int:
    """Bring the files to the state of the book, as a job of the worker.

    Args:
        at: now. The book may change often, and writing it all takes minutes when it is large: then the files rest for
            some time, and meanwhile exports are written as they are asked for.

    Returns:
        How many files were written; 0 when they were of this state already, or rest.
    """
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:  # another worker is writing
            return 0
        return _write_all(at)


def _write_all(at: datetime) -> int:
    """Write the exports of the book as it stands; gives the number of files, 0 when nothing is new or it is early."""
    before = current_exports()
    state = state_of_the_book()
    if before and before.state == state:
        return 0
    _remove_files()
    if before and at.timestamp() - before.written_at < REST * before.took:
        _write_current(Exports("", {}, before.took, before.written_at))
        return 0
    began = time.monotonic()
    with transaction.atomic(using="book"):
        with connections["book"].cursor() as cursor:
            # Every file of one and the same state, however long it takes.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        state = state_of_the_book()
        files = {name: written for name, make in EXPORTS.items() if (written := _write(make()))}
    took = time.monotonic() - began
    _write_current(Exports(state, files, took, at.timestamp() + took))
    return len(files)


def _write(chunks: Chunks) -> ExportFile | None:
    """One file and its compressed form, under the name of its digest; None where there is nothing to export."""
    digest, size = hashlib.sha256(), 0
    plain, packed = folder() / "being-written", folder() / "being-written.gz"
    with plain.open("wb") as file, gzip.GzipFile(packed, "wb", compresslevel=LEVEL, mtime=0) as smaller:
        for chunk in chunks:
            data = chunk.encode() if isinstance(chunk, str) else chunk
            digest.update(data)
            size += len(data)
            file.write(data)
            smaller.write(data)
    if not size:
        return None
    name = digest.hexdigest()
    for path, final in ((plain, name), (packed, f"{name}.gz")):
        # nginx, which serves them, is another account.
        path.chmod(0o644)
        path.replace(folder() / final)
    return ExportFile(name, size)


def _write_current(exports: Exports) -> None:
    for path in folder().glob("being-written*"):
        path.unlink()
    text = json.dumps(asdict(exports), indent=1)
    fresh = folder() / f"{CURRENT}.new"
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, folder() / CURRENT)


def _remove_files() -> None:
    """Remove what the book no longer says; who is downloading it holds it open and gets it whole."""
    for path in folder().iterdir():
        if path.name not in (CURRENT, LOCK):
            with suppress(FileNotFoundError):
                path.unlink()
