"""Text out of letters as Outlook saves them (.msg)."""

import io
from typing import Any

import compressed_rtf

from documents.text_reader import Unreadable
from text_readers.html import read_html
from text_readers.lines import FileText, Remark, TextLine, decode
from text_readers.mail import Attachment, Letter, of_subject, without_quote_marks
from text_readers.rich_text import read_rich_text

#: The properties of MS-OXPROPS that hold the body as compressed rich text, the name an attachment is listed by, and the
#: name under which the body shows it.
_RICH_TEXT, _LISTED_NAME, _CONTENT_ID = 0x1009, 0x3001, 0x3712
#: The bytes of a body that is a page.
_PAGE = 0x1013
#: Bytes: rich text that claims to unpack to more is no letter.
_MOST_RICH_TEXT = 20 * 1024 * 1024


def open_msg(shown: str, data: bytes) -> Letter:
    """A letter as Outlook saves it, with its files. Raises Unreadable when it is broken or something else."""
    from oxmsg import Message  # loaded when it is needed: few letters come in this form

    try:
        message = Message.load(io.BytesIO(data))
        if not str(message.message_class or "").startswith("IPM"):
            raise Unreadable(f"{shown} is no letter that can be read.")
        body = _body(shown, message)
        files = [item for item in message.attachments if not _is_logo(item)]
        body.remarks += [_not_in_the_file(item) for item in files if item.file_bytes is None]
        body.remarks += of_subject(message.subject, body)
        attached = [Attachment(_name(item), item.file_bytes) for item in files if item.file_bytes is not None]
    except Unreadable:
        raise
    except Exception as error:  # the reader raises whatever broken bytes make of its lookups
        raise Unreadable(f"{shown} is a broken letter. Save the paper out of it and upload that.") from error
    return Letter(body, tuple(attached))


def _body(shown: str, message: Any) -> FileText:
    """The body in the form that shows the most of how it looks: as a page, as rich text, else as plain text."""
    plain = FileText(TextLine(line) for line in without_quote_marks((message.body or "").splitlines()))
    for text in (_page(shown, message), _rich_text(shown, message)):
        if text and sum(map(len, text)) * 2 >= sum(map(len, plain)):
            return text
    return plain


def _page(shown: str, message: Any) -> FileText:
    try:
        html = message.html_body
    except (UnicodeDecodeError, LookupError):  # the letter names a codepage that its page is not written in
        html = decode(shown, message.properties.binary_prop_value(_PAGE) or b"")
    return read_html(shown, html) if html and html.strip() else FileText()


def _rich_text(shown: str, message: Any) -> FileText:
    packed = message.properties.binary_prop_value(_RICH_TEXT)
    if not packed or int.from_bytes(packed[4:8], "little") > _MOST_RICH_TEXT:
        return FileText()
    try:
        return read_rich_text(shown, compressed_rtf.decompress(packed))
    except Exception:  # the plain text says the same where the rich text is broken
        return FileText()


def _name(item: Any) -> str:
    """The name of an attachment: as it was attached, else as Outlook lists it."""
    return str(item.file_name or item.properties.str_prop_value(_LISTED_NAME) or "attachment")


def _not_in_the_file(item: Any) -> Remark:
    """A sentence on an attachment without bytes: a letter inside the letter, a file that lies elsewhere."""
    sentence = f"Not read: {_name(item)} is a letter, or a file elsewhere. Save it by itself and upload that."
    return Remark("file-not-read", "warns", sentence)


def _is_logo(item: Any) -> bool:
    """Whether an attachment is a small picture that the body shows, as signatures of letters do."""
    is_shown = bool(item.properties.str_prop_value(_CONTENT_ID))
    return is_shown and str(item.mime_type or "").startswith("image/") and 0 < item.size < 30_000
