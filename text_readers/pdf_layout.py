"""The lines of a page from where its characters stand: rows, columns, tables, hanging numbers, raised figures.

Positions are in points, the origin at the lower left, as the page reads: pages drawn sideways were turned before.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from text_readers.lines import TextLine, raised
from text_readers.pdf_cells import centred_rows
from text_readers.pdf_columns import columns
from text_readers.pdf_shapes import HANGING, MONEY_OR_YEAR, Character, Row, Rule, Segment, rows_of

#: In units of the size of the type: wider than a space, and where another cell begins after a space and without one.
_SPACE, _CELL, _CELL_UNSPACED = 0.13, 1.15, 0.5
#: Letters with so many gaps between them are spaced out for the look; a space among them is so many times wider.
_FEWEST_GAPS, _WIDER = 7, 1.8
#: Words with gaps of one width between them, so many and more, are a justified line and no row of cells.
_FEWEST_DRIVEN_APART, _FEWEST_ALIKE = 5, 3
#: In units of the size of the type: gaps that differ by less are of one width.
_EXACTLY = 0.03
#: A sum that a cell broke before its pence or its thousands.
_BROKEN_SUM = re.compile(r"(?<=[0-9]) (?=[.,][0-9]{2,3}(?![0-9]))|(?<=[0-9][.,]) (?=[0-9]{2,3}(?![0-9]))")
#: Points: rules farther apart than this frame a part of the page and no row of a table.
_TALLEST_BAND = 130
#: More lines than this in one cell is a form drawn as a table: it is read as its paragraphs.
_LONGEST_CELL = 6


def lines_of(characters: Sequence[Character], rules: Sequence[Rule] = ()) -> list[TextLine]:
    """The lines of one page in reading order, an empty line where the page shows a gap, rows of tables as rows."""
    segments = _segments(characters)
    lines: list[TextLine] = []
    for part in columns(segments, rules):
        if lines and part:
            lines.append(TextLine(""))
        lines += _lines(rows_of(part), rules)
    return lines


# -- characters into segments ------------------------------------------------------------------------------------------


def _segments(characters: Sequence[Character]) -> list[Segment]:
    """Runs of characters as they were drawn, then those side by side on one line put together."""
    runs: list[list[Character]] = []
    for character in characters:
        if runs and _follows(runs[-1][-1], character):
            runs[-1].append(character)
        else:
            runs.append([character])
    spans = _spans(runs)
    return _joined(_lowered([span for span in spans if span.text.strip()]))


def _follows(before: Character, after: Character) -> bool:
    size = max(before.size, after.size)
    same_line = abs(before.base - after.base) < 0.12 * size and min(before.size, after.size) > 0.8 * size
    limit = _CELL if " " in (before.text, after.text) else _CELL_UNSPACED
    return same_line and -0.4 * size < after.left - before.right < limit * size


def _spans(runs: Sequence[Sequence[Character]]) -> list[Segment]:
    """Each run as a segment; a short one, on a line whose letters are spaced out for the look, is so as well."""
    spans: list[Segment] = []
    at = 0
    while at < len(runs):
        end = at + 1
        while end < len(runs) and abs(runs[end][0].base - runs[at][0].base) < 0.12 * runs[at][0].size:
            end += 1
        gaps = [_gaps(run) for run in runs[at:end]]
        of_line = _spacing([gap for run_gaps in gaps for gap in run_gaps])
        for run, run_gaps in zip(runs[at:end], gaps, strict=True):
            spacing = _spacing(run_gaps) or of_line
            text = _run_text(run, max(_SPACE, spacing * _WIDER) * run[0].size)
            spans.append(Segment(text, run[0].left, run[-1].right, run[0].base, run[0].size, spacing))
        at = end
    return spans


def _gaps(run: Sequence[Character]) -> list[float]:
    """The gaps between the letters of a run, in units of the size of its type."""
    return [(b.left - a.right) / run[0].size for a, b in pairwise(run) if " " not in (a.text, b.text)]


def _spacing(gaps: Sequence[float]) -> float:
    """How far letters are spaced out for the look, in units of the size of the type; 0 where most are not."""
    inner = sorted(gap for gap in gaps if gap > 0.03)
    if len(gaps) < _FEWEST_GAPS or len(inner) * 10 < len(gaps) * 7:
        return 0.0
    middle = inner[len(inner) // 2]
    return middle if middle > _SPACE / _WIDER else 0.0


def _run_text(run: Sequence[Character], limit: float) -> str:
    """The text of a run, with spaces where a gap is wider than the limit, in points."""
    parts = [run[0].text]
    for before, character in pairwise(run):
        gap = character.left - before.right
        if gap > limit and not parts[-1].endswith(" ") and not character.text.startswith(" "):
            parts.append(" ")
        parts.append(character.text)
    return re.sub(r" {2,}", " ", "".join(parts))


def _lowered(spans: list[Segment]) -> list[Segment]:
    """Move raised figures down to the line that they belong to, marked as superscripts."""
    for position, span in enumerate(spans):
        holder = spans[position - 1] if position else None
        if holder is None or not span.text.strip("()[], ").isdigit():
            continue
        rise = span.base - holder.base
        beside = -0.3 * holder.size < span.left - holder.right < 0.6 * holder.size
        if span.size < 0.85 * holder.size and 0.1 * holder.size < rise < 0.9 * holder.size and beside:
            span.text, span.base, span.size = raised(span.text), holder.base, holder.size
    return spans


def _joined(spans: list[Segment]) -> list[Segment]:
    """Spans that stand on one line with no more than a space between them, as one segment."""
    out: list[Segment] = []
    for row in rows_of(spans):
        current: Segment | None = None
        for span in sorted(row.segments, key=lambda segment: segment.left):
            gap = span.left - current.right if current else 0.0
            spaced = current is not None and (current.text.endswith(" ") or span.text.startswith(" "))
            limit = (_CELL if spaced else _CELL_UNSPACED) * span.size
            if current and gap < limit and not _is_drawn_over(current, span):
                usual = max(_SPACE, max(current.spacing, span.spacing) * _WIDER)
                apart = gap > usual * span.size and not current.text.endswith(" ") and not span.text.startswith(" ")
                current.text += (" " if apart else "") + span.text
                current.right = max(current.right, span.right)
            else:
                current = Segment(span.text, span.left, span.right, row.base, span.size, span.spacing)
                out.append(current)
    for segment in out:
        segment.text = " ".join(segment.text.split())
    rows = rows_of(out)
    return [
        part
        for at, row in enumerate(rows)
        for part in _unjustified(row, [*rows[max(at - 1, 0) : at], *rows[at + 1 : at + 2]])
    ]


def _unjustified(row: Row, beside: Sequence[Row]) -> list[Segment]:
    """The segments of a row; those of a line whose words were driven apart to fill it are one.

    A short line is one only where its gaps are all alike, and no line beside it has cells at the same places.
    """
    segments = _words_joined(row)
    figures = sum(bool(MONEY_OR_YEAR.match(segment.text)) for segment in segments)
    if len(segments) < _FEWEST_ALIKE or figures * 3 > len(segments):
        return segments
    gaps = [after.left - before.right for before, after in pairwise(segments)]
    is_short = len(segments) < _FEWEST_DRIVEN_APART
    spread, widest = (0.15, 2.0) if is_short else (0.35, 4.0)
    uneven = max(gaps) - min(gaps)
    if uneven > spread * row.size or max(gaps) > (4.0 if uneven < _EXACTLY * row.size else widest) * row.size:
        return segments
    if is_short and any(_are_aligned(row, other) for other in beside):
        return segments
    text = " ".join(segment.text for segment in segments)
    return [Segment(text, segments[0].left, segments[-1].right, segments[0].base, segments[0].size)]


def _words_joined(row: Row) -> list[Segment]:
    """The segments of a row, those single words as one that stand apart by gaps of one width: beside another column, or
    a tick, a line that was driven apart is only a part of its row."""
    joined: list[Segment] = []
    run: list[Segment] = []
    for segment in [*row.segments, None]:
        if segment and run and not _is_driven_on(run, segment, row.size):
            joined += _one_line(run)
            run = []
        run += [segment] if segment else []
    return joined + _one_line(run)


def _is_driven_on(run: Sequence[Segment], segment: Segment, size: float) -> bool:
    """Whether a word goes on a line of single words with the gap that is between all of them."""
    gap = segment.left - run[-1].right
    usual = run[1].left - run[0].right if len(run) > 1 else gap
    return " " not in run[-1].text + segment.text and gap < 4.0 * size and abs(gap - usual) < _EXACTLY * size


def _one_line(run: list[Segment]) -> list[Segment]:
    """Words as one segment where there are enough of them, and no row of figures."""
    figures = sum(bool(MONEY_OR_YEAR.match(segment.text)) for segment in run)
    if len(run) < _FEWEST_DRIVEN_APART or figures * 3 > len(run):
        return run
    return [Segment(" ".join(s.text for s in run), run[0].left, run[-1].right, run[0].base, run[0].size)]


def _are_aligned(row: Row, other: Row) -> bool:
    """Whether cells behind the first of one row begin where those of another do."""
    starts = [segment.left for segment in other.segments[1:]]
    return any(abs(segment.left - start) < 2 for segment in row.segments[1:] for start in starts)


def _is_drawn_over(current: Segment, span: Segment) -> bool:
    """Whether the same words are drawn twice in one place, which makes them look bold."""
    return span.text.strip() == current.text.strip() and abs(span.left - current.left) < 0.2 * span.size


# -- rows into lines ---------------------------------------------------------------------------------------------------


def _lines(rows: list[Row], rules: Sequence[Rule]) -> list[TextLine]:
    """The rows of a page as lines, tables as rows of cells; an empty line where the distance ends a paragraph."""
    lines: list[TextLine] = []
    units = _units(rows, rules)
    usual = _usual_step(units)
    at, before = 0, None
    while at < len(units):
        end = at
        while end < len(units) and units[end].is_cells:
            end += 1
        if before is not None and usual and _stands_off(before, units[at].rows[0], usual):
            lines.append(TextLine(""))
        table = end - at >= 2 or (end > at and units[at].is_closed)
        taken = units[at:end] if table else units[at : at + 1]
        lines += _table(taken) if table else [TextLine(_plain(row)) for row in taken[0].rows]
        at, before = at + len(taken), taken[-1].rows[-1]
    return lines


def _stands_off(before: Row, row: Row, usual: float) -> bool:
    """Whether the distance to the row before ends a paragraph; the lines of one large heading stand further apart."""
    step = before.base - row.base
    is_one_heading = abs(before.size - row.size) < 0.02 * row.size and step < 1.35 * row.size
    return step > usual * 1.35 and not is_one_heading


def _usual_step(units: Sequence["_Unit"]) -> float:
    """How far the next line of one paragraph stands below, in points: of running text where there is some."""
    pairs = [(a.rows[-1], b.rows[0]) for a, b in pairwise(units) if not a.is_cells and not b.is_cells]
    pairs = pairs if len(pairs) > 3 else [(a.rows[-1], b.rows[0]) for a, b in pairwise(units)]
    steps = sorted(round(a.base - b.base, 1) for a, b in pairs if a.base - b.base > 2)
    return steps[len(steps) // 4] if steps else 0.0


def _plain(row: Row) -> str:
    """A row that is no table's: a number goes before its text, parts that stand apart keep a tab between them."""
    first, *rest = row.segments
    if first.is_hanging and rest:
        return f"{first.text} " + "\t".join(segment.text for segment in rest)
    return "\t".join(segment.text for segment in row.segments)


