"""Markup brought to one form, so that two pieces of HTML can be compared for what they say."""

import re
from typing import Any

from lxml import html

#: Drawings are our own; what they mean is said by the classes around them.
DRAWN = {"d", "viewbox", "width", "height", "fill"}


def normal(text: str) -> list[str]:
    """One line for each element and text, blanks collapsed, attributes and classes sorted."""
    lines: list[str] = []
    for piece in html.fragments_fromstring(text.strip() or "<!-- -->"):
        _walk(piece, lines, 0)
    return lines


def _walk(piece: Any, lines: list[str], depth: int) -> None:
    if isinstance(piece, str):
        _say(piece, lines, depth)
        return
    if not isinstance(piece.tag, str):
        _say(piece.tail, lines, depth)
        return
    in_drawing = piece.tag in {"svg", "path"}
    attributes = [
        f'{name}="{" ".join(sorted(value.split())) if name == "class" else value.strip()}"'
        for name, value in sorted(piece.attrib.items())
        if not (in_drawing and name in DRAWN)
    ]
    lines.append("  " * depth + " ".join([f"<{piece.tag}", *attributes]) + ">")
    _say(piece.text, lines, depth + 1)
    for child in piece:
        _walk(child, lines, depth + 1)
    _say(piece.tail, lines, depth)


def _say(text: str | None, lines: list[str], depth: int) -> None:
    collapsed = re.sub(r"\s+", " ", text or "").strip()
    if collapsed:
        lines.append("  " * depth + collapsed)
