"""Lines of a file made comparable: invisible characters, markup and marks of lists taken off, numbers read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

_BOLD, _QUOTED, _GAP = re.compile(r"(?:\*\*|__)[^*_].*(?:\*\*|__):?"), re.compile(r"^>\s+"), re.compile(r" {3,}")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u202a-\u202e\ufffe]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\v\f]")
#: Letters, digits and signs as Chinese and Japanese keyboards type them.
_FULL_WIDTH: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
#: Letters that old fonts join into one sign.
_FULL_WIDTH |= dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
_TAG = re.compile(r"</?(?:[a-zA-Z][a-zA-Z0-9]{0,10})(?:\s[^<>]{0,300})?/?>")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]{1,500})>")
_LINK = re.compile(r"!?\[([^\[\]]{0,400})\]\([^()\s]{0,500}\)")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)(?:\s#+)?$")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>|~&])")
_STARS = re.compile(r"(?<=[A-Za-z0-9.:])(?:\*\*|__)(?=[A-Z])")
#: A bar before a tick at the end of a line, or before all of it, is the edge of a table that lost its other edges.
_BAR_BEFORE_TICK = re.compile("^\\|\\s+|\\s+\\|\\s*(?=[✓✔☑√✅☒☐□]?\\s*$)")
_BULLET = re.compile(
    "^(?:(?P<dash>[-\u2010-\u2015\u2022\u2023\u2043\u2219\u25aa-\u25ab\u25a0\u25a1\u25b6\u25b8\u25ba\u25cb"
    "\u25cf\u25e6\u27a2\u00b7\uf0b7\uf0a7\uf0d8*+§»])(?=\\s|$)"
    "|(?P<glued>[\u2022\u25aa\u25cf\uf0b7\uf0a7])|(?P<o>o)(?=\\t|\\s+[A-Z£0-9])|(?P<hyphen>-)(?=[A-Z£]))\\s*"
)
_LETTER = re.compile(r"^(?P<mark>\((?:[a-z]|[ivx]{1,5})\)|(?:[a-z]|[ivx]{2,5})[).]|[A-Z]\))(?=\s)\s*")
_NUMERAL = re.compile(
    r"^(?:\((?P<round>\d{1,2})\)|(?P<number>\d{1,2}(?:\.\d{1,3}){0,3})(?P<end>[.):]{0,2}))(?P<gap>\s+|$|"
    r"(?=[A-Z£‘“\"']))(?P<rest>.*)$",
    re.DOTALL,
)
_UNIT = re.compile(
    r"^(?:million|billion|bn\b|mn?\b|k\b|%|per\s?cent|years?\b|months?\b|weeks?\b|days?\b|hours?\b|times\b|fte|x\b)",
    re.IGNORECASE,
)
_NOTE = re.compile(r"^(?P<mark>[¹²³⁰⁴-⁹]{1,3}|\[\^?\d{1,2}\]:?)\s*(?=\S)")
_NOTE_ALONE = re.compile(r"^[¹²³⁰⁴-⁹]{1,3}$")
_SUPERSCRIPT = re.compile(r"[¹²³⁰⁴-⁹]+|\[\^\d{1,2}\]")


@dataclass(slots=True)
class Piece:
    """A line, or a part of one where a file ran several together.

    mark: the bullet or letter before it; numeral: its number without the last dot; gap: an empty line stood before;
    open: its emphasis goes on in the next line; glued: a word is cut at its end; note: the footnote's mark;
    starts: it never continues what is before it; indent: how far in it stands; taken: the path its text went to, ""
    while it has no place; lines: where the file broke it, the lines that it was put together from.
    """

    line: int
    raw: str
    text: str
    hint: str = ""
    mark: str = ""
    numeral: str = ""
    gap: bool = False
    open: bool = False
    glued: bool = False
    note: str = ""
    starts: bool = False
    indent: int = 0
    taken: str = ""
    lines: list["Piece"] = field(default_factory=list)

    @property
    def folded(self) -> str:
        """The text as headings and labels are compared."""
        return fold(self.text)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case, straight quotes, plain dashes, "and" for "&", no superscripts, no colon or stop at the end."""
    text = _SUPERSCRIPT.sub("", text.lower()).replace("’", "'").replace("‘", "'").replace("&", " and ")
    text = re.sub("[\u2010-\u2015]", "-", text).replace("dmpc)", "dmpc").replace("(dmpc", "dmpc")
    return " ".join(text.split()).strip(" :.-*_\t")


