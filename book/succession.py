"""Whether the register is closed, and whose register it took over."""

from book.entries import Takeover, read
from book.models import Entry


def is_closed(using: str) -> bool:
    """Whether the register is closed; the database has the same rule in `book.is_closed`."""
    return closing_entry(using) is not None


def closing_entry(using: str) -> Entry | None:
    """The entry that closed the register; None while it is open, or where a successor has taken the book over."""
    ends = Entry.objects.using(using).filter(kind__in=[Entry.Kind.CLOSING, Entry.Kind.TAKEOVER])
    newest = ends.order_by("-number").first()
    return newest if newest and newest.kind == Entry.Kind.CLOSING else None


def takeovers(using: str) -> list[tuple[Entry, Takeover]]:
    """Each entry by which a register took over the book of its predecessor, with what it says, oldest first."""
    entries = Entry.objects.using(using).filter(kind=Entry.Kind.TAKEOVER).order_by("number")
    return [(entry, read(Takeover, bytes(entry.payload or b""))) for entry in entries]
