"""Text out of rich text files (.rtf)."""

import re

from striprtf.striprtf import rtf_to_text

from documents.text_reader import Unreadable
from text_readers.lines import FileText, TextLine, hidden_remark, raised

_GROUP = re.compile(rb"[{}]|\\(?P<word>[a-z]+)(?P<number>-?\d+)? ?|\\.|[^{}\\]+", re.DOTALL)
#: How deep groups may nest: Word itself writes a handful.
_DEEPEST = 400


def read_rich_text(shown: str, data: bytes) -> FileText:
    """The lines of a rich text file; hidden text is left out and told, raised figures are kept apart.

    Raises Unreadable when it is broken.
    """
    visible, hidden = _without_hidden(shown, data)
    try:
        text = rtf_to_text(visible.decode("latin-1"), encoding="cp1252", errors="replace")
    except Exception as error:  # the reader raises whatever broken groups make of its stacks
        raise Unreadable(
            f"{shown} is a broken rich text file. Open it in Word, save it again and upload that."
        ) from error
    lines = [
        TextLine(re.sub(r"(?<=\S)\|(?=\S|$)", "\t", line).rstrip("\t"), "row" if _is_row(line) else "")
        for line in text.split("\n")
    ]
    remark = hidden_remark([h.decode("cp1252", "replace") for h in hidden], "that the file hides")
    return FileText(lines, [remark] if remark else [])


def _is_row(line: str) -> bool:
    """Whether a line is a table's row: the reader ends each cell by a bar."""
    return line.endswith("|") and line.count("|") > 1


def _without_hidden(shown: str, data: bytes) -> tuple[bytes, list[bytes]]:
    r"""The file without what is between \v and \v0 or marked deleted, its raised digits as superscripts; and that.

    One pass over the control words, each group inheriting what the one around it says.
    """
    out: list[bytes] = []
    hidden: list[bytes] = []
    states: list[tuple[bool, bool]] = []
    hides = lifts = False
    for match in _GROUP.finditer(data):
        token, word = match[0], match["word"]
        if token == b"{":
            if len(states) > _DEEPEST:
                raise Unreadable(f"{shown} is nested deeper than any paper. It is not opened.")
            states.append((hides, lifts))
        elif token == b"}":
            hides, lifts = states.pop() if states else (False, False)
        elif word in (b"v", b"deleted"):
            hides = match["number"] != b"0"
        elif word == b"plain":
            hides = lifts = False
        elif word in (b"super", b"nosupersub", b"sub"):
            lifts = word == b"super" and match["number"] != b"0"
        elif not token.startswith(b"\\"):
            if hides:
                hidden.append(token)
                continue
            token = _lifted(token) if lifts else token
        out.append(token)
    return b"".join(out), hidden


def _lifted(token: bytes) -> bytes:
    """Raised digits as the superscript characters, written the way rich text writes characters outside ASCII."""
    text = raised(token.decode("latin-1"))
    return b"".join(c.encode("latin-1") if ord(c) < 128 else f"\\u{ord(c)}?".encode() for c in text)
