"""Events are numbered and chained by the database, and never changed or removed."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """Triggers are ENABLE ALWAYS, so that no setting of a session switches them off. Not reversible: the tables go first."""

    dependencies = [("audit", "0001_tables")]

    operations = [
        migrations.RunSQL(sql_file(__file__, "append_only")),
    ]
