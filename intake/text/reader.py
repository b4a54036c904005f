"""Text out of the files that people bring: plain text, Markdown, saved web pages, Word files, PDFs with text."""

import re

from documents.text_reader import Unreadable
from intake.text.html import read_html
from intake.text.lines import MOST_BYTES, MOST_CHARACTERS, MOST_LINES, TextLine, decode
from intake.text.pdf import read_pdf
from intake.text.word import read_word

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
        return read_pdf(shown, data)
    if data.startswith(b"PK"):
        return read_word(shown, data)
    text = decode(shown, data)
    if _is_page(text):
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
