"""What actions wrote into a known register, kept as SQL and written again: the same rows with the same keys.

Making the people by the accounts' actions takes some five hundred queries, and a paper about as many; most tests begin
with both. The actions run once in each process; afterwards the statements that they sent are sent again, past every
trigger as before.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from tests.database.copies import counters, owner_cursor, set_counters

WRITES = ("INSERT ", "UPDATE ", "DELETE ")
#: Counters that were set back while an action was recorded of which another replay is a part; the innermost last.
_set_back: list[dict[str, int | None]] = []


@dataclass(frozen=True)
class Replay:
    """Statements in their order, and how far the counters of keys had come before them."""

    statements: list[str]
    counters: dict[str, int | None]

    def run(self) -> None:
        """Write it all again. The counters belong to the owner, so their connection sets them back."""
        with owner_cursor() as cursor:
            set_counters(cursor, self.counters)
        for counters_of_action in _set_back:
            counters_of_action |= self.counters
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in self.statements:  # each by itself: triggers see what the ones before it did
                cursor.execute(statement)


def are_empty(models: Iterable[type[Model]]) -> bool:
    """Whether none of these tables has a row that this transaction sees."""
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f'(SELECT 1 FROM "{table}" LIMIT 1)' for table in tables))
        return cursor.fetchone() is None


def recorded(action: Callable[[], object], temporary: type[Model] | None = None) -> Replay:
    """Run `action`, which writes into a register of which all that it reads is known.

    Rows of `temporary` are gone again when it has run, and are not repeated.
    """
    with owner_cursor() as cursor:
        before = counters(cursor)
    set_back: dict[str, int | None] = {}
    _set_back.append(set_back)
    try:
        with CaptureQueriesContext(connection) as queries:
            action()
    finally:
        _set_back.pop()
    with owner_cursor() as cursor:
        moved = [name for name, last in counters(cursor).items() if before.get(name) != last]
    words = ("INSERT INTO", "DELETE FROM", "UPDATE") if temporary else ()
    left_out = tuple(f'{word} "{temporary._meta.db_table}"' for word in words) if temporary else ()
    writes = [
        query["sql"]
        for query in queries.captured_queries
        if query["sql"].startswith(WRITES) and not query["sql"].startswith(left_out)
    ]
    return Replay(writes, {name: before.get(name) for name in moved} | set_back)
