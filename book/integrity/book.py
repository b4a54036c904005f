"""The whole check, part after part."""

from collections.abc import Iterator, Sequence
from itertools import chain

from asn1crypto import x509

from book.integrity.entries import check_entries, check_nodes
from book.integrity.files import check_files
from book.integrity.findings import Finding, Tick, wrong
from book.integrity.projections import check_reading
from book.integrity.witnesses import check_witnesses
from book.log.notes import BadNote, open_note
from book.log.proofs import NoSuchProof, root
from book.models import Entry, File, Node, PublishedDecision


def work_to_do(using: str) -> int:
    """How many ticks `check_book` makes on a book that is whole."""
    return sum(model.objects.using(using).count() for model in (Entry, Node, File, PublishedDecision))


def check_book(
    using: str, *, roots: Sequence[x509.Certificate] | None, checkpoints: Sequence[str] = (), tick: Tick = lambda: None
) -> Iterator[Finding]:
    """Recompute the book and yield what does not fit.

    Args:
        using: the database alias to read the book by.
        roots: whom the papers' seals may rest on; None leaves seals unchecked.
        checkpoints: signed notes that somebody outside kept, each followed by a line with the key it was signed by.
        tick: called for each thing checked.
    """
    yield from chain(
        check_entries(using, tick),
        check_nodes(using, tick),
        check_files(using, tick, roots),
        check_reading(using, tick),
        check_witnesses(using),
    )
    for checkpoint in checkpoints:
        yield from _check_kept_checkpoint(checkpoint, using)


def _check_kept_checkpoint(kept_note: str, using: str) -> Iterator[Finding]:
    """A checkpoint that was kept outside: the book must still begin with that tree."""
    note, _, verifier = kept_note.rstrip("\n").rpartition("\n")
    try:
        checkpoint = open_note(note + "\n", verifier.strip())
    except BadNote as error:
        yield wrong(f"The checkpoint that was kept cannot be used: {error}")
        return
    try:
        if root(checkpoint.size, using=using) == checkpoint.root:
            return
    except NoSuchProof:
        pass
    yield wrong(f"The book does not begin with the {checkpoint.size} entries of the checkpoint that was kept.")
