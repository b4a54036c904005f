"""A job title changes when two people agree, as a name does."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """Not reversible: the function that it replaces is not brought back."""

    dependencies = [("accounts", "0009_served_once")]

    operations = [migrations.RunSQL(sql_file(__file__, "job_titles"))]