@dataclass(slots=True)
class _Unit:
    """Lines that are one row of a table, or one line of running text; closed where rules stand above and below."""

    rows: list[Row]
    is_closed: bool = False

    @property
    def is_cells(self) -> bool:
        """Whether cells stand side by side in it."""
        if any(len(row.segments) - row.segments[0].is_hanging >= 2 for row in self.rows):
            return True
        return self.is_closed and len(_intervals(s for row in self.rows for s in row.segments)) >= 2


def _units(rows: Sequence[Row], rules: Sequence[Rule]) -> list[_Unit]:
    """Rows put together that stand between the same two rules, or whose cells go on in the next line."""
    units: list[_Unit] = []
    last: tuple[float, float] | None = None
    centred = centred_rows(rows)
    for at, row in enumerate(rows):
        band = _band(row, rules)
        if band is None and at in centred:
            if centred[at] == at:
                units.append(_Unit([], is_closed=True))
            units[-1].rows.append(row)
        elif (units and band is not None and band == last) or (
            units and band is None and last is None and at - 1 not in centred and _goes_on(units[-1], row)
        ):
            units[-1].rows.append(row)
        else:
            units.append(_Unit([row], band is not None))
        last = band
    return [part for unit in units for part in _fit(unit)]


def _fit(unit: _Unit) -> list[_Unit]:
    """A unit, or its rows each alone where it is no row of a table: one column, or cells of many lines."""
    tall = len(unit.rows) > _LONGEST_CELL * 2
    return [unit] if unit.is_cells and not tall else [_Unit([row], is_closed=False) for row in unit.rows]


