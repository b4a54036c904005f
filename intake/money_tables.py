"""Rows of money by year back into the sections in which a paper has them: the reader takes them out as tranches."""

import re
from collections.abc import Sequence
from copy import deepcopy

from intake.parsing.read_paper import Paragraph, ReadPaper

_PARAGRAPH = re.compile(r"^sections\[(?P<section>\d+)\](?:\.paragraphs\[(?P<paragraph>\d+)\])?$")
_BETWEEN_CELLS = re.compile(r"\t+|\s*\|\s*|\s{2,}")


def with_money_tables(paper: ReadPaper, lines: Sequence[str]) -> ReadPaper:
    """A read paper whose sections have their rows of money by year, as a table behind the paragraph above them.

    Args:
        lines: the lines that the paper was read from; without them nothing is changed.
    """
    tables: list[tuple[int, int, list[str]]] = []
    section, paragraph = -1, -1
    goes_on = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        path = paper.placed.get(number, "")
        if match := _PARAGRAPH.match(path):
            section, paragraph = int(match["section"]), int(match["paragraph"] or -1)
        elif path.startswith("heading"):
            section, paragraph = -1, -1
        if not path.startswith("tranches") or section < 0:
            goes_on = False
            continue
        if not goes_on:
            tables.append((section, paragraph, []))
        tables[-1][2].append(line)
        goes_on = True
    completed = deepcopy(paper) if tables else paper
    for section, paragraph, rows in reversed(tables):
        completed.sections[section].paragraphs.insert(paragraph + 1, Paragraph("", _table(rows)))
    return completed


def _table(lines: list[str]) -> str:
    """Rows as a table in the desk's markup; its first row heads it unless it holds figures itself."""
    rows = [[cell for cell in _BETWEEN_CELLS.split(line.strip().strip("|").strip()) if cell] for line in lines]
    width = max(len(cells) for cells in rows)
    padded_rows = [[*cells, *[""] * (width - len(cells))] for cells in rows]
    if any(re.search(r"\d", cell) for cell in padded_rows[0]):
        padded_rows.insert(0, [""] * width)
    head, *body = (f"| {' | '.join(cells)} |" for cells in padded_rows)
    return "\n".join([head, "|" + " --- |" * width, *body])
