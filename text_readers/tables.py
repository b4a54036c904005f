"""Cells that reach over several rows or columns, as whoever looks at the table sees them."""

import re
from collections.abc import Iterable, Sequence

from text_readers.lines import without_sums

#: A span wider than this is nonsense: browsers stop at a thousand as well.
WIDEST = 1000


class TableGrid:
    """The rows of one table as they are shown: what a cell spans is known to the rows and columns it covers."""

    def __init__(self) -> None:
        #: For each column, the words of the cell that reaches down into it, and into how many more rows.
        self._reaching: dict[int, tuple[str, int]] = {}

    def row(self, cells: Iterable[tuple[str, int, int]]) -> list[str]:
        """The texts of a row, one for each column, from its cells: text, columns and rows that it covers.

        A cell from above is said again, but no sum, which would add up.
        """
        texts: list[str] = []
        for text, width, height in cells:
            self._fill(texts)
            width = max(1, min(width, WIDEST))
            for column in range(len(texts), len(texts) + width):
                if height > 1:
                    self._reaching[column] = (text if column == len(texts) else "", height - 1)
            texts += [text, *[""] * (width - 1)]
        self._fill(texts)
        return texts

    def _fill(self, texts: list[str]) -> None:
        """Add the columns that a cell from above reaches into."""
        while len(texts) in self._reaching:
            words, rows = self._reaching.pop(len(texts))
            if rows > 1:
                self._reaching[len(texts)] = (words, rows - 1)
            texts.append(without_sums(words))


_SUM = re.compile(r"[-(]?£?\s?[0-9][0-9,. ]*(?:k|m)?\)?", re.IGNORECASE)
#: Characters: a longer paragraph of a cell is running text and no entry of a list.
_LONGEST_ENTRY = 60


def stacked(cells: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows that somebody typed as lines inside the cells of one row: as many in each cell, sums in one of them.

    Empty where the cells are no such stacks.
    """
    filled = [cell for cell in cells if cell]
    counts = {len(cell) for cell in filled}
    if len(filled) < 2 or len(counts) != 1 or counts == {1}:
        return []
    if any(len(text) > _LONGEST_ENTRY for cell in filled for text in cell):
        return []
    if not any(all(_SUM.fullmatch(text.strip()) for text in cell) for cell in filled):
        return []
    return [[cell[at] if cell else "" for cell in cells] for at in range(counts.pop())]
