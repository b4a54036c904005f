"""What every public page says once the register is closed, and the statement by which its keys retired."""

from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError

from book.entries import Closing, read
from book.succession import closing_entry
from http_cache.book_version import book_version


@dataclass(frozen=True, slots=True)
class ClosingNotice:
    """Who answers for the register now, where, since when, and why."""

    name: str
    address: str
    at: datetime
    reason: str
    entry: int


def closing_notice() -> ClosingNotice | None:
    """The notice of a closed register; None while it is open. Asked once for a state of the book.

    Where the database does not answer, a page that says so is drawn without it.
    """
    try:
        return book_version.remembered("closing", _notice)
    except DatabaseError:
        return None


def _notice() -> ClosingNotice | None:
    entry = closing_entry("book")
    if entry is None:
        return None
    closing = read(Closing, bytes(entry.payload or b""))
    return ClosingNotice(
        closing.successor_name, closing.successor_address, entry.published_at, closing.reason, entry.number
    )
