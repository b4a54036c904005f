"""The numbers, letters and dashes that a page puts before the items of its lists (HTML 4.4.5 to 4.4.8)."""

import re

from lxml import html

from text_readers.list_numbers import in_letters, in_roman

_STYLES = {
    **dict.fromkeys(("lower-alpha", "lower-latin"), "a"),
    **dict.fromkeys(("upper-alpha", "upper-latin"), "A"),
    "lower-roman": "i",
    "upper-roman": "I",
    "decimal": "1",
}
_NUMBER = re.compile(r"-?[0-9]{1,4}")


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
    if kind not in ("a", "A", "i", "I"):
        return str(number)
    written = in_letters(number) if kind in "aA" else in_roman(number)
    return written if kind.islower() else written.upper()
