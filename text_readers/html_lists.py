"""The numbers, letters and dashes that a page puts before the items of its lists (HTML 4.4.5 to 4.4.8)."""

import re

from lxml import html

_STYLES = {
    **dict.fromkeys(("lower-alpha", "lower-latin"), "a"),
    **dict.fromkeys(("upper-alpha", "upper-latin"), "A"),
    "lower-roman": "i",
    "upper-roman": "I",
    "decimal": "1",
}
_NUMBER = re.compile(r"-?[0-9]{1,4}")
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class ListCount:
    """How far a list has counted, up or down, and how it writes its numbers."""

    def __init__(self, element: html.HtmlElement, style: str = "") -> None:
        """A list that opens; `style` is its list-style-type, or list-style."""
        self.is_numbered = element.tag == "ol"
        self.is_bare = self.is_numbered and "none" in style.split()
        self.step = -1 if element.get("reversed") is not None else 1
        start = _number(element.get("start"))
        if start is None:
            start = sum(1 for child in element if child.tag == "li") if self.step < 0 else 1
        self.next = start
        self.kind = next((kind for name, kind in _STYLES.items() if name in style.split()), element.get("type") or "")

    def mark(self, item: html.HtmlElement, depth: int) -> str:
        """What stands before the next item: its number or a dash, in as far as its list lies in others."""
        if not self.is_numbered:
            return "  " * depth + "- "
        value = _number(item.get("value"))
        number = self.next if value is None else value
        self.next = number + self.step
        if self.is_bare:
            return ""
        return f"{_written(number, item.get('type') or self.kind)}. "


def _number(text: str | None) -> int | None:
    return int(text) if text and _NUMBER.fullmatch(text.strip()) else None


def _written(number: int, kind: str) -> str:
    """A number as letters or in Roman figures, where the list asks for it."""
    if number < 1 or kind not in ("a", "A", "i", "I"):
        return str(number)
    if kind in "aA":
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    else:
        letters, rest = "", number
        for value, sign in _ROMAN:
            while rest >= value:
                letters, rest = letters + sign, rest - value
    return letters if kind.islower() else letters.upper()
