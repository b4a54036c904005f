"""The drawing of a page of a PDF: its picture in grey, areas of it, and how much of the page pictures cover."""

import ctypes
import math
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

#: Squares along each side of the page, by which it is measured how much of it pictures cover.
FINENESS = 60


def page_image(page: pdfium.PdfPage) -> Image.Image:
    """The page drawn at one pixel a point in shades of grey."""
    bitmap = page.render(scale=1, grayscale=True, may_draw_forms=False)
    image = bitmap.to_pil().convert("L").copy()
    bitmap.close()
    return image


def to_pixels(page: pdfium.PdfPage, width: int, height: int) -> Any:
    """From a box on the page to rows and columns of its drawing, whatever way the page is turned."""
    x, y = ctypes.c_int(), ctypes.c_int()
    scale = 1000

    def point(px: float, py: float) -> tuple[float, float]:
        raw.FPDF_PageToDevice(page.raw, 0, 0, width * scale, height * scale, 0, px, py, x, y)
        return x.value / scale, y.value / scale

    origin, right, up = point(0, 0), point(1000, 0), point(0, 1000)
    ax, ay = (right[0] - origin[0]) / 1000, (right[1] - origin[1]) / 1000
    bx, by = (up[0] - origin[0]) / 1000, (up[1] - origin[1]) / 1000

    def box(bounds: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
        xs = [origin[0] + px * ax + py * bx for px in bounds[::2] for py in bounds[1::2]]
        ys = [origin[1] + px * ay + py * by for px in bounds[::2] for py in bounds[1::2]]
        return math.floor(min(xs)), math.floor(min(ys)), math.ceil(max(xs)), math.ceil(max(ys))

    return box


def _slices(data: bytes, width: int, height: int, area: tuple[int, int, int, int]) -> Iterator[bytes]:
    left, top, right, bottom = max(area[0], 0), max(area[1], 0), min(area[2], width), min(area[3], height)
    if left < right:
        for row in range(top, min(bottom, top + 400)):
            yield data[row * width + left : row * width + right]


def brightest(data: bytes, width: int, height: int, area: tuple[int, int, int, int], enough: int = 255) -> int:
    """The highest value of an area of a drawing, or the first that is enough; 0 for an empty area."""
    most = 0
    for row in _slices(data, width, height, area):
        most = max(most, max(row))
        if most >= enough:
            break
    return most


def contrast(data: bytes, width: int, height: int, area: tuple[int, int, int, int]) -> int:
    """The difference between the lightest and the darkest point of an area and of one pixel around it."""
    wider = (area[0] - 1, area[1] - 1, area[2] + 1, area[3] + 1)
    rows = [(min(row), max(row)) for row in _slices(data, width, height, wider)]
    return max((high for _, high in rows), default=0) - min((low for low, _ in rows), default=0)


def squares(left: float, bottom: float, right: float, top: float) -> set[tuple[int, int]]:
    """The squares of a fine grid over the page whose middle a picture covers: scanners cut a page into strips."""

    def covered(low: float, high: float) -> range:
        first, last = (math.ceil(max(0.0, min(1.0, side)) * FINENESS - 0.5) for side in (low, high))
        return range(first, last)

    return {(x, y) for x in covered(left, right) for y in covered(bottom, top)}
