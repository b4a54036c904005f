"""Who agrees to a changed profile."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """One more change that nobody makes alone."""

    dependencies = [("decisions", "0015_powers_and_passkeys")]

    operations = [migrations.RunSQL(sql_file(__file__, "profile_loading"))]
