"""The folder of the exports: the files of the book as it stands, and those of earlier days.

It holds, for each export, its bytes under the name of their digest (SHA-256), the same compressed (`.gz`),
`current.json`, which says of which state of the book the newest files are, and `history.json`: the last files of each
day on which the book had changed. Files of one day that are the same as another day's are kept once.

A process on another machine than the worker's has no such folder: it reads both lists in the copy (`export_bucket.py`).
"""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery

from book.models import Entry
from register.opendata import export_bucket

CURRENT, HISTORY, LOCK = "current.json", "history.json", "lock"


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One export as it lies in the folder; its size in bytes, and whether its bytes were removed for want of room."""

    sha256: str
    size: int
    removed: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether the bytes are there still."""
        return not self.removed and (not is_here() or (folder() / self.sha256).exists())


@dataclass(frozen=True, slots=True)
class Exports:
    """The newest files by the name of their export, and the state of the book that they show."""

    state: str
    files: dict[str, ExportFile]
    #: Seconds that writing took, and when it ended, in seconds since 1970.
    took: float
    written_at: float


@dataclass(frozen=True, slots=True)
class DayExports:
    """The last files of a day: how many entries the book had, and the files by the name of their export.

    `files` is empty once a decision that they held was withdrawn or expunged: not even a digest is kept then, by which
    a guess at what was removed could be tried.
    """

    day: date
    entries: int
    files: dict[str, ExportFile] = field(default_factory=dict)


def folder() -> Path:
    """Where the files lie."""
    return Path(settings.EXPORTS)


def is_here() -> bool:
    """Whether this process reads the folder itself: it has no bucket to ask, or runs on the worker's machine."""
    return not export_bucket.is_configured() or (folder() / LOCK).exists()


def copy_to_bucket() -> int:
    """Bring the copy in the bucket to what the folder holds; returns how many objects changed.

    Raises BucketUnavailable.
    """
    return export_bucket.copy_folder(folder(), lists=(HISTORY, CURRENT), without=(LOCK,))


def current_exports() -> Exports | None:
    """What `current.json` says; None where there is nothing yet, or nothing that can be read."""
    try:
        stated = json.loads(_text(CURRENT))
        files = {name: ExportFile(**facts) for name, facts in stated.pop("files").items()}
        return Exports(files=files, **stated)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def write_current(exports: Exports) -> None:
    """Write `current.json`."""
    _write_json(CURRENT, asdict(exports))


def earlier_exports() -> list[DayExports]:
    """The files of every day, the newest day first, as the public may have them at this moment.

    The worker deletes the files of what was withdrawn only at its next run; here they are left out at once.
    """
    days = _days()
    gone = _taken_back([exports.entries for exports in days])
    return [DayExports(day.day, day.entries) if day.entries in gone else day for day in days]


def keep_day(exports: DayExports) -> None:
    """Add the files of a day, in place of earlier ones of the same day, and remove what is not to be kept."""
    others = [other for other in earlier_exports() if other.day != exports.day]
    _write_days(sorted([exports, *others], key=lambda kept: kept.day, reverse=True))
    remove_files()


def remove_files() -> None:
    """Remove the files that held what has been withdrawn since, and the oldest beyond EXPORTS_KEPT_BYTES.

    Those of the newest day always stay, unless they held what has been withdrawn. A download that has begun is not cut
    off: the process holds its file open.
    """
    days = earlier_exports()
    kept, size = set[str](), 0
    for number, exports in enumerate(days):
        fresh = {file.sha256: file.size for file in exports.files.values() if file.sha256 not in kept}
        size += sum(fresh.values())
        if number and size > settings.EXPORTS_KEPT_BYTES:
            break
        kept |= fresh.keys()
    _write_days([_without_removed(exports, kept) for exports in days])
    for path in folder().iterdir():
        if path.name not in (CURRENT, HISTORY, LOCK) and path.name.removesuffix(".gz") not in kept:
            with suppress(FileNotFoundError):
                path.unlink()


def _without_removed(exports: DayExports, kept: set[str]) -> DayExports:
    """A day whose files say whether they are among the digests that are kept."""
    files = {name: replace(file, removed=file.sha256 not in kept) for name, file in exports.files.items()}
    return replace(exports, files=files)


def _taken_back(entry_counts: Sequence[int]) -> set[int]:
    """Those entry counts at which the book held a decision that was withdrawn, or had content expunged, since."""
    if not entry_counts:
        return set()
    first = Entry.objects.filter(key=OuterRef("key")).order_by("number").values("number")[:1]
    removals = list(
        Entry.objects.filter(kind__in=(Entry.Kind.WITHDRAWAL, Entry.Kind.EXPUNGED), number__gt=min(entry_counts))
        .annotate(first=Subquery(first))
        .values_list("first", "number")
    )
    return {count for count in entry_counts if any(first <= count < number for first, number in removals)}


def _text(name: str) -> str:
    """One of the two lists; raises OSError where it cannot be read."""
    return (folder() / name).read_text(encoding="utf-8") if is_here() else export_bucket.text(name)


def _days() -> list[DayExports]:
    """What `history.json` says; nothing where it cannot be read."""
    try:
        stated = json.loads(_text(HISTORY))
        return [_day(facts) for facts in stated["days"]]
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return []


def _day(facts: dict[str, Any]) -> DayExports:
    files = {name: ExportFile(**file) for name, file in facts["files"].items()}
    return DayExports(date.fromisoformat(facts["day"]), int(facts["entries"]), files)


def _write_days(days: list[DayExports]) -> None:
    _write_json(HISTORY, {"days": [{**asdict(exports), "day": exports.day.isoformat()} for exports in days]})


def _write_json(name: str, content: dict[str, Any]) -> None:
    fresh = folder() / f"{name}.new"
    fresh.write_text(json.dumps(content, indent=1), encoding="utf-8")
    os.replace(fresh, folder() / name)
