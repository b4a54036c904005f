"""Whether a database that follows another does follow: a streaming replica, or a copy of the book by subscription."""

from dataclasses import dataclass
from typing import Protocol

#: A sender says that it lives at least every half minute (wal_sender_timeout); silence of two is a fault.
SILENT_AFTER = 60.0
_STATE = """
    SELECT
        pg_is_in_recovery(),
        (SELECT count(*) FROM pg_stat_wal_receiver),
        (SELECT count(*) FROM pg_subscription WHERE subdbid = d.oid),
        (SELECT count(*) FROM pg_stat_subscription s JOIN pg_subscription u ON u.oid = s.subid
            WHERE u.subdbid = d.oid AND s.relid IS NULL AND s.pid IS NOT NULL),
        (SELECT extract(epoch FROM clock_timestamp() - min(s.last_msg_receipt_time)) FROM pg_stat_subscription s
            JOIN pg_subscription u ON u.oid = s.subid WHERE u.subdbid = d.oid AND s.relid IS NULL),
        (SELECT count(*) FROM pg_subscription_rel WHERE srsubstate <> 'r')
    FROM pg_database d WHERE d.datname = current_database()
"""


class Cursor(Protocol):
    """What is needed of Django's cursor."""

    def execute(self, sql: str, /) -> object:
        """Run one statement."""

    def fetchone(self) -> tuple[object, ...]:
        """Its first row."""


@dataclass(frozen=True, slots=True)
class Following:
    """How a database follows its primary; `problem` is a sentence, empty when nothing is wrong."""

    #: Whether it holds all that its primary held when it began: a copy in the making is not served.
    is_whole: bool
    problem: str


def state_of_following(cursor: Cursor) -> Following:
    """Ask a database, through any login, whether and how it follows another."""
    cursor.execute(_STATE)
    is_replica, receivers, subscriptions, workers, silent, missing = cursor.fetchone()
    if is_replica:
        return Following(True, "" if receivers else "This replica has lost its primary: what it shows may be old.")
    if not subscriptions:
        return Following(True, "")
    if missing:
        return Following(False, f"{missing} tables of the copy of the book are not whole yet.")
    if not workers:
        return Following(True, "The copy of the book does not follow the primary: what it shows may be old.")
    if float(str(silent or 0)) > SILENT_AFTER:
        return Following(True, f"The primary has said nothing for {float(str(silent)):.0f} seconds.")
    return Following(True, "")
