"""Lines of text with hints, limits, and bytes decoded: what all readers of files share."""

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

import webencodings

from documents.text_reader import Unreadable

#: A paper is a few pages; ten times the longest one known is enough and keeps a worker's memory small.
MOST_BYTES = 20 * 1024 * 1024
MOST_CHARACTERS = 1_000_000
MOST_LINES = 10_000
#: Files of one upload: more papers than this come by the command, which reads folders.
MOST_MEMBERS = 200


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


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person must know about how a file was read.

    severity: "asks" where a person must answer before anything is entered, "warns" or "informs"; message: a sentence.
    details: every piece that the sentence speaks of, where it names only some.
    """

    code: str
    severity: str
    message: str
    details: tuple[str, ...] = ()


class FileText(list[TextLine]):
    """The lines of a file, with what a person must know about them."""

    def __init__(self, lines: Iterable[TextLine] = (), remarks: Iterable[Remark] = ()) -> None:
        super().__init__(lines)
        self.remarks = list(dict.fromkeys(remarks))


#: Raised figures are notes and no digits of the number before them; they are kept apart by their own characters.
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str) -> str:
    """Text that stands raised: its digits as superscripts, so that no sum or year gains one."""
    return text.translate(SUPERSCRIPT) if text.strip().strip("()[],;*").isdigit() else text


_SUM = re.compile(r"£|^[\d,. ]+$")


def without_sums(words: str) -> str:
    """The words of a cell, as they are said again in rows it reaches into: nothing for a sum, which would add up."""
    return "" if _SUM.search(words) else words


#: Hidden pieces that are kept with a reading, and characters of each: a file may hide more than any paper is long.
_MOST_PIECES = 500
_LONGEST_PIECE = 2_000


def hidden_remark(texts: Iterable[str], how: str, code: str = "hidden-text") -> Remark | None:
    """What to say of text that the file holds and does not show; None when there is none.

    `how` ends the sentence: "that the page hides". `code` is another one for text that can be seen.
    """
    shown = [" ".join(text.split()) for text in texts]
    shown = [text for text in dict.fromkeys(shown) if any(c.isalnum() for c in text)]
    if not shown:
        return None
    quoted = ", ".join(f"“{text[:60]}…”" if len(text) > 61 else f"“{text}”" for text in shown[:4])
    more = f" and {len(shown) - 4} more" if len(shown) > 4 else ""
    details = tuple(text[:_LONGEST_PIECE] for text in shown[:_MOST_PIECES]) if more or "…”" in quoted else ()
    return Remark(code, "warns", f"Text {how} was left out: {quoted}{more}.", details)


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
    text = _decoded(data).rstrip("\x00\x1a")
    sample = text[:20_000]
    odd = sum(1 for c in sample if (c < " " and c not in "\t\r\n\f\v\x1b") or c == "\ufffd")
    if odd > max(3, len(sample) // 100):
        raise Unreadable(
            f"{shown} is not text that can be read. Upload a text, web page, Word, OpenDocument or PDF file."
        )
    text = re.sub(r"(?<=\n)\f", " ", text.replace("\x00", ""))
    return re.sub(r"[\f\v\x85]", "\n", text)


def _decoded(data: bytes) -> str:
    """Text of bytes: by their byte order mark, their null bytes, the encoding declared, UTF-8, or else an 8-bit one."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    # Old programs fill a file up with null bytes: those after its last character tell nothing of its encoding.
    start = data[:2000].rstrip(b"\x00")
    if start.count(b"\x00") > len(start) // 4:
        return data.decode("utf-16-le" if data[1:2] == b"\x00" else "utf-16-be", "replace")
    if b"+AKM-" in data and data.isascii():
        return data.decode("utf-7", "replace")
    declared = _CHARSET.search(data[:4000])
    for encoding in (named_encoding(declared[1].decode("ascii")) if declared else "", "utf-8"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return _eight_bit(data)


def named_encoding(label: str) -> str:
    """The encoding that browsers take a label for ("iso-8859-1" is Windows-1252), by the WHATWG Encoding Standard.

    "" for labels that say nothing: ASCII, which every encoding holds, and unknown ones.
    """
    encoding = webencodings.lookup(label)
    if encoding is None or label.lower() in ("ascii", "us-ascii"):
        return ""
    return "utf-8" if encoding.name.startswith("utf-16") else str(encoding.codec_info.name)


def _eight_bit(data: bytes) -> str:
    """Text of one byte a letter: Windows-1252, or Mac Roman or DOS where their pound signs and quotes stand."""
    readings = [data.decode(codec, "replace") for codec in ("cp1252", "mac-roman", "cp850")]
    return max(readings, key=_letters)


def _letters(text: str) -> int:
    """How many of the signs outside ASCII are those that English papers use: pounds before digits, quotes, dashes."""
    return len(re.findall(r"£(?=[0-9])|(?<=[a-z])’(?=[a-z])| – |“(?=[A-Za-z])|(?<=[a-z.])”", text))
