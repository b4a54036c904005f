"""The large exports as files: written once per state of the book by the worker, served as files ever after.

A file of another state is never served as the newest one: it may hold what has been withdrawn since. `export_folder.py`
knows what lies in the folder and which files of earlier days are kept.
"""

import fcntl
import gzip
import hashlib
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import connections, transaction

from book.models import Entry, State
from figures.dates import london_day
from register.opendata import export_bucket, lines, tables, threesixty
from register.opendata.export_folder import (
    CURRENT,
    HISTORY,
    LOCK,
    DayExports,
    ExportFile,
    Exports,
    copy_to_bucket,
    current_exports,
    earlier_exports,
    folder,
    keep_day,
    remove_files,
    write_current,
)
from register.opendata.records import records
from register.opendata.sqlite_book import sqlite_book
from register.search.finding import listed

#: Raise it when the same book is to be written in another format.
FORMAT_VERSION = 2
#: After writing, the worker waits this many times as long as writing took before it writes again.
REST = 4
#: zlib's level: level 9 takes three times as long for a fiftieth of the bytes.
LEVEL = 5

Chunks = Iterable[str] | Iterable[bytes]


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


def state_of_the_book() -> str:
    """A text that identifies what the book holds: it differs after each change of the book."""
    with connections["book"].cursor() as cursor:
        cursor.execute(
            "SELECT s.version, coalesce((SELECT max(published_at) FROM book.entry), 'epoch') FROM book.state s"
        )
        version, newest = cursor.fetchone()
    return f"{FORMAT_VERSION}-{version}-{newest.isoformat()}"


def write_exports(*, at: datetime) -> int:
    """Write the files of the book as it stands, as a job of the worker.

    Args:
        at: now. The book may change often, and writing a large one takes minutes: so the worker waits for some time
            after writing (REST), and meanwhile each export is written anew for whoever asks for it.

    Returns:
        How many files were written; 0 when they are of this state already, or it is too early.
    """
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:  # another worker is writing
            return 0
        written = _write_all(at)
        if export_bucket.is_configured():
            _copy_once()
        return written


#: The lists as they were when the bucket was brought to what the folder holds, in this process.
_copied: dict[str, bytes] = {}


def _copy_once() -> None:
    """Copy the folder to the bucket where its lists have changed; raises BucketUnavailable, to be tried again."""
    lists = {name: (folder() / name).read_bytes() for name in (CURRENT, HISTORY) if (folder() / name).exists()}
    if lists != _copied:
        copy_to_bucket()
        _copied.clear()
        _copied.update(lists)


def _write_all(at: datetime) -> int:
    """Write the exports and return the number of files; 0 when nothing is new or it is too early (REST)."""
    before = current_exports()
    state = state_of_the_book()
    if before and before.state == state:
        if before.files and not earlier_exports():
            written_on = london_day(datetime.fromtimestamp(before.written_at, UTC))
            keep_day(DayExports(written_on, State.objects.get().entries, before.files))
        return 0
    remove_files()
    if before and at.timestamp() - before.written_at < REST * before.took:
        write_current(Exports("", {}, before.took, before.written_at))
        return 0
    began = time.monotonic()
    with transaction.atomic(using="book"):
        with connections["book"].cursor() as cursor:
            # All files are of one state of the book, however long writing takes.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        state = state_of_the_book()
        entries = State.objects.get().entries
        files = {name: written for name, make in EXPORTS.items() if (written := _write(make()))}
    took = time.monotonic() - began
    write_current(Exports(state, files, took, at.timestamp() + took))
    keep_day(DayExports(london_day(at), entries, files))
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