def clean_line(raw: str) -> tuple[str, str, bool]:
    """The text of a line without markup and invisible characters, a hint, and whether a word is cut at its end."""
    row = getattr(raw, "kind", "") == "row"
    text = _SPACES.sub(" ", _INVISIBLE.sub("", raw)).translate(_FULL_WIDTH).strip(" " if row else None)
    is_cut = text.endswith("\u00ad")
    text = text.replace("\u00ad", "").replace("\u2028", " ")
    hint = ""
    if match := _HEADING.match(text):
        text, hint = match[1], "heading"
    text = _LINK.sub(r"\1", _AUTOLINK.sub(r"\1", text))
    text = _ESCAPE.sub(r"\1", _TAG.sub(" ", text)) if ("<" in text or "\\" in text) else text
    if (text.startswith("|") and text.endswith("|") and len(text) > 2) or text.count(" | ") >= 2:
        text, hint = "\t".join(cell.strip() for cell in text.removeprefix("|").removesuffix("|").split("|")), "row"
    text = _BAR_BEFORE_TICK.sub("\t", text)
    if _BOLD.fullmatch(text):
        hint = hint or "bold"
    text = _STARS.sub(" ", text).replace("**", "").replace("__", "")
    text = _QUOTED.sub("", text)
    text = _GAP.sub("\t", text.strip(" "))
    cells = [" ".join(cell.split()) for cell in text.split("\t")]
    # An empty cell of a table keeps the others in their columns; tabs in plain text are there for the look.
    kept_cells = cells if row or hint == "row" else [cell for cell in cells if cell]
    return "\t".join(kept_cells).rstrip("\t") if any(kept_cells) else "", hint, is_cut


def pieces_of(lines: Iterable[str]) -> list[Piece]:
    """One piece for each line that is not blank; marks alone on their line go to the text that follows."""
    pieces: list[Piece] = []
    gap = bold = False
    for number, raw in enumerate(lines, 1):
        text, hint, is_cut = clean_line(raw)
        if not text:
            gap = True
            continue
        hint = getattr(raw, "kind", "") or hint
        piece = Piece(number, str(raw).strip(), text, hint, gap=gap, glued=is_cut)
        bold = bold ^ (raw.count("**") % 2 == 1)
        piece.open = bold
        piece.indent = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
        pieces.append(_marked(piece))
        gap = False
    return _joined_marks(pieces)


def _marked(piece: Piece) -> Piece:
    """Take bullet, letter and number off a piece's text."""
    if match := _NOTE.match(piece.text):
        piece.note, piece.text = match["mark"].strip("[]^:"), piece.text[match.end() :]
        return piece
    if piece.hint == "row" and "\t" in piece.text:
        return piece
    if match := _BULLET.match(piece.text):
        piece.mark, piece.text = "-", piece.text[match.end() :]
    elif match := _LETTER.match(piece.text):
        piece.mark, piece.text = match["mark"], piece.text[match.end() :]
    _numbered(piece)
    return piece


def _numbered(piece: Piece) -> None:
    """Read the number before a paragraph; 2.5 million, 12 grants, 2018/19 and 12.12.2018 are none."""
    match = _NUMERAL.match(piece.text)
    if not match:
        return
    number, remainder = match["round"] or match["number"], match["rest"].strip()
    levels = number.count(".") + 1
    plain = not match["round"] and not match["end"]
    if levels > 1 and (_UNIT.match(remainder) or re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{2}", number)):
        return
    if levels == 1 and plain and not (match["gap"].startswith("\t") and remainder[:1].isupper()):
        return
    if levels == 1 and not match["gap"] and not remainder[:1].isupper() and remainder:
        return
    piece.numeral, piece.text = number, remainder


def _joined_marks(pieces: list[Piece]) -> list[Piece]:
    """A dash or a number alone on its line belongs to the text after it."""
    out: list[Piece] = []
    pending_marks: list[Piece] = []
    for piece in pieces:
        if _NOTE_ALONE.match(piece.text):
            piece.note, piece.text = piece.text, ""
        if not piece.text and (piece.mark or piece.numeral or piece.note):
            pending_marks.append(piece)
            continue
        if pending_marks:
            last = pending_marks[-1]
            if not piece.mark and not piece.numeral and piece.hint not in ("heading", "furniture"):
                piece.mark, piece.numeral, piece.note, piece.gap = last.mark, last.numeral, last.note, True
            for mark in pending_marks:
                mark.taken = "mark"
            out += pending_marks
            pending_marks = []
        out.append(piece)
    for mark in pending_marks:
        mark.text, mark.taken = mark.raw, ""
    return out + pending_marks
