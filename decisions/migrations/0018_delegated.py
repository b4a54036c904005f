"""What officers decided under delegation is entered by two people."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """Adds one rule and one trigger. Not reversible: the tables go first."""

    dependencies = [("decisions", "0017_served_once")]

    operations = [migrations.RunSQL(sql_file(__file__, "delegated"))]
