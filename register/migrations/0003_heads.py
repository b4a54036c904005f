"""Tree heads carry the key they were signed with; the worker may ask for the root it is to sign."""

from pathlib import Path

from django.db import migrations

from database.operations import RunRoleSQL

HEADS = Path(__file__).resolve().with_name("heads.sql").read_text()
RIGHTS = """
GRANT EXECUTE ON FUNCTION book.root_at(bigint), book.add_head(bigint, bytea, text, text) TO :desk;
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0002_book")]

    operations = [migrations.RunSQL(HEADS), RunRoleSQL(RIGHTS)]
