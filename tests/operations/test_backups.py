"""Backups as the nightly unit makes them: encrypted, recorded, cleared; a failure is an event and a sentence."""

import io
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from audit.models import Event
from database import tools
from database.backups import back_up
from operations.backup_records import backup_records
from tests.book.conftest import NOW, Publish, published  # noqa: F401 - a fixture
from tests.book.papers import PCD_510

pytestmark = pytest.mark.committed(owner=True)


@pytest.fixture
def identity(settings: Any, tmp_path: Path) -> Path:
    """Backups go into a folder of their own, encrypted; the file with the secret key."""
    key = pyrage.x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(f"# made by age-keygen\n{key}\n")
    (tmp_path / "backups").mkdir()
    settings.BACKUP_FOLDER, settings.BACKUP_PUBLIC_KEY = str(tmp_path / "backups"), str(key.to_public())
    return tmp_path / "key.txt"


def test_a_backup_is_encrypted_recorded_and_opens_with_the_secret_key_alone(
    published: Publish,  # noqa: F811
    identity: Path,
    tmp_path: Path,
) -> None:
    published(PCD_510, pdf=None, pages=None)
    (tmp_path / "backups" / "register-2001-01-01T000000Z.backup").touch()
    call_command("back_up")
    (file,) = (tmp_path / "backups").iterdir()  # the one of 2001 is gone, and nothing half made is left
    assert file.name.endswith(".backup.age")
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"PCD 510" not in file.read_bytes()
    last = backup_records().last
    assert last
    assert last.details["file"] == file.name
    with pytest.raises(CommandError, match="--identity"):
        call_command("test_backup")
    call_command("test_backup", identity=identity)
    assert backup_records().tested
    with pytest.raises(CommandError, match=r"missing.txt cannot be read by the account .*--identity - < KEYFILE"):
        call_command("test_backup", identity=tmp_path / "missing.txt")
    with pytest.MonkeyPatch.context() as handed_over:
        handed_over.setattr("sys.stdin", io.StringIO(identity.read_text()))
        call_command("test_backup", identity=Path("-"))
    stranger = tmp_path / "stranger.txt"
    stranger.write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(CommandError, match="does not open with the key"):
        call_command("restore", str(file), identity=stranger)
    with pytest.raises(CommandError, match="is not empty"):
        call_command("restore", str(file), identity=identity)


def test_a_backup_that_fails_is_an_event(published: Publish, settings: Any, tmp_path: Path) -> None:  # noqa: F811
    published(PCD_510, pdf=None, pages=None)
    settings.BACKUP_PUBLIC_KEY = "age1nonsense"
    with pytest.raises(CommandError, match="is no public key of age"):
        call_command("back_up", str(tmp_path / "a.backup"))
    assert "BACKUP_PUBLIC_KEY" in Event.objects.get(verb="fail to back up").sentence
    assert list(tmp_path.iterdir()) == []


@pytest.mark.postgres15
def test_the_backup_is_made_by_the_servers_own_version(published: Publish, tmp_path: Path) -> None:  # noqa: F811
    published(PCD_510, pdf=None, pages=None)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0]) // 10_000
    assert tools._version(tools.folder_for(version) / "pg_dump") == version
    back_up(tmp_path / "a.backup", at=NOW, report=lambda words: None)


def test_programs_of_another_version_are_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(tools.ToolsMissing, match=r"PostgreSQL 97, .*apt-get install postgresql-client-97"):
        tools.folder_for(97)


@pytest.mark.skipif(not Path("/usr/lib/postgresql/15/bin/pg_dump").exists(), reason="PostgreSQL 15 is not installed")
def test_beside_a_newer_wheel_the_programs_of_debian_are_chosen_for_its_server() -> None:
    assert tools.folder_for(15) == Path("/usr/lib/postgresql/15/bin")
