"""The words of corrections, outcomes and releases can be searched for."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """An index alone."""

    dependencies = [("book", "0018_other_names")]

    operations = [
        migrations.RunSQL(sql_file(__file__, "search_of_later_entries"), "DROP INDEX book.entry_told_later"),
    ]
