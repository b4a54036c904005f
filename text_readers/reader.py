"""Text out of the files that people upload: text, Markdown, web pages, Word, OpenDocument, rich text, PDF, letters."""

import re
from collections.abc import Callable

from documents.text_reader import Unreadable
from text_readers.archives import BROKEN, comment_of, is_archive, members_of
from text_readers.double_encoding import mended
from text_readers.html import read_html
from text_readers.lines import MOST_BYTES, MOST_CHARACTERS, MOST_LINES, FileText, decode
from text_readers.mail import Attachment, Letter, open_mail, read_letter
from text_readers.open_document import is_flat_open_document, is_open_document, read_open_document
from text_readers.outlook import open_msg
from text_readers.pdf import read_pdf
from text_readers.plain_text import read_plain_text, without_mail_encoding
from text_readers.rich_text import read_rich_text
from text_readers.unseen_signs import without_unseen_signs
from text_readers.word import read_word
from text_readers.word_package import open_archive

_PICTURE = "a picture. Upload the paper’s text, or a PDF of it"
_ARCHIVE = "a compressed archive. Take the paper out of it and upload that"
_NOT_TEXT = {
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"II*\x00": _PICTURE,
    b"MM\x00*": _PICTURE,
    b"BM": _PICTURE,
    b"\x1f\x8b": _ARCHIVE,
    b"7z\xbc\xaf": _ARCHIVE,
    b"Rar!": _ARCHIVE,
    b"MZ": "a program, not a paper",
    b"\x7fELF": "a program, not a paper",
    b"\x78\x9f\x3e\x22": "an attachment that only Outlook opens. Ask for the paper as a file of its own",
    b"%!PS": "a PostScript file for a printer. Open it, save it as PDF and upload that",
    b"\xdb\xa5\x2d": "a Word file of the kind used before 1997. Open it in Word, save it as .docx and upload that",
    b"\xffWPC": "a WordPerfect file. Open it, save it as .docx and upload that",
}
#: A paper in an archive in a letter that was sent on: no paper lies deeper.
_DEEPEST = 4
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIL = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:From [^\r\n]*\r?\n)?"
    rb"(?:(?:From|To|Cc|Subject|Date|Received|Return-Path|Message-ID|MIME-Version|Delivered-To|X-[\w-]+|"
    rb"Content-[\w-]+|Snapshot-Content-Location|DKIM-Signature|Reply-To|Thread-[\w-]+|ARC-[\w-]+|Authentication-Results)"
    rb":[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){3,}",
    re.IGNORECASE,
)
_WORD_XML = re.compile(rb"<\?mso-application\s+progid=\"Word.Document\"|<pkg:package\b|<w:wordDocument\b")
_MIME = re.compile(rb"^(?:MIME-Version|Content-Type|Message-ID|Received)\s*:", re.IGNORECASE | re.MULTILINE)


def read_text(name: str, data: bytes) -> FileText:
    """The lines of a file; what it is shows in its first bytes, its name only names it in sentences.

    Of archives and letters, the text of everything readable in them. Raises Unreadable with one sentence for empty,
    oversized, broken, locked and hostile files and those without text.
    """
    shown = name.replace("\\", "/").rsplit("/", 1)[-1] or "The file"
    refuse_at_sight(shown, data)
    text = without_unseen_signs(mended(_lines(shown, data)))
    if not any(line.strip() for line in text):
        raise Unreadable(f"{shown} holds no text.")
    if len(text) > MOST_LINES or sum(map(len, text)) > MOST_CHARACTERS:
        raise Unreadable(f"{shown} holds far more text than any decision paper. Upload the paper alone.")
    return text


def refuse_at_sight(shown: str, data: bytes) -> None:
    """Raise Unreadable for what is empty, too large, or of a kind that holds no text."""
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable(f"{shown} is empty.")
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{shown} is larger than 20 MB. A paper is a few pages: upload the paper alone.")
    for mark, what in _NOT_TEXT.items():
        if data.startswith(mark):
            raise Unreadable(f"{shown} seems to be {what}.")


def papers_in(name: str, data: bytes) -> list[Attachment]:
    """The files that a file holds: those of an archive, those attached to a letter; nothing for one paper.

    Raises Unreadable when an archive is broken, locked or too large.
    """
    shown = name.replace("\\", "/").rsplit("/", 1)[-1] or "The file"
    if data.startswith(b"PK") and is_archive(shown, data):
        return [paper for member in members_of(shown, data) for paper in _unpacked(member)]
    letter = _letter(shown, data)
    if letter is None or letter.is_page:
        return []
    return list(letter.attachments)


