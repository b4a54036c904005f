"""The tree in tiles, read by an independent client of the C2SP standard."""

from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from book.log.heads import sign_head
from book.log.proofs import root
from book.log.tiles import NoSuchTile, Tile, bundle, read_index, tile, tiles_of, written
from book.log.tree import IncrementalTree, leaf_hash, node_hash
from book.models import Entry
from http_cache.book_version import book_version
from tests.book.conftest import Publish
from tests.book.papers import paper
from tests.peers import aics_tlog

SIZES = [0, 1, 2, 255, 256, 257, 511, 512, 513, 1000]


class Book:
    """A tree of `size` small leaves with a node table like the database's, and its tiles by their address."""

    def __init__(self, size: int) -> None:
        self.leaves = [f"leaf {number}".encode() for number in range(size)]
        self.nodes = {(0, place): leaf_hash(leaf) for place, leaf in enumerate(self.leaves)}
        level, width = 0, size
        while width > 1:
            for place in range(width // 2):
                self.nodes[level + 1, place] = node_hash(self.nodes[level, 2 * place], self.nodes[level, 2 * place + 1])
            level, width = level + 1, width // 2

    def content(self, wanted: Tile) -> bytes:
        """What a tile holds."""
        if wanted.level == "entries":
            first = wanted.index * 256
            return bundle(self.leaves[first : first + wanted.width])
        return b"".join(self.nodes[place] for place in wanted.places())

    def tiles(self) -> dict[str, bytes]:
        """Every tile of the tree, by its address."""
        return {f"tile/{wanted.path()}": self.content(wanted) for wanted in tiles_of(len(self.leaves))}

    def root(self) -> bytes:
        """The root, as the register's own audit computes it."""
        growing = IncrementalTree()
        for leaf in self.leaves:
            growing.add(leaf_hash(leaf))
        return growing.root()


@pytest.mark.parametrize("size", SIZES)
def test_an_independent_client_reaches_our_root_and_checks_every_tile(size: int) -> None:
    book = Book(size)
    reader = aics_tlog.MemoryTileReader(book.tiles())
    assert aics_tlog.tree_root_from_tiles(reader, size) == book.root()
    if size:
        report = aics_tlog.audit_tiles(reader, size, book.root())
        assert report.tiles + report.bundles == len(book.tiles())


@pytest.mark.parametrize("size", SIZES[1:])
def test_the_tiles_are_those_that_an_independent_writer_makes(size: int) -> None:
    book = Book(size)
    assert book.tiles() == aics_tlog.TileWriter(book.leaves).materialise()


@pytest.mark.parametrize("size", [65_536, 70_000])
def test_a_large_tree_has_the_tiles_that_the_standard_counts(size: int) -> None:
    book = Book(size)
    reader = aics_tlog.MemoryTileReader(book.tiles())
    assert aics_tlog.audit_tiles(reader, size, book.root()).size == size
    proof = aics_tlog.inclusion_proof_from_tiles(reader, 65_535, size)
    assert aics_tlog.verify_leaf_inclusion(book.leaves[65_535], 65_535, size, proof, book.root())


def test_the_example_of_the_standard() -> None:
    # C2SP tlog-tiles, "Partial Tiles": what a tree of 70,000 leaves is made of.
    hashes = [wanted for wanted in tiles_of(70_000) if wanted.level != "entries"]
    full = [sum(wanted.level == level and wanted.width == 256 for wanted in hashes) for level in range(4)]
    partial = [(wanted.level, wanted.width) for wanted in hashes if wanted.width < 256]
    assert (full, partial) == ([273, 1, 0, 0], [(0, 112), (1, 17), (2, 1)])
    assert [(w.level, w.width) for w in tiles_of(256)] == [("entries", 256), (0, 256), (1, 1)]


def test_numbers_are_written_in_groups_of_three_digits() -> None:
    assert written(1234067) == "x001/x234/067"
    for index in (0, 7, 999, 1000, 1_000_000, 2**50):
        assert read_index(written(index)) == index
    for text in ("", "1", "0001", "x000/001", "x001", "001/002", "x1/001", "x001/x234/067/", "٠٠١"):
        with pytest.raises(NoSuchTile):
            read_index(text)


@pytest.mark.parametrize(
    ("level", "index", "width"),
    [(0, 0, 0), (0, 0, 256), (0, 0, 257), (0, 1, 2), (0, 1, None), (1, 0, 2), (64, 0, 1), (2, 0, 1), ("entries", 1, 2)],
)
def test_what_a_tree_of_257_does_not_have_is_refused(level: Any, index: int, width: int | None) -> None:
    with pytest.raises(NoSuchTile):
        tile(level, index, width, 257)


def test_an_entry_longer_than_its_length_can_say_is_refused() -> None:
    assert bundle([b"x" * 65_535])[:2] == b"\xff\xff"
    with pytest.raises(ValueError, match="does not fit"):
        bundle([b"x" * 65_536])


@pytest.fixture
def own_keys(settings: Any, tmp_path: Any) -> None:
    """Keys of this test alone; no page of an earlier test is remembered."""
    settings.VAR = tmp_path
    book_version.forget()


@pytest.mark.committed
@pytest.mark.usefixtures("own_keys")
def test_the_addresses_are_read_by_an_independent_client_at_every_kind_of_size(
    published: Publish, live_server: Any
) -> None:
    for start, end in ((1000, 1001), (1001, 1255), (1255, 1256), (1256, 1257)):
        published(*(paper(number) for number in range(start, end)))
        sign_head()
        size = end - 1000
        reader = aics_tlog.HttpTileReader([f"{live_server.url}/log/"])
        report = aics_tlog.audit_tiles(reader, size, root(size))
        assert report.bundles == (2 if size > 256 else 1)
        entry = aics_tlog.VerifiedTileReader(reader, size, root(size)).entry(size - 1)
        assert entry == bytes(Entry.objects.get(number=size).leaf)
        note = aics_tlog.parse_note(reader.read_checkpoint())
        assert aics_tlog.parse_checkpoint(note.text).root == root(size)


@pytest.mark.committed
@pytest.mark.usefixtures("own_keys")
def test_tiles_are_kept_for_ever_and_only_what_is_signed_is_given(client: Client, published: Publish) -> None:
    published(paper(1000), paper(1001))
    assert client.get("/log/tile/0/000.p/2").status_code == 404
    sign_head()
    published(paper(1002))
    full = client.get("/log/tile/0/000.p/2")
    assert full.content == b"".join(bytes(entry.leaf_hash) for entry in Entry.objects.order_by("number")[:2])
    assert full["Cache-Control"] == "public, max-age=31536000, immutable"
    assert full["Content-Type"] == "application/octet-stream"
    entries = client.get("/log/tile/entries/000.p/2")
    first = bytes(Entry.objects.get(number=1).leaf)
    assert entries.content[: 2 + len(first)] == len(first).to_bytes(2, "big") + first
    assert entries["Cache-Control"] == full["Cache-Control"]
    for address in ("0/000.p/3", "0/000", "0/001.p/1", "1/000.p/1", "64/000.p/1", "0/000.p/0", "00/000.p/1", "0/0.p/1"):
        answer = client.get(f"/log/tile/{address}")
        assert answer.status_code == 404, address
        assert "immutable" not in answer.get("Cache-Control", "")
    assert client.get("/log/tile/entries/000.p/3").status_code == 404
    sign_head()
    assert sha256(client.get("/log/tile/0/000.p/2").content).digest() == sha256(full.content).digest()
