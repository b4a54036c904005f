"""Columns of running text on the page of a PDF, each read to its end before the next begins."""

from collections import Counter
from collections.abc import Sequence

from text_readers.pdf_shapes import MONEY_OR_YEAR, Row, Rule, Segment, rows_of

#: Points: what begins nearer to the left edge of the text is indented and no column of its own.
_WIDEST_INDENT = 100
#: So many lines are a column of running text, with so many words a line on average.
_FEWEST_LINES, _FEWEST_WORDS = 5, 3.5
#: Characters of a sum or a year that stands alone; the share of its column that a line fills before it is broken.
_LONGEST_FIGURE, _FULL = 24, 0.7


def columns(segments: list[Segment], rules: Sequence[Rule]) -> list[list[Segment]]:
    """The segments in parts that are read one after the other: above columns, each column, below them."""
    region = _two_columns(segments, rules)
    if region is None:
        return [segments]
    top, bottom, gutter = region
    inside = [s for s in segments if bottom <= s.base <= top]
    parts = [
        [s for s in segments if s.base > top],
        [s for s in inside if s.left < gutter],
        [s for s in inside if s.left >= gutter],
        [s for s in segments if s.base < bottom],
    ]
    head, left, right, foot = parts
    below = columns(foot, rules) if foot else ()
    return [part for part in (head, *columns(left, rules), *columns(right, rules), *below) if part]


def _two_columns(segments: list[Segment], rules: Sequence[Rule]) -> tuple[float, float, float] | None:
    """Top, bottom and gutter of two columns of running text; None where the page has one, or a table."""
    rows = rows_of(segments)
    edge = min((segment.left for segment in segments), default=0.0) + _WIDEST_INDENT
    starts = [s for row in rows for s in row.segments[1:] if not row.segments[0].is_hanging]
    starts += [row.segments[0] for row in rows if row.segments[0].left > edge]
    gutters = Counter(round(segment.left / 4) for segment in starts)
    for slot, count in gutters.most_common(3):
        if count < 5:
            return None
        gutter = slot * 4 - 3
        stretch = _longest_stretch(rows, gutter)
        left = [[s for s in row.segments if s.left < gutter] for row in stretch]
        right = [[s for s in row.segments if s.left >= gutter] for row in stretch]
        if not all(_is_running_text([line for line in side if line]) for side in (left, right)):
            continue
        top, bottom = stretch[0].base, stretch[-1].base
        across = [
            rule for rule in rules if bottom < rule.height < top and rule.left < gutter - 10 < gutter + 10 < rule.right
        ]
        if len(across) < 2:
            return top, bottom, gutter
    return None


def _longest_stretch(rows: Sequence[Row], gutter: float) -> list[Row]:
    """The most rows in sequence that no segment crosses the gutter in."""
    best: list[Row] = []
    current: list[Row] = []
    for row in rows:
        if any(s.left < gutter < s.right for s in row.segments):
            current = []
        else:
            current.append(row)
            best = max(best, current, key=len)
    return list(best)


def _is_running_text(side: Sequence[Sequence[Segment]]) -> bool:
    """Whether the lines of one side are long enough to be sentences, and not cells of a table.

    A table may stand among them: its rows have several cells on the one side.
    """
    alone = [line[0] for line in side if len(line) == 1]
    if len(alone) < _FEWEST_LINES or len(alone) * 2 < len(side):
        return False
    words = [len(s.text.split()) for s in alone]
    upper = set(map(id, alone[: len(alone) // 2]))
    figures = [
        at
        for at, line in enumerate(side)
        if id(line[0]) in upper and MONEY_OR_YEAR.match(line[0].text) and len(line[0].text) < _LONGEST_FIGURE
    ]
    return sum(words) / len(words) >= _FEWEST_WORDS and all(_ends_paragraph(side, at) for at in figures)


def _ends_paragraph(side: Sequence[Sequence[Segment]], at: int) -> bool:
    """Whether a line goes on with the line right above it, which fills the width of the column."""
    if not at:
        return False
    above, line = side[at - 1][-1], side[at][0]
    left, right = min(row[0].left for row in side), max(row[-1].right for row in side)
    return above.base - line.base < 1.6 * line.size and above.right > left + _FULL * (right - left)
