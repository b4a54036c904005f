"""Text out of letters as Outlook saves them (.msg)."""

import re
from collections.abc import Iterator
from typing import Any

import compressed_rtf

from documents.text_reader import Unreadable
from text_readers.html import read_html
from text_readers.letter_bodies import beyond, preferred
from text_readers.lines import FileText, Remark, TextLine
from text_readers.mail import Attachment, Letter, is_logo, joined, not_read, of_subject, open_mail, without_quote_marks
from text_readers.outlook_properties import ATTACHMENT, INNER_LETTER, LETTER, Properties, open_storage
from text_readers.rich_text import read_rich_text
from text_readers.rich_text_pages import page_in

#: Properties by their numbers in MS-OXPROPS: of a letter, and of an attachment.
_KIND, _SUBJECT, _TEXT, _RICH_TEXT, _PAGE = 0x001A, 0x0037, 0x1000, 0x1009, 0x1013
_DATA, _LISTED_NAME, _SHORT_NAME, _METHOD, _LONG_NAME = 0x3701, 0x3001, 0x3704, 0x3705, 0x3707
_PATHS, _TYPE, _CONTENT_ID = (0x370D, 0x3708), 0x370E, 0x3712
#: How a file is attached: it lies elsewhere; it is a letter; it is an object of another program.
_ELSEWHERE, _INNER, _OBJECT = (2, 3, 4, 7), 5, 6
#: Names of properties (MS-OXPROPS): options and answer of a vote, what a flag asks, the place of an appointment.
_VOTE, _ANSWER, _FLAG, _PLACE = 0x8520, 0x8524, 0x8530, 0x8208
#: Header lines of the transport, which hold the addresses and the subject again.
_TRANSPORT = 0x007D
#: Bytes: rich text that claims to unpack to more is no letter.
_MOST_RICH_TEXT = 20 * 1024 * 1024
#: What is kept as a letter and is none, by the beginning of its class.
_NO_LETTERS = {
    "IPM.Appointment": "an appointment: its time, place and people were",
    "IPM.Schedule": "an invitation to a meeting: its time, place and people were",
    "IPM.Task": "a task: its dates and people were",
    "IPM.Contact": "a visiting card: its names and addresses were",
    "IPM.DistList": "a list of addresses: they were",
    "IPM.Activity": "an entry of a journal: its times were",
}
#: Kind of a button for a vote; more of them than this are no vote.
_VOTED, _MOST_OPTIONS = 4, 40
_SUM = re.compile(r"£\s?[0-9][0-9,.]*")


def open_msg(shown: str, data: bytes) -> Letter:
    """A letter as Outlook saves it, with its files and those of letters inside it. Raises Unreadable when it is broken
    or something else.
    """
    try:
        root, is_cut = open_storage(data)
        letter = _letter(shown, Properties(shown, root, LETTER), root)
    except Unreadable:
        raise
    except Exception as error:  # the reader raises whatever broken bytes make of its lookups
        raise Unreadable(f"{shown} is a broken letter. Save the paper out of it and upload that.") from error
    if is_cut:
        sentence = "The letter’s file ends before it should. Are the text and its files whole?"
        letter.body.remarks.append(Remark("file-cut", "asks", sentence))
    return letter


def _letter(shown: str, letter: Properties, storage: Any) -> Letter:
    """The body of a letter, and its files; letters inside it follow its body. Raises Unreadable when it is none."""
    kind = letter.text(_KIND)
    if kind and not kind.startswith("IPM"):
        raise Unreadable(f"{shown} is no letter that can be read.")
    bodies, files = [_body(shown, letter)], list[Attachment]()
    for part in storage.iter_attachment_storages():
        item = Properties(shown, part, ATTACHMENT, outer=letter)
        inner, data = item.storage(_DATA), item.bytes_of(_DATA)
        if inner is not None and item.number(_METHOD) == _INNER:
            opened = _letter(shown, Properties(shown, inner, INNER_LETTER, outer=letter), inner)
        elif data is not None and _is_signed_text(item, data):
            opened = open_mail(_name(item), data)
        else:
            bodies[0].remarks += _not_in_the_file(item, data)
            files += [Attachment(_name(item), data)] if data is not None and _is_file(item, data) else []
            continue
        bodies.append(opened.body)
        files += opened.attachments
    bodies[0].remarks += [*of_subject(letter.text(_SUBJECT), joined(bodies)), *_of_fields(kind, letter, bodies)]
    return Letter(joined(bodies), tuple(files))


def _body(shown: str, letter: Properties) -> FileText:
    """The body in the form that shows the most of how it looks: as a page, as rich text, else as plain text."""
    page = letter.page(_PAGE)
    texts = [read_html(shown, page) if page.strip() else FileText(), _rich_text(shown, letter)]
    texts.append(FileText(TextLine(line) for line in without_quote_marks(letter.text(_TEXT).splitlines())))
    place = preferred(texts)
    if place is None:
        return FileText([], [remark for text in texts for remark in text.remarks])
    chosen, others = texts[place], texts[:place] + texts[place + 1 :]
    remark = beyond([chosen], others)
    return FileText(chosen, [*chosen.remarks, *([remark] if remark else [])])


