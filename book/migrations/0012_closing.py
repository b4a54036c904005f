"""The end of a register: its last entry, and the statement by which its keys retire."""

from django.db import migrations, models

from database.operations import RunRoleSQL, sql_file


class Migration(migrations.Migration):
    """A kind of entry, what keeps the book closed, and one table."""

    dependencies = [("book", "0011_attachments"), ("accounts", "0007_closing")]

    operations = [
        migrations.RunSQL(sql_file(__file__, "closing")),
        RunRoleSQL(sql_file(__file__, "closing_rights")),
        migrations.CreateModel(
            name="Retirement",
            fields=[
                ("verifier", models.TextField(primary_key=True, serialize=False)),
                ("statement", models.TextField()),
                ("kept_at", models.DateTimeField()),
            ],
            options={"db_table": '"book"."retirement"', "managed": False},
        ),
    ]
