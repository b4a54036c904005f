"""Whose register an entry was published in first, where this one took over the book of a body that went before."""

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
    """Every one, the eldest first. Asked once for a state of the book."""
    return book_version.remembered("predecessors", _predecessors)


def publisher_of(number: int) -> Predecessor | None:
    """The body that published an entry, where it was not this one."""
    return next((body for body in predecessors() if number <= body.entries), None)


def _predecessors() -> tuple[Predecessor, ...]:
    return tuple(
        Predecessor(says.predecessor_name, says.predecessor_address, says.entries, entry.published_at)
        for entry, says in takeovers("book")
    )
