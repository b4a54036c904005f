"""Signed means fixed: the triggers of the decisions' room."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "fixed.sql"


class Migration(migrations.Migration):
    """What may never happen to a paper, whoever asks. Not reversible: the tables go first."""

    dependencies = [("decisions", "0001_initial")]

    operations = [migrations.RunSQL(SQL.read_text())]
