"""Only our typefaces, under names that do not change: WeasyPrint names them after Pango's own description."""

import re
import zlib
from functools import lru_cache
from typing import Any

import pydyf

from documents.finishing.structure import Structure

MOST_MAPPED = 100  # in one block of a map (ISO 32000-1, 9.10.3 after Adobe technical note 5411)
_MAPPED = re.compile(rb"^<([0-9a-f]{4})> <")
_SET_FONT = re.compile(rb"^/([A-Z]{6}) (.*Tf)$", re.DOTALL)


class ForeignFont(RuntimeError):
    """A character has drawn in a typeface of the machine's, so the paper would differ elsewhere."""


def check_families(fonts: dict[Any, Any], own: frozenset[str]) -> None:
    """Raises ForeignFont when the document uses any family but our own."""
    foreign = sorted({font.family for font in fonts.values()} - own)
    if foreign:
        raise ForeignFont(f"The paper would need typefaces that are not its own: {', '.join(foreign)}.")


def rename_fonts(structure: Structure, fonts: dict[Any, Any]) -> None:
    """Name the fonts F1, F2 … in the order of their family and style, in resources, text and descriptors."""
    by_hash = {font.hash: font.name.split(b"+", 1)[1] for font in fonts.values()}
    short = {code: f"F{n}" for n, code in enumerate(sorted(by_hash, key=lambda code: by_hash[code]), 1)}
    for thing in structure.pdf.objects:
        if isinstance(thing, pydyf.Stream):
            _rename_in_text(thing.stream, short)
        elif isinstance(thing, dict):
            if thing and set(thing) == set(short):
                ordered = sorted((short[code], reference) for code, reference in thing.items())
                thing.clear()
                thing.update(ordered)
            for key in ("BaseFont", "FontName"):
                if key in thing and b"+" in bytes(thing[key]):
                    thing[key] = b"/" + bytes(thing[key]).split(b"+", 1)[1]


def complete_text_maps(structure: Structure, fonts: dict[Any, Any]) -> None:
    """Say what each glyph that was drawn stands for, as it was written (ISO 32000-1, 9.10.3).

    WeasyPrint maps a whole font by its characters alone: ligatures have none, and a glyph with two (the apostrophe and
    the modifier letter) is given the wrong one. What each glyph drew in this paper it knows as well.
    """
    drawn: dict[str, dict[int, str]] = {}
    for font in fonts.values():
        drawn.setdefault(font.hash, {}).update(font.to_unicode)
    resources = next(t for t in structure.pdf.objects if isinstance(t, dict) and t and set(t) == set(drawn))
    for code, glyphs in drawn.items():
        lines = structure.at(structure.at(resources[code])["ToUnicode"]).stream
        known = set()
        for place, line in enumerate(lines):
            if match := _MAPPED.match(line):
                known.add(glyph := int(match[1], 16))
                lines[place] = _mapping(glyph, glyphs[glyph]) if glyph in glyphs else line
        extra = sorted((glyph, text) for glyph, text in glyphs.items() if glyph not in known)
        for start in range(0, len(extra), MOST_MAPPED):
            batch = extra[start : start + MOST_MAPPED]
            maps = [_mapping(glyph, text) for glyph, text in batch]
            end = lines.index(b"endcmap")
            lines[end:end] = [f"{len(batch)} beginbfchar".encode(), *maps, b"endbfchar"]


def keep_compressed(structure: Structure) -> None:
    """Put in font files as they were compressed the first time: the same few in every paper, a tenth of its cost."""
    for thing in structure.pdf.objects:
        if isinstance(thing, pydyf.Stream) and "Length1" in thing.extra and thing.compress:
            thing.stream[:] = [_deflated(b"".join(thing.stream))]
            thing.compress = False
            thing.extra["Filter"] = "/FlateDecode"


@lru_cache(maxsize=64)
def _deflated(data: bytes) -> bytes:
    return zlib.compress(data, 9)


def _mapping(glyph: int, text: str) -> bytes:
    return f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>".encode()


def _rename_in_text(operations: list[Any], short: dict[str, str]) -> None:
    for place, operation in enumerate(operations):
        if isinstance(operation, bytes) and (match := _SET_FONT.match(operation)):
            code = match[1].decode()
            if code in short:
                operations[place] = b"/" + short[code].encode() + b" " + match[2]
