"""What two people agreed on serves once, nobody signs out of time, and the sealed paper is the one that is published."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """Replaces one function and adds two triggers. Not reversible: the tables go first."""

    dependencies = [
        ("decisions", "0016_profile_loading"),
        ("accounts", "0009_served_once"),
        ("book", "0017_verification"),
    ]

    operations = [migrations.RunSQL(sql_file(__file__, "served_once"))]
