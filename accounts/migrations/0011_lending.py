"""Whoever made an account does not confirm, as the only administrator, that an office is lent to it."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """Not reversible: what the database holds is not given up again."""

    dependencies = [("accounts", "0010_job_titles"), ("audit", "0002_rules")]

    operations = [migrations.RunSQL(sql_file(__file__, "lending"))]
