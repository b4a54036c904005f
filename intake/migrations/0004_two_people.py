"""Earlier decisions are entered at the desk by two people."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """Adds one rule. Not reversible: the tables go first."""

    dependencies = [("intake", "0003_catalogue"), ("accounts", "0008_known_passkeys")]

    operations = [migrations.RunSQL(sql_file(__file__, "two_people"))]
