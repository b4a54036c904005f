"""Transcripts of imported decisions are drawn after their publication, as entries of their own."""

from pathlib import Path

from django.db import migrations

PROJECTING = Path(__file__).resolve().with_name("projecting.sql").read_text()
KINDS = """
ALTER TABLE book.entry DROP CONSTRAINT entry_kind_check;
ALTER TABLE book.entry ADD CONSTRAINT entry_kind_check CHECK
    (kind IN ('decision', 'correction', 'outcome', 'release', 'transcript', 'withdrawal', 'expunged'));
-- What the worker still has to draw.
CREATE INDEX decision_without_paper ON book.decision (key) WHERE pdf_sha256 IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0003_heads")]

    operations = [migrations.RunSQL(KINDS), migrations.RunSQL(PROJECTING)]
