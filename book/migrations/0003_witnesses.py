"""Witnesses of the log: which there are, what they cosigned, how each stands."""

from django.db import migrations, models

from database.operations import RunRoleSQL, sql_file

RIGHTS = """
REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER
    ON book.witness_policy, book.cosignature, book.witness_state FROM :desk, :reader;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA book FROM :desk, :reader;
REVOKE EXECUTE ON FUNCTION book.set_witness_policy(text),
    book.keep_cosignature(bigint, text, text, timestamptz, timestamptz),
    book.note_witness_problem(text, text, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION book.set_witness_policy(text),
    book.keep_cosignature(bigint, text, text, timestamptz, timestamptz),
    book.note_witness_problem(text, text, timestamptz, timestamptz) TO :desk;
"""


class Migration(migrations.Migration):
    dependencies = [("book", "0002_rules")]

    operations = [
        migrations.RunSQL(sql_file(__file__, "witnesses")),
        RunRoleSQL(RIGHTS),
        migrations.CreateModel(
            name="WitnessPolicy",
            fields=[("one", models.BooleanField(primary_key=True, serialize=False)), ("content", models.TextField())],
            options={"db_table": '"book"."witness_policy"', "managed": False},
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("verifier", models.TextField()),
                ("line", models.TextField()),
                ("cosigned_at", models.DateTimeField()),
            ],
            options={"db_table": '"book"."cosignature"', "ordering": ["size", "id"], "managed": False},
        ),
        migrations.CreateModel(
            name="WitnessState",
            fields=[
                ("verifier", models.TextField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("failures", models.IntegerField()),
                ("problem", models.TextField()),
                ("tried_at", models.DateTimeField()),
                ("try_at", models.DateTimeField()),
            ],
            options={"db_table": '"book"."witness_state"', "managed": False},
        ),
    ]
