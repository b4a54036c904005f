"""Text out of letters and saved pages in a mail's wrapping: .eml, .mhtml, .mbox."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from PIL import Image

from documents.text_reader import Unreadable
from text_readers.html import read_html
from text_readers.letter_bodies import beyond, number_of_words, preferred
from text_readers.lines import FileText, Remark, TextLine, decode, hidden_remark, named_encoding
from text_readers.uuencoded import files_in

#: A letter with more parts than this is no letter with a paper.
_MOST_PARTS = 200
#: A body of fewer words than this next to a longer one only says that there is another.
_STUB = 60
#: Bytes, and dots across times dots down: a smaller picture inside a letter is a logo.
_LOGO, _LOGO_DOTS = 30_000, 150_000
_SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
_SEALED = dict.fromkeys(
    ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"),
    "encrypted or signed as a whole. Save the paper out of the letter and upload that",
)
#: Files that a saved page may hold beside its pictures, scripts and fonts.
_PAPERS = {"application/pdf", "application/msword", "application/rtf", "text/rtf"}
_PAPERS |= {"application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
#: Parts of a report by a mail program (RFC 3464, RFC 8098, RFC 6533), which programs read.
_REPORTS = {
    "message/delivery-status": "a report on whether another letter was delivered",
    "message/global-delivery-status": "a report on whether another letter was delivered",
    "message/disposition-notification": "a report on whether another letter was opened",
    "message/global-disposition-notification": "a report on whether another letter was opened",
}
#: What the parser of letters says of one that is not whole.
_CUT = {"CloseBoundaryNotFoundDefect", "InvalidBase64LengthDefect", "InvalidBase64CharactersDefect"}
_CUT |= {"InvalidBase64PaddingDefect", "StartBoundaryNotFoundDefect"}
#: Words of a subject, without what programs put before it.
_SUBJECT_WORD = re.compile(r"£?[^\W_]+(?:[.,'’][^\W_]+)*")
_ANSWERS = re.compile(r"^(?:\s*(?:re|fwd?|aw|wg)\s*:)+", re.IGNORECASE)
#: What programs write before the parts of a letter for those that know no parts.
_USUAL_PREAMBLE = re.compile(r"\bMIME\b|multi-?part", re.IGNORECASE)
_SENT_ON = re.compile(rb"^From [^\r\n]*[0-9]{4}[^\r\n]*\r?\n(?=[A-Za-z-]+:)", re.MULTILINE)
_QUOTED = re.compile(r">[> ]*")
_ENCRYPTED = "-----BEGIN PGP MESSAGE-----"


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
    """A letter (.eml), a mailbox of letters (.mbox) or a saved page (.mhtml), in any transfer encoding.

    Letters after the first, and letters that are sent on inside a letter, are attachments.
    Raises Unreadable when it is broken or holds far too many parts.
    """
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    first, *others = [text for text in _SENT_ON.split(data) if text.strip()]
    try:
        message = message_from_bytes(first, policy=policy.default)
        if sum(1 for _ in message.walk()) + len(others) > _MOST_PARTS:
            raise Unreadable(f"{shown} holds far more parts than a letter with a paper. Upload the paper alone.")
        letter = _letter(shown, message)
    except (ValueError, LookupError, TypeError, AttributeError, KeyError) as error:
        raise Unreadable(f"{shown} is a broken letter. Save the paper out of it and upload that.") from error
    more = [Attachment(f"letter {number}.eml", other) for number, other in enumerate(others, 2)]
    return Letter(letter.body, (*letter.attachments, *more), letter.is_page)


@dataclass(slots=True)
class _Contents:
    """What the parts of one message hold, in their order."""

    shown: str
    is_page: bool
    sheets: list[str]
    bodies: list[FileText] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)

    def gather(self, part: Any) -> None:
        """Read a part and all in it: bodies as lines, everything with a name of its own as a file."""
        kind, name = part.get_content_type(), part.get_filename()
        if kind == "message/rfc822":
            self.attachments += [Attachment(_name_of(inner), inner.as_bytes()) for inner in part.get_payload()]
        elif sentence := self.why_not_read(part, kind, name):
            self.bodies.append(FileText([], [not_read(f"Not read: {sentence}")]))
        elif kind == "message/partial":
            sentence = "The letter is a part of a larger one, which was sent in pieces. Is the paper whole?"
            self.bodies.append(FileText([], [Remark("file-cut", "asks", sentence)]))
            self.attachments += [Attachment(_name_of(inner), inner.as_bytes()) for inner in _messages_in(part)]
        elif kind == "multipart/alternative":
            self._choose(list(part.iter_parts()))
        elif part.is_multipart():
            for inner in part.iter_parts():
                self.gather(inner)
        elif kind == "text/css" or kind in _SIGNATURES:
            return  # what a sheet hides is asked of the page; a signature is no text
        elif kind in ("text/plain", "text/html") and not name and part.get_content_disposition() != "attachment":
            self.bodies.append(self.body(part))
        elif self.is_page or (kind.startswith("image/") and part.get("Content-ID") and is_logo(_content(part))):
            return  # the pictures and fonts of a page, the logos of a letter
        else:
            self.attachments.append(Attachment(name or f"attachment of the kind {kind}", _content(part)))

    def why_not_read(self, part: Any, kind: str, name: str | None) -> str:
        """A sentence on a part that only programs read, that is sealed, or that lies elsewhere; "" for others."""
        if kind in _REPORTS:
            return f"a part of the letter, {_REPORTS[kind]}."
        if kind in _SEALED:
            return f"{name or 'a part of the letter'} is {_SEALED[kind]}."
        if kind == "message/external-body":
            return f"a file that lies elsewhere, at {part.get_param('url') or part.get_param('name') or 'no address'}."
        if self.is_page and kind in _PAPERS:
            place = str(part.get("Content-Location") or kind).rsplit("/", 1)[-1]
            return f"{name or place[:80]}, a file inside the saved page."
        return ""

    def _choose(self, parts: list[Any]) -> None:
        """Of bodies that say the same, the one that is shown: the last, but where it is only a stub of the others."""
        choices = []
        for part in parts:
            choices.append(contents := _Contents(self.shown, self.is_page, self.sheets))
            contents.gather(part)
        choices.reverse()
        texts = [joined(contents.bodies) for contents in choices]
        place = preferred(texts, _STUB * 20)
        if place is not None:
            remark = beyond([texts[place]], texts[:place] + texts[place + 1 :])
            self.bodies += [*choices[place].bodies, *([FileText([], [remark])] if remark else [])]
        else:
            self.bodies += [FileText([], text.remarks) for text in texts]
        for contents in reversed(choices):
            self.attachments += contents.attachments

    def body(self, part: Any) -> FileText:
        """A text part as lines."""
        content, charset = _content(part), part.get_content_charset() or ""
        encoding = charset if charset.startswith(("utf-16", "utf-7")) else named_encoding(charset)
        try:
            text = content.decode(encoding) if encoding else decode(self.shown, content)
        except (LookupError, UnicodeDecodeError):
            text = decode(self.shown, content)
        if part.get_content_type() == "text/html":
            return read_html(self.shown, text, self.sheets)
        text, files = files_in(text)
        self.attachments += [Attachment(name, data) for name, data in files]
        lines = without_quote_marks(text.splitlines())
        if str(part.get_param("format", "")).lower() == "flowed":
            lines = _unflowed(lines, delete_space=str(part.get_param("delsp", "")).lower() == "yes")
        sealed = [not_read("Not read: a part of the letter is encrypted.")] if _ENCRYPTED in text else []
        return FileText((TextLine(line) for line in lines), sealed)


def _letter(shown: str, message: EmailMessage) -> Letter:
    """The text of a message and its attachments; of a saved web page its HTML with the address on top."""
    address = message.get("Snapshot-Content-Location")
    sender = str(message.get("From") or "")
    is_page = bool(address) or (message.get_content_subtype() == "related" and "@" not in sender)
    sheets = [
        _content(part).decode("utf-8", "replace") for part in message.walk() if part.get_content_type() == "text/css"
    ]
    contents = _Contents(shown, is_page, sheets)
    contents.gather(message)
    body = _page_body(contents.bodies) if is_page else joined(contents.bodies)
    subject = "" if is_page else _with_its_signs(str(message.get("Subject") or ""))
    body.remarks += [*_cut_off(message), *_around_the_parts(message), *of_subject(subject, body)]
    if address and not str(address).startswith("file:") and not any(line.kind == "address" for line in body):
        body.insert(0, TextLine(str(address).strip(), "address"))
    return Letter(body, tuple(contents.attachments), is_page)


def _cut_off(message: EmailMessage) -> Iterator[Remark]:
    """A sentence where a part of a letter ends before it should."""
    defects = {type(defect).__name__ for part in message.walk() for defect in part.defects}
    if defects & _CUT:
        yield Remark("file-cut", "asks", "The letter ends before it should, or is damaged. Is the paper whole?")


def _around_the_parts(message: EmailMessage) -> Iterator[Remark]:
    """A sentence on text before the first and after the last part of a letter, which no program shows."""
    containers = [part for part in message.walk() if part.is_multipart()]
    texts = [text for part in containers for text in (part.preamble, part.epilogue) if text and text.strip()]
    texts = [_with_its_signs(text) for text in texts if not _USUAL_PREAMBLE.search(text)]
    remark = hidden_remark(texts, "around the letter’s parts")
    if remark:
        yield remark


def _with_its_signs(text: str) -> str:
    """Text of a head, or around parts, whose signs beyond ASCII the parser of letters leaves as single bytes."""
    return decode("The letter", text.encode("utf-8", "surrogateescape"))


def of_subject(subject: str, body: FileText) -> Iterator[Remark]:
    """A sentence on a subject that holds a word or a figure which the letter's text does not."""
    subject, words = " ".join(subject.split()), set(_SUBJECT_WORD.findall(" ".join(body).casefold()))
    if not words.issuperset(_SUBJECT_WORD.findall(_ANSWERS.sub("", subject).casefold())):
        yield Remark("subject", "informs", f"The letter’s subject was not read: “{subject[:250]}”.")


