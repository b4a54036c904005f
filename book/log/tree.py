"""The Merkle tree of RFC 9162, section 2.1: which subtrees a proof needs, and how proofs are checked. No database.

A complete subtree is named by (level, position): 2**level leaves, the position-th from the left. Every node a proof
names is made of such subtrees, of which a tree of n leaves needs about log2(n).
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

Place = tuple[int, int]
Span = tuple[int, int]
Lookup = Callable[[int, int], bytes]


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf (2.1.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node above two others (2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


def places(span: Span) -> Iterator[Place]:
    """The complete subtrees that cover the leaves from `span[0]` to before `span[1]`, left to right."""
    low, high = span
    while low < high:
        level = (high - low).bit_length() - 1
        yield level, low >> level
        low += 1 << level


def hash_of(span: Span, lookup: Lookup) -> bytes:
    """The hash of the tree over a span of leaves (2.1.1); of none, the hash of nothing."""
    hashes = [lookup(level, position) for level, position in places(span)]
    if not hashes:
        return sha256(b"").digest()
    whole = hashes.pop()
    for left in reversed(hashes):
        whole = node_hash(left, whole)
    return whole


def inclusion_spans(index: int, size: int) -> list[Span]:
    """The spans whose hashes prove that leaf `index` (from 0) is in the tree of `size` leaves, lowest first (2.1.3.1).

    Raises ValueError when there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"There is no leaf {index} in a tree of {size}.")
    spans, low, high = [], 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            spans.append((middle, high))
            high = middle
        else:
            spans.append((low, middle))
            low = middle
    return spans[::-1]


def consistency_spans(first: int, second: int) -> list[Span]:
    """The spans whose hashes prove that the tree of `second` leaves begins with that of `first` (2.1.4.1).

    Raises ValueError unless 0 < first <= second.
    """
    if not 0 < first <= second:
        raise ValueError(f"A tree of {second} leaves cannot be compared with one of {first}.")
    spans, low, high, whole = [], 0, second, True
    while first != high:
        middle = low + _split(high - low)
        if first <= middle:
            spans.append((middle, high))
            high = middle
        else:
            spans.append((low, middle))
            low, whole = middle, False
    if not whole:
        spans.append((low, high))
    return spans[::-1]


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def proves_inclusion(hashed: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path leads from the leaf's hash to the root of the tree of `size` leaves (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last = index, size - 1
    for other in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            hashed = node_hash(other, hashed)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            hashed = node_hash(hashed, other)
        place, last = place >> 1, last >> 1
    return last == 0 and hashed == root


def proves_consistency(first: int, second: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the path shows that the second tree begins with the first (2.1.4.2)."""
    if first == second:
        return not path and old_root == new_root
    if not 0 < first < second or not path:
        return False
    hashes = [old_root, *path] if first & (first - 1) == 0 else list(path)
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = hashes[0]
    for other in hashes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(other, old), node_hash(other, new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, other)
        place, last = place >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


class IncrementalTree:
    """A tree that leaves are added to one after another, keeping the right edge only; for recomputing a whole book."""

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[bytes | None] = []

    def add(self, hashed: bytes) -> None:
        """Add the hash of the next leaf."""
        self.size += 1
        for level, there in enumerate(self._edge):
            if there is None:
                self._edge[level] = hashed
                return
            self._edge[level], hashed = None, node_hash(there, hashed)
        self._edge.append(hashed)

    def root(self) -> bytes:
        """The root of the leaves so far."""
        whole: bytes | None = None
        for there in self._edge:
            if there is not None:
                whole = there if whole is None else node_hash(there, whole)
        return sha256(b"").digest() if whole is None else whole
