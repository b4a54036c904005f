"""manage.py write_workflow: put the tables of steps into docs/architecture.md, as the code has it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from decisions.workflow import workflow_table
from grants.obligation_steps import obligation_table

#: What writes each table, by the word in its marks.
TABLES = {"workflow": workflow_table, "obligations": obligation_table}


def with_table(text: str) -> str:
    """The document with each table of steps between its two marks. Raises ValueError when a mark is missing."""
    for word, table in TABLES.items():
        start, end = f"<!-- {word}: made by manage.py write_workflow -->", f"<!-- end of {word} -->"
        before, after_start = text.split(start)
        _, after = after_start.split(end)
        text = f"{before}{start}\n{table()}\n{end}{after}"
    return text


class Command(BaseCommand):
    """Writes the tables; a test compares."""

    help = "Put the tables of steps into docs/architecture.md."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Rewrite the part of the document between the marks."""
        path = settings.BASE_DIR / "docs" / "architecture.md"
        path.write_text(with_table(path.read_text()))
        self.stdout.write(f"Wrote the tables of steps into {path.name}.")
