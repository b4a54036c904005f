"""Lines and rows of a rich text file as its paragraphs and cells end."""

from text_readers.lines import TextLine, without_sums
from text_readers.tables import stacked


class RichTextLines:
    """Gathers words into lines, and the cells of tables, also of tables inside tables, into rows."""

    def __init__(self) -> None:
        self.lines: list[TextLine] = []
        self._words: list[str] = []
        self._in_table = False
        self._level = 1
        #: For each level of tables: the cells of the row so far, and the paragraphs of the cell so far.
        self._cells: dict[int, list[list[str]]] = {}
        self._paragraphs: dict[int, list[str]] = {}
        #: Of the cells of a row, those that are merged with the one above; and the words above, by column.
        self._merged: list[bool] = []
        self._merges_next = False
        self._above: dict[int, list[str]] = {}

    def add(self, words: str) -> None:
        """Words of the paragraph that is open."""
        self._words.append(words)

    def control(self, word: str, number: int | None) -> bool:
        """Follow a control word that has to do with paragraphs and tables; whether it was one."""
        if word in ("par", "line", "page", "sect", "softline", "column"):
            self._end_paragraph(breaks=word in ("line", "softline"))
        elif word in ("cell", "nestcell"):
            self._end_cell(self._level if word == "nestcell" else 1)
        elif word in ("row", "nestrow"):
            self._end_row(max(self._level, 2) if word == "nestrow" else 1)
        elif word == "trowd":
            self._merged, self._merges_next = [], False
        elif word in ("clvmrg", "cellx"):
            if word == "cellx":
                self._merged.append(self._merges_next)
            self._merges_next = word == "clvmrg"
        elif word in ("pard", "intbl", "itap"):
            self._in_table = word == "intbl" or (word == "itap" and bool(number)) or (self._in_table and word == "itap")
            self._level = number if word == "itap" and number else 1
        else:
            return False
        return True

    def end(self) -> list[TextLine]:
        """All lines, once the file has ended; cells without a row are lines of their own."""
        self._end_paragraph(breaks=False)
        for level in sorted(self._cells.keys() | self._paragraphs.keys()):
            self._end_row(level)
        return self.lines

    def _take(self) -> str:
        text, self._words = "".join(self._words), []
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _end_paragraph(self, *, breaks: bool) -> None:
        text = self._take()
        if self._in_table:
            if text.strip():
                self._paragraphs.setdefault(self._level, []).append(" ".join(text.split()))
            return
        if text.strip():
            self.lines.append(TextLine(text.strip(" ")))
        if not breaks:
            self.lines.append(TextLine(""))

    def _end_cell(self, level: int) -> None:
        text = " ".join(self._take().split())
        paragraphs = [*self._paragraphs.pop(level, []), *([text] if text else [])]
        self._cells.setdefault(level, []).append(paragraphs)

    def _end_row(self, level: int) -> None:
        """A row as cells between tabs; one of one cell, or with long cells, as its paragraphs."""
        for outer in range(1, level):
            self.lines += [TextLine(text) for text in self._paragraphs.pop(outer, [])]
        cells = [*self._cells.pop(level, []), *([rest] if (rest := self._paragraphs.pop(level, [])) else [])]
        for column, merged in enumerate(self._merged[: len(cells)]):
            if merged and not cells[column]:
                cells[column] = [words for text in self._above.get(column, []) if (words := without_sums(text))]
        self._above = dict(enumerate(cells))
        if rows := stacked(cells):
            self.lines += [TextLine("\t".join(row).rstrip("\t"), "row") for row in rows]
        elif len(cells) == 1 or any(len(cell) > 2 for cell in cells):
            self.lines += [TextLine(text) for cell in cells for text in cell]
        elif any(cells):
            self.lines.append(TextLine("\t".join(" ".join(cell) for cell in cells).rstrip("\t"), "row"))


class CellGrounds:
    """The colours behind the cells of the row that is read, by their numbers in the table of colours."""

    def __init__(self) -> None:
        self._grounds: list[int] = []
        self._next = 0
        self._at = 0
        self._in_table = False

    def follow(self, word: str, number: int) -> None:
        """Follow a control word that has to do with cells."""
        if word == "trowd":
            self._grounds, self._next, self._at = [], 0, 0
        elif word == "clcbpat":
            self._next = number
        elif word == "cellx":
            self._grounds.append(self._next)
            self._next = 0
        elif word in ("cell", "row"):
            self._at = self._at + 1 if word == "cell" else 0
        elif word in ("pard", "intbl"):
            self._in_table = word == "intbl"

    def here(self) -> int:
        """The colour behind the cell that is read; 0 for none."""
        return self._grounds[self._at] if self._in_table and self._at < len(self._grounds) else 0
