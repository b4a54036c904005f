"""The pages of a PDF drawn as pictures, for a person to compare with what was read of them."""

import io

import pypdfium2 as pdfium

from documents.text_reader import Unreadable
from text_readers.pdf import open_pdf

#: Pixels across a page at which print of nine points can be read, and the most that one page may have.
_WIDTH, _MOST_PIXELS = 1_100, 3_000_000


def page_sizes(shown: str, data: bytes) -> list[tuple[int, int]]:
    """Width and height in pixels of the picture of each page. Raises Unreadable for locked and broken files."""
    document = open_pdf(shown, data)
    try:
        return [_size(*document.get_page_size(number)) for number in range(len(document))]
    except pdfium.PdfiumError as error:
        raise Unreadable(f"{shown} is a broken PDF.") from error


def page_picture(shown: str, data: bytes, number: int) -> bytes:
    """A page, counted from 1, drawn as it looks with its forms and marks: the bytes of a PNG.

    Raises Unreadable for locked and broken files, and for a page that there is not.
    """
    document = open_pdf(shown, data)
    if not 0 < number <= len(document):
        raise Unreadable(f"{shown} has no page {number}.")
    try:
        document.init_forms()
        page = document[number - 1]
        width, _ = _size(*page.get_size())
        bitmap = page.render(scale=width / max(page.get_width(), 1))
        bitmap.to_pil().convert("RGB").save(stream := io.BytesIO(), "PNG")
    except pdfium.PdfiumError as error:
        raise Unreadable(f"{shown} is a broken PDF.") from error
    return stream.getvalue()


def _size(width: float, height: float) -> tuple[int, int]:
    """Pixels of a page of so many points: as wide as can be read, fewer where the page is long."""
    width, height = max(width, 1), max(height, 1)
    scale = min(_WIDTH / width, (_MOST_PIXELS / (width * height)) ** 0.5)
    return max(round(width * scale), 1), max(round(height * scale), 1)
