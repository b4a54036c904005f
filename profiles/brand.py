"""A body's brand: an emblem of plain shapes and two colours, each legible where it is used."""

import re
from html import escape

from lxml import etree

_HEX = re.compile(r"#[0-9a-f]{6}")
#: Level AA of WCAG 2.2 for text (1.4.3).
CONTRAST = 4.5
WHITE = "#ffffff"
_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = frozenset({"g", "path", "rect", "circle", "ellipse", "line", "polygon", "polyline"})
_ATTRIBUTES = frozenset({
    "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "points", "transform",
    "fill", "fill-rule", "clip-rule", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "opacity",
})  # fmt: skip
_LONGEST = 40_000
#: The end of the tag in a page, where the body's name stands beside the emblem.
_DECORATIVE = ' aria-hidden="true" focusable="false">'


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours such as #1c2f4a, from 1 to 21 (WCAG 2.2, "contrast ratio").

    Raises ValueError, with a sentence, for what is no colour.
    """
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def problem_of(colour: str, accent: str) -> tuple[str, str] | None:
    """Which of the two colours cannot be used and why; None where both can.

    White stands on `colour` in the header, and `colour` on white in a paper; `accent` stands on `colour`.
    """
    for key, value in (("colour", colour), ("accent", accent)):
        if not _HEX.fullmatch(value):
            return key, f"{value!r} is no colour: write it as # and six of 0 to 9 and a to f, such as #1c2f4a."
    for key, ratio, surface in (
        ("colour", contrast(colour, WHITE), f"white on {colour}"),
        ("accent", contrast(accent, colour), f"{accent} on {colour}"),
    ):
        if ratio < CONTRAST:
            return key, f"{surface} has a contrast of {ratio:.2f} to 1, and {CONTRAST} is the least that can be read."
    return None


def emblem_of(text: str) -> str:
    """The shapes of an emblem as an SVG that can stand in a page and in a paper: decorative, and nothing but shapes.

    Raises ValueError, with a sentence, for a file that is no SVG, is too large or holds more than shapes.
    """
    if len(text) > _LONGEST:
        raise ValueError(f"the emblem has more than {_LONGEST:,} characters: simplify it.")
    try:
        root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise ValueError(f"the emblem is no SVG: {error}.") from None
    box = root.get("viewBox", "")
    if root.tag != f"{_SVG}svg" or not re.fullmatch(r"0 0 [1-9][0-9.]* [1-9][0-9.]*", box):
        raise ValueError('the emblem must be an SVG with a viewBox that begins at "0 0".')
    shapes = "".join(_shape(child) for child in root if isinstance(child.tag, str))
    return f'<svg class="dr-mark" xmlns="{_SVG[1:-1]}" viewBox="{box}"{_DECORATIVE}{shapes}</svg>'


def with_title(emblem: str, title: str) -> str:
    """An emblem of `emblem_of` that a screen reader names: in a paper each picture says what it is (PDF/UA-1, 7.3)."""
    return emblem.replace(_DECORATIVE, f"><title>{escape(title)}</title>", 1)


def _shape(element: "etree._Element") -> str:
    name = str(element.tag).removeprefix(_SVG)
    if name in {"title", "desc"}:
        return ""
    if name not in _SHAPES:
        raise ValueError(f"the emblem holds <{name}>: it may hold shapes alone, such as <path>.")
    attributes = "".join(_attribute(str(key), str(value)) for key, value in element.attrib.items())
    inside = "".join(_shape(child) for child in element if isinstance(child.tag, str))
    return f"<{name}{attributes}>{inside}</{name}>"


def _attribute(key: str, value: str) -> str:
    if key not in _ATTRIBUTES or not re.fullmatch(r"[A-Za-z0-9#.,()\s+-]*", value) or "url" in value.casefold():
        raise ValueError(f"the emblem has {key}={value[:40]!r}: colours and sizes stand in plain attributes of shapes.")
    return f' {key}="{" ".join(value.split())}"'


def _luminance(colour: str) -> float:
    if not _HEX.fullmatch(colour):
        raise ValueError(f"{colour!r} is no colour.")
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