def _band(row: Row, rules: Sequence[Rule]) -> tuple[float, float] | None:
    """The heights of the rules above and below a row that reach across it; None where one is missing or far away."""
    left, right = row.segments[0].left, row.segments[-1].right
    across = [rule.height for rule in rules if rule.left <= left + 4 and rule.right >= right - 4]
    middle = row.base + 0.3 * row.size
    above = min((height for height in across if height > middle), default=None)
    below = max((height for height in across if height <= middle), default=None)
    if above is None or below is None or above - below > _TALLEST_BAND:
        return None
    return above, below


def _goes_on(unit: _Unit, row: Row) -> bool:
    """Whether a line is a further line of a cell of the row above it, where no rules tell."""
    before = unit.rows[-1]
    if before.base - row.base < 0.85 * max(before.size, row.size):
        return len(_intervals([*before.segments, *row.segments])) == len(before.segments) + len(row.segments)
    if not unit.is_cells or len(row.segments) >= len(unit.rows[0].segments):
        return False
    if before.base - row.base > 1.45 * before.size:
        return False
    segment = row.segments[0]
    inside = any(s.left - 2 <= segment.left < s.right for s in unit.rows[0].segments)
    if any(segment.left < s.left < segment.right for s in unit.rows[0].segments):
        return False  # it reaches into the next cell: a line of running text below the table
    return inside and not segment.is_hanging and segment.text[:1].islower()


