"""Accepted money stays within authority under REPEATABLE READ too."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """Replaces one function. Not reversible: the tables go first."""

    dependencies = [("grants", "0002_rules")]

    operations = [migrations.RunSQL(sql_file(__file__, "locked_sums"))]
