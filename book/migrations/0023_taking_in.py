"""What the public sends to a public side of its own is entered once."""

from django.db import migrations

from database.operations import RunRoleSQL, sql_file


class Migration(migrations.Migration):
    """The function that the worker calls for each message, and the messages it knows."""

    dependencies = [("book", "0022_merged_funds")]

    operations = [
        migrations.RunSQL(sql_file(__file__, "taking_in")),
        RunRoleSQL(sql_file(__file__, "taking_in_rights")),
    ]
