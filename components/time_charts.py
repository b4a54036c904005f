"""Events on a line of time as numbers for an SVG that a template draws: places in hundredths of its width.

Each event has a row with its words above its mark, so that no words meet, at every width of the page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from figures.templatetags.paper_words import day_words

#: Distance of marks from the edges, in hundredths of the width; the most years that get a label.
_EDGE, _MOST_YEARS = 2, 6
_LABEL, _ROW, _AXIS = 18, 40, 24


@dataclass(frozen=True, slots=True)
class Mark:
    """One event: its words, the base line of their text and the middle of its mark, in pixels; its place in time."""

    label: str
    label_y: int
    y: int
    x: str


@dataclass(frozen=True, slots=True)
class Year:
    """The beginning of a calendar year on the line; `anchor` is "end" where its label would leave the picture."""

    label: str
    x: str
    anchor: str


@dataclass(frozen=True, slots=True)
class TimeChart:
    """Everything that the template draws."""

    title: str
    height: int
    axis_y: int
    years: tuple[Year, ...]
    marks: tuple[Mark, ...]


def time_chart(title: str, events: Iterable[tuple[str, date | None]]) -> TimeChart | None:
    """Events with their days on one line of time, the first on top; None for fewer than two days.

    An event without a day is left out: the list beside the picture has it.
    """
    dated = sorted(((words, day) for words, day in events if day is not None), key=lambda event: event[1])
    days = [day for _, day in dated]
    if len(set(days)) < 2:
        return None
    first, last = min(days), max(days)

    def place(day: date) -> str:
        share = (day - first).days / (last - first).days
        return f"{_EDGE + share * (100 - 2 * _EDGE):.2f}%"

    starts = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    shown = starts[:: -(-len(starts) // _MOST_YEARS) or 1]
    marks = tuple(
        Mark(f"{words}, {day_words(day)}", row * _ROW + _LABEL - 4, row * _ROW + _LABEL + 8, place(day))
        for row, (words, day) in enumerate(dated)
    )
    axis = len(marks) * _ROW
    late = (last - first).days * 0.85
    years = tuple(Year(str(day.year), place(day), "end" if (day - first).days > late else "start") for day in shown)
    return TimeChart(title, axis + _AXIS, axis, years, marks)
