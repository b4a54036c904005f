"""Markup to blocks: paragraphs, headings, points in two levels, tables, notes."""

import re
from dataclasses import dataclass

from book.part1.text import Block, Column, Heading, Note, Paragraph, Point, Points, RichText, Row, SubPoint, Table
from markup.inline import read_inline
from markup.pasted_tables import holds_figures

_BULLET = re.compile(r"^(?P<indent>[ \t]*)[-*•–▪◦●○·][ \t]+(?=\S)")
_NUMBERED_BULLET = re.compile(r"^[-*•][ \t]+(?=\d{1,2}\.\d{1,2}\.?[ \t]+\S)")
_LETTER = re.compile(
    r"^(?P<indent>[ \t]*)(?P<label>\((?:[a-z]|[ivx]{1,5}|\d{1,2})\)|(?:[a-z]|[ivx]{1,5}|\d{1,2})\))[ \t]+(?=\S)"
)
_HEADING = re.compile(r"^#{1,6}[ \t]+(?=\S)")
_NOTE = re.compile(r"^\[\^(?P<key>[^\]\s]+)\]:[ \t]*")
_CAPTION = re.compile(r"^Table:[ \t]*", re.IGNORECASE)
_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$")
#: A number that was typed in front of a paragraph: "1.", "1.1", "1.1." and a tab or space.
_TYPED = re.compile(r"^[ \t]*(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?P<dot>\.?)(?P<gap>[ \t]+)(?=\S)")
_DIGITS = re.compile(r"\d")
_CELL = re.compile(r"(?<!\\)\|")


def read_markup(text: str, *, first_note: int = 1) -> RichText:
    """The blocks of a text. Notes are numbered in the order of their calls, from `first_note`."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines, definitions = without_notes(lines)
    calls = re.findall(r"(?<!\\)\[\^([^\]\s]+)\]", "\n".join(lines))
    keys = [key for key in dict.fromkeys(calls) if key in definitions]
    # A note that nothing calls for is kept at the end: nothing typed is lost.
    keys += [key for key in definitions if key not in keys]
    numbers = {key: number for number, key in enumerate(keys, first_note)}
    blocks = _Reader(numbers).read(lines)
    notes = tuple(Note(numbers[key], read_inline(definitions[key], {})) for key in keys)
    return RichText(tuple(blocks), notes)


def without_notes(lines: list[str]) -> tuple[list[str], dict[str, str]]:
    """The lines without definitions of notes, and the notes' texts by key; indented lines continue a definition."""
    other_lines: list[str] = []
    notes: dict[str, str] = {}
    key = ""
    for line in lines:
        if match := _NOTE.match(line):
            key = match["key"]
            text = line[match.end() :].strip()
            notes[key] = f"{notes[key]} {text}" if key in notes else text
        elif key and line.startswith((" ", "\t")) and line.strip():
            notes[key] = f"{notes[key]} {line.strip()}"
        else:
            key = ""
            other_lines.append(line)
    return other_lines, notes


@dataclass
class _Item:
    level: int
    label: str
    text: str


