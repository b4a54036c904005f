"""A successor's register takes over the book of one that ended."""

from django.db import migrations

from database.operations import RunRoleSQL, sql_file


class Migration(migrations.Migration):
    """A kind of entry, and the owner's functions that bring a predecessor's entries in."""

    dependencies = [("book", "0013_retirement_rights")]

    operations = [
        migrations.RunSQL(sql_file(__file__, "taking_over")),
        RunRoleSQL(sql_file(__file__, "taking_over_rights")),
    ]
