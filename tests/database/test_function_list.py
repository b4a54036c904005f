"""docs/database-functions.md leads whoever looks for a function to its newest definition."""

from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from database.function_checks import function_files


def test_the_document_is_what_the_command_prints() -> None:
    printed = StringIO()
    call_command("list_functions", stdout=printed)
    written = (settings.BASE_DIR / "docs/database-functions.md").read_text(encoding="utf-8")
    assert written == printed.getvalue(), "Run: .venv/bin/python manage.py list_functions > docs/database-functions.md"


def test_a_function_that_was_replaced_is_found_in_the_newest_file() -> None:
    newest, *replaced = function_files()["accounts_guard_holding"]
    assert newest == Path("accounts/sql/neutral_offices.sql")
    assert replaced == [Path("accounts/sql/proposals.sql")]
