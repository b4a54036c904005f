"""The words that decisions are searched by, for "did you mean"."""

from django.db import migrations, models

from database.operations import RunRoleSQL, sql_file

RIGHTS = """
REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON book.word FROM :desk, :reader;
REVOKE EXECUTE ON FUNCTION book.words_of(book.decision), book.count_words() FROM PUBLIC, :desk, :reader;
"""


class Migration(migrations.Migration):
    """A table of the book's own, and what keeps it."""

    dependencies = [("book", "0005_two_people")]

    operations = [
        migrations.RunSQL(sql_file(__file__, "words")),
        RunRoleSQL(RIGHTS),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("word", models.TextField(primary_key=True, serialize=False)),
                ("decisions", models.IntegerField()),
            ],
            options={"db_table": '"book"."word"', "managed": False},
        ),
    ]
