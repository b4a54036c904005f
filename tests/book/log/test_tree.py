"""The tree against known answers: the test tree that transparency logs share, and every small tree."""

from hashlib import sha256

import pytest

from book.log.tree import (
    IncrementalTree,
    consistency_spans,
    hash_of,
    inclusion_spans,
    leaf_hash,
    node_hash,
    proves_consistency,
    proves_inclusion,
)

LEAVES = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                                           "606162636465666768696a6b6c6d6e6f")]  # fmt: skip
#: Roots of the first 1 to 8 of these leaves, as published with the certificate-transparency reference code.
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


class Nodes:
    """A tree in memory: complete subtrees by level and position."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.levels = [[leaf_hash(leaf) for leaf in leaves]]
        while len(self.levels[-1]) > 1:
            below = self.levels[-1]
            self.levels.append([node_hash(below[n], below[n + 1]) for n in range(0, len(below) - 1, 2)])

    def __call__(self, level: int, position: int) -> bytes:
        return self.levels[level][position]


def naive_root(leaves: list[bytes]) -> bytes:
    """The definition, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(naive_root(leaves[:split]), naive_root(leaves[split:]))


def test_the_empty_tree_is_the_hash_of_nothing() -> None:
    assert hash_of((0, 0), Nodes([b""])).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert IncrementalTree().root() == sha256(b"").digest()


def test_roots_are_the_known_answers() -> None:
    nodes, tree = Nodes(LEAVES), IncrementalTree()
    for size, known in enumerate(ROOTS, 1):
        tree.add(leaf_hash(LEAVES[size - 1]))
        assert hash_of((0, size), nodes).hex() == known
        assert tree.root().hex() == known
        assert naive_root(LEAVES[:size]).hex() == known


def test_proofs_are_the_known_answers() -> None:
    nodes = Nodes(LEAVES)
    path = [hash_of(span, nodes).hex() for span in inclusion_spans(5, 8)]
    assert path == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]
    path = [hash_of(span, nodes).hex() for span in consistency_spans(6, 8)]
    assert path == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_every_proof_of_every_small_tree_holds_and_no_other_does() -> None:
    leaves = [str(n).encode() for n in range(40)]
    nodes = Nodes(leaves)
    roots = [naive_root(leaves[:size]) for size in range(41)]
    for size in range(1, 41):
        for index in range(size):
            path = [hash_of(span, nodes) for span in inclusion_spans(index, size)]
            hashed = leaf_hash(leaves[index])
            assert proves_inclusion(hashed, index, size, path, roots[size])
            assert not proves_inclusion(leaf_hash(b"other"), index, size, path, roots[size])
            assert not proves_inclusion(hashed, index, size, [*path, hashed], roots[size])
            assert not proves_inclusion(hashed, index + 1, size, path, roots[size])
            assert not path or not proves_inclusion(hashed, index, size, path[:-1], roots[size])
        for first in range(1, size + 1):
            path = [hash_of(span, nodes) for span in consistency_spans(first, size)]
            assert proves_consistency(first, size, roots[first], roots[size], path)
            assert not proves_consistency(first, size, roots[0], roots[size], path)
            assert not proves_consistency(first, size, roots[first], roots[size - 1], path)
            assert not proves_consistency(first, size, roots[first], roots[size], [*path, roots[0]])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 3)])
def test_there_is_no_proof_of_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_spans(index, size)


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3)])
def test_only_an_earlier_tree_can_be_compared(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        consistency_spans(first, second)
