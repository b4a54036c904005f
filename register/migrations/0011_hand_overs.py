"""Hand-overs from one key of the log to the next."""

from pathlib import Path

from django.db import migrations, models

from database.operations import RunRoleSQL

HAND_OVERS = Path(__file__).resolve().with_name("hand_overs.sql").read_text()
RIGHTS = """
REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON book.hand_over FROM :desk, :reader;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA book FROM :desk, :reader;
REVOKE EXECUTE ON FUNCTION book.add_hand_over(text, text, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION book.add_hand_over(text, text, text, timestamptz) TO :desk;
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0010_witnesses")]

    operations = [
        migrations.RunSQL(HAND_OVERS),
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
