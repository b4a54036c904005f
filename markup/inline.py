"""Bold, italic, links and calls for notes within a line of markup."""

import re
from collections.abc import Iterator

from book.part1.text import Run, Text, run

#: A backslash takes the meaning from the character after it.
_ESCAPED = re.compile(r"\\([\\*_\[\]<>|#.()•–▪◦●○·-])")
_LINK = re.compile(r"\[(?P<words>[^\[\]]+)\]\((?P<address>(?:https?://|mailto:)[^\s)]+(?:\([^\s)]*\))?[^\s)]*)\)")
#: A link to a place on the page that a text was copied from: in a paper it leads nowhere, so its words alone are kept.
_LINK_WITHIN = re.compile(r"\[(?P<words>[^\[\]]+)\]\(#[^\s)]*\)")
_ADDRESS = re.compile(r"<(?P<address>(?:https?://|mailto:)[^\s<>]+)>")
_CALL = re.compile(r"\[\^(?P<key>[^\]\s]+)\]")
#: Stars and underscores count where a word begins and ends: 2*3*4 and file_name_here stay as they are.
_BOLD = re.compile(r"\*\*(?=\S)(?P<inner>.+?)(?<=\S)\*\*(?!\*)", re.DOTALL)
_ITALIC = re.compile(r"(?<![\w*\\])(?P<mark>[*_])(?=[^\s*_])(?P<inner>.+?)(?<=[^\s\\])(?P=mark)(?![\w*])", re.DOTALL)
_PATTERNS = (_LINK, _LINK_WITHIN, _ADDRESS, _CALL, _BOLD, _ITALIC)
#: Stands for an escaped character while the rest is read; no text can hold it (figures.text takes it out).
_HOLD = "\ue000"


def read_inline(text: str, notes: dict[str, int]) -> Text:
    """The runs of a line; a call for a note that is in `notes` becomes its number, any other stays text."""
    escaped: list[str] = []

    def hold(match: re.Match[str]) -> str:
        escaped.append(match[1])
        return f"{_HOLD}{len(escaped) - 1}{_HOLD}"

    protected = _ESCAPED.sub(hold, text)

    def free(words: str) -> str:
        return re.sub(rf"{_HOLD}(\d+){_HOLD}", lambda match: escaped[int(match[1])], words)

    runs = (Run(free(r.text), r.bold, r.italic, free(r.link), r.note) for r in _runs(protected, notes, run("")))
    return tuple(_joined(r for r in runs if r.text or r.note is not None))


def _runs(text: str, notes: dict[str, int], style: Run) -> Iterator[Run]:
    matches = [match for pattern in _PATTERNS if (match := pattern.search(text))]
    if not matches:
        yield _styled(style, text)
        return
    # The mark that begins first; of two at one place the longer, so that ** is bold and not an empty italic.
    first = min(matches, key=lambda match: (match.start(), -match.end()))
    if first.start():
        yield _styled(style, text[: first.start()])
    yield from _marked(first, notes, style)
    if first.end() < len(text):
        yield from _runs(text[first.end() :], notes, style)


def _marked(match: re.Match[str], notes: dict[str, int], style: Run) -> Iterator[Run]:
    if match.re is _LINK:
        linked = Run("", style.bold, style.italic, match["address"], None)
        yield from _runs(match["words"], {}, linked)
    elif match.re is _LINK_WITHIN:
        yield from _runs(match["words"], {}, style)
    elif match.re is _ADDRESS:
        address = match["address"]
        yield Run(address.removeprefix("mailto:"), style.bold, style.italic, address, None)
    elif match.re is _CALL:
        number = notes.get(match["key"])
        yield Run("", False, False, "", number) if number else _styled(style, match[0])
    elif match.re is _BOLD:
        yield from _runs(match["inner"], notes, Run("", True, style.italic, style.link, None))
    else:
        yield from _runs(match["inner"], notes, Run("", style.bold, True, style.link, None))


def _styled(style: Run, text: str) -> Run:
    return Run(text, style.bold, style.italic, style.link, None)


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    """Neighbours of one style as one run, and the number of a note with the words that it follows."""
    pending: Run | None = None
    for piece in runs:
        if pending and pending.note is None:
            same = (pending.bold, pending.italic, pending.link) == (piece.bold, piece.italic, piece.link)
            if same or (not piece.text and piece.note is not None):
                pending = Run(pending.text + piece.text, pending.bold, pending.italic, pending.link, piece.note)
                continue
        if pending:
            yield pending
        pending = piece
    if pending:
        yield pending


_SPECIAL = re.compile(r"([\\\[\]<>|])")
#: Stars and underscores anywhere but between two letters or figures.
_MARK = re.compile(r"(?<![^\W_])[*_]|[*_](?![^\W_])")


def write_inline(text: Text) -> str:
    """The markup of a text; what would be read as a mark is escaped."""
    return "".join(_written(piece) for piece in text)


def _written(piece: Run) -> str:
    text = _MARK.sub(r"\\\g<0>", _SPECIAL.sub(r"\\\1", piece.text))
    text = " ".join(text.split("\n"))
    if piece.link:
        text = f"<{piece.link}>" if piece.text == piece.link.removeprefix("mailto:") else f"[{text}]({piece.link})"
    text = _wrapped(text, "_") if piece.italic else text
    text = _wrapped(text, "**") if piece.bold else text
    return text + (f"[^{piece.note}]" if piece.note is not None else "")


def _wrapped(words: str, mark: str) -> str:
    """Marks stand next to letters: spaces at the ends stay outside."""
    inner = words.strip()
    if not inner:
        return words
    start = len(words) - len(words.lstrip())
    return f"{words[:start]}{mark}{inner}{mark}{words[start + len(inner) :]}"
