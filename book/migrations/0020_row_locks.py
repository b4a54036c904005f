"""No lock that the reader can take holds up what the public sends in."""

from django.db import migrations

from database.operations import RunRoleSQL, sql_file


class Migration(migrations.Migration):
    """Two rows to lock, and the functions that lock them."""

    dependencies = [("book", "0019_search_of_later_entries")]

    operations = [
        migrations.RunSQL(sql_file(__file__, "row_locks")),
        RunRoleSQL(sql_file(__file__, "row_locks_rights")),
    ]
