"""`manage.py restore FILE`: a backup back into an empty database, verified."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from database.backups import BackupError, restore
from local_postgres.programs import EmbeddedServerError


class Command(BaseCommand):
    """Never overwrites: a database that holds anything is refused."""

    help = "Brings a backup back into the configured database, which must be empty, and verifies it."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Where from."""
        parser.add_argument("file", type=Path, help="the file that back_up wrote")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, or say why not."""
        source = options["file"].resolve()
        try:
            manifest = restore(source, report=lambda words: self.stdout.write(f"{words} …"))
        except (BackupError, EmbeddedServerError) as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"Restored {sum(manifest.rows.values()):,} rows of {manifest.made_at}, and verified them.")
        self.stdout.write("Next: manage.py migrate (the program may be newer), and put keys and settings in place.")
