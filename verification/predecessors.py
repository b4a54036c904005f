"""Bodies whose book this register took over, and which of them published an entry."""

from dataclasses import dataclass
from datetime import datetime

from book.succession import takeovers
from http_cache.book_version import book_version


@dataclass(frozen=True, slots=True)
class Predecessor:
    """A body whose register this one took over: its entries are those up to number `entries`."""

    name: str
    address: str
    entries: int
    taken_over_at: datetime


def predecessors() -> tuple[Predecessor, ...]:
    """All of them, the oldest first; read once for each state of the book."""
    return book_version.remembered("predecessors", _predecessors)


def publisher_of(number: int) -> Predecessor | None:
    """The body that published an entry, where it was not this one."""
    return next((body for body in predecessors() if number <= body.entries), None)


def _predecessors() -> tuple[Predecessor, ...]:
    return tuple(
        Predecessor(takeover.predecessor_name, takeover.predecessor_address, takeover.entries, entry.published_at)
        for entry, takeover in takeovers("book")
    )
