"""The tree cut into tiles (C2SP tlog-tiles): which there are, what they are called, what is in them. No database.

A tile is up to 256 consecutive hashes of one level; each hash of a level above stands for a full tile of the level
below. In the node table, hash `i` of tile `index` at tile level `level` is the node (8 * level, 256 * index + i).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from book.log.tree import Place

#: Hashes of a full tile, and entries of a full bundle.
WIDTH = 256
#: Levels of the node table from one level of tiles to the next.
HEIGHT = 8
#: A bundle gives the length of an entry in two bytes.
MOST_BYTES_OF_AN_ENTRY = 2**16 - 1

#: The number of a tile as addresses write it: 1234067 is x001/x234/067.
INDEX = r"(?:x[0-9]{3}/)*[0-9]{3}"
#: The end of the address of a partial tile.
PARTIAL = r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
_INDEX = re.compile(INDEX)


class NoSuchTile(ValueError):
    """There is no tile of that name in a tree of that size."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: `level` 0 to 63 or "entries" for a bundle of leaves, its number, and how many hashes it has."""

    level: int | Literal["entries"]
    index: int
    width: int

    def path(self) -> str:
        """The end of its address, after `/tile/`."""
        end = "" if self.width == WIDTH else f".p/{self.width}"
        return f"{self.level}/{written(self.index)}{end}"

    def places(self) -> list[Place]:
        """The nodes of the tree that it is made of, in order; for a bundle, the hashes of its entries."""
        level = 0 if self.level == "entries" else self.level
        first = self.index * WIDTH
        return [(HEIGHT * level, first + place) for place in range(self.width)]


def written(index: int) -> str:
    """The number of a tile in groups of three digits, all but the last with an x in front."""
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03}")
    return "/".join(reversed(groups))


def read_index(text: str) -> int:
    """The number of a tile back from its address; raises NoSuchTile when it is not written as `written` does."""
    if _INDEX.fullmatch(text):
        index = int(text.replace("x", "").replace("/", ""))
        if written(index) == text:
            return index
    raise NoSuchTile("That is no number of a tile.")


def tile(level: int | Literal["entries"], index: int, width: int | None, size: int) -> Tile:
    """The tile of that name, if a tree of `size` leaves has all of its hashes; `width` None means a full one.

    A partial tile that has grown since is still given: its first hashes never change.

    Raises:
        NoSuchTile: the tree is not that large, or there is no such width.
    """
    wanted = WIDTH if width is None else width
    if not 0 < wanted <= WIDTH or (width is not None and wanted == WIDTH):
        raise NoSuchTile("A partial tile has from 1 to 255 hashes.")
    if level != "entries" and not 0 <= level <= 63:
        raise NoSuchTile("Tiles have levels from 0 to 63.")
    if index * WIDTH + wanted > count(level, size):
        raise NoSuchTile(f"The tree of {size} leaves has no such tile.")
    return Tile(level, index, wanted)


def count(level: int | Literal["entries"], size: int) -> int:
    """How many hashes there are at a level of tiles in a tree of `size` leaves."""
    return size if level == "entries" else size >> (HEIGHT * level)


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile that a tree of `size` leaves needs, bundles first; the last of a level may be partial."""
    levels: list[int | Literal["entries"]] = ["entries"]
    levels += [level for level in range(64) if count(level, size)]
    for level in levels:
        full, rest = divmod(count(level, size), WIDTH)
        yield from (Tile(level, index, WIDTH) for index in range(full))
        if rest:
            yield Tile(level, full, rest)


def bundle(entries: Sequence[bytes]) -> bytes:
    """Leaves as an entry bundle: each with its length in front, two bytes, the larger first.

    Raises ValueError when a leaf is longer than two bytes can say.
    """
    if any(len(entry) > MOST_BYTES_OF_AN_ENTRY for entry in entries):
        raise ValueError(f"A leaf of more than {MOST_BYTES_OF_AN_ENTRY} bytes does not fit an entry bundle.")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)
