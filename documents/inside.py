"""Every text inside a PDF, seen or not: pages, hidden text, annotations, metadata, attachments and their names."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2


class NotReadable(ValueError):
    """The file could not be searched; the message is a sentence."""


def texts_inside(pdf: bytes) -> list[tuple[str, str]]:
    """Each text with where it stands: ("page 3", …), ("object 17", …), ("file inside, object 9", …).

    Raises NotReadable when any part of the file cannot be read, because then nothing can be promised of it.
    """
    try:
        return [*_pages(pdf), *_objects(pdf)]
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotReadable(f"The paper could not be searched for confidential text ({type(error).__name__}).") from error


def _pages(pdf: bytes) -> Iterator[tuple[str, str]]:
    """All text that is drawn, whatever its colour, size or place, page by page and across each page's end."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for number in range(len(document)):
            texts.append(document[number].get_textpage().get_text_range())
            yield f"page {number + 1}", texts[-1]
        yield "pages together", "\n".join(texts)
    finally:
        document.close()


def _objects(pdf: bytes) -> Iterator[tuple[str, str]]:
    """Every string of every object, each object once, and every stream that holds text of its own."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, value in enumerate(document.objects, 1):
            if isinstance(value, pikepdf.Stream) and _holds_text(value):
                yield f"file inside, object {number}", value.read_bytes().decode("utf-8", "replace")
            yield from _strings(value, f"object {number}")


def _holds_text(stream: pikepdf.Stream) -> bool:
    return stream.get("/Type") in ("/EmbeddedFile", "/Metadata") or stream.get("/Subtype") == "/XML"


def _strings(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, pikepdf.String):
        yield where, str(value)
    elif isinstance(value, pikepdf.Array):
        for item in value:
            if not _is_separate_object(item):
                yield from _strings(item, where)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for key in value.keys():  # noqa: SIM118 - a PDF dictionary gives its values when walked over
            item = value[key]
            if not _is_separate_object(item):
                yield from _strings(item, where)


def _is_separate_object(value: Any) -> bool:
    """Whether a value is an object of its own, which is looked at by itself."""
    return isinstance(value, pikepdf.Object) and value.is_indirect
