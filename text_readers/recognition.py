"""Text of pictured pages, by tesseract where it is installed: run apart, its words placed where they stand."""

import re
import shutil
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterable

import pypdfium2 as pdfium

from text_readers.lines import TextLine
from text_readers.pdf_layout import lines_of
from text_readers.pdf_shapes import Character

#: Dots to the inch at which tesseract reads print best, and seconds for one page and for all pages of a file.
_DOTS, _PAGE_SECONDS, _FILE_SECONDS = 300, 25, 40
#: Pixels: a page drawn larger than this is a poster; it is drawn smaller.
_MOST_PIXELS = 12_000_000
#: Per cent: words of which tesseract is less sure are left out, they are marks and shadows; and where it is less sure
#: of half of them, the page shows no text but a photograph.
_SURE, _USUALLY_SURE = 30, 60
#: Share of a line's height that its type takes.
_TYPE = 0.75
_FIGURE = re.compile(
    r"(?:£ ?)?[0-9](?:[0-9,./]*[0-9])?(?:m|k)?%?(?:(?:st|nd|rd|th)? (?:January|February|March|April|May|June|July|"
    r"August|September|October|November|December) [0-9]{4})?"
)


def program() -> str:
    """Where tesseract (Debian's `tesseract-ocr`) is; "" where it is not installed."""
    return shutil.which("tesseract") or ""


class Recogniser:
    """Reads the pictured pages of one file, as many as fit into its time."""

    def __init__(self) -> None:
        self._program = program()
        self._until = time.monotonic() + _FILE_SECONDS

    def lines(self, page: pdfium.PdfPage) -> list[TextLine]:
        """The lines of a page as tesseract reads them; none where it is not installed, fails, or has no time left."""
        seconds = min(_PAGE_SECONDS, self._until - time.monotonic())
        if not self._program or seconds <= 1:
            return []
        width, height = page.get_size()
        scale = min(_DOTS / 72, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        image = bitmap.to_pil().convert("L")
        picture = b"P5 %d %d 255\n" % image.size + image.tobytes()
        bitmap.close()
        return lines_of(characters_of(self._table(picture, seconds), scale, height))

    def _table(self, picture: bytes, seconds: float) -> str:
        """What tesseract answers, a row for each word; "" where it fails."""
        command = [self._program, "stdin", "stdout", "-l", "eng", "--dpi", str(_DOTS), "--psm", "4", "tsv"]
        environment = {"PATH": "/usr/bin:/bin", "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
        try:
            done = subprocess.run(
                command, input=picture, capture_output=True, timeout=seconds, env=environment, check=True
            )
        except (subprocess.SubprocessError, OSError):
            return ""
        return done.stdout.decode("utf-8", "replace")


def characters_of(table: str, scale: float, height: float) -> list[Character]:
    """The letters of tesseract's words (its TSV output), in points from the lower left of the page.

    `scale` is pixels to the point, `height` that of the page in points. The words of a line stand on one base.
    """
    words: dict[tuple[str, ...], list[tuple[float, float, float, float, str]]] = defaultdict(list)
    rows = [row.split("\t") for row in table.splitlines()[1:]]
    rows = [row for row in rows if len(row) == 12 and row[0] == "5" and row[11].strip()]
    sure = sorted(float(row[10]) for row in rows)
    if not sure or sure[len(sure) // 2] < _USUALLY_SURE:
        return []
    for row in rows:
        if float(row[10]) >= _SURE:
            left, top, wide, high = (float(cell) / scale for cell in row[6:10])
            words[tuple(row[1:5])].append((left, top, wide, high, row[11].strip()))
    return [character for line in words.values() for character in _letters(line, height)]


def _letters(line: list[tuple[float, float, float, float, str]], height: float) -> Iterable[Character]:
    bottoms = sorted(top + high for _, top, _, high, _ in line)
    base = height - bottoms[len(bottoms) // 2]
    heights = sorted(high for _, _, _, high, text in line if len(text) > 1) or [10.0]
    size = max(heights[len(heights) // 2] / _TYPE, 4.0)
    for left, _, wide, _, text in line:
        step = wide / len(text)
        for place, letter in enumerate(text):
            yield Character(letter, left + place * step, left + (place + 1) * step, base, size)


def figures_in(lines: Iterable[str]) -> list[str]:
    """Every figure on a page, each once: sums, years, dates, references, numbers."""
    return list(dict.fromkeys(match[0] for line in lines for match in _FIGURE.finditer(line)))
