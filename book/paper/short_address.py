"""The short address printed on the last page of a paper: where the register says whether the paper is its own."""

import segno
from django.utils.safestring import SafeString, mark_safe

from book.part1 import Part1
from figures.references import Reference

#: Level M of ISO/IEC 18004 still reads with 15 of 100 code words lost: a fold, a stain, a copy of a copy.
CORRECTION = "m"


def short_address(paper: Part1) -> str:
    """The address of the paper's check, such as https://decisions.example/v/PCD-510; empty where the paper names none.

    It follows from Part 1 alone, so the paper can be drawn again to the same bytes wherever the register has gone.
    """
    if not paper.register_address:
        return ""
    try:
        return f"{paper.register_address}/v/{Reference.parse(paper.reference).slug}"
    except ValueError:
        return ""


def code(address: str) -> SafeString:
    """The address as a QR code: an SVG of one path, whose title is what a screen reader says in its place."""
    drawn = segno.make(address, error=CORRECTION, micro=False, boost_error=False)
    title = "QR code of the address beside it, where this paper can be checked"
    svg = drawn.svg_inline(border=0, omitsize=True, title=title, svgclass=None, lineclass=None)
    return mark_safe(svg)  # noqa: S308 - the library escapes the title, and the rest is numbers
