"""Proofs from the node table: that an entry is in the book, and that the book only grew."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connections, router

from book.log.tree import Place, Span, consistency_spans, hash_of, inclusion_spans, places
from book.models import Entry, Node, TreeHead


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That entry `number` is leaf `number` - 1 of the tree of `size` leaves with this root."""

    number: int
    size: int
    leaf: bytes
    leaf_hash: bytes
    path: tuple[bytes, ...]
    root: bytes


class NoSuchProof(ValueError):
    """There is no proof for what was asked; the text says why."""


def latest_head() -> TreeHead | None:
    """The newest signed tree head; None before the first."""
    return TreeHead.objects.order_by("-size").first()


def head_covering(number: int) -> TreeHead | None:
    """The newest signed head if it covers an entry; None means "proof pending"."""
    head = latest_head()
    return head if head and head.size >= number else None


def inclusion(number: int, size: int | None = None) -> Inclusion:
    """The proof that entry `number` is in the tree of `size` leaves (by default the newest signed one).

    Raises:
        NoSuchProof: the entry does not exist, or no head of that size has been signed yet.
    """
    size = _signed(number) if size is None else size
    entry = Entry.objects.filter(number=number).only("leaf", "leaf_hash").first()
    if entry is None or number > size:
        raise NoSuchProof(f"The first {size} entries do not hold an entry {number}.")
    spans = inclusion_spans(number - 1, size)
    hashes = _hashes([*spans, (0, size)])
    return Inclusion(
        number, size, bytes(entry.leaf), bytes(entry.leaf_hash), tuple(hashes[span] for span in spans), hashes[0, size]
    )


def consistency(first: int, second: int, *, using: str | None = None) -> tuple[bytes, ...]:
    """The proof that the first `second` entries begin with the first `first`.

    Raises:
        NoSuchProof: the sizes are not in order, or the book is not that long.
    """
    try:
        spans = consistency_spans(first, second)
    except ValueError as error:
        raise NoSuchProof(str(error)) from None
    hashes = _hashes(spans, using)
    return tuple(hashes[span] for span in spans)


def root(size: int, *, using: str | None = None) -> bytes:
    """The root of the first `size` entries; raises NoSuchProof when the book is not that long."""
    return _hashes([(0, size)], using)[0, size]


def _signed(number: int) -> int:
    head = latest_head()
    if head is None or head.size < number:
        raise NoSuchProof(f"Entry {number} is not under a signed tree head yet.")
    return head.size


def _hashes(spans: Iterable[Span], using: str | None = None) -> dict[Span, bytes]:
    """The hashes of spans of leaves, from one query for all the nodes they need."""
    wanted = {place for span in spans for place in places(span)}
    nodes = _nodes(wanted, using)
    if len(nodes) < len(wanted):
        raise NoSuchProof("The book is not that long.")
    return {span: hash_of(span, lambda level, position: nodes[level, position]) for span in spans}


def _nodes(wanted: set[Place], using: str | None) -> dict[Place, bytes]:
    """The nodes that exist of those wanted, by one look at the index for each."""
    if not wanted or max(position for _, position in wanted) >= 2**63:
        return {}
    levels, positions = zip(*wanted, strict=True)
    with connections[using or router.db_for_read(Node)].cursor() as cursor:
        cursor.execute(
            "SELECT level, position, hash FROM unnest(%s::smallint[], %s::bigint[]) wanted (level, position) "
            "JOIN book.node USING (level, position)",
            [list(levels), list(positions)],
        )
        return {(level, position): bytes(hashed) for level, position, hashed in cursor.fetchall()}