def _rich_text(shown: str, letter: Properties) -> FileText:
    """The body as rich text, or the page that it wraps; where it is broken, only a remark that says so."""
    packed = letter.bytes_of(_RICH_TEXT)
    if not packed:
        return FileText()
    try:
        if int.from_bytes(packed[4:8], "little") > _MOST_RICH_TEXT:
            raise ValueError
        data = compressed_rtf.decompress(packed)
        page = page_in(shown, data)
        return read_html(shown, page) if page else read_rich_text(shown, data)
    except Exception:  # the packing raises plain exceptions; where the letter has another body, that is read
        return FileText([], [not_read("The letter’s body is damaged, and what it says in rich text was not read.")])


def _name(item: Properties) -> str:
    """The name of an attachment: as it was attached, else as Outlook lists it."""
    return item.text(_LONG_NAME, _LISTED_NAME, _SHORT_NAME) or "attachment"


def _is_signed_text(item: Properties, data: bytes) -> bool:
    """Whether an attachment is the letter itself, whose text a signature follows (MS-OXOSMIME)."""
    return item.text(_TYPE).lower() == "multipart/signed" and data[:2000].lower().lstrip().startswith(b"content-type:")


def _is_file(item: Properties, data: bytes) -> bool:
    """Whether an attachment is a file to be read, and neither a logo of the body nor sealed."""
    is_shown, kind = bool(item.text(_CONTENT_ID)), item.text(_TYPE).lower()
    return not (is_shown and kind.startswith("image/") and is_logo(data)) and not _is_sealed(item)


def _is_sealed(item: Properties) -> bool:
    return "pkcs7-mime" in item.text(_TYPE).lower() or _name(item).lower().endswith(".p7m")


def _not_in_the_file(item: Properties, data: bytes | None) -> Iterator[Remark]:
    """A sentence on an attachment that cannot be read: it lies elsewhere, is an object, or is sealed."""
    name, paths = _name(item), item.text(*_PATHS)
    if data is not None:
        if _is_sealed(item):
            yield not_read(f"Not read: {name} is encrypted or signed as a whole. Save the paper out of the letter.")
    elif item.number(_METHOD) == _OBJECT:
        yield not_read(f"Not read: {name} is an object of another program. Open it, save it and upload that.")
    elif item.number(_METHOD) in _ELSEWHERE:
        where = f", at {paths[:200]}" if paths else ""
        yield not_read(f"Not read: {name} is a file elsewhere{where}. Save it and upload it.")
    else:
        yield not_read(f"Not read: {name} is a letter, or a file elsewhere. Save it by itself and upload that.")


def _of_fields(kind: str, letter: Properties, bodies: list[FileText]) -> Iterator[Remark]:
    """Sentences on what stands beside the body: the kind of item, a vote, a flag, sums in other fields."""
    for beginning, what in _NO_LETTERS.items():
        if kind.startswith(beginning):
            yield Remark("fields-not-read", "warns", f"The letter is {what} not read.")
    numbers = letter.named()
    if options := _options(letter.bytes_of(numbers.get(_VOTE, 0)) or b""):
        sentence = f"The letter asks for a vote, which was not read: {', '.join(options)}."
        yield Remark("fields-not-read", "informs", sentence)
    text = " ".join(line for body in bodies for line in body) + " ".join(r.message for b in bodies for r in b.remarks)
    named = {numbers[name] for name in (_ANSWER, _FLAG, _PLACE) if name in numbers}
    others = [
        " ".join(value.split())
        for number, value in letter.texts()
        if number not in (_TEXT, _PAGE, _SUBJECT, _TRANSPORT)
        and (number in named or any(found.group() not in text for found in _SUM.finditer(value)))
    ]
    if values := list(dict.fromkeys(value for value in others if value and value not in text)):
        quoted = "”, “".join(value[:120] for value in values[:4])
        yield Remark(
            "fields-not-read", "informs", f"Fields of the letter were not read: “{quoted}”.", tuple(values[4:])
        )


def _options(stream: bytes) -> list[str]:
    """What a letter offers to vote for (MS-OXOMSG 2.2.1.74): the names of its buttons of the kind 4."""
    options, at = list[str](), 6
    while stream[at : at + 4] and len(stream) > at + 5 and len(options) < _MOST_OPTIONS:
        verb, length = int.from_bytes(stream[at : at + 4], "little"), stream[at + 4]
        name = stream[at + 5 : at + 5 + length].decode("cp1252", "replace")
        if verb == _VOTED:
            options.append(name)
        at = _end_of_option(stream, at + 5 + length)
    return options


def _end_of_option(stream: bytes, at: int) -> int:
    """Where the next option begins: after a class, an empty text, the name again, and 29 bytes of flags."""
    for _ in range(3):
        at += 1 + (stream[at] if at < len(stream) else 0)
    return at + 29
