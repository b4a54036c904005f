"""The numbers and dashes that an OpenDocument file shows before items and headings without their being text."""

import re
from dataclasses import dataclass
from typing import Any

from text_readers.list_numbers import in_letters, in_roman
from text_readers.open_document_styles import name, number_in


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is marked: `shape` "-" for bullets, else its kind of number, "" for none."""

    shape: str
    before: str
    after: str
    levels: int
    start: int


class Numbering:
    """The counters of the lists of one file, each list style with its own."""

    def __init__(self, roots: list[Any]) -> None:
        self._styles: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, list[int]] = {}
        for root in roots:
            for style in root.iter(name("text:list-style"), name("text:outline-style")):
                outline = style.tag == name("text:outline-style")
                key = "" if outline else style.get(name("style:name")) or ""
                self._styles[key] = {number_in(level, "text:level", 1): _level(level) for level in style}

    def begin(self, style: str, *, continues: bool) -> None:
        """A list of the outermost level begins: it counts from its start, unless it continues the one before."""
        if not continues:
            self._counts.pop(style, None)

    def mark(self, style: str, depth: int, start: int | None = None) -> str:
        """What stands before the next item of a list at a level (the outermost is 1); "" where nothing does."""
        levels = self._styles.get(style, {})
        level = levels.get(depth, _Level("1", "", ".", 1, 1))
        counts = self._counts.setdefault(style, [])
        while len(counts) < depth:
            counts.append(levels.get(len(counts) + 1, level).start - 1)
        counts[depth - 1] = counts[depth - 1] + 1 if start is None else start
        counts[depth:] = []
        if level.shape == "-":
            return "  " * (depth - 1) + "- "
        if not level.shape:
            return ""
        first = max(1, depth - level.levels + 1)
        numbers = [
            _number(max(count, 1), levels.get(place, level).shape or "1")
            for place, count in enumerate(counts[first - 1 : depth], first)
        ]
        return f"{level.before}{'.'.join(numbers)}{level.after or ('.' if len(numbers) == 1 else '')} "

    def heading(self, depth: int) -> str:
        """The number of a heading that stands in no list, by the outline of the file; "" where it has none."""
        level = self._styles.get("", {}).get(depth)
        return self.mark("", depth) if level is not None and level.shape not in ("", "-") else ""


def _level(level: Any) -> _Level:
    bullet = level.tag in (name("text:list-level-style-bullet"), name("text:list-level-style-image"))
    return _Level(
        "-" if bullet else level.get(name("style:num-format"), "1"),
        level.get(name("style:num-prefix")) or "",
        level.get(name("style:num-suffix")) or "",
        number_in(level, "text:display-levels", 1),
        number_in(level, "text:start-value", 1),
    )


def _number(count: int, shape: str) -> str:
    """A number as the list writes it: digits, letters, Roman."""
    if shape not in ("a", "A", "i", "I"):
        return str(count)
    written = in_letters(count) if shape in "aA" else in_roman(count)
    return written if shape.islower() else written.upper()


def start_of(item: Any) -> int | None:
    """The number at which an item says that it starts; None where it counts on."""
    value = item.get(name("text:start-value")) or ""
    return int(value) if re.fullmatch(r"[0-9]{1,5}", value) else None
