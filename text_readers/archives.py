"""Papers in an archive or a letter: each a file of its own, within limits of size and number."""

import stat
import zipfile
import zlib

from documents.text_reader import Unreadable
from text_readers.lines import MOST_BYTES, MOST_MEMBERS, Remark, hidden_remark
from text_readers.mail import Attachment
from text_readers.word_package import main_part, open_archive

_CHUNK = 1024 * 1024
#: What reading a zip file that is cut, altered or locked raises.
BROKEN = (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, KeyError, ValueError)


def is_archive(shown: str, data: bytes) -> bool:
    """Whether a zip file is a folder of files and not one document (Word, OpenDocument, a spreadsheet)."""
    archive = open_archive(shown, data)
    try:
        names = archive.namelist()
        documents = ("[Content_Types].xml", "mimetype", "word/document.xml")
        return not any(name in documents or name.startswith("xl/") for name in names) and not main_part(archive)
    except (*BROKEN, SyntaxError) as error:  # lxml's are SyntaxErrors
        raise Unreadable(f"{shown} is a broken archive.") from error


def members_of(shown: str, data: bytes) -> list[Attachment]:
    """The files in an archive, hidden ones too, without folders and what systems leave in them.

    Raises Unreadable when there are too many, when one is too large or locked, or when there is none.
    """
    archive = open_archive(shown, data)
    if data.startswith(b"PK\x03\x04") and min((part.header_offset for part in archive.infolist()), default=0) > 0:
        raise Unreadable(f"{shown} holds another archive before its own. Unpack both and upload the papers.")
    _refuse_packages(shown, archive.namelist())
    members: list[Attachment] = []
    for part in archive.infolist():
        name = part.filename.replace("\\", "/")
        if part.is_dir() or _is_left_by_a_system(name):
            continue
        if part.flag_bits & 1:
            raise Unreadable(f"{shown} is locked with a password. Upload the papers out of it.")
        if len(members) == MOST_MEMBERS:
            raise Unreadable(f"{shown} holds more than {MOST_MEMBERS} files. Upload fewer at a time.")
        # A name that stands for another file, without its text.
        leads_elsewhere = stat.S_ISLNK(part.external_attr >> 16)
        members.append(Attachment(name, b"" if leads_elsewhere else _unpacked(shown, archive, part)))
    if not members:
        raise Unreadable(f"{shown} is an archive without a file in it.")
    return members


def _refuse_packages(shown: str, names: list[str]) -> None:
    """Raise Unreadable for an archive whose files are the parts of one document."""
    if any(name.endswith(".iwa") or name in ("Index.zip", "buildVersionHistory.plist") for name in names):
        raise Unreadable(f"{shown} is a file of Apple’s Pages, Numbers or Keynote. Export it as Word or PDF.")
    taken_apart = [name.removesuffix("word/document.xml") for name in names if name.endswith("/word/document.xml")]
    if taken_apart:
        folder = taken_apart[0].rstrip("/")
        raise Unreadable(f"{shown} holds a Word file that was taken apart (“{folder}”). Upload the Word file itself.")


def comment_of(archive: zipfile.ZipFile) -> list[Remark]:
    """A sentence on the comment that an archive may carry beside its files."""
    words = hidden_remark([archive.comment.decode("utf-8", "replace")], "of the archive’s own comment", "comments")
    return [words] if words else []


def _is_left_by_a_system(name: str) -> bool:
    """Whether a file is only the resource fork, or the view of a folder, that macOS keeps: neither holds text.

    Nothing is said of them, since every archive made on a Mac has them. Other hidden files are read like any file.
    """
    base = name.rsplit("/", 1)[-1]
    return base in (".DS_Store", ".localized") or base.startswith("._")


def _unpacked(shown: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """One member, unpacked no further than a paper may be large whatever the archive says of its size."""
    out = bytearray()
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                out += chunk
                if len(out) > MOST_BYTES:
                    raise Unreadable(f"{part.filename} in {shown} is larger than 20 MB. A paper is a few pages.")
    except BROKEN as error:
        raise Unreadable(f"{shown} is a broken archive.") from error
    return bytes(out)
