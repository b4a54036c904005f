"""Where what the public sends goes: functions beside the book, or those of an inbox where the book here is a copy.

Both have the same names and arguments (`book/sql/`, `public_side/inbox.sql`), and neither gives anything back that
somebody else sent.
"""

from typing import Any

from django.conf import settings
from django.db import Error, connections
from psycopg2.errors import ReadOnlySqlTransaction


class NotTakenHere(Exception):
    """This process reads a copy of the book that takes nothing in; the message says where to write instead."""


def is_elsewhere() -> bool:
    """Whether what is sent is only passed on from here, so that nothing can be said about what was sent before."""
    return "inbox" in settings.DATABASES


def send(function: str, *values: Any) -> list[tuple[Any, ...]]:
    """Call one of the functions that take something in; returns the rows it gave. `function` is a name of our own.

    Raises:
        NotTakenHere: the book here is a replica, and no inbox is configured (BOOK_INBOX_URL).
        django.db.Error: the database does not take it now.
    """
    schema = "inbox" if is_elsewhere() else "book"
    places = ", ".join(["%s"] * len(values))
    try:
        with connections[schema].cursor() as cursor:
            cursor.execute(f"SELECT * FROM {schema}.{function}({places})", list(values))  # noqa: S608 - names of ours
            return list(cursor.fetchall())
    except Error as error:
        if isinstance(error.__cause__, ReadOnlySqlTransaction):
            raise NotTakenHere(
                f"This copy of the register takes nothing in. Write to {settings.CONTACT_EMAIL or settings.BODY_NAME}."
            ) from None
        raise
