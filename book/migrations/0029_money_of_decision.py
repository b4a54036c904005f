"""Totals of a list are added up from an index."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """Adds the index; values are as they were."""

    dependencies = [("book", "0028_postponed")]

    operations = [
        migrations.RunSQL(sql_file(__file__, "money_of_decision"), "DROP INDEX book.money_of_decision"),
    ]
