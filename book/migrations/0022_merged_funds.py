"""Funds that are one: the reading tables put the money of a merged fund with the one that stands."""

from django.db import migrations, models

from database.operations import RunRoleSQL, sql_file


class Migration(migrations.Migration):
    """Entries stay as they are; what is derived from them is put together, also of two funds of one name by now."""

    dependencies = [("book", "0021_evidence_by_algorithm")]

    operations = [
        migrations.CreateModel(
            name="MergedFund",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("kept", models.TextField()),
                ("merged_at", models.DateTimeField()),
            ],
            options={"db_table": "book_mergedfund", "ordering": ["kept", "id"], "managed": False},
        ),
        migrations.RunSQL(sql_file(__file__, "merged_funds")),
        RunRoleSQL(sql_file(__file__, "merged_funds_rights")),
    ]
