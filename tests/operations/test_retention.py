"""Which backups stay: all of two weeks, one a week for two months, one a month for a year; others' files always."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from operations.retention import file_name, moment_of, newest, superfluous

NOW = datetime(2026, 11, 27, 2, 30, tzinfo=UTC)


def nightly(days: int) -> list[Path]:
    return [Path(file_name(NOW - timedelta(days=day), encrypted=day % 2 == 0)) for day in range(days)]


def test_a_name_tells_its_moment() -> None:
    assert [moment_of(path) for path in nightly(2)] == [NOW, NOW - timedelta(days=1)]
    assert moment_of(Path("holiday.jpg")) is None


def test_two_years_of_nights_leave_thirty_odd_files() -> None:
    paths = nightly(730)
    left = set(paths) - set(superfluous(paths, at=NOW))
    ages = sorted((NOW - (moment_of(path) or NOW)).days for path in left)
    assert ages[:15] == list(range(15))
    assert len([age for age in ages if 14 < age <= 63]) in range(6, 10)
    assert len([age for age in ages if 63 < age <= 366]) in range(9, 12)
    assert ages[-1] <= 366


def test_what_is_kept_is_the_same_whether_it_is_cleared_every_night_or_once() -> None:
    left: set[Path] = set()
    for day in range(400, -1, -1):
        at = NOW - timedelta(days=day)
        left.add(Path(file_name(at, encrypted=True)))
        left -= set(superfluous(left, at=at))
    ages = sorted((NOW - (moment_of(path) or NOW)).days for path in left)
    assert len([age for age in ages if 14 < age <= 63]) in range(6, 10)
    assert len([age for age in ages if age > 63]) in range(9, 12)


def test_the_newest_and_files_of_others_are_never_removed(tmp_path: Path) -> None:
    old, other = tmp_path / file_name(NOW - timedelta(days=900), encrypted=False), tmp_path / "register-notes.txt"
    for path in (old, other):
        path.touch()
    assert superfluous(tmp_path.iterdir(), at=NOW) == []
    assert newest(tmp_path) == old
