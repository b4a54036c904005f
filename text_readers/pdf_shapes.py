"""What stands on a page: characters, words that stand together, the lines they stand on, the rules of tables."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

HANGING = re.compile(
    r"(?:\(?[0-9]{1,2}(?:\.[0-9]{1,3}){0,3}[.)]?|\(?[a-z]{1,4}[).]|[A-Z][).]|[-\u2022\u2013\u25cf\u25cb\u25aa\uf0b7\u00b7o*])$"
)
#: Sums and years, as they stand alone in cells.
MONEY_OR_YEAR = re.compile(r"£|[0-9]{4} ?[/\u2013-] ?[0-9]{2}|^[0-9][0-9,. ]+$")


@dataclass(slots=True)
class Character:
    """A character: its text, its box, the line it stands on, the size of its type."""

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(slots=True)
class Glyph:
    """A drawn character: `box` holds its ink, `place` the space that it takes in its line."""

    text: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    size: float
    angle: float
    place: tuple[float, float, float, float]
    owner: int = 0
    unknown: bool = False
    seen: str = "seen"


@dataclass(slots=True)
class Segment:
    """Words that stand together on one line, the box that they fill, how far their letters are spaced out.

    spacing: in units of the size of the type, 0 where they are not.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    spacing: float = 0.0

    @property
    def is_hanging(self) -> bool:
        """Whether this is a number, letter or bullet that stands before its text."""
        return bool(HANGING.fullmatch(self.text))


@dataclass(slots=True)
class Row:
    """Segments on one line of the page, from left to right."""

    base: float
    size: float
    segments: list[Segment] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The row as one line of running text."""
        return " ".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line, or the edge of a box, of a table."""

    height: float
    left: float
    right: float


def rows_of(segments: Iterable[Segment]) -> list[Row]:
    """Segments by the line that they stand on, from the top of the page down."""
    rows: list[Row] = []
    for segment in sorted(segments, key=lambda s: (-s.base, s.left)):
        if rows and abs(rows[-1].base - segment.base) < 0.3 * min(rows[-1].size, segment.size):
            rows[-1].segments.append(segment)
            rows[-1].size = max(rows[-1].size, segment.size)
        else:
            rows.append(Row(segment.base, segment.size, [segment]))
    for row in rows:
        row.segments.sort(key=lambda segment: segment.left)
    return rows
