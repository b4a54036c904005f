"""The hash tree of RFC 4998, section 4: one time stamp over the root stands for many files, each with its own path."""

import hashlib
from collections.abc import Iterator, Sequence

#: The lists of hashes from a leaf up to the root, lowest first.
Path = list[list[bytes]]


def digest(algorithm: str, data: bytes) -> bytes:
    """The hash of some bytes by the algorithm's name, as asn1crypto and hashlib write it ("sha256")."""
    return hashlib.new(algorithm, data).digest()


def joined(algorithm: str, hashes: Sequence[bytes]) -> bytes:
    """The hash over a group: its hashes one after the other, in ascending order (4.2)."""
    return digest(algorithm, b"".join(sorted(hashes)))


def paths(leaves: Sequence[bytes], algorithm: str) -> tuple[bytes, dict[bytes, Path]]:
    """The root over some leaves, and the path of each; a single leaf is its own root and has none."""
    nodes = sorted(set(leaves))
    above = {leaf: leaf for leaf in nodes}
    path_of: dict[bytes, Path] = {leaf: [] for leaf in nodes}
    while len(nodes) > 1:
        parents = {node: (joined(algorithm, group), group) for group in _groups(nodes) for node in group}
        for leaf, node in above.items():
            parent, group = parents[node]
            # The checker computes the node that the path has reached; only the first list holds it.
            path_of[leaf].append([other for other in group if other != node or not path_of[leaf]])
            above[leaf] = parent
        nodes = sorted({parent for parent, _ in parents.values()})
    return nodes[0], path_of


def _groups(nodes: Sequence[bytes]) -> Iterator[list[bytes]]:
    """Pairs of nodes; the last group has three where one node would be left over, so that each has a neighbour."""
    last = len(nodes) // 2 * 2 - 2
    for start in range(0, last + 1, 2):
        yield list(nodes[start : start + 2] if start < last else nodes[start:])


def root_of(leaf: bytes, path: Path, algorithm: str) -> bytes | None:
    """The root that a path leads to; None when its first list does not hold the leaf (4.3)."""
    if not path:
        return leaf
    if leaf not in path[0]:
        return None
    node = joined(algorithm, path[0])
    for others in path[1:]:
        node = joined(algorithm, [*others, node])
    return node
