"""The numbers, letters and dashes that Word puts before paragraphs without them being text (ISO/IEC 29500-1, 17.9)."""

import re
from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn

#: Styles may build on each other; nobody builds a longer row.
_DEEPEST = 10
_OFF = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: the kind of its number, its text around it, its first number.

    begins: the number at which this list begins it anew, though another list of its kind goes before; None to count on.
    all_decimal: numbers of the levels above stand in it as decimals, whatever they are there.
    """

    shape: str
    text: str
    start: int
    begins: int | None = None
    all_decimal: bool = False


class Numbers:
    """The lists of one document and how far each has counted; lists of one kind count on from each other."""

    def __init__(self, document: Any, styles: dict[str, Any]) -> None:
        self.styles = styles
        self.levels: dict[str, dict[int, _Level]] = {}
        self.kinds: dict[str, str] = {}
        self.counters: dict[str, list[int]] = {}
        self.begun: set[tuple[str, int]] = set()
        try:
            numbering = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        kinds = {item.get(qn("w:abstractNumId")): _levels(item) for item in numbering.findall(qn("w:abstractNum"))}
        for num in numbering.findall(qn("w:num")):
            key, kind = num.get(qn("w:numId")), value_of(num, "w:abstractNumId")
            self.kinds[key] = kind
            self.levels[key] = _overridden(num, kinds.get(kind, {}))

    def mark(self, paragraph: Any) -> str:
        """The number that Word shows before a paragraph, or a dash for bullets."""
        numbering = self._numbering(paragraph)
        if numbering is None:
            return ""
        list_id, level_text = value_of(numbering, "w:numId"), value_of(numbering, "w:ilvl") or "0"
        level, levels = int(level_text) if level_text.isdigit() else 0, self.levels.get(list_id, {})
        if list_id == "0" or level not in levels:
            return ""
        counts = self._count(list_id, level, levels)
        shape = levels[level].shape
        if shape in ("bullet", "none"):
            return "  " * level + "- " if shape == "bullet" else ""
        return _numbered(levels[level], level, counts, levels) + " "

    def _count(self, list_id: str, level: int, levels: dict[int, _Level]) -> list[int]:
        """Count one on at a level; the levels below it begin anew."""
        counts = self.counters.setdefault(self.kinds[list_id], [])
        while len(counts) <= level:
            first = levels[len(counts)].start if len(counts) in levels else 1
            counts.append(first - (1 if len(counts) == level else 0))
        begins = levels[level].begins
        if begins is not None and (list_id, level) not in self.begun:
            self.begun.add((list_id, level))
            counts[level] = begins - 1
        counts[level] += 1
        del counts[level + 1 :]
        return counts

    def _numbering(self, paragraph: Any) -> Any:
        """The list settings of a paragraph, its own or its style's."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if own is not None:
            return own
        style, seen = self.styles.get(value_of(paragraph.find(qn("w:pPr")), "w:pStyle")), 0
        while style is not None and seen < _DEEPEST:
            numbering = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if numbering is not None:
                return numbering
            style, seen = self.styles.get(value_of(style, "w:basedOn")), seen + 1
        return None


def value_of(element: Any, name: str) -> str:
    """The w:val of a child; "" when there is none."""
    child = element.find(qn(name)) if element is not None else None
    return (child.get(qn("w:val")) or "") if child is not None else ""


def _levels(item: Any) -> dict[int, _Level]:
    """The levels that a list, or its override of another, describes."""
    levels = {}
    for level in item.findall(qn("w:lvl")):
        start, legal = value_of(level, "w:start"), level.find(qn("w:isLgl"))
        levels[int(level.get(qn("w:ilvl"), "0"))] = _Level(
            value_of(level, "w:numFmt") or "decimal",
            value_of(level, "w:lvlText"),
            int(start) if start.isdigit() else 1,
            all_decimal=legal is not None and legal.get(qn("w:val"), "1") not in _OFF,
        )
    return levels


def _overridden(num: Any, levels: dict[int, _Level]) -> dict[int, _Level]:
    """The levels of a list with what it says otherwise than its kind."""
    levels = dict(levels)
    for override in num.findall(qn("w:lvlOverride")):
        levels |= _levels(override)
        at, begins = int(override.get(qn("w:ilvl"), "0")), value_of(override, "w:startOverride")
        if begins.isdigit() and at in levels:
            levels[at] = replace(levels[at], start=int(begins), begins=int(begins))
    return levels


def _numbered(own: _Level, level: int, counts: list[int], levels: dict[int, _Level]) -> str:
    """A level's text ("%1.%2") with the counters in it."""

    def counter(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        count = counts[at] if at < len(counts) else 1
        shape = levels[at].shape if at in levels else "decimal"
        return _written(count, "decimal" if own.all_decimal and shape != "decimalZero" else shape)

    return re.sub(r"%([1-9])", counter, own.text or f"%{level + 1}.")


def _written(count: int, shape: str) -> str:
    """A number in the way a level writes it."""
    if shape in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if shape == "lowerLetter" else letter.upper()
    if shape in ("lowerRoman", "upperRoman"):
        return _roman(count) if shape == "lowerRoman" else _roman(count).upper()
    return f"{count:02}" if shape == "decimalZero" else str(count)


def _roman(count: int) -> str:
    text = ""
    for value, letters in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        while count >= value:
            text, count = text + letters, count - value
    return text
