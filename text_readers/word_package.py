"""The archive that a Word file is: looked at before anything unpacks it, and brought into the form that is read."""

import codecs
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree

from documents.text_reader import Unreadable

_MOST_PARTS = 3000
_MOST_UNPACKED = 80 * 1024 * 1024
_USUAL, _TYPES = "word/document.xml", "[Content_Types].xml"
_USUAL_LINKS = "word/_rels/document.xml.rels"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: What Word writes as the target of a link whose picture it lost.
_NOWHERE = "NULL"
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


def as_docx(shown: str, data: bytes) -> bytes:
    """A Word file in the one form that python-docx opens: macros and templates as documents, strict as transitional.

    Raises Unreadable for other archives, locked ones, bombs and those that declare XML entities.
    """
    archive = _opened(shown, data)
    main = main_part(archive)
    if not main:
        raise Unreadable(f"{shown} is {_kind(archive)}, not a Word file with a paper in it.")
    names, head = _known_names(archive), archive.read(main)
    strict = b"purl.oclc.org/ooxml" in head.replace(b"\x00", b"")
    types = archive.read(_part(names, _TYPES))
    is_usual = main == _USUAL and head[:2] not in _UTF_16 and not _has_odd_links(archive, names)
    if is_usual and not strict and not _ALIKE.search(types) and types.count(_MAIN) == 1:
        return data
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for part in archive.infolist():
            name, content = _slashed(part.filename), archive.read(part)
            if name.endswith((".xml", ".rels")):
                content = _as_utf_8(content)
            if strict and name.endswith((".xml", ".rels")):
                for pattern, address in _STRICT:
                    content = re.sub(pattern, address, content)
            if name.endswith(".rels"):
                content = _with_plain_links(name, content, names)
            elif name.lower() == _TYPES.lower():
                name, content = _TYPES, _with_plain_types(_ALIKE.sub(_MAIN, content), names, main)
            out.writestr(_plain(_own_links(name, main, names)), content)
    return stream.getvalue()


def _own_links(name: str, main: str, names: dict[str, str]) -> str:
    """The name of a part; links under the usual name are those of the main part where it has no others."""
    folder, _, file = _slashed(main).rpartition("/")
    own = posixpath.join(folder, "_rels", f"{file}.rels")
    return own if name.lower() == _USUAL_LINKS and own.lower() not in names else name


def main_part(archive: zipfile.ZipFile) -> str:
    """The part that holds the text of a Word file, as the archive names it; "" for archives of other kinds."""
    names = _known_names(archive)
    links = names.get("_rels/.rels")
    if links is None or _TYPES.lower() not in names:
        return names.get(_USUAL, "")
    targets = [target for kind, target in _links(archive.read(links)) if kind.endswith("/officeDocument")]
    part = names.get(_resolved("_rels/.rels", targets[0] if targets else _USUAL).lower(), "")
    return part if part and b"wordprocessingml" in archive.read(part)[:8000].replace(b"\x00", b"") else ""


def _slashed(name: str) -> str:
    """The name of a part with the slashes that the format asks for, whatever program packed it."""
    return name.replace("\\", "/")


def _plain(name: str) -> str:
    """A name of a part in letters that links write without escapes."""
    return re.sub(r"[^A-Za-z0-9._/\[\]-]", "_", name)


def _known_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """The parts of an archive: names are compared in lower case (ISO/IEC 29500-2, 9.1.1.2)."""
    return {_slashed(name).lower(): name for name in archive.namelist()}


def _part(names: dict[str, str], name: str) -> str:
    return names.get(name.lower(), name)


def _resolved(links: str, target: str) -> str:
    """The name of the part that a target means in a part of links: "word/styles.xml"."""
    folder = posixpath.dirname(posixpath.dirname(links))
    return posixpath.normpath(posixpath.join("/", folder, unquote(_slashed(target)))).lstrip("/")


def _links(content: bytes) -> Iterator[tuple[str, str]]:
    """Kind and target of each link to another part of the archive. Raises XMLSyntaxError for a broken part."""
    for link in _parsed(content):
        if link.get("TargetMode") != "External":
            yield link.get("Type") or "", link.get("Target") or ""


def _has_odd_links(archive: zipfile.ZipFile, names: dict[str, str]) -> bool:
    """Whether a link says the name of its part in another way than the archive, or leads nowhere on purpose."""
    for name in archive.namelist():
        if "\\" in name:
            return True
        if name.endswith(".rels") and any(
            target == _NOWHERE or names.get(_resolved(name, target).lower(), target) != _resolved(name, target)
            for _, target in _links(archive.read(name))
        ):
            return True
    return False


def _with_plain_links(name: str, content: bytes, names: dict[str, str]) -> bytes:
    """A part of links with each target by its whole name; those that lead nowhere on purpose are taken out."""
    root = _parsed(content)
    for link in list(root):
        if link.get("TargetMode") == "External":
            continue
        target = _resolved(name, link.get("Target") or "")
        if link.get("Target", "").endswith(_NOWHERE):
            root.remove(link)
        else:
            link.set("Target", f"/{_plain(_slashed(_part(names, target)))}")
    return etree.tostring(root)


def _with_plain_types(content: bytes, names: dict[str, str], main: str) -> bytes:
    """The list of content types, with the names of parts as the archive has them; one part alone is the main one."""
    root = _parsed(content)
    for entry in root:
        if name := entry.get("PartName"):
            part = _part(names, unquote(name).lstrip("/"))
            entry.set("PartName", f"/{_plain(_slashed(part))}")
            if part != main and entry.get("ContentType") == _MAIN.decode():
                entry.set("ContentType", "application/octet-stream")
    return etree.tostring(root)


def _parsed(content: bytes) -> Any:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _as_utf_8(content: bytes) -> bytes:
    """A part in UTF-8, which XML may have in UTF-16 as well."""
    if content[:2] not in _UTF_16:
        return content
    return re.sub(r"^<\?xml[^>]*\?>", "", content.decode("utf-16")).encode()


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
    kinds = (
        *(("xl/", "a spreadsheet"), ("ppt/", "a presentation"), ("visio/", "a drawing")),
        *(("FixedDocSeq", "an XPS file"), ("META-INF/container.xml", "an electronic book")),
        ("content.xml", "an OpenDocument file of another kind than text"),
    )
    return next((what for start, what in kinds if any(name.startswith(start) for name in names)), "an archive")


def _declares(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part has a document type of its own, in any encoding that XML may have."""
    try:
        with archive.open(part) as stream:
            head = stream.read(64 * 1024).replace(b"\x00", b"")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError):
        return True
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head
