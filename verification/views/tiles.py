"""The log in tiles (C2SP tlog-tiles): bytes that never change, kept by caches for ever."""

from typing import Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from book.log.tile_reader import tile_bytes
from book.log.tiles import NoSuchTile, read_index
from http_cache.immutable import immutable_bytes


@immutable_bytes
def log_tile(request: HttpRequest, level: str, index: str, width: str | None = None) -> HttpResponseBase:
    """A tile of hashes: 32 bytes each, 256 of them or as many as `width` says."""
    return _tile(int(level), index, width)


@immutable_bytes
def log_bundle(request: HttpRequest, index: str, width: str | None = None) -> HttpResponseBase:
    """A bundle of leaves, each with its length in two bytes before it."""
    return _tile("entries", index, width)


def _tile(level: int | Literal["entries"], index: str, width: str | None) -> HttpResponse:
    try:
        content = tile_bytes(level, read_index(index), int(width) if width else None)
    except NoSuchTile as reason:
        raise Http404(str(reason)) from None
    return HttpResponse(content, content_type="application/octet-stream")
