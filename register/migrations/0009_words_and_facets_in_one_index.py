"""Words and facets in one index: what fits both is found in one walk through it, past what fits only one.

With an index each, the whole list of a common facet was read for every question. Built beside the running register.
"""

from django.db import migrations

STATEMENTS = [
    "CREATE INDEX CONCURRENTLY decision_found ON book.decision USING gin (search, facets) WITH (fastupdate = off)",
    "DROP INDEX CONCURRENTLY book.decision_search",
    "DROP INDEX CONCURRENTLY book.decision_facets",
]


class Migration(migrations.Migration):
    atomic = False  # as CONCURRENTLY asks

    dependencies = [("register", "0008_rows_written_once")]

    operations = [migrations.RunSQL(statement) for statement in STATEMENTS]
