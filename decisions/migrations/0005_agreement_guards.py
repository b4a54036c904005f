"""Two people: the triggers that hold it."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "agreement.sql"


class Migration(migrations.Migration):
    """Guards of overrulings and proposals. Not reversible: the tables go first."""

    dependencies = [("decisions", "0004_agreement")]

    operations = [migrations.RunSQL(SQL.read_text())]
