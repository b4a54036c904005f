"""What a holding of an office says never changes."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """Triggers are ENABLE ALWAYS, so that no setting of a session switches them off. Not reversible: the tables go first."""

    dependencies = [("accounts", "0001_tables")]

    operations = [
        migrations.RunSQL(sql_file(__file__, "holdings")),
    ]
