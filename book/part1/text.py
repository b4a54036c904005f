"""Text that keeps its shape, as `part1/2` has it: paragraphs, points in two levels, tables, headings, notes.

Everything is plain data. `plain` gives the same text as lines, for search, comparison and the leak gate.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Translation:
    """A text of the paper in a further language, by its tag (BCP 47: "cy"), as the body wrote it."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style. `link` is an address or empty; `note` the number of the note called for here."""

    text: str
    bold: bool
    italic: bool
    link: str
    note: int | None


Text = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `number` is "1.1." or the like, empty where the paragraph has none."""

    type: Literal["paragraph"]
    number: str
    text: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    type: Literal["heading"]
    text: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class SubPoint:
    """A point of the second level; `label` is "a)" or the like, empty for a bullet."""

    label: str
    text: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the first level, with those below it; `label` is "a)" or the like, empty for a bullet."""

    label: str
    text: tuple[Run, ...]
    points: tuple[SubPoint, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A list of points."""

    type: Literal["points"]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, and whether its cells are figures, which stand to the right."""

    heading: tuple[Run, ...]
    align: Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: as many cells as the table has columns."""

    cells: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption (which may be empty), one row of headings, and rows."""

    type: Literal["table"]
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


Block = Paragraph | Heading | Points | Table


@dataclass(frozen=True, slots=True)
class Note:
    """A note to the text; numbers run through the whole paper."""

    number: int
    text: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class RichText:
    """Blocks in their order, and the notes that they call for."""

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]


NOTHING = RichText((), ())


def run(text: str, *, bold: bool = False, italic: bool = False, link: str = "", note: int | None = None) -> Run:
    """A run of text, plain unless something else is said."""
    return Run(text, bold, italic, link, note)


def plain(text: Text) -> str:
    """The words of a text without their styles; a note's number is left out."""
    return "".join(piece.text for piece in text)


def lines_of(content: RichText) -> Iterator[str]:
    """The words of a rich text, a line for each paragraph, heading, point, row and note."""
    for block in content.blocks:
        yield from _block_lines(block)
    for note in content.notes:
        yield f"{note.number}. {plain(note.text)}"


def _block_lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield " ".join(part for part in (block.number, plain(block.text)) if part)
    elif isinstance(block, Heading):
        yield plain(block.text)
    elif isinstance(block, Points):
        for point in block.points:
            yield _labelled(point.label or "-", point.text)
            for below in point.points:
                yield "  " + _labelled(below.label or "-", below.text)
    else:
        if block.caption:
            yield block.caption
        yield " | ".join(plain(column.heading) for column in block.columns)
        for row in block.rows:
            yield " | ".join(plain(cell) for cell in row.cells)


def _labelled(label: str, text: Text) -> str:
    return f"{label} {plain(text)}".rstrip()
