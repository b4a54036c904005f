"""Bars as numbers for an SVG that a template draws: widths in hundredths of the chart, heights in pixels.

Without a view box the text keeps its size at every width of the page, down to a phone's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

#: As many colours as the style sheet has; what comes after shares the last.
SERIES = 6
#: The colour of each kind of money, the same in every chart of every page; "came" is what was accepted later.
MONEY_COLOURS = {"bid": 1, "offered": 2, "accepted": 3, "as_stated": 4, "came": 5, "spent": 6, "offered_since": 6}
_LABEL, _BAR, _GAP = 22, 20, 10


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: where it begins and how wide it is (per cent), its colour (from 1)."""

    x: str
    width: str
    series: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its label above: pixels from the top to the label's base line and to the bar."""

    label: str
    amount: str
    label_y: int
    y: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the template draws. `key` names the series in order of their colours."""

    title: str
    height: int
    bar_height: int
    bars: tuple[Bar, ...]
    key: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """What one bar stands for: label, the amount in words, and the pieces by series name."""

    label: str
    amount: str
    pieces: tuple[tuple[str, Decimal], ...]


def chart(title: str, stacks: Iterable[Stack], colours: Mapping[str, int] | None = None) -> Chart | None:
    """A chart of stacked bars on one scale; None where there is nothing to draw.

    `colours` gives the colour (from 1) of a series by its name; without it series get theirs as they appear.
    """
    rows = list(stacks)
    names = list(dict.fromkeys(name for row in rows for name, _ in row.pieces))
    most = max((sum((amount for _, amount in row.pieces), Decimal(0)) for row in rows), default=Decimal(0))
    if not most:
        return None
    series = {
        name: colours[name] if colours else min(place, SERIES) for place, name in enumerate(dict.fromkeys(names), 1)
    }
    bars, y = [], 0
    for row in rows:
        bars.append(Bar(row.label, row.amount, y + 16, y + _LABEL, _parts(row, series, most)))
        y += _LABEL + _BAR + _GAP
    return Chart(title, y, _BAR, tuple(bars), _key(series) if len(names) > 1 else ())


def _parts(row: Stack, series: dict[str, int], most: Decimal) -> tuple[Part, ...]:
    parts, reached = [], Decimal(0)
    for name, amount in row.pieces:
        if amount > 0:
            parts.append(Part(_percent(reached, most), _percent(amount, most), series[name]))
            reached += amount
    return tuple(parts)


def _percent(amount: Decimal, most: Decimal) -> str:
    return f"{amount * 100 / most:.2f}%"


def _key(series: dict[str, int]) -> tuple[tuple[int, str], ...]:
    shared = [name for name, number in series.items() if number == SERIES]
    entries = sorted((number, name) for name, number in series.items() if number < SERIES)
    if shared:
        entries.append((SERIES, shared[0] if len(shared) == 1 else f"{len(shared)} others"))
    return tuple(entries)


@dataclass(frozen=True, slots=True)
class Column:
    """One upright bar: per cent from the left and of the width, pixels from the top; `foot` stands below it."""

    label: str
    x: str
    middle: str
    width: str
    y: int
    height: int
    amount: str
    foot: str
    group: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Upright bars side by side, for a row of months or years; `base` is where they stand."""

    title: str
    height: int
    base: int
    columns: tuple[Column, ...]


#: Pixels: of the tallest column, above it for its figure, below it for two lines.
_TALLEST, _ABOVE, _BELOW = 120, 20, 44


def columns(title: str, bars: Iterable[tuple[str, str, str, int]]) -> Columns | None:
    """Upright bars on one scale; None where there is nothing to draw.

    Args:
        title: what is drawn.
        bars: what each stands for in words, what stands below it, what stands below that (a year at its first
            month, else ""), and the number.
    """
    rows = list(bars)
    most = max((number for *_, number in rows), default=0)
    if not most:
        return None
    step = Decimal(100) / len(rows)
    base = _ABOVE + _TALLEST
    drawn = []
    for place, (label, foot, group, number) in enumerate(rows):
        height = round(_TALLEST * number / most)
        drawn.append(
            Column(
                label, f"{step * place + step / 8:.2f}%", f"{step * place + step / 2:.2f}%", f"{step * 3 / 4:.2f}%",
                base - height, height, f"{number:,}", foot, group,
            )
        )  # fmt: skip
    return Columns(title, base + _BELOW, base, tuple(drawn))
