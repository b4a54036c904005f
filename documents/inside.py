"""Every text inside a PDF, seen or not: pages, hidden text, annotations, metadata, attachments and their names."""

import io
from collections.abc import Iterator
from typing import Any

import pypdfium2
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader


class NotReadable(ValueError):
    """The file could not be searched; the message is a sentence."""


def texts_inside(pdf: bytes) -> list[tuple[str, str]]:
    """Each text with where it stands: ("page 3", …), ("object 17", …), ("file inside, object 9", …).

    Raises NotReadable when any part of the file cannot be read, because then nothing can be promised of it.
    """
    try:
        return [*_pages(pdf), *_objects(pdf)]
    except (PdfError, pypdfium2.PdfiumError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotReadable(f"The paper could not be searched for confidential text ({type(error).__name__}).") from error


def _pages(pdf: bytes) -> Iterator[tuple[str, str]]:
    """All text that is drawn, whatever its colour, size or place, page by page and across each page's end."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for number in range(len(document)):
            page = document[number].get_textpage()
            texts.append(page.get_text_range())
            yield f"page {number + 1}", texts[-1]
        yield "pages together", "\n".join(texts)
    finally:
        document.close()


def _objects(pdf: bytes) -> Iterator[tuple[str, str]]:
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    for number, generation in _references(reader):
        yield from _texts(reader.get_object(generic.Reference(number, generation, reader)), f"object {number}")


def _references(reader: PdfFileReader) -> list[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for revision in range(reader.xrefs.total_revisions):
        found |= {(ref.idnum, ref.generation) for ref in reader.xrefs.explicit_refs_in_revision(revision)}
    return sorted(found)


def _texts(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, generic.StreamObject):
        if value.get("/Type") in ("/EmbeddedFile", "/Metadata") or value.get("/Subtype") == "/XML":
            yield f"file inside, {where}", value.data.decode("utf-8", "replace")
        yield from _texts(generic.DictionaryObject(value), where)
    elif isinstance(value, generic.DictionaryObject):
        for key in value:
            yield from _texts(value.raw_get(key), where)
    elif isinstance(value, generic.ArrayObject):
        for item in value:
            yield from _texts(item, where)
    elif isinstance(value, generic.TextStringObject):
        yield where, str(value)
    elif isinstance(value, generic.ByteStringObject):
        yield where, bytes(value).decode("latin-1")
