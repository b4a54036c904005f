"""Tiles out of the book's tables, as far as its tree head is signed."""

from typing import Literal

from django.db import connections, router

from book.log.proofs import latest_head
from book.log.tiles import NoSuchTile, Tile, bundle, tile
from book.models import Entry, Node


def tile_bytes(level: int | Literal["entries"], index: int, width: int | None) -> bytes:
    """The bytes of a tile or of an entry bundle; they never change.

    Raises:
        NoSuchTile: the newest signed tree head does not cover all of it.
    """
    head = latest_head()
    if head is None:
        raise NoSuchTile("No tree head has been signed yet.")
    wanted = tile(level, index, width, head.size)
    return _entries(wanted) if level == "entries" else _hashes(wanted)


def _hashes(wanted: Tile) -> bytes:
    (depth, first), *_ = wanted.places()
    with connections[router.db_for_read(Node)].cursor() as cursor:
        cursor.execute(
            "SELECT hash FROM book.node WHERE level = %s AND position >= %s AND position < %s ORDER BY position",
            [depth, first, first + wanted.width],
        )
        return b"".join(bytes(row[0]) for row in cursor.fetchall())


def _entries(wanted: Tile) -> bytes:
    first = wanted.index * 256 + 1
    leaves = Entry.objects.filter(number__gte=first, number__lt=first + wanted.width).order_by("number")
    return bundle([bytes(leaf) for leaf in leaves.values_list("leaf", flat=True)])
