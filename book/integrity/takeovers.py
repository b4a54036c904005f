"""Whether an entry by which a register took over another's book goes on from what the predecessor signed."""

from collections.abc import Iterator, Sequence

from book.canonical import NotCanonical
from book.entries import Takeover, read
from book.integrity.findings import Finding, wrong
from book.log.notes import BadNote, open_note
from book.models import Entry


def takeover_faults(entry: Entry, root: bytes, signers: Sequence[tuple[int, str]]) -> Iterator[Finding]:
    """What does not fit in an entry of kind "takeover".

    Args:
        entry: the entry.
        root: the root of the tree over all entries in front of it.
        signers: size and key (name+id+key) of every signed head.
    """
    try:
        takeover = read(Takeover, bytes(entry.payload or b""))
        head = open_note(takeover.checkpoint, takeover.predecessor_key)
    except NotCanonical:
        return  # said where its content is checked
    except BadNote as error:
        yield wrong(f"Entry {entry.number} names a checkpoint that its predecessor did not sign: {error}")
        return
    if (head.size, head.root, takeover.entries) != (entry.number - 1, root, entry.number - 1):
        yield wrong(f"Entry {entry.number} takes over a book that is not the one in front of it.")
    before = {takeover.predecessor_key, *(key for size, key in signers if size < entry.number)}
    for key in sorted(before & {key for size, key in signers if size >= entry.number}):
        yield wrong(f"The key {key} of the predecessor still signs heads behind entry {entry.number}.")
