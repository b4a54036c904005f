"""A publication that was postponed stays so when it is taken back and authorised anew."""

from django.db import migrations

from database.operations import RunRoleSQL, sql_file


class Migration(migrations.Migration):
    """Adds a table that triggers alone write. Not reversible: the tables go first."""

    dependencies = [("book", "0027_narrow_rows")]

    operations = [
        migrations.RunSQL(sql_file(__file__, "postponed")),
        RunRoleSQL(sql_file(__file__, "postponed_rights")),
    ]
