"""Powers and standing texts keep the days that two people agreed on; ending a power never lengthens it."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """Not reversible: the function that it replaces is not brought back."""

    dependencies = [("decisions", "0020_further_parts"), ("accounts", "0011_lending")]

    operations = [migrations.RunSQL(sql_file(__file__, "power_days"))]
