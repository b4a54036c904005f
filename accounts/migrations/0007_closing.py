"""Who agrees to the end of the register."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """One more change that nobody makes alone."""

    dependencies = [
        ("accounts", "0006_unlinking"),
    ]

    operations = [
        migrations.RunSQL(sql_file(__file__, "closing")),
    ]
