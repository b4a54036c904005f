"""Lines that a file broke within its paragraphs, put together again before anything is understood of them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from figures.prose import find_amounts, find_years
from intake.parsing.headings import heading_of, label_of, opening_of
from intake.parsing.lines import Piece
from intake.parsing.paragraphs import ends_sentence, join_halves

#: A line that could have held the first word of the next is this full when it was broken by a program.
_FULL = 0.86
#: Characters: a longer line is no half of a heading.
_LONGEST_BROKEN = 60
_SERIES_ALONE, _NUMBER_ALONE = re.compile(r"\b(?:PCD|DMPCD)$"), re.compile(r"[0-9]{1,5}[A-Z]?")
#: How a sentence goes on whose first words, the name of an office, look like a heading.
_LEADS_ON = re.compile(r"(?:is|are) (?:recommended|asked|invited|requested)\b")
_APART = ("heading", "row", "furniture", "title", "address", "header")
_HEAD_WORD = re.compile(
    r"(?:financial|year|years|fund|funds|funder|amount|amounts|total|totals|grant|funding|source|organisation|borough|"
    r"bid|offer|offered|accepted|£|\(?£?'?000s?\)?|£m|£k|cost|budget|value|award|recipient|project|period)$",
    re.IGNORECASE,
)


def with_broken_heads(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, those put together that a narrow column broke where a line of its own means something else: a
    heading, the reference of the paper, the words that lead to the recommendations."""
    out: list[Piece] = []
    for piece in pieces:
        last = out[-1] if out else None
        if last is not None and not last.lines and _ends_head(last, piece):
            last.lines = [_copy(last), piece]
            last.text, last.raw = f"{last.text} {piece.text}".replace("\t", " "), f"{last.raw} {piece.raw}"
        else:
            out.append(piece)
    return out


def _ends_head(last: Piece, piece: Piece) -> bool:
    """Whether a line is the end of the short one right before it."""
    apart = piece.mark or piece.numeral or piece.taken or last.taken or last.hint or piece.hint
    if apart or len(last.text) > _LONGEST_BROKEN:
        return False
    if last.text.isupper() and piece.text.isupper():  # in capitals, also where larger type stands further apart
        return not heading_of(last) and not heading_of(piece) and _is_heading(last, piece)
    if piece.gap or piece.line != last.line + 1 or "\t" in last.text + piece.text:
        return False
    if _SERIES_ALONE.search(last.text):
        return bool(_NUMBER_ALONE.fullmatch(piece.text))
    if heading_of(last):
        return bool(_LEADS_ON.match(piece.text)) and not last.text.endswith(":")
    return len(piece.text) <= _LONGEST_BROKEN and not heading_of(piece) and _is_heading(last, piece)


def _is_heading(last: Piece, piece: Piece) -> bool:
    """Whether two lines are one heading together, its words driven apart or not."""
    return opening_of(f"{last.text} {piece.text}".replace("\t", " ")) is not None


def unwrapped(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, those of one paragraph as one that remembers its lines; rows of tables stand apart."""
    set_rows_apart(pieces)
    width = _width(pieces)
    out: list[Piece] = []
    for piece in pieces:
        last = out[-1] if out else None
        if last is not None and _continues_paragraph(last, piece, width):
            before = last.lines[-1] if last.lines else last
            if not last.lines:
                last.lines = [_copy(last)]
            last.text = join_halves(last.text, piece.text, cut=before.glued)
            last.raw = f"{last.raw} {piece.raw}"
            last.open = piece.open
            last.glued = piece.glued
            last.lines.append(piece)
        else:
            out.append(piece)
    return out


def _copy(piece: Piece) -> Piece:
    return Piece(piece.line, piece.raw, piece.text, piece.hint, glued=piece.glued, open=piece.open)


def _width(pieces: Sequence[Piece]) -> int:
    """How long the lines are where the file breaks them."""
    broken = sorted(
        len(a.raw)
        for a, b in pairwise(pieces)
        if b.line == a.line + 1
        and not b.gap
        and b.text[:1].islower()
        and not ends_sentence(a.text)
        and "\t" not in a.text
    )
    return broken[-max(1, len(broken) // 20)] if broken else 80


def _continues_paragraph(last: Piece, piece: Piece, width: int) -> bool:
    """Whether a piece is the next line of the paragraph before it."""
    before = last.lines[-1] if last.lines else last
    if piece.gap or piece.starts or piece.line != before.line + 1 or last.note or piece.note:
        return False
    if piece.mark or piece.numeral or "\t" in piece.text or "\t" in before.text:
        return False
    if piece.hint in _APART or last.hint in _APART or piece.taken or last.taken:
        return False
    first_word = len(piece.text.split()[0]) if piece.text else 0
    if not before.glued and len(before.raw) + 1 + first_word < width * _FULL:
        return False
    if label_of(piece.text) or (not last.lines and _stands_alone(last)):
        return False
    if ends_sentence(before.text) and not before.glued and not piece.text[:1].islower():
        return False  # a sentence ends with the line: whether a paragraph does is told later, by what stands there
    if heading_of(piece):
        return not ends_sentence(before.text) and (piece.text.endswith(".") or piece.text[:1].islower())
    return True


def _stands_alone(piece: Piece) -> bool:
    """Whether a line is a heading or a label that waits for its value, and no beginning of a paragraph."""
    heading, label = heading_of(piece), label_of(piece.text)
    return bool((heading and not heading.rest) or (label and not label[1]))


def set_rows_apart(pieces: Sequence[Piece]) -> None:
    """Let rows of a table that has no cells marked stand apart from the paragraphs around them."""
    after_row = False
    for piece in pieces:
        row = is_row(piece) or is_table_head(piece.text)
        if row or after_row:
            piece.starts = True
        after_row = row


def is_row(piece: Piece) -> bool:
    """Whether a line is a row of money by year, or its total: a few words, one year and amounts, no sentence."""
    text = piece.text
    if piece.numeral or piece.mark or len(text.split()) > 14 or text.endswith((".", ";", ":", ",")):
        return False
    amounts = find_amounts(text)
    if re.match(r"(?:grand |sub-?)?totals?\b", text, re.IGNORECASE):
        return bool(amounts) and len(text.split()) < 8
    years = find_years(text)
    if len(years) != 1 or not amounts or text[:1].islower():
        return False
    return years[0].start == 0 or amounts[-1].end >= len(text) - 1


def is_table_head(text: str) -> bool:
    """Whether a line holds nothing but names of a table's columns."""
    words = text.replace("\t", " ").split()
    return 2 <= len(words) <= 8 and all(_HEAD_WORD.match(word.strip("():/")) or find_years(word) for word in words)