class _Reader:
    """Reads lines in order; the paragraph or list in progress becomes a block when something else begins."""

    def __init__(self, notes: dict[str, int]) -> None:
        self.notes = notes
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.number = ""
        self.last_number = ""
        self.items: list[_Item] = []

    def read(self, lines: list[str]) -> list[Block]:
        """All blocks of the lines."""
        place = 0
        while place < len(lines):
            place += self._table(lines, place) or self._tabbed(lines, place) or self._line(lines[place])
        self._end()
        return self.blocks

    def _line(self, line: str) -> int:
        if not line.strip():
            self._end_paragraph()
            # A list goes on over a blank line when the next line is a point as well.
        elif match := _HEADING.match(line):
            self._end()
            self.blocks.append(Heading("heading", read_inline(line[match.end() :].strip(), {})))
        elif match := _NUMBERED_BULLET.match(line):
            # A numbered paragraph of the old form with a dash in front, "- 1.1. ": not a point.
            self._end()
            self._paragraph(line[match.end() :])
        elif match := _BULLET.match(line) or _LETTER.match(line):
            self._end_paragraph()
            label = match.groupdict().get("label", "")
            self.items.append(_Item(_level(match["indent"], self.items), label, line[match.end() :].strip()))
        elif self.items and not self.words and line[:1] in " \t":
            self.items[-1].text += " " + line.strip()
        else:
            self._end_points()
            self._paragraph(line)
        return 1

    def _paragraph(self, line: str) -> None:
        match = _TYPED.match(line)
        if match and self._is_number(match):
            self._end_paragraph()
            self.number = self.last_number = match["number"] + match["dot"]
            line = line[match.end() :]
        self.words.append(line.strip())

    def _is_number(self, match: re.Match[str]) -> bool:
        """Whether what stands in front is a paragraph's number: in its place, or followed by a tab or a full stop.

        Within a paragraph only the number that comes next counts, so that a line that happens to begin with "4.8 of
        the Scheme" stays where it is.
        """
        number = match["number"]
        follows = bool(self.last_number) and number in _following(self.last_number.rstrip("."))
        if self.words:
            return bool(self.number) and follows
        set_off = bool(match["dot"]) or "\t" in match["gap"] or len(match["gap"]) > 1
        return follows or (set_off and (number.endswith("1") or "." in number or bool(match["dot"])))

    def _table(self, lines: list[str], place: int) -> int:
        """A table that begins here, with or without its caption; how many lines it took."""
        start = place
        caption = ""
        if (match := _CAPTION.match(lines[place])) and place + 2 < len(lines):
            caption = lines[place][match.end() :].strip()
            start += 1
            while start < len(lines) and not lines[start].strip():
                start += 1
        if start + 1 >= len(lines) or "|" not in lines[start] or not _RULE.match(lines[start + 1]):
            return 0
        rule = _cells(lines[start + 1])
        end = start + 2
        while end < len(lines) and "|" in lines[end] and lines[end].strip():
            end += 1
        self._end()
        headings = _fitted(_cells(lines[start]), len(rule))
        columns = tuple(
            Column(
                read_inline(words, self.notes), "right" if mark.endswith(":") and not mark.startswith(":") else "left"
            )
            for words, mark in zip(headings, rule, strict=True)
        )
        rows = tuple(
            Row(tuple(read_inline(words, self.notes) for words in _fitted(_cells(line), len(rule))))
            for line in lines[start + 2 : end]
        )
        self.blocks.append(Table("table", caption, columns, rows))
        return end - place

    def _tabbed(self, lines: list[str], place: int) -> int:
        """Lines whose cells are set apart by tabs, as plain text from a table has them; how many lines it took.

        Its first row is its heading unless that row holds figures or years itself.
        """
        end = place
        while end < len(lines) and _is_tabbed(lines[end]):
            end += 1
        if end - place < 2:
            return 0
        rows = [[cell.strip() for cell in line.strip().split("\t")] for line in lines[place:end]]
        width = max(len(cells) for cells in rows)
        rows = [_fitted(cells, width) for cells in rows]
        if any(_DIGITS.search(cell) for cell in rows[0]):
            rows.insert(0, [""] * width)
        head, *texts = [tuple(read_inline(cell, self.notes) for cell in cells) for cells in rows]
        figures = [holds_figures([cells[column] for cells in texts]) for column in range(width)]
        columns = tuple(
            Column(words, "right" if figure else "left") for words, figure in zip(head, figures, strict=True)
        )
        self._end()
        self.blocks.append(Table("table", "", columns, tuple(Row(cells) for cells in texts)))
        return end - place

    def _end(self) -> None:
        self._end_paragraph()
        self._end_points()

    def _end_paragraph(self) -> None:
        if self.words:
            self._end_points()
            self.blocks.append(Paragraph("paragraph", self.number, read_inline(" ".join(self.words), self.notes)))
        self.words, self.number = [], ""

    def _end_points(self) -> None:
        points: list[Point] = []
        for item in self.items:
            text = read_inline(item.text, self.notes)
            if item.level and points:
                above = points[-1]
                below = (*above.points, SubPoint(item.label, text))
                points[-1] = Point(above.label, above.text, below)
            else:
                points.append(Point(item.label, text, ()))
        if points:
            self.blocks.append(Points("points", tuple(points)))
        self.items = []


def _is_tabbed(line: str) -> bool:
    """Whether a line is a row of cells: a tab stands between words, and not behind a number or a point's mark."""
    return "\t" in line.strip() and not (_TYPED.match(line) or _BULLET.match(line) or _LETTER.match(line))


def _level(indent: str, items: list[_Item]) -> int:
    """The level of a point: 1 (the second) when it is indented by two spaces or a tab below another point."""
    return int(bool(items) and len(indent.expandtabs(4)) >= 2)


def _following(number: str) -> set[str]:
    """The numbers that can come after one: 1.2 and 2.1 and 1.1.1 after 1.1."""
    parts = [int(part) for part in number.split(".")]
    nexts = {".".join(map(str, [*parts, 1]))}
    for length in range(1, len(parts) + 1):
        incremented = [*parts[: length - 1], parts[length - 1] + 1]
        nexts.add(".".join(map(str, incremented)))
        nexts.add(".".join(map(str, [*incremented, 1])))
    return nexts


def _cells(line: str) -> list[str]:
    bare = line.strip()
    bare = bare[1:] if bare.startswith("|") else bare
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [cell.strip() for cell in _CELL.split(bare)]


def _fitted(cells: list[str], width: int) -> list[str]:
    """As many cells as there are columns; the text of surplus cells is joined to the last."""
    if len(cells) > width:
        return [*cells[: width - 1], " ".join(cells[width - 1 :])]
    return [*cells, *[""] * (width - len(cells))]
