"""Read the search texts of decisions anew: whoever a paper names is found from now on."""

from importlib import import_module

from django.db import migrations

_texts = import_module("book.migrations.0009_search_texts")


class Migration(migrations.Migration):
    """Rows that are derived from the entries follow the way in which they are derived."""

    dependencies = [("book", "0024_served_once")]

    operations = [
        migrations.RunPython(_texts.read_texts_anew, migrations.RunPython.noop),
        migrations.RunPython(_texts.read_waiting_texts_anew, migrations.RunPython.noop),
    ]
