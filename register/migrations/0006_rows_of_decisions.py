"""Readers never wait for publication; a decision's row is made in one piece, for writing a large book in bulk."""

from pathlib import Path

from django.db import migrations

from database.operations import RunRoleSQL

HERE = Path(__file__).resolve().parent
RIGHTS = """
DROP FUNCTION IF EXISTS book.index_words(text, text, text, text);
REVOKE EXECUTE ON FUNCTION book.whole_vector_of(text, text, text), book.row_of(book.entry, jsonb, book.decision)
    FROM PUBLIC, :desk, :reader;
REVOKE EXECUTE ON FUNCTION book.publish_batch(boolean) FROM PUBLIC, :desk, :reader;
REVOKE EXECUTE ON FUNCTION book.publish_due_now() FROM PUBLIC, :reader;
GRANT EXECUTE ON FUNCTION book.publish_due_now() TO :desk;
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0005_format_requests")]

    operations = [
        migrations.RunSQL((HERE / "projecting.sql").read_text()),
        migrations.RunSQL((HERE / "publishing.sql").read_text()),
        RunRoleSQL(RIGHTS),
    ]
