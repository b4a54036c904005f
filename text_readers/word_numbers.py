"""The numbers, letters and dashes that Word puts before paragraphs without them being text (ISO/IEC 29500-1, 17.9)."""

import re
from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn

from text_readers.list_numbers import in_letters, in_roman
from text_readers.word_values import is_on, value_of

#: Styles may build on each other; nobody builds a longer row.
_DEEPEST = 10
_GONE = (qn("w:del"), qn("w:moveFrom"))


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: the kind of its number, its text around it, its first number.

    text: None where the list does not say it. begins: the number at which this list begins it anew, though another list
    of its kind goes before; None to count on. all_decimal: numbers of the levels above stand in it as decimals. style:
    the style of the paragraphs that stand at it. restarts_after: the level, counted from 1, after which, or after one
    above it, it begins anew; 0 for none, None for the one above it.
    """

    shape: str
    text: str | None
    start: int
    begins: int | None = None
    all_decimal: bool = False
    style: str = ""
    restarts_after: int | None = None


class Numbers:
    """The lists of one document and how far each has counted; lists of one kind count on from each other."""

    def __init__(self, document: Any, styles: dict[str, Any]) -> None:
        self.styles = styles
        self.levels: dict[str, dict[int, _Level]] = {}
        self.kinds: dict[str, str] = {}
        self.counters: dict[str, list[int]] = {}
        self.begun: set[tuple[str, int]] = set()
        #: The marks that were given: a paragraph counts once, however often it is looked at.
        self.given: dict[Any, str] = {}
        try:
            numbering = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        items = numbering.findall(qn("w:abstractNum"))
        linked = {value_of(item, "w:styleLink"): item for item in items if value_of(item, "w:styleLink")}
        kinds = {item.get(qn("w:abstractNumId")): linked.get(value_of(item, "w:numStyleLink"), item) for item in items}
        for num in numbering.findall(qn("w:num")):
            key, item = num.get(qn("w:numId")), kinds.get(value_of(num, "w:abstractNumId"))
            self.kinds[key] = item.get(qn("w:abstractNumId")) if item is not None else ""
            self.levels[key] = _overridden(num, _levels(item) if item is not None else {})

    def mark(self, paragraph: Any) -> str:
        """The number that Word shows before a paragraph, or a dash for bullets; the same when it is asked again."""
        if paragraph not in self.given:
            self.given[paragraph] = self._next_mark(paragraph)
        return self.given[paragraph]

    def _next_mark(self, paragraph: Any) -> str:
        list_id, level = self._place(paragraph)
        levels = self.levels.get(list_id, {})
        if list_id == "0" or level not in levels or _is_taken_out(paragraph):
            return ""
        counts = self._count(list_id, level, levels)
        shape = levels[level].shape
        if shape in ("bullet", "none"):
            return "  " * level + "- " if shape == "bullet" else ""
        number = _numbered(levels[level], level, counts, levels)
        return f"{number} " if number.strip() else ""

    def _count(self, list_id: str, level: int, levels: dict[int, _Level]) -> list[int]:
        """Count one on at a level; the levels below it begin anew, but those that are said to count on."""
        counts = self.counters.setdefault(self.kinds[list_id], [])
        while len(counts) <= level:
            first = levels[len(counts)].start if len(counts) in levels else 1
            counts.append(first - (1 if len(counts) == level else 0))
        begins = levels[level].begins
        if begins is not None and (list_id, level) not in self.begun:
            self.begun.add((list_id, level))
            counts[level] = begins - 1
        counts[level] += 1
        for below in range(level + 1, len(counts)):
            restarts_after = levels[below].restarts_after if below in levels else None
            if restarts_after is None or level < restarts_after:
                counts[below] = (levels[below].start if below in levels else 1) - 1
        return counts

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list of a paragraph and its level there: what it does not say itself, its style says."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        list_id, level = value_of(own, "w:numId"), value_of(own, "w:ilvl")
        name, seen = value_of(paragraph.find(qn("w:pPr")), "w:pStyle"), 0
        while name in self.styles and seen < _DEEPEST and not (list_id and level):
            style = self.styles[name]
            numbering = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if numbering is not None:
                list_id = list_id or value_of(numbering, "w:numId")
                levels = self.levels.get(list_id, {})
                named = next((str(at) for at, found in levels.items() if found.style == name), "")
                level = level or named or value_of(numbering, "w:ilvl")
            name, seen = value_of(style, "w:basedOn"), seen + 1
        return list_id or "0", int(level) if level.isdigit() else 0


def _is_taken_out(paragraph: Any) -> bool:
    """Whether a paragraph without text is deleted, moved away or hidden with its mark: then no number is shown.

    Any other paragraph of a list shows its number, also where no text follows it.
    """
    mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    if mark is None or all(mark.find(qn(f"w:{what}")) is None for what in ("del", "moveFrom", "vanish")):
        return False
    shown = (node for node in paragraph.iter(qn("w:t")) if next(node.iterancestors(*_GONE), None) is None)
    hidden = mark.find(qn("w:vanish")) is not None
    return not any((node.text or "").strip() and not (hidden and _is_hidden(node)) for node in shown)


def _is_hidden(text: Any) -> bool:
    return text.getparent().find(f"{qn('w:rPr')}/{qn('w:vanish')}") is not None


def _levels(item: Any) -> dict[int, _Level]:
    """The levels that a list, or its override of another, describes."""
    levels = {}
    for level in item.findall(qn("w:lvl")):
        start, text = value_of(level, "w:start"), level.find(qn("w:lvlText"))
        restart = value_of(level, "w:lvlRestart")
        levels[int(level.get(qn("w:ilvl"), "0"))] = _Level(
            value_of(level, "w:numFmt") or "decimal",
            text.get(qn("w:val")) or "" if text is not None else None,
            int(start) if start.isdigit() else 1,
            all_decimal=is_on(level, "w:isLgl"),
            style=value_of(level, "w:pStyle"),
            restarts_after=int(restart) if restart.isdigit() else None,
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
        first = levels[at].start if at in levels else 1
        count = max(counts[at], first) if at < len(counts) else first
        shape = levels[at].shape if at in levels else "decimal"
        return _written(count, "decimal" if own.all_decimal and shape != "decimalZero" else shape)

    return re.sub(r"%([1-9])", counter, f"%{level + 1}." if own.text is None else own.text)


def _written(count: int, shape: str) -> str:
    """A number in the way a level writes it."""
    if shape in ("lowerLetter", "upperLetter"):
        return in_letters(count) if shape == "lowerLetter" else in_letters(count).upper()
    if shape in ("lowerRoman", "upperRoman"):
        return in_roman(count) if shape == "lowerRoman" else in_roman(count).upper()
    if shape in ("ordinal", "decimalEnclosedCircle", "decimalEnclosedParen", "decimalEnclosedFullstop"):
        around = {
            "ordinal": "{}" + _ordinal_ending(count),
            "decimalEnclosedParen": "({})",
            "decimalEnclosedFullstop": "{}.",
        }
        return around.get(shape, "{}").format(count)
    return f"{count:02}" if shape == "decimalZero" else str(count)


def _ordinal_ending(count: int) -> str:
    return "th" if 10 < count % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
