"""Hand-overs from one key of the log to the next."""

from django.db import migrations, models

from database.operations import RunRoleSQL, sql_file

RIGHTS = """
REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON book.hand_over FROM :desk, :reader;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA book FROM :desk, :reader;
REVOKE EXECUTE ON FUNCTION book.add_hand_over(text, text, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION book.add_hand_over(text, text, text, timestamptz) TO :desk;
"""


class Migration(migrations.Migration):
    dependencies = [("book", "0003_witnesses")]

    operations = [
        migrations.RunSQL(sql_file(__file__, "hand_overs")),
        RunRoleSQL(RIGHTS),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("old_verifier", models.TextField()),
                ("new_verifier", models.TextField()),
                ("statement", models.TextField()),
                ("kept_at", models.DateTimeField()),
            ],
            options={"db_table": '"book"."hand_over"', "ordering": ["id"], "managed": False},
        ),
    ]
