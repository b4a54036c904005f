"""What waits uses up what two people agreed on; a transcript takes the place of no paper."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """Replaces two functions. Not reversible: the tables go first."""

    dependencies = [("book", "0023_taking_in"), ("accounts", "0009_served_once")]

    operations = [migrations.RunSQL(sql_file(__file__, "served_once"))]
