"""Lines of text with hints, limits, and bytes decoded: what all readers of files share."""

import codecs
import re

from documents.text_reader import Unreadable

#: A paper is a few pages; ten times the longest one known is enough and keeps a worker's memory small.
MOST_BYTES = 20 * 1024 * 1024
MOST_CHARACTERS = 1_000_000
MOST_LINES = 10_000


class TextLine(str):
    """One line of a file, with a hint on what it is.

    kind: "" (nothing known), heading, item, row (cells between tabs), title (of the page), address (of the page),
    header (running head or foot), furniture (menus, footers, page numbers).
    """

    kind: str

    def __new__(cls, text: str, kind: str = "") -> "TextLine":
        """A line with its hint."""
        line = super().__new__(cls, text)
        line.kind = kind
        return line


_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_\-]{2,30})", re.IGNORECASE)


def decode(shown: str, data: bytes) -> str:
    """The text of some bytes: by their mark, the page's own word, UTF-8, UTF-16 without a mark, else Windows-1252.

    Raises Unreadable when what comes out is not text.
    """
    text = _decoded(data)
    sample = text[:20_000]
    odd = sum(1 for c in sample if (c < " " and c not in "\t\r\n\f\v\x1b") or c == "\ufffd")
    if odd > max(3, len(sample) // 100):
        raise Unreadable(f"{shown} is not text that can be read. Bring a .txt, .md, .html, .docx or .pdf file.")
    return text.replace("\x00", "").replace("\f", "\n" if "\n" not in sample else " ")


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    nulls = data[:2000].count(b"\x00")
    if nulls > len(data[:2000]) // 4:
        return data.decode("utf-16-le" if data[1:2] == b"\x00" else "utf-16-be", "replace")
    declared = _CHARSET.search(data[:4000])
    for encoding in ([declared[1].decode("ascii")] if declared else []) + ["utf-8"]:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")
