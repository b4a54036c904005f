"""`manage.py restore FILE [--identity KEYFILE]`: bring a backup back into an empty database, encrypted or not."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from database.backups import BackupError, restore
from local_postgres.programs import EmbeddedServerError
from operations.decrypted_backup import decrypted_backup
from operations.encrypting import KeyUnusable


class Command(BaseCommand):
    """The database must be empty; what came back is counted and proved."""

    requires_migrations_checks = False
    help = "Brings a backup back into an empty database and checks what came back."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file, and what opens it."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--identity",
            type=Path,
            help="the file with the secret key of age, if it is encrypted; - for standard input",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, or say why not."""
        try:
            with decrypted_backup(options["file"], options["identity"]) as backup:
                manifest = restore(backup, report=lambda words: self.stdout.write(f"{words} …"))
        except (BackupError, EmbeddedServerError, KeyUnusable) as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"Restored {sum(manifest.rows.values()):,} rows of {manifest.made_at}, and verified them.")
        self.stdout.write("Next: manage.py migrate (the program may be newer), and put keys and settings in place.")
