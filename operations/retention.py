"""Which backups are kept: every one of two weeks, then one a week for two months, then one a month for a year."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

#: A backup's own file name, which tells its moment: a file's date changes when it is copied.
_NAME = re.compile(r"register-(\d{4}-\d\d-\d\dT\d{6}Z)\.backup(\.age)?")
DAILY, WEEKLY, MONTHLY = timedelta(days=14), timedelta(weeks=9), timedelta(days=366)


def file_name(at: datetime, *, encrypted: bool) -> str:
    """The name of a backup made at this moment."""
    return f"register-{at.astimezone(UTC):%Y-%m-%dT%H%M%SZ}.backup{'.age' if encrypted else ''}"


def moment_of(path: Path) -> datetime | None:
    """The moment in a backup's file name; None for any other file."""
    match = _NAME.fullmatch(path.name)
    return datetime.strptime(match[1], "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC) if match else None


def newest(folder: Path) -> Path | None:
    """The newest backup in a folder."""
    known = {moment: path for path in folder.iterdir() if (moment := moment_of(path))}
    return known[max(known)] if known else None


def superfluous(paths: Iterable[Path], *, at: datetime) -> list[Path]:
    """The backups that need not be kept any longer at the moment `at`; files of other names are left alone.

    The first backup of each week and month is kept, so that the choice does not change from day to day.
    """
    known = sorted((moment, path) for path in paths if (moment := moment_of(path)))
    taken: set[str] = set()
    to_remove = []
    for moment, path in known:
        age = at - moment
        if age <= DAILY or path == known[-1][1]:
            continue
        weeks, months = f"{moment:%G week %V}", f"{moment:%Y-%m}"
        keeps_week = age <= WEEKLY and weeks not in taken
        keeps_month = age <= MONTHLY and months not in taken
        taken |= {weeks, months}
        if not (keeps_week or keeps_month):
            to_remove.append(path)
    return to_remove
