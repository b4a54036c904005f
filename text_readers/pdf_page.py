"""What stands on a page of a PDF, and what of it can be seen: by its positions and by drawing the page.

A page is drawn twice, with its text and without: where nothing differs, the text is covered, white on white, outside
the page or never drawn. The libraries that read and draw are pdfium's; docs/adr/0008-a-pdf-is-read-by-positions.md.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import ImageChops

from text_readers.pdf_drawing import FINENESS, brightest, contrast, page_image, squares, to_pixels
from text_readers.pdf_marks import read_marks
from text_readers.pdf_shapes import Character, Glyph, Rule

#: Levels of grey: below the first nothing is seen, below the second a person is asked.
_UNSEEN, _FAINT = 8, 28
#: Levels between the lightest and the darkest dot where a picture shows a letter.
_PICTURED = 48
#: Points: a line thicker than this is a bar, a shorter one is a dash; and so many lines of a page are looked at.
_THIN, _SHORTEST_STROKE, _MOST_STROKES = 2.5, 6, 500
#: A picture of this share of the page is a page that was photographed.
_WHOLE_PAGE = 0.4
#: Points: a box taller than this frames a part of the page and no cell of a table.
_TALLEST_CELL = 90
#: A letter that takes less room than this share of its size is squeezed until nobody can read it.
_SQUEEZED = 0.08
_LINE_ENDS = {0xFFFE: "\u00ad", 0x2: "\u00ad"}


@dataclass(slots=True)
class Page:
    """A page: its characters that can be seen, the rules of its tables, and what is to be told about it."""

    characters: list[Character] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    watermark: str = ""
    hidden: str = ""
    faint: str = ""
    pictures: float = 0.0
    drawn: int = 0
    #: Thin lines across the page: where they begin and end, and their height.
    strokes: list[tuple[float, float, float]] = field(default_factory=list)
    recognised: bool = False
    #: The figures on a page whose text a machine recognised.
    figures: list[str] = field(default_factory=list)
    #: Signs that are drawn and of which the font does not say what letter they are.
    unknown: int = 0
    #: The words of notes in the margin, of marks and drawings laid over the page.
    comments: list[str] = field(default_factory=list)
    #: What lies over the page and is not read: stamps and files, in words.
    laid_over: list[str] = field(default_factory=list)
    #: What stands in fields of a form that are not shown.
    hidden_fields: list[str] = field(default_factory=list)
    #: Words that a line goes through, words that are marked to be blackened, and what fields show and do not hold.
    struck: str = ""
    to_redact: list[str] = field(default_factory=list)
    other_words: list[str] = field(default_factory=list)


def read_page(page: pdfium.PdfPage, form: Any = None, drawn: Callable[[], pdfium.PdfPage] | None = None) -> Page:
    """Everything that is read of one page; `drawn` opens it again with its marks and fields drawn into it."""
    out = Page()
    text_page = page.get_textpage()
    glyphs, objects = _glyphs(text_page)
    out.unknown = sum(1 for glyph in glyphs if glyph.unknown)
    glyphs = [glyph for glyph in glyphs if glyph.text != "\x00"]
    _measure_objects(page, out)
    angle = _reading_angle(glyphs)
    _find_watermarks(glyphs, angle)
    if glyphs:
        _judge_visibility(page, glyphs, objects, out)
    _strike(glyphs, out.strokes)
    marks = read_marks(page, form, glyphs, (lambda: _glyphs(drawn().get_textpage())[0]) if drawn else list)
    glyphs += marks.glyphs
    out.comments, out.laid_over, out.hidden_fields = marks.comments, marks.laid_over, marks.hidden_fields
    out.to_redact, out.other_words = marks.to_redact, marks.other_words
    out.watermark = " ".join(marks.watermarks)
    _collect_characters(glyphs, angle, out)
    if angle:
        out.rules = []
    return out


def _glyphs(text_page: pdfium.PdfTextPage) -> tuple[list[Glyph], dict[int, Any]]:
    """The characters with their places, and the objects that draw them by their addresses."""
    handle = text_page.raw
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    loose = raw.FS_RECTF()
    glyphs: list[Glyph] = []
    objects: dict[int, Any] = {}
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, index)
        if raw.FPDFText_IsGenerated(handle, index) or code in (0xA, 0xD):
            continue
        raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top)
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        raw.FPDFText_GetLooseCharBox(handle, index, loose)
        owner = raw.FPDFText_GetTextObject(handle, index)
        if owner:
            objects.setdefault(ctypes.addressof(owner.contents), owner)
        box = (left.value, bottom.value, right.value, top.value)
        angle = raw.FPDFText_GetCharAngle(handle, index)
        size = _size(handle, index, raw.FPDFText_GetFontSize(handle, index))
        text = _LINE_ENDS.get(code) or (chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd")
        place = (loose.left, loose.bottom, loose.right, loose.top)
        if glyphs and glyphs[-1].box == box and glyphs[-1].origin == (x.value, y.value):
            glyphs[-1].text += text  # a ligature: one drawn sign that stands for several letters
            continue
        address = ctypes.addressof(owner.contents) if owner else 0
        unknown = code == 0 or raw.FPDFText_HasUnicodeMapError(handle, index) == 1
        glyphs.append(Glyph(text, box, (x.value, y.value), size, angle, place, address, unknown))
    return glyphs, objects


def _size(handle: Any, index: int, size: float) -> float:
    """The size of the type as it stands on the page, whatever scale it is drawn at."""
    matrix = raw.FS_MATRIX()
    if raw.FPDFText_GetMatrix(handle, index, matrix):
        scale = math.hypot(matrix.c, matrix.d)
        size = size * scale if scale else size
    return max(abs(size), 0.1)


def _measure_objects(page: pdfium.PdfPage, out: Page) -> None:
    """Pictures and drawings of the page, and the lines that may be rules of tables."""
    width, height = page.get_size()
    pictured: set[tuple[int, int]] = set()
    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH), max_depth=5):
        bounds = _bounds_on_page(item)
        if bounds is None:
            continue
        left, bottom, right, top = bounds
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictured |= squares(left / width, bottom / height, right / width, top / height)
            continue
        out.drawn += 1
        if top - bottom < _THIN and right - left > _SHORTEST_STROKE:
            out.strokes.append((left, right, (top + bottom) / 2))
        if right - left > 20 and len(out.rules) < 4000 and top - bottom < _TALLEST_CELL:
            out.rules += [Rule(h, left, right) for h in ({top} if top - bottom < 3 else {top, bottom})]
    out.rules = _distinct(out.rules)
    out.pictures = len(pictured) / FINENESS**2


def _strike(glyphs: list[Glyph], strokes: list[tuple[float, float, float]]) -> None:
    """Mark the characters that a thin line goes through at the height of the middle of small letters."""
    for left, right, height in strokes[:_MOST_STROKES]:
        for glyph in glyphs:
            above, lies = height - glyph.origin[1], left - 1 <= glyph.place[0] and glyph.place[2] <= right + 1
            if lies and 0.15 * glyph.size < above < 0.42 * glyph.size and glyph.angle == 0 and glyph.seen == "seen":
                glyph.seen = "struck"


def _bounds(handle: Any) -> tuple[float, float, float, float] | None:
    values = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(handle, *values):
        return None
    left, bottom, right, top = (value.value for value in values)
    return left, bottom, right, top


def _bounds_on_page(item: Any) -> tuple[float, float, float, float] | None:
    """The bounds of an object inside a form, as the form is placed on the page."""
    bounds = _bounds(item.raw)
    while bounds is not None and item.container is not None:
        item = item.container
        a, b, c, d, e, f = item.get_matrix().get()
        corners = [(x * a + y * c + e, x * b + y * d + f) for x in bounds[::2] for y in bounds[1::2]]
        bounds = (
            min(x for x, _ in corners),
            min(y for _, y in corners),
            max(x for x, _ in corners),
            max(y for _, y in corners),
        )
    return bounds


def _distinct(rules: list[Rule]) -> list[Rule]:
    """Rules at different heights: the two edges of one line, and the boxes of neighbouring cells, are one rule."""
    out: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (-r.height, r.left)):
        if out and abs(out[-1].height - rule.height) < 3 and rule.left <= out[-1].right + 6:
            last = out[-1]
            out[-1] = Rule(last.height, min(last.left, rule.left), max(last.right, rule.right))
        else:
            out.append(rule)
    return out


def _find_watermarks(glyphs: list[Glyph], angle: int) -> None:
    """Signs that stand across the page, or far larger than its text, are a watermark."""
    sizes = sorted(glyph.size for glyph in glyphs if glyph.text.strip())
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    for glyph in glyphs:
        across = not _is_square(glyph.angle) or round(math.degrees(glyph.angle) / 90) % 4 * 90 != angle
        if across or (usual and glyph.size > 4 * usual):
            glyph.seen = "watermark"


def _judge_visibility(page: pdfium.PdfPage, glyphs: list[Glyph], objects: dict[int, Any], out: Page) -> None:
    """Mark each character as seen, faint or hidden, by drawing the page with and without its text."""
    modes = {address: raw.FPDFTextObj_GetTextRenderMode(item) for address, item in objects.items()}
    for address in {glyph.owner for glyph in glyphs if glyph.seen == "watermark" and glyph.owner}:
        raw.FPDFTextObj_SetTextRenderMode(objects[address], raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    with_text = page_image(page)
    for item in objects.values():
        raw.FPDFTextObj_SetTextRenderMode(item, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    without = page_image(page)
    for address, item in objects.items():
        raw.FPDFTextObj_SetTextRenderMode(item, modes[address])
    difference = ImageChops.difference(with_text, without).tobytes()
    behind, (width, height) = without.tobytes(), with_text.size
    pixels = to_pixels(page, width, height)
    for glyph in glyphs:
        if not glyph.text.strip() or glyph.seen == "watermark":
            continue
        if glyph.text.isalnum() and 0 < _room(glyph) < _SQUEEZED * glyph.size:
            glyph.seen = "hidden"
            continue
        area = pixels(glyph.box)
        most = brightest(difference, width, height, area, enough=_FAINT)
        if _is_thin(glyph) and most < _FAINT:
            glyph.seen = "thin"
            continue
        if most >= _FAINT:
            continue
        pictured = out.pictures >= _WHOLE_PAGE and contrast(behind, width, height, area) >= _PICTURED
        glyph.seen = "recognised" if pictured else "faint" if most >= _UNSEEN else "hidden"
    if out.pictures >= _WHOLE_PAGE:
        _judge_words(glyphs)
    _mend_signs(glyphs)


def _judge_words(glyphs: list[Glyph]) -> None:
    """Words that a machine laid over the picture of a page stand on its letters only roughly: most letters decide."""
    words: list[list[Glyph]] = []
    for glyph in glyphs:
        last = words[-1][-1] if words and words[-1] else None
        if glyph.text.isspace():
            words.append([])
        elif last is not None and _is_beside(last, glyph):
            words[-1].append(glyph)
        else:
            words.append([glyph])
    for word in filter(None, words):
        recognised = sum(glyph.seen == "recognised" for glyph in word)
        hidden = [glyph for glyph in word if glyph.seen == "hidden"]
        if recognised * 2 >= recognised + len(hidden):
            for glyph in hidden if recognised else ():
                glyph.seen = "recognised"


def _is_beside(last: Glyph, glyph: Glyph) -> bool:
    """Whether a sign follows another on one line without a space."""
    gap = glyph.place[0] - last.place[2]
    return abs(glyph.origin[1] - last.origin[1]) < 0.2 * glyph.size and -0.5 * glyph.size < gap < 0.3 * glyph.size


def _room(glyph: Glyph) -> float:
    """How much room a letter takes along its line, in points."""
    left, bottom, right, top = glyph.place
    is_upright = round(math.degrees(glyph.angle) / 90) % 2 == 0
    return abs(right - left) if is_upright else abs(top - bottom)


def _is_thin(glyph: Glyph) -> bool:
    """Whether a sign leaves too little ink to judge by: points and dashes, letters that are one stroke."""
    left, bottom, right, top = glyph.box
    return not any(c.isalnum() for c in glyph.text) or min(right - left, top - bottom) < 0.3 * glyph.size


def _mend_signs(glyphs: list[Glyph]) -> None:
    """Thin signs are as visible as the nearest that could be judged."""
    judged = [g if g.seen != "thin" and g.text.strip() else None for g in glyphs]
    before = list(accumulate(judged, _nearer))
    after = list(accumulate(reversed(judged), _nearer))[::-1]
    for glyph, left, right in zip(glyphs, before, after, strict=True):
        if glyph.seen == "thin":
            near = [g for g in (left, right) if g is not None]
            nearest = min(near, key=lambda g: math.dist(g.origin, glyph.origin), default=None)
            glyph.seen = nearest.seen if nearest else "seen"


def _nearer(last: Glyph | None, this: Glyph | None) -> Glyph | None:
    return this or last


def _reading_angle(glyphs: list[Glyph]) -> int:
    """The direction in which most of the page reads: 0, 90, 180 or 270 degrees, clockwise as pdfium measures it."""
    turns = Counter(round(math.degrees(glyph.angle) / 90) % 4 for glyph in glyphs if _is_square(glyph.angle))
    return turns.most_common(1)[0][0] * 90 if turns else 0


def _is_square(angle: float) -> bool:
    off = math.degrees(angle) % 90
    return min(off, 90 - off) < 4


def _collect_characters(glyphs: list[Glyph], angle: int, out: Page) -> None:
    """Put the visible characters, turned upright, into the page; hidden text is kept apart."""
    apart: dict[str, list[str]] = {"hidden": [], "faint": [], "watermark": [], "struck": []}
    for glyph in glyphs:
        if glyph.seen in ("hidden", "watermark", "struck"):
            apart[glyph.seen].append(glyph.text)
            continue
        if glyph.seen == "faint":
            apart["faint"].append(glyph.text)
        else:
            out.recognised = out.recognised or glyph.seen == "recognised"
        for key in apart:
            if apart[key] and apart[key][-1] != " " and (key != "faint" or glyph.seen != "faint"):
                apart[key].append(" ")
        out.characters.append(_upright(glyph, angle))
    out.hidden, out.faint, across, out.struck = (" ".join("".join(words).split()) for words in apart.values())
    out.watermark = f"{across} {out.watermark}".strip()


def _upright(glyph: Glyph, angle: int) -> Character:
    left, bottom, right, top = glyph.place
    x, y = glyph.origin
    if angle == 90:
        left, right, base = (-top, -bottom, x)
    elif angle == 180:
        left, right, base = (-right, -left, -y)
    elif angle == 270:
        left, right, base = (bottom, top, -x)
    else:
        base = y
    return Character(glyph.text, left, right, base, glyph.size)
