"""Scans of signed papers: a scan is a picture of whole pages, not a dot."""

import io
from dataclasses import dataclass

import pikepdf
from PIL import Image

from components.refusals import Refused
from documents.types import media_type_of

#: The least that a scanned page measures: A5 at 72 points an inch, short side and long side.
LEAST_POINTS = (400, 580)
#: The same in pixels, at 100 to the inch: less cannot be read.
LEAST_PIXELS = (580, 820)
_IMAGES = frozenset({"image/png", "image/jpeg", "image/tiff"})
_WRONG_FORMAT = "The scan must be a PDF, PNG, JPEG or TIFF file."


@dataclass(frozen=True)
class Scan:
    """The scan of a paper signed in ink: its file name and bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Measured:
    """What a scan is: its type, its pages, and the size of the smallest of them."""

    media_type: str
    pages: int
    size: tuple[int, int]
    unit: str

    def words(self) -> str:
        """As it is shown: "2 pages of 595 by 842 points"."""
        return f"{self.pages} page{'' if self.pages == 1 else 's'} of {self.size[0]} by {self.size[1]} {self.unit}"


def measure(scan: Scan) -> Measured:
    """The type, pages and smallest page of a scan.

    Raises:
        Refused: it is of another type, cannot be read, or is too small to be a page.
    """
    media_type = media_type_of(scan.data)
    if media_type == "application/pdf":
        sizes, unit, least = _of_pdf(scan.data), "points", LEAST_POINTS
    elif media_type in _IMAGES:
        sizes, unit, least = _of_image(scan.data), "pixels", LEAST_PIXELS
    else:
        raise Refused(_WRONG_FORMAT)
    if not sizes:
        raise Refused("The scan has no page.")
    smallest = min(sizes, key=min)
    if min(smallest) < least[0] or max(smallest) < least[1]:
        raise Refused(
            f"A page of the scan measures {smallest[0]} by {smallest[1]} {unit}. That is too small to be a page that "
            "can be read: scan the whole paper."
        )
    return Measured(media_type, len(sizes), smallest, unit)


def _of_pdf(data: bytes) -> list[tuple[int, int]]:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            boxes = [[float(side) for side in page.mediabox] for page in pdf.pages]
    except (pikepdf.PdfError, ValueError, TypeError):
        raise Refused("The scan cannot be read. Scan the paper again.") from None
    return [(round(abs(box[2] - box[0])), round(abs(box[3] - box[1]))) for box in boxes]


def _of_image(data: bytes) -> list[tuple[int, int]]:
    try:
        with Image.open(io.BytesIO(data)) as image:
            sizes = []
            for number in range(getattr(image, "n_frames", 1)):
                image.seek(number)
                sizes.append(image.size)
    except Exception:  # a damaged picture may make the library raise anything
        raise Refused("The scan cannot be read. Scan the paper again.") from None
    return sizes