def is_logo(picture: bytes) -> bool:
    """Whether a picture that a body shows is as small as those of signatures; larger ones may hold a table."""
    try:
        with Image.open(io.BytesIO(picture)) as image:
            is_small = image.width * image.height < _LOGO_DOTS
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):  # no picture that anybody sees
        is_small = True
    return is_small and len(picture) < _LOGO


def _page_body(bodies: list[FileText]) -> FileText:
    """The page that was saved, which comes first; of pages inside it those that hold its text, the others are told."""
    if not bodies:
        return FileText()
    page, *frames = bodies
    long = [frame for frame in frames if number_of_words(frame) >= _STUB or any("£" in line for line in frame)]
    if number_of_words(page) < _STUB:
        page, told = joined([page, *long]), [frame for frame in frames if frame not in long]
    else:
        told = frames
    remarks = [remark for frame in frames for remark in frame.remarks if not frame]
    for frame in filter(number_of_words, told):
        sentence = f"A page inside the page was not read: “{' '.join(' '.join(frame).split()[:8])}…”."
        remarks.append(Remark("file-not-read", "warns" if frame in long else "informs", sentence, tuple(frame)))
    return FileText(page, [*page.remarks, *remarks])


def joined(texts: list[FileText]) -> FileText:
    """Texts one after the other, an empty line between them, with all their remarks."""
    lines: list[TextLine] = []
    for text in texts:
        lines += [TextLine(""), *text] if lines else text
    return FileText(lines, [remark for text in texts for remark in text.remarks])


