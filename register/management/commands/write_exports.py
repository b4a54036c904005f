"""`manage.py write_exports`: the large exports as files, for the book as it stands."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from register.opendata.export_files import write_exports


class Command(BaseCommand):
    """Does what the worker's job does, once."""

    help = "Write the large open-data exports as files, unless those of the book as it stands are there already."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, and say how many."""
        self.stdout.write(f"{write_exports(at=timezone.now())} files written")
