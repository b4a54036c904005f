"""What came of a grant's money in a closed year is published beside what became of its bids and offers."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """Adds columns and replaces a function. Not reversible: the tables go first."""

    dependencies = [("book", "0025_people_in_search")]

    operations = [migrations.RunSQL(sql_file(__file__, "year_end"))]
