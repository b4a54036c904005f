"""`manage.py test_backup [FILE] [--identity KEYFILE]`: restore a stored backup aside and record that it is whole."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from database.backups import BackupError, check
from local_postgres.programs import EmbeddedServerError
from operations.actions.backups import record_backup_test
from operations.decrypted_backup import decrypted_backup
from operations.encrypting import KeyUnusable
from operations.retention import newest


class Command(BaseCommand):
    """Restores into a database of its own, which is dropped again; the register goes on meanwhile."""

    help = "Restores the newest backup, or the one named, into a database of its own, proves it, and drops it again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file, and what opens it."""
        parser.add_argument("file", nargs="?", type=Path, help="by default the newest in BACKUP_FOLDER")
        parser.add_argument(
            "--identity",
            type=Path,
            help="the file with the secret key of age, if it is encrypted; - for standard input",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Test, or say what is wrong."""
        file = options["file"] or self._newest()
        try:
            with decrypted_backup(file, options["identity"]) as backup:
                manifest = check(backup, report=lambda words: self.stdout.write(f"{words} …"))
        except (BackupError, EmbeddedServerError, KeyUnusable) as reason:
            raise CommandError(str(reason)) from reason
        record_backup_test(name=file.name, at=timezone.now())
        self.stdout.write(
            f"{file}: {sum(manifest.rows.values()):,} rows as of {manifest.made_at}, restored and verified."
        )

    def _newest(self) -> Path:
        folder = Path(settings.BACKUP_FOLDER or ".")
        backup = newest(folder) if folder.is_dir() else None
        if backup is None:
            raise CommandError(f"There is no backup in {folder.resolve()}. Name a file.")
        return backup
