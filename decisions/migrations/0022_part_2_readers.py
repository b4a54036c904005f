"""A Part 2 is shown to somebody more by who wrote it, or by two people."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """Adds one rule and one trigger. Not reversible: the tables go first."""

    dependencies = [("decisions", "0021_power_days"), ("accounts", "0009_served_once")]

    operations = [migrations.RunSQL(sql_file(__file__, "part_2_readers"))]
