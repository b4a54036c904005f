"""Text out of the files that people bring: plain text, Markdown, saved web pages, Word files, PDFs with text."""

import codecs
import re

#: A paper is a few pages; ten times the longest one known is enough and keeps a worker's memory small.
MOST_BYTES = 20 * 1024 * 1024
MOST_CHARACTERS = 1_000_000
MOST_LINES = 10_000


class Unreadable(Exception):
    """The file cannot be read; the message is one sentence for the person who brought it."""


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


_NOT_TEXT = {
    b"\xd0\xcf\x11\xe0": "a Word file of the kind used before 2007. Open it in Word, save it as .docx and bring that",
    b"{\\rtf": "a rich text file. Open it in Word, save it as .docx and bring that",
    b"\x89PNG": "a picture. Bring the paper's text or a PDF with text in it",
    b"\xff\xd8\xff": "a picture. Bring the paper's text or a PDF with text in it",
    b"GIF8": "a picture. Bring the paper's text or a PDF with text in it",
    b"II*\x00": "a picture. Bring the paper's text or a PDF with text in it",
    b"\x1f\x8b": "a compressed archive. Take the paper out of it and bring that",
    b"7z\xbc\xaf": "a compressed archive. Take the paper out of it and bring that",
    b"Rar!": "a compressed archive. Take the paper out of it and bring that",
    b"MZ": "a program, not a paper",
    b"\x7fELF": "a program, not a paper",
}


def read_text(name: str, data: bytes) -> list[TextLine]:
    """The lines of a file; what it is shows in its first bytes, its name only names it in sentences.

    Raises Unreadable with one sentence for empty, oversized, broken, locked and hostile files and those without text.
    """
    shown = name.replace("\\", "/").rsplit("/", 1)[-1] or "The file"
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable(f"{shown} is empty.")
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{shown} is larger than 20 MB. A paper is a few pages: bring the paper alone.")
    for mark, what in _NOT_TEXT.items():
        if data.startswith(mark):
            raise Unreadable(f"{shown} seems to be {what}.")
    lines = _lines(shown, data)
    if not any(line.strip() for line in lines):
        raise Unreadable(f"{shown} holds no text.")
    if len(lines) > MOST_LINES or sum(map(len, lines)) > MOST_CHARACTERS:
        raise Unreadable(f"{shown} holds far more text than any decision paper. Bring the paper alone.")
    return lines


def _lines(shown: str, data: bytes) -> list[TextLine]:
    """The lines, by what the first bytes say the file is; each reader is loaded when it is needed."""
    if b"%PDF-" in data[:1024]:
        from documents.text_pdf import read_pdf

        return read_pdf(shown, data)
    if data.startswith(b"PK"):
        from documents.text_word import read_word

        return read_word(shown, data)
    text = decode(shown, data)
    if _is_page(text):
        from documents.text_html import read_html

        return read_html(shown, text)
    return [TextLine(line) for line in re.split(r"\r\n|\r|\n", text)]


_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:(?P<whole>!doctype\s+html|html|head|body|main|article)"
    r"|section|header|div|h[1-6]|p|table|title|meta|ul|ol|span)\b",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK_ENDS = re.compile(r"</(?:p|div|h[1-6]|li|tr|table|section)>", re.IGNORECASE)


def _is_page(text: str) -> bool:
    """Whether a text is a web page, or a piece copied out of one; Markdown may begin with a tag as well."""
    begins = _PAGE.match(text)
    if begins is None or begins["whole"]:
        return begins is not None
    return len(_BLOCK_ENDS.findall(text)) >= 3 and not re.search(r"^#{1,6} ", text, re.MULTILINE)


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
