"""manage.py write_workflow: put the table of steps into docs/architecture.md, as the code has it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from decisions.workflow import workflow_table

START = "<!-- workflow: made by manage.py write_workflow -->"
END = "<!-- end of workflow -->"


def with_table(text: str) -> str:
    """The document with the table of steps between its two marks. Raises ValueError when a mark is missing."""
    before, rest = text.split(START)
    _, after = rest.split(END)
    return f"{before}{START}\n{workflow_table()}\n{END}{after}"


class Command(BaseCommand):
    """Writes the table; a test compares."""

    help = "Put the table of steps into docs/architecture.md."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Rewrite the part of the document between the marks."""
        path = settings.BASE_DIR / "docs" / "architecture.md"
        path.write_text(with_table(path.read_text()))
        self.stdout.write(f"Wrote the table of steps into {path.name}.")
