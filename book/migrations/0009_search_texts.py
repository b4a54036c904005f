"""Read the search texts of decisions anew: who decided and wrote, units and grant numbers are found from now on."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import migrations

from book.part1 import read_part1
from book.projection import project

_TEXTS = (
    "SELECT d.key, e.payload FROM book.decision d JOIN book.entry e ON e.number = d.entry_number WHERE NOT d.expunged"
)
_UPDATE = """
    UPDATE book.decision SET words = %(words)s,
        search = book.whole_vector_of(%(search_title)s, %(search_summary)s, %(search_words)s),
        ranking = book.vector_of(%(search_title)s, left(%(search_summary)s, 300), '')
    WHERE key = %(key)s
"""


_WAITING = "SELECT id, payload FROM public.book_waiting WHERE projection ? 'decision'"
_UPDATE_WAITING = """
    UPDATE public.book_waiting SET projection = jsonb_set(projection, '{decision}', %(decision)s::jsonb) WHERE id = %(id)s
"""


def read_texts_anew(apps, schema_editor):
    """Write the texts of every decision as they are worked out today; its entry stays as it is."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_TEXTS)
        for key, payload in cursor.fetchall():
            if payload is not None:
                shown = project(read_part1(bytes(payload)))["decision"]
                cursor.execute(_UPDATE, {**shown, "key": key})


def read_waiting_texts_anew(apps, schema_editor):
    """Write what waits for publication likewise; its guard rests for that, since all else is never changed."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_WAITING)
        waiting = cursor.fetchall()
        cursor.execute("ALTER TABLE public.book_waiting DISABLE TRIGGER waiting_fixed")
        for row, payload in waiting:
            decision = json.dumps(project(read_part1(bytes(payload)))["decision"], cls=DjangoJSONEncoder)
            cursor.execute(_UPDATE_WAITING, {"decision": decision, "id": row})
        cursor.execute("ALTER TABLE public.book_waiting ENABLE ALWAYS TRIGGER waiting_fixed")


class Migration(migrations.Migration):
    """Rows that are derived from the entries follow the way in which they are derived."""

    dependencies = [("book", "0008_plan_and_mistakes")]

    operations = [
        migrations.RunPython(read_texts_anew, migrations.RunPython.noop),
        migrations.RunPython(read_waiting_texts_anew, migrations.RunPython.noop),
    ]
