"""A decision counts as changed when a later one is published, or withdrawn, that changes where it stands."""

from pathlib import Path

from django.db import migrations

from database.operations import RunRoleSQL

PROJECTING = Path(__file__).resolve().with_name("projecting.sql").read_text()
RIGHTS = """
REVOKE EXECUTE ON FUNCTION book.standing(text[]), book.mark_changed(book.entry, jsonb, text[])
    FROM PUBLIC, :desk, :reader;
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0006_rows_of_decisions")]

    operations = [migrations.RunSQL(PROJECTING), RunRoleSQL(RIGHTS)]
