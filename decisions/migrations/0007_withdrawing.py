"""A submitted paper is withdrawn by who wrote it, or by two people."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """Adds one trigger. Not reversible: the tables go first."""

    dependencies = [("decisions", "0006_rulings")]

    operations = [migrations.RunSQL(sql_file(__file__, "withdrawing"))]
