"""Lines joined into paragraphs: wraps, words cut at a line's end, pages that break a sentence, items below it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from intake.parsing.lines import Piece

_ENDED = re.compile(r"[.!?:;][\"'”’)\]]*\d{0,2}[¹²³⁰⁴-⁹]*$")
_CONTINUES = re.compile(r"[a-z]|[0-9][0-9,.]* [a-z]")
#: How much of a text's end is looked at, however long it is: joining lines takes time by their number alone.
_TAIL = 40
#: First halves of words that keep their dash when a line breaks after it.
_KEEPS_DASH = re.compile(
    r"\b(?:multi|non|co|pre|post|cross|long|short|self|well|full|part|on|high|low|anti|ex|inter|mid|sub|"
    r"over|under|re|one|two|three|four|five)-$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Run:
    """A paragraph or an item, with the pieces it was joined from."""

    text: str
    numeral: str = ""
    mark: str = ""
    row: bool = False
    hint: str = ""
    pieces: list[Piece] = field(default_factory=list)

    @property
    def line(self) -> int:
        """The first line."""
        return self.pieces[0].line


def ends_sentence(text: str) -> bool:
    """Whether a sentence ends with the text."""
    return bool(_ENDED.search(text, max(0, len(text) - _TAIL)))


def is_wrapped(pieces: Sequence[Piece]) -> bool:
    """Whether the file breaks its lines within paragraphs, as text out of a PDF does."""
    follow = [(a, b) for a, b in pairwise(pieces) if not b.gap and b.line == a.line + 1]
    lengths = sorted(len(a.text) for a, _ in follow)
    long = max(20, min(40, int(lengths[len(lengths) * 9 // 10] * 0.7))) if lengths else 40
    broken = sum(
        1 for a, b in follow if len(a.text) > long and not ends_sentence(a.text) and b.text[:1].islower() and not b.mark
    )
    return broken >= 3 and broken * 5 >= len(follow)


def runs_of(pieces: Sequence[Piece], *, wrapped: bool, width: int = 80) -> list[Run]:
    """Join the pieces of one zone into paragraphs, items and rows, in order."""
    runs: list[Run] = []
    for piece in pieces:
        last = runs[-1] if runs else None
        if last is not None and _continues_paragraph(last, piece, wrapped, width):
            last.text = join_halves(last.text, piece.text, cut=last.pieces[-1].glued)
            last.pieces.append(piece)
        else:
            runs.append(Run(piece.text, piece.numeral, piece.mark, "\t" in piece.text, piece.hint, [piece]))
    return runs


def _continues_paragraph(last: Run, piece: Piece, wrapped: bool, width: int) -> bool:
    """Whether a piece continues the paragraph before it."""
    if piece.mark or piece.numeral or piece.note or "\t" in piece.text or piece.hint in ("heading", "row"):
        return False
    if last.row or last.hint == "heading" or piece.starts:
        return False
    before = last.pieces[-1]
    if before.glued or before.open:
        return True
    lower = bool(_CONTINUES.match(piece.text))
    if piece.gap:
        return lower and not ends_sentence(last.text)
    if before.line == piece.line:
        return False
    if wrapped:
        return not (ends_sentence(before.text) and len(before.raw) < width * 0.75)
    return not ends_sentence(last.text) and (lower or len(before.raw) >= 60)


def join_halves(head: str, tail: str, *, cut: bool = False) -> str:
    """Two halves of a paragraph; a word cut by a dash at the line's end becomes whole."""
    if cut:
        return head + tail
    if re.search("[a-z][-\u2010]$", head[-2:]) and tail[:1].islower():
        return head[:-1] + "-" + tail if _KEEPS_DASH.search(f"{head[-_TAIL:-1]}-") else head[:-1] + tail
    return f"{head} {tail}"


def folded_items(runs: Sequence[Run]) -> list[Run]:
    """Items without a number go into the paragraph that they stand under, each on a line of its own."""
    out: list[Run] = []
    for run in runs:
        parent = out[-1] if out else None
        if (
            run.mark
            and not run.numeral
            and parent is not None
            and not parent.row
            and (not parent.mark or parent.numeral)
        ):
            mark = "-" if run.mark == "-" else run.mark
            parent.text = f"{parent.text}\n{mark} {run.text}"
            parent.pieces += run.pieces
        else:
            out.append(Run(run.text, run.numeral, run.mark, run.row, run.hint, list(run.pieces)))
    return out


def row_as_line(text: str) -> str:
    """A row's cells as one line of text."""
    return re.sub(r"\s*\t\s*", " | ", text)
