"""Give earlier decisions the facets of their recipients, units and boards, so that each has a page of its own."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import migrations

from book.part1 import read_part1
from book.projection import project

_PAPERS = (
    "SELECT d.key, e.payload FROM book.decision d JOIN book.entry e ON e.number = d.entry_number WHERE NOT d.expunged"
)
_UPDATE = """
    UPDATE book.decision SET paper_facets = %(facets)s, facets = book.facets_of(%(facets)s, status, thread_size > 1)
    WHERE key = %(key)s
"""
_WITHOUT_COUNTS = "DELETE FROM book.facet_count"
_COUNT = """
    INSERT INTO book.facet_count (facet, count)
    SELECT facet, count(*) FROM book.decision d CROSS JOIN LATERAL unnest(d.facets) facet
    WHERE d.status <> 'withdrawn' GROUP BY facet ORDER BY facet
"""
_WAITING = "SELECT id, payload FROM public.book_waiting WHERE projection ? 'decision'"
_UPDATE_WAITING = """
    UPDATE public.book_waiting SET projection = jsonb_set(projection, '{decision,paper_facets}', %(facets)s::jsonb)
    WHERE id = %(id)s
"""


def _facets(payload):
    return project(read_part1(bytes(payload)))["decision"]["paper_facets"]


def facets_anew(apps, schema_editor):
    """Write the facets of every decision as they are worked out today, and count them; entries stay as they are."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_PAPERS)
        for key, payload in cursor.fetchall():
            if payload is not None:
                cursor.execute(_UPDATE, {"facets": _facets(payload), "key": key})
        cursor.execute(_WITHOUT_COUNTS)
        cursor.execute(_COUNT)


def waiting_facets_anew(apps, schema_editor):
    """Write what waits for publication likewise; its guard rests for that, since all else is never changed."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_WAITING)
        waiting = cursor.fetchall()
        cursor.execute("ALTER TABLE public.book_waiting DISABLE TRIGGER waiting_fixed")
        for row, payload in waiting:
            facets = json.dumps(_facets(payload), cls=DjangoJSONEncoder)
            cursor.execute(_UPDATE_WAITING, {"facets": facets, "id": row})
        cursor.execute("ALTER TABLE public.book_waiting ENABLE ALWAYS TRIGGER waiting_fixed")


class Migration(migrations.Migration):
    """Rows that are derived from the entries follow the way in which they are derived."""

    dependencies = [("book", "0009_search_texts")]

    operations = [
        migrations.RunPython(facets_anew, migrations.RunPython.noop),
        migrations.RunPython(waiting_facets_anew, migrations.RunPython.noop),
    ]
