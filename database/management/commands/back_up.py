"""`manage.py back_up [FILE]`: the whole database in one file, checked by restoring it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from database.backups import BackupError, back_up
from local_postgres.programs import EmbeddedServerError


class Command(BaseCommand):
    """Writes one file. It holds Part 2 and personal data: keep it as safe as the database."""

    help = "Writes the whole database into one file and checks it by restoring it into a database of its own."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", nargs="?", type=Path, help="the new file; by default named after the moment")

    def handle(self, *args: Any, **options: Any) -> None:
        """Back up, or say why not."""
        at = timezone.now()
        target = (options["file"] or Path(f"register-{at:%Y-%m-%dT%H%M%SZ}.backup")).resolve()
        try:
            manifest = back_up(target, at=at, report=lambda words: self.stdout.write(f"{words} …"))
        except (BackupError, EmbeddedServerError) as reason:
            raise CommandError(str(reason)) from reason
        except OSError as error:
            raise CommandError(f"{target} cannot be written: {error.strerror or error}.") from error
        size = target.stat().st_size / 1_000_000
        self.stdout.write(f"{target}: {sum(manifest.rows.values()):,} rows, {size:.1f} MB, restored and verified.")
        self.stdout.write(
            "It holds confidential papers; keep it safe. Keys and settings are not in it (docs/deploy.md)."
        )
