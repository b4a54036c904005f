"""The archive that a Word file is: looked at before anything unpacks it, and brought into the form that is read."""

import io
import posixpath
import re
import zipfile

from documents.text_reader import Unreadable

_MOST_PARTS = 3000
_MOST_UNPACKED = 80 * 1024 * 1024
_USUAL, _USUAL_LINKS = "word/document.xml", "word/_rels/document.xml.rels"
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
#: Content types of main parts that are documents in all but name: with macros, templates.
_ALIKE = re.compile(
    rb"application/vnd\.(?:ms-word\.document\.macroEnabled(?:\.main)?|ms-word\.template\.macroEnabledTemplate(?:\.main)?"
    rb"|openxmlformats-officedocument\.wordprocessingml\.template\.main)\+xml"
)
#: The strict form of the format (ISO/IEC 29500 part 1) names its parts by other addresses for the same things.
_STRICT = (
    (rb"http://purl\.oclc\.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (
        rb"http://purl\.oclc\.org/ooxml/(wordprocessingml|drawingml|schemaLibrary)/",
        rb"http://schemas.openxmlformats.org/\1/2006/",
    ),
)
_TARGET = re.compile(
    rb"<Relationship\b(?=[^>]*Type=\"[^\"]*/officeDocument\")[^>]*Target=\"(?P<target>[^\"]+)\"", re.IGNORECASE
)


def as_docx(shown: str, data: bytes) -> bytes:
    """A Word file in the one form that python-docx opens: macros and templates as documents, strict as transitional.

    Raises Unreadable for other archives, locked ones, bombs and those that declare XML entities.
    """
    archive = _opened(shown, data)
    main = main_part(archive)
    if not main:
        raise Unreadable(f"{shown} is {_kind(archive)}, not a Word file with a paper in it.")
    types = archive.read("[Content_Types].xml")
    strict = b"purl.oclc.org/ooxml" in archive.read(main)
    if not strict and not _ALIKE.search(types) and main == _USUAL:
        return data
    stream = io.BytesIO()
    names = _usual_names(archive, main)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for part in archive.infolist():
            content = archive.read(part)
            if part.filename in ("[Content_Types].xml", "_rels/.rels"):
                content = _ALIKE.sub(_MAIN, content).replace(main.encode(), _USUAL.encode())
            if strict and part.filename.endswith((".xml", ".rels")):
                for pattern, address in _STRICT:
                    content = re.sub(pattern, address, content)
            if part.filename in names:
                out.writestr(names[part.filename], content)
    return stream.getvalue()


def _usual_names(archive: zipfile.ZipFile, main: str) -> dict[str, str]:
    """The parts to keep, each with the name it gets: the main part's is the usual one, and so is that of its links."""
    names = {name: name for name in archive.namelist()}
    if main != _USUAL:
        folder, _, file = main.rpartition("/")
        links = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
        names.pop(_USUAL, None)
        if links in names:
            names.pop(_USUAL_LINKS, None)
            names[links] = _USUAL_LINKS
        names[main] = _USUAL
    return names


def main_part(archive: zipfile.ZipFile) -> str:
    """The part that holds the text of a Word file, whatever its name; "" for archives of other kinds."""
    names = set(archive.namelist())
    if "[Content_Types].xml" not in names or "_rels/.rels" not in names:
        return _USUAL if _USUAL in names else ""
    match = _TARGET.search(archive.read("_rels/.rels"))
    target = posixpath.normpath(match["target"].decode("utf-8", "replace")).lstrip("/") if match else _USUAL
    return target if target in names and b"wordprocessingml" in archive.read(target)[:4000] else ""


def _opened(shown: str, data: bytes) -> zipfile.ZipFile:
    """The archive, once its size, its locks and its parts were looked at."""
    archive = open_archive(shown, data)
    for part in archive.infolist():
        if part.flag_bits & 1:
            raise Unreadable(f"{shown} is locked with a password. Upload a copy without one.")
        if part.filename.endswith((".xml", ".rels")) and _declares(archive, part):
            raise Unreadable(f"{shown} holds XML entities, which no Word file needs. It is not opened.")
    return archive


def open_archive(shown: str, data: bytes) -> zipfile.ZipFile:
    """An archive of any kind. Raises Unreadable when it is broken, or unpacks to more than a paper could hold."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable(f"{shown} is a broken archive.") from error
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise Unreadable(f"{shown} unpacks to far more than a paper could hold.")
    return archive


def _kind(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    kinds = (("xl/", "a spreadsheet"), ("ppt/", "a presentation"), ("visio/", "a drawing"))
    return next((what for start, what in kinds if any(name.startswith(start) for name in names)), "an archive")


def _declares(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part has a document type of its own, in any encoding that XML may have."""
    try:
        with archive.open(part) as stream:
            head = stream.read(64 * 1024).replace(b"\x00", b"")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError):
        return True
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head
