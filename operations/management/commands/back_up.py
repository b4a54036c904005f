"""`manage.py back_up [FILE]`: one checked file, encrypted where a public key is set, recorded in the history."""

import hashlib
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from database.backups import BackupError, ProofError, back_up
from local_postgres.programs import EmbeddedServerError
from operations.actions.backups import record_backup, record_failed_backup
from operations.encrypting import KeyUnusable, encrypt_file, recipient
from operations.retention import file_name, superfluous


class Command(BaseCommand):
    """Writes one file. It holds Part 2 and personal data: keep it as safe as the database."""

    help = "Writes the whole database into one file and checks it by restoring it into a database of its own."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", nargs="?", type=Path, help="the new file; by default named after the moment")

    def handle(self, *args: Any, **options: Any) -> None:
        """Back up, or say why not; either is an event that administrators see."""
        at = timezone.now()
        key = settings.BACKUP_PUBLIC_KEY
        folder = Path(settings.BACKUP_FOLDER or ".")
        target = (options["file"] or folder / file_name(at, encrypted=bool(key))).resolve()
        try:
            rows = self._write(target, key, at)
        except (BackupError, EmbeddedServerError, KeyUnusable) as reason:
            self._fail(str(reason), at)
        except OSError as error:
            self._fail(f"{target} cannot be written: {error.strerror or error}.", at)
        size = target.stat().st_size
        record_backup(name=target.name, size=size, sha256=_sha256(target), encrypted=bool(key), at=at)
        self._notify(target, rows, size, encrypted=bool(key))
        if settings.BACKUP_FOLDER and not options["file"]:
            self._clear(folder, at)

    def _write(self, target: Path, key: str, at: datetime) -> int:
        """Write `target` whole; the plain file never lies where a copy might be taken. Says how many rows it has."""
        if not key:
            return sum(back_up(target, at=at, report=self._say).rows.values())
        recipient(key)  # refused before the work, not after it
        if target.exists():
            raise BackupError(f"{target} exists already. Name another file.")
        with tempfile.TemporaryDirectory(prefix=".register-", dir=target.parent) as folder:
            plain = Path(folder) / "plain"
            try:
                manifest = back_up(plain, at=at, report=self._say)
            except ProofError:
                encrypt_file(plain, target, key)
                raise
            encrypt_file(plain, target, key)
        return sum(manifest.rows.values())

    def _say(self, words: str) -> None:
        self.stdout.write(f"{words} …")

    def _fail(self, reason: str, at: datetime) -> None:
        try:
            record_failed_backup(reason=reason, at=at)
        except DatabaseError:
            self.stderr.write("Nor could this be written into the history: the database does not answer.")
        raise CommandError(reason)

    def _notify(self, target: Path, rows: int, size: int, *, encrypted: bool) -> None:
        how = "restored, verified and encrypted" if encrypted else "restored and verified"
        self.stdout.write(f"{target}: {rows:,} rows, {size / 1_000_000:.1f} MB, {how}.")
        if not encrypted:
            self.stdout.write("It holds confidential papers; keep it safe, or set BACKUP_PUBLIC_KEY (docs/deploy.md).")
        self.stdout.write("Keys and settings are not in it.")

    def _clear(self, folder: Path, at: datetime) -> None:
        for path in superfluous(folder.iterdir(), at=at):
            path.unlink()
            self.stdout.write(f"{path.name} is no longer needed and was removed.")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