def without_quote_marks(lines: list[str]) -> list[str]:
    """The lines of a letter without the ">" of what it quotes, and without the one that mailboxes add to "From"."""
    quotes = sum(1 for line in lines if line.startswith(">")) > 2
    return [_QUOTED.sub("", line, count=1) if quotes and line.startswith(">") else line for line in lines]


def _unflowed(lines: list[str], *, delete_space: bool) -> list[str]:
    """The paragraphs of a text whose lines end in a space where they go on (RFC 3676)."""
    out: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and line != "-- ":
            out[-1] = (out[-1][:-1] if delete_space else out[-1]) + line.removeprefix(" ")
        else:
            out.append(line)
        goes_on = line.endswith(" ") and line != "-- "
    return out


def _messages_in(part: Any) -> list[Any]:
    """The messages that a part holds."""
    content = part.get_payload()
    return list(content) if isinstance(content, list) else [message_from_bytes(_content(part), policy=policy.default)]


def _content(part: Any) -> bytes:
    return bytes(part.get_payload(decode=True) or b"")


def _name_of(message: Any) -> str:
    """The name that a letter inside a letter has as a file: its subject."""
    subject = re.sub(r"[^\w .-]+", " ", str(message.get("Subject") or "")).strip()[:80]
    return f"{subject or 'a letter sent on'}.eml"


def read_letter(letter: Letter, shown: str, read: Callable[[str, bytes], FileText]) -> FileText:
    """All the text of a letter: the body, then each attachment as `read` reads it; those it cannot read are told.

    A file that is there twice is read once, which is told as well.
    """
    texts = [letter.body] if any(line.strip() for line in letter.body) else []
    remarks: list[Remark] = [] if texts else list(letter.body.remarks)
    seen: dict[bytes, str] = {}
    for attachment in () if letter.is_page else letter.attachments:
        base = attachment.name.replace("\\", "/").rsplit("/", 1)[-1]
        if attachment.data in seen:
            remarks.append(
                not_read(f"{attachment.name} is the same file as {seen[attachment.data]}. It was read once.")
            )
            continue
        seen[attachment.data] = attachment.name
        try:
            texts.append(read(base, attachment.data))
        except Unreadable as refusal:
            remarks.append(not_read(f"Not read: {refusal}"))
    if not texts:
        reasons = " ".join(remark.message for remark in remarks[:3])
        raise Unreadable(f"{shown} holds no text and no paper that can be read. {reasons}".strip())
    text = joined(texts)
    return FileText(text, [*text.remarks, *remarks])


def not_read(sentence: str) -> Remark:
    """A remark on a part of a letter that was not read."""
    return Remark("file-not-read", "warns", sentence)
