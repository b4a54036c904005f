"""The sealed papers of the book, with the Part 1 that each was drawn from."""

from collections.abc import Iterator

from book.models import Entry, EntryFile
from operations.redrawing import EXPUNGED, Redrawn, Task


def sealed_papers(using: str, key: str = "") -> Iterator[Task | Redrawn]:
    """Every sealed paper of the book, or of one decision, oldest first, to be redrawn; expunged ones as judged."""
    uses = EntryFile.objects.using(using).filter(role=EntryFile.Role.PAPER).select_related("entry", "file")
    if key:
        uses = uses.filter(entry__key=key)
    for use in uses.order_by("entry_id").iterator(20):
        name = f"{use.entry.reference}, version {use.entry.version}"
        part1 = _part1(using, use.entry)
        if part1 is None or use.file.content is None:
            yield Redrawn(name, EXPUNGED)
        else:
            yield Task(name, part1, bytes(use.file.content), use.file.build)


def count_papers(using: str, key: str = "") -> int:
    """How many there are."""
    uses = EntryFile.objects.using(using).filter(role=EntryFile.Role.PAPER)
    return (uses.filter(entry__key=key) if key else uses).count()


def _part1(using: str, entry: Entry) -> bytes | None:
    """The Part 1 that a paper shows; a transcript stands in an entry of its own, after that of its decision."""
    if entry.kind == Entry.Kind.DECISION:
        return None if entry.payload is None else bytes(entry.payload)
    entries = Entry.objects.using(using).filter(key=entry.key, kind=Entry.Kind.DECISION, version=entry.version)
    source = entries.first()
    return None if source is None or source.payload is None else bytes(source.payload)
