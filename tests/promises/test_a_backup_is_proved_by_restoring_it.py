"""Backup and restore: what comes back is what there was; what is damaged, foreign or in the way is refused."""

import io
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from book.models import PublishedDecision
from database import backups
from database.backups import BackupError, ProofError, back_up, check, restore
from database.checks import check_roles
from tests.book.conftest import Publish
from tests.book.papers import PCD_510, PCD_815
from tests.conftest import Sql

pytestmark = pytest.mark.committed(owner=True)

AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def quietly(words: str) -> None:
    """Nobody listens."""


#: Made once; a file does not change with the database.
_made: dict[str, bytes] = {}


@pytest.fixture
def kept_backup(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The same backup for tests that look at the file alone."""
    if not _made:
        path: Path = request.getfixturevalue("backup")
        _made["backup"] = path.read_bytes()
    copy = tmp_path / "kept.backup"
    copy.write_bytes(_made["backup"])
    return copy


@pytest.fixture
def backup(published: Publish, tmp_path: Path) -> Path:
    """A backup of a register with two papers."""
    published(PCD_510, PCD_815, pdf=None, pages=None)
    back_up(tmp_path / "register.backup", at=AT, report=quietly)
    return tmp_path / "register.backup"


@pytest.fixture
def empty_database(sql: Sql) -> Iterator[str]:
    """Another database of the same server, which the aliases point at."""
    name = f"{connections['owner'].settings_dict['NAME']}_empty"
    connections.close_all()
    sql("owner", f'DROP DATABASE IF EXISTS "{name}"')
    sql("owner", f'CREATE DATABASE "{name}"')
    with backups._aliases_at(name):
        yield name
    sql("owner", f'DROP DATABASE "{name}"')


def test_a_register_that_is_not_sound_is_backed_up_and_said_to_be(
    published: Publish,
    tmp_path: Path,
) -> None:
    published(PCD_510)  # its file is no PDF, which verify_book finds
    with pytest.raises(ProofError, match="All rows are there, but verify_book says"):
        back_up(tmp_path / "register.backup", at=AT, report=quietly)
    assert (tmp_path / "register.backup").exists()


@pytest.mark.postgres15
def test_a_restored_register_has_every_paper_its_proofs_and_its_guards(backup: Path, empty_database: str) -> None:
    progress: list[str] = []
    restore(backup, report=progress.append)
    assert {decision.reference for decision in PublishedDecision.objects.all()} == {"PCD 510", "PCD 815"}
    assert any("verify_book" in line for line in progress)
    assert any("verify_audit" in line for line in progress)
    assert check_roles(["default"]) == []
    with connections["default"].cursor() as cursor, pytest.raises(Exception, match=r"(?i)never|append|only|denied"):
        cursor.execute("DELETE FROM audit_event")


def test_a_backup_is_for_its_owner_alone_and_leaves_no_scratch_behind(backup: Path, sql: Sql) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    assert list(backup.parent.iterdir()) == [backup]
    assert sql("owner", "SELECT count(*) FROM pg_database WHERE datname LIKE '%\\_check\\_%'") == [(0,)]


def test_an_existing_file_is_never_overwritten(kept_backup: Path) -> None:
    before = kept_backup.read_bytes()
    with pytest.raises(BackupError, match="exists already"):
        back_up(kept_backup, at=AT, report=quietly)
    assert kept_backup.read_bytes() == before


def test_a_register_that_holds_anything_is_not_restored_over(backup: Path) -> None:
    with pytest.raises(CommandError, match="is not empty"):
        call_command("restore", str(backup))
    assert PublishedDecision.objects.count() == 2


def altered(backup: Path, name: str, content: bytes) -> Path:
    """A copy of the backup in which one member has another content."""
    copy = backup.with_name("altered.backup")
    with tarfile.open(backup) as old, tarfile.open(copy, "w") as new:
        for member in old.getmembers():
            source = old.extractfile(member)
            assert source
            data = content if member.name == name else source.read()
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))
    return copy


def test_a_changed_dump_is_refused(kept_backup: Path) -> None:
    with pytest.raises(BackupError, match="is damaged"):
        check(altered(kept_backup, "register.dump", b"PGDMP something else"), report=quietly)


def test_a_backup_that_lost_rows_is_refused(kept_backup: Path) -> None:
    with tarfile.open(kept_backup) as archive:
        member = archive.extractfile("manifest.json")
        assert member
        manifest = member.read().replace(b'"book.entry": 2', b'"book.entry": 3')
    with pytest.raises(BackupError, match=r"differs from what was backed up, in book\.entry"):
        check(altered(kept_backup, "manifest.json", manifest), report=quietly)


def test_a_backup_cut_short_is_refused(kept_backup: Path) -> None:
    short = kept_backup.with_name("short.backup")
    short.write_bytes(kept_backup.read_bytes()[: kept_backup.stat().st_size // 2])
    with pytest.raises(BackupError, match=r"cut short|is damaged"):
        check(short, report=quietly)


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8\xff" + b"x" * 1000)
    with pytest.raises(CommandError, match="not a backup of the register"):
        call_command("restore", str(tmp_path / "holiday.jpg"))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("restore", str(tmp_path / "nothing.backup"))
