"""Rows of tables without rules whose cells stand in the middle: years, sums and ticks beside wrapped text."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from text_readers.pdf_shapes import Row, Segment

#: Words that make a line one of running text, and how many lines such a column has at least.
_FEWEST_WORDS, _FEWEST_LINES = 3, 4
#: In units of the size of the type: how far the middle of a cell may lie from the middle of the text beside it.
_OFF_CENTRE = 0.35
#: A step wider than the usual one by this factor ends the text of a cell.
_WIDER = 1.1


def centred_rows(rows: Sequence[Row]) -> dict[int, int]:
    """For each line that belongs to such a row, by its place: the place of the row's first line.

    Nothing where there are fewer than two of them: one may be chance.
    """
    column = _text_column(rows)
    if column is None:
        return {}
    lines = [(at, segment) for at, row in enumerate(rows) for segment in row.segments if _starts_at(segment, column)]
    groups = [group for group in _paragraphs(lines) if _has_centred_cells(rows, group, column)]
    if len(groups) < 2:
        return {}
    return {at: group[0][0] for group in groups for at in range(group[0][0], group[-1][0] + 1)}


def _starts_at(segment: Segment, column: float) -> bool:
    return abs(segment.left - column) < 3


def _text_column(rows: Sequence[Row]) -> float | None:
    """Where the lines of the column of running text begin; None where there is none."""
    starts = Counter(
        round(segment.left) for row in rows for segment in row.segments if len(segment.text.split()) >= _FEWEST_WORDS
    )
    (column, count), *_ = starts.most_common(1) or [(0, 0)]
    return float(column) if count >= _FEWEST_LINES else None


def _paragraphs(lines: Sequence[tuple[int, Segment]]) -> list[list[tuple[int, Segment]]]:
    """Lines of the column that follow each other at the usual step, each group of two and more."""
    steps = Counter(round((a.base - b.base) * 2) / 2 for (_, a), (_, b) in pairwise(lines) if a.base > b.base)
    if not steps:
        return []
    usual = min(step for step, count in steps.items() if count * 3 >= max(steps.values()))
    groups: list[list[tuple[int, Segment]]] = []
    for line in lines:
        step = groups[-1][-1][1].base - line[1].base if groups else 0.0
        if groups and 0 < step <= usual * _WIDER:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [group for group in groups if len(group) > 1]


def _has_centred_cells(rows: Sequence[Row], group: Sequence[tuple[int, Segment]], column: float) -> bool:
    """Whether cells of one line stand beside the text, each in the middle of its height."""
    top, bottom = group[0][1], group[-1][1]
    middle, size = (top.base + bottom.base) / 2, max(top.size, bottom.size)
    within = rows[group[0][0] : group[-1][0] + 1]
    cells = [segment for row in within for segment in row.segments if not _starts_at(segment, column)]
    return bool(cells) and all(abs(cell.base - middle) < _OFF_CENTRE * size and not cell.is_hanging for cell in cells)
