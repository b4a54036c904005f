"""Two administrators remove the link to the organisation's account."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """One more change that nobody makes alone."""

    dependencies = [
        ("accounts", "0005_neutral_offices"),
    ]

    operations = [
        migrations.RunSQL(sql_file(__file__, "unlinking")),
    ]
