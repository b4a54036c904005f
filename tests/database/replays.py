"""What actions wrote into empty tables, kept as SQL and written again in one go: the same rows with the same keys.

Making the people by the accounts' actions takes some five hundred queries, and most tests begin with it. The actions
run once in each process; afterwards the statements that they sent are sent again, past every trigger as before.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Max, Min, Model
from django.test.utils import CaptureQueriesContext

from tests.database.copies import connect

WRITES = ("INSERT ", "UPDATE ", "DELETE ")


@dataclass(frozen=True)
class Replay:
    """Statements in their order, and the first key that each table's rows got."""

    statements: str
    first_keys: dict[str, int]

    def run(self) -> None:
        """Write it all again. The counters of keys belong to the owner, so their connection sets them back."""
        owner = connect("owner")
        with owner.cursor() as cursor:
            for table, key in self.first_keys.items():
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", [table, key])
        owner.close()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(self.statements)


def are_empty(models: Iterable[type[Model]]) -> bool:
    """Whether none of these tables has a row that this transaction sees."""
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f'(SELECT 1 FROM "{table}" LIMIT 1)' for table in tables))
        return cursor.fetchone() is None


def recorded(action: Callable[[], None], models: Iterable[type[Model]], temporary: type[Model]) -> Replay | None:
    """Run `action`, which writes into `models`, all of them empty; None when it cannot be repeated by its SQL.

    Rows of `temporary` are gone again when it has run, and are not repeated.
    """
    with CaptureQueriesContext(connection) as queries:
        action()
    left_out = tuple(f'{word} "{temporary._meta.db_table}"' for word in ("INSERT INTO", "DELETE FROM", "UPDATE"))
    writes = [
        query["sql"]
        for query in queries.captured_queries
        if query["sql"].startswith(WRITES) and not query["sql"].startswith(left_out)
    ]
    first_keys = {}
    for model in models:
        ends = model._default_manager.aggregate(first=Min("pk"), last=Max("pk"))
        if ends["first"] is None:
            continue
        if ends["last"] - ends["first"] + 1 != model._default_manager.count():
            return None
        first_keys[model._meta.db_table] = ends["first"]
    return Replay(";\n".join(writes), first_keys)
