"""`manage.py list_functions`: where the newest definition of each function of the database stands."""

from typing import Any

from django.core.management.base import BaseCommand

from database.function_checks import function_files

_HEAD = """# Functions of the database

A released SQL file is never edited, so several files may define one function: read the newest. Made by
`manage.py list_functions > docs/database-functions.md`.

| function | newest definition | replaced definitions |
|---|---|---|
"""


class Command(BaseCommand):
    """Prints docs/database-functions.md; needs no database."""

    help = "Prints, as Markdown, in which SQL file the newest definition of each function stands."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the table, one row a function in the order of their names."""
        rows = (
            f"| `{name}` | `{newest}` | {', '.join(f'`{path}`' for path in replaced)} |\n"
            for name, (newest, *replaced) in sorted(function_files().items())
        )
        self.stdout.write(_HEAD + "".join(rows), ending="")
