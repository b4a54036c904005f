"""Entries carry the files that their background papers name; a withdrawn decision can be published again."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """Not reversible: entries with such files may be there."""

    dependencies = [("book", "0010_named_facets")]

    operations = [migrations.RunSQL(sql_file(__file__, name)) for name in ("attachments", "published_again")]
