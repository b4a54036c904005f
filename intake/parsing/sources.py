"""Where every value came from and where every line went."""

from collections.abc import Iterable

from intake.parsing.lines import Piece
from intake.parsing.read_paper import ReadingWarning, ReadPaper


class Ledger:
    """Places pieces of text at paths of one paper and collects warnings."""

    def __init__(self, paper: ReadPaper, *, wrapped: bool, width: int) -> None:
        self.paper = paper
        self.wrapped = wrapped
        self.width = width

    def place(self, path: str, pieces: Iterable[Piece]) -> None:
        """These pieces went to the value at a path; its source is the first line that says it."""
        for piece in pieces:
            piece.taken = piece.taken or path
            self.paper.sources.setdefault(path, piece.line)

    def warn(self, code: str, message: str, severity: str = "warns") -> None:
        """Add a warning, unless the same one is there."""
        warning = ReadingWarning(code, severity, message)
        if warning not in self.paper.warnings:
            self.paper.warnings.append(warning)
