"""Where submissions by the public go: database functions beside the book, or in an inbox where the book is a copy.

Both sets of functions have the same names and arguments (`book/sql/`, `public_side/inbox.sql`), and neither returns
anything that somebody else sent.
"""

from typing import Any

from django.conf import settings
from django.db import Error, connections
from django.utils.translation import gettext
from psycopg2.errors import ReadOnlySqlTransaction


class NotTakenHere(Exception):
    """The book here is a read-only copy, so nothing can be stored; the message says where to write instead."""


def has_separate_inbox() -> bool:
    """Whether submissions go to an inbox in another database, which cannot be asked about earlier submissions."""
    return "inbox" in settings.DATABASES


def send(function: str, *values: Any) -> list[tuple[Any, ...]]:
    """Call the database function that stores a submission, and return its rows. `function` is never typed by a user.

    Raises:
        NotTakenHere: the book here is a replica, and no inbox is configured (BOOK_INBOX_URL).
        django.db.Error: the database cannot store it now.
    """
    schema = "inbox" if has_separate_inbox() else "book"
    places = ", ".join(["%s"] * len(values))
    try:
        with connections[schema].cursor() as cursor:
            cursor.execute(f"SELECT * FROM {schema}.{function}({places})", list(values))  # noqa: S608 - names of ours
            return list(cursor.fetchall())
    except Error as error:
        if isinstance(error.__cause__, ReadOnlySqlTransaction):
            words = gettext("This copy of the register takes nothing in. Write to %(contact)s.")
            raise NotTakenHere(words % {"contact": settings.CONTACT_EMAIL or settings.BODY_NAME}) from None
        raise
