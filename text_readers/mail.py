"""Text out of letters and saved pages in a mail's wrapping: .eml, .mhtml, .msg."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from documents.text_reader import Unreadable
from text_readers.html import read_html
from text_readers.lines import FileText, TextLine, decode

#: A letter with more parts than this is no letter with a paper.
_MOST_PARTS = 200


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a letter or an archive holds."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: its body as lines, its attachments; `is_page` where it is the wrapping of a saved page."""

    body: FileText
    attachments: tuple[Attachment, ...]
    is_page: bool = False


def open_mail(shown: str, data: bytes) -> Letter:
    """A letter (.eml) or a saved page (.mhtml), in any transfer encoding.

    Raises Unreadable when it is broken or holds far too many parts.
    """
    try:
        message = message_from_bytes(data, policy=policy.default)
        parts = [part for part in message.walk() if not part.is_multipart()]
        if len(parts) > _MOST_PARTS:
            raise Unreadable(f"{shown} holds far more parts than a letter with a paper. Upload the paper alone.")
        return _letter(shown, message, parts)
    except (ValueError, LookupError, TypeError, AttributeError, KeyError) as error:
        raise Unreadable(f"{shown} is a broken letter. Save the paper out of it and upload that.") from error


def _letter(shown: str, message: EmailMessage, parts: list[Any]) -> Letter:
    """The text of a message and its attachments; of a saved web page its HTML with the address on top."""
    is_page = bool(message.get("Snapshot-Content-Location")) or message.get_content_subtype() == "related"
    bodies: dict[str, tuple[Any, bytes]] = {}
    attachments: list[Attachment] = []
    for part in parts:
        kind, name = part.get_content_type(), part.get_filename()
        content = part.get_payload(decode=True) or b""
        if kind == "text/css":
            continue  # what it hides is asked of the page
        if name or part.get_content_disposition() == "attachment":
            attachments.append(Attachment(name or "attachment", content))
        elif kind in ("text/plain", "text/html"):
            bodies.setdefault(kind, (part, content))
    sheets = [_sheet(part) for part in parts if part.get_content_type() == "text/css"]
    kind = "text/html" if is_page or "text/plain" not in bodies else "text/plain"
    body = _body(shown, bodies[kind][0], bodies[kind][1], kind, sheets) if kind in bodies else FileText()
    address = message.get("Snapshot-Content-Location")
    if is_page and address and not any(line.kind == "address" for line in body):
        body.insert(0, TextLine(str(address).strip(), "address"))
    return Letter(body, tuple(attachments), is_page)


def _sheet(part: Any) -> str:
    """A style sheet that was saved beside a page, as text."""
    return bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")


def _body(shown: str, part: Any, content: bytes, kind: str, sheets: list[str]) -> FileText:
    charset = part.get_content_charset()
    try:
        text = content.decode(charset) if charset else decode(shown, content)
    except (LookupError, UnicodeDecodeError):
        text = decode(shown, content)
    if kind == "text/html":
        return read_html(shown, text, sheets)
    return FileText(TextLine(line.removeprefix("> ")) for line in text.splitlines())


def open_msg(shown: str, data: bytes) -> Letter:
    """A letter as Outlook saves it (.msg). Raises Unreadable when it is broken or something else in that wrapping."""
    from oxmsg import Message  # loaded when it is needed: few letters come in this form

    try:
        message = Message.load(io.BytesIO(data))
        if not str(message.message_class or "").startswith("IPM"):
            raise Unreadable(f"{shown} is no letter that can be read.")
        attached = tuple(
            Attachment(item.file_name or "attachment", item.file_bytes or b"") for item in message.attachments
        )
        body = FileText(TextLine(line) for line in (message.body or "").splitlines())
        if not any(line.strip() for line in body) and message.html_body:
            body = read_html(shown, message.html_body)
    except Unreadable:
        raise
    except Exception as error:  # the reader raises whatever broken bytes make of its lookups
        raise Unreadable(f"{shown} is a broken letter. Save the paper out of it and upload that.") from error
    return Letter(body, attached)


def read_letter(letter: Letter, shown: str, read: Callable[[str, bytes], FileText]) -> FileText:
    """All the text of a letter: the body, then each attachment that can be read, as `read` reads it."""
    lines, remarks = list(letter.body), list(letter.body.remarks)
    for attachment in () if letter.is_page else letter.attachments:
        try:
            text = read(attachment.name, attachment.data)
        except Unreadable:
            continue
        lines += [TextLine(""), *text]
        remarks += text.remarks
    if not any(line.strip() for line in lines):
        raise Unreadable(f"{shown} is a letter without text and without a paper that can be read.")
    return FileText(lines, remarks)
