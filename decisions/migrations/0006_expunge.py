"""The desk's side of expunging."""

from pathlib import Path

from django.db import migrations

from database.operations import RunRoleSQL

SQL = Path(__file__).parent / "expunge.sql"


class Migration(migrations.Migration):
    """One function that two people's agreement opens. Not reversible: the tables go first."""

    dependencies = [("decisions", "0005_agreement_guards")]

    operations = [
        migrations.RunSQL(SQL.read_text()),
        RunRoleSQL("GRANT EXECUTE ON FUNCTION decisions_expunge(bigint) TO :desk", migrations.RunSQL.noop),
    ]
