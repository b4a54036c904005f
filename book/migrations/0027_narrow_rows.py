"""Lists and totals read narrow rows: the words of a decision are stored outside of them."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """Sets how the table stores its rows; values are as they were."""

    dependencies = [("book", "0026_year_end")]

    operations = [migrations.RunSQL(sql_file(__file__, "narrow_rows"), migrations.RunSQL.noop)]