def _table(units: Sequence[_Unit]) -> list[TextLine]:
    """Rows of a table, each with all its cells; wrapped cells are put together."""
    columns = _grid([row for unit in units for row in unit.rows])
    return [line for unit in units for line in _table_row(unit.rows, columns)]


def _table_row(group: Sequence[Row], columns: Sequence[tuple[float, float]]) -> list[TextLine]:
    cells: list[list[str]] = [[] for _ in columns]
    for row in group:
        for segment in row.segments:
            cells[_column_of(segment, columns)].append(segment.text)
    if max(map(len, cells)) > _LONGEST_CELL or sum(map(bool, cells)) < 2:
        return [TextLine(_plain(row)) for row in group]
    texts = [_BROKEN_SUM.sub("", " ".join(cell)) for cell in cells]
    if texts[0] and HANGING.fullmatch(texts[0]) and sum(map(bool, texts)) == 2:
        return [TextLine(" ".join(text for text in texts if text))]
    return [TextLine("\t".join(texts).rstrip("\t"), "row")]


def _intervals(segments: Iterable[Segment]) -> list[tuple[float, float]]:
    """What segments cover from left to right, those that overlap as one."""
    columns: list[tuple[float, float]] = []
    for left, right in sorted((s.left, s.right) for s in segments):
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _grid(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """The columns of a table: those of all its rows together, or of the rows with the most cells where a heading that
    reaches over several would join them."""
    most = max(len(row.segments) for row in rows)
    together = _intervals(s for row in rows for s in row.segments)
    if len(together) < most:
        return _intervals(s for row in rows if len(row.segments) == most for s in row.segments)
    while len(together) > most and (pair := _same_column(rows, together)) is not None:
        together[pair : pair + 2] = [(together[pair][0], together[pair + 1][1])]
    return together


def _same_column(rows: Sequence[Row], columns: Sequence[tuple[float, float]]) -> int | None:
    """The first of two neighbouring columns that no row fills both of: a heading at the left, its sums at the right."""
    filled = [{_column_of(segment, columns) for segment in row.segments} for row in rows]
    pairs = [at for at in range(len(columns) - 1) if not any({at, at + 1} <= row for row in filled)]
    return min(pairs, key=lambda at: columns[at + 1][0] - columns[at][1], default=None)


def _column_of(segment: Segment, columns: Sequence[tuple[float, float]]) -> int:
    """The column that a segment overlaps most, else the nearest."""

    def fit(column: int) -> float:
        left, right = columns[column]
        return min(right, segment.right) - max(left, segment.left)

    return max(range(len(columns)), key=fit)