def letter_around(name: str, data: bytes) -> FileText:
    """The body of a letter that `papers_in` opens, with what was told of it; nothing for other files."""
    letter = None if data.startswith(b"PK") else _letter(name, data)
    return letter.body if letter and not letter.is_page else FileText()


def _unpacked(member: Attachment) -> list[Attachment]:
    """A file of an archive; of an archive inside it, its files, named after it."""
    try:
        if member.data.startswith(b"PK") and is_archive(member.name, member.data):
            inner = members_of(member.name, member.data)
            return [Attachment(f"{member.name}/{part.name}", part.data) for part in inner]
    except Unreadable:
        pass  # it is refused with its own sentence when it is read
    return [member]


def _letter(shown: str, data: bytes) -> Letter | None:
    if data.startswith(_OLE) and b"_\x00_\x00s\x00u\x00b\x00s\x00t\x00g\x001\x00.\x000\x00" in data:
        return open_msg(shown, data)
    if _MAIL.match(data[:100_000]) and _MIME.search(data[:100_000]):
        return open_mail(shown, data)
    return None


def _inner(depth: int) -> Callable[[str, bytes], FileText]:
    """Reads a file that another one holds, so many levels deep."""

    def read(shown: str, data: bytes) -> FileText:
        refuse_at_sight(shown, data)
        if depth > _DEEPEST:
            raise Unreadable(f"{shown} is packed inside more files than any paper. It is not opened.")
        return _lines(shown, data, depth)

    return read


def _lines(shown: str, data: bytes, depth: int = 0) -> FileText:
    """The lines, by what the first bytes say the file is; `depth` counts the files around it."""
    if b"%PDF-" in data[:1024]:
        return read_pdf(shown, data)
    if data.startswith(b"PK"):
        return _archived(shown, data, depth)
    if data.startswith(b"{\\rtf"):
        return read_rich_text(shown, data)
    if letter := _letter(shown, data):
        return read_letter(letter, shown, _inner(depth + 1))
    if data.startswith(_OLE):
        raise Unreadable(_of_old_format(shown, data))
    if _WORD_XML.search(data[:1000]):
        raise Unreadable(f"{shown} is a Word file saved as XML. Open it in Word, save it as .docx and upload that.")
    if is_flat_open_document(data):
        return read_open_document(shown, data)
    text = decode(shown, without_mail_encoding(data))
    if _is_page(text):
        return read_html(shown, text)
    return read_plain_text(text)


def _archived(shown: str, data: bytes, depth: int) -> FileText:
    """The text of what is packed as a zip file: OpenDocument, Word, or an archive of papers."""
    archive = open_archive(shown, data)
    try:
        if is_open_document(archive):
            return read_open_document(shown, data)
    except BROKEN as error:
        raise Unreadable(f"{shown} is a broken archive.") from error
    if not is_archive(shown, data):
        return read_word(shown, data)
    letter = Letter(FileText([], comment_of(archive)), tuple(members_of(shown, data)))
    return read_letter(letter, shown, _inner(depth + 1))


def _of_old_format(shown: str, data: bytes) -> str:
    """What a file of Microsoft's compound format is, and what to do with it."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return f"{shown} is locked with a password. Open it in Word, save it without one and upload that."
    if "Workbook".encode("utf-16-le") in data:
        return f"{shown} is a spreadsheet, not a paper."
    return (
        f"{shown} seems to be a Word file of the kind used before 2007. Open it in Word, save it as .docx and upload "
        f"that."
    )


_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:(?P<whole>!doctype\s+html|html|head|body|main|article)"
    r"|section|header|div|h[1-6]|p|table|title|meta|ul|ol|span|pre)\b",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK_ENDS = re.compile(r"</(?:p|div|h[1-6]|li|tr|table|section)>", re.IGNORECASE)


def _is_page(text: str) -> bool:
    """Whether a text is a web page, or a piece copied out of one; Markdown may begin with a tag as well."""
    begins = _PAGE.match(text)
    if begins is None or begins["whole"]:
        return begins is not None
    return len(_BLOCK_ENDS.findall(text)) >= 3 and not re.search(r"^#{1,6} ", text, re.MULTILINE)
