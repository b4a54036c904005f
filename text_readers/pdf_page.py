"""What stands on a page of a PDF, and what of it can be seen: by its positions and by drawing the page.

A page is drawn twice, with its text and without: where nothing differs, the text is covered, white on white, outside
the page or never drawn. The libraries that read and draw are pdfium's; docs/adr/0008-a-pdf-is-read-by-positions.md.
"""

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import ImageChops

from text_readers.pdf_drawing import FINENESS, brightest, contrast, page_image, squares, to_pixels
from text_readers.pdf_shapes import Character, Rule

#: Levels of grey: below the first nothing is seen, below the second a person is asked.
_UNSEEN, _FAINT = 8, 28
#: Levels between the lightest and the darkest dot where a picture shows a letter.
_PICTURED = 48
#: A picture of this share of the page is a page that was photographed.
_WHOLE_PAGE = 0.4
#: Points: a box taller than this frames a part of the page and no cell of a table.
_TALLEST_CELL = 90
#: Bit 14 of a field's flags (ISO 32000-1, table 228): what is typed is shown as asterisks.
_PASSWORD = 1 << 13
#: A letter that takes less room than this share of its size is squeezed until nobody can read it.
_SQUEEZED = 0.08
_LAID_OVER = {raw.FPDF_ANNOT_STAMP: "a stamp", raw.FPDF_ANNOT_FILEATTACHMENT: "an attached file"}
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


@dataclass(slots=True)
class _Glyph:
    """A drawn character: `box` holds its ink, `place` the space that it takes in its line."""

    text: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    size: float
    angle: float
    place: tuple[float, float, float, float]
    owner: int = 0
    unknown: bool = False
    seen: str = "seen"


def read_page(page: pdfium.PdfPage, form: Any = None) -> Page:
    """Everything that is read of one page."""
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
    _fields_and_comments(page, form, glyphs, out)
    _collect_characters(glyphs, angle, out)
    if angle:
        out.rules = []
    return out


def _glyphs(text_page: pdfium.PdfTextPage) -> tuple[list[_Glyph], dict[int, Any]]:
    """The characters with their places, and the objects that draw them by their addresses."""
    handle = text_page.raw
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    loose = raw.FS_RECTF()
    glyphs: list[_Glyph] = []
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
        glyphs.append(_Glyph(text, box, (x.value, y.value), size, angle, place, address, unknown))
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
        if right - left > 20 and len(out.rules) < 4000 and top - bottom < _TALLEST_CELL:
            out.rules += [Rule(h, left, right) for h in ({top} if top - bottom < 3 else {top, bottom})]
    out.rules = _distinct(out.rules)
    out.pictures = len(pictured) / FINENESS**2


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


def _find_watermarks(glyphs: list[_Glyph], angle: int) -> None:
    """Signs that stand across the page, or far larger than its text, are a watermark."""
    sizes = sorted(glyph.size for glyph in glyphs if glyph.text.strip())
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    for glyph in glyphs:
        across = not _is_square(glyph.angle) or round(math.degrees(glyph.angle) / 90) % 4 * 90 != angle
        if across or (usual and glyph.size > 4 * usual):
            glyph.seen = "watermark"


def _judge_visibility(page: pdfium.PdfPage, glyphs: list[_Glyph], objects: dict[int, Any], out: Page) -> None:
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
    _mend_signs(glyphs)


def _room(glyph: _Glyph) -> float:
    """How much room a letter takes along its line, in points."""
    left, bottom, right, top = glyph.place
    is_upright = round(math.degrees(glyph.angle) / 90) % 2 == 0
    return abs(right - left) if is_upright else abs(top - bottom)


def _is_thin(glyph: _Glyph) -> bool:
    """Whether a sign leaves too little ink to judge by: points and dashes, letters that are one stroke."""
    left, bottom, right, top = glyph.box
    return not any(c.isalnum() for c in glyph.text) or min(right - left, top - bottom) < 0.3 * glyph.size


def _mend_signs(glyphs: list[_Glyph]) -> None:
    """Thin signs are as visible as the nearest that could be judged."""
    judged = [g if g.seen != "thin" and g.text.strip() else None for g in glyphs]
    before = list(accumulate(judged, _nearer))
    after = list(accumulate(reversed(judged), _nearer))[::-1]
    for glyph, left, right in zip(glyphs, before, after, strict=True):
        if glyph.seen == "thin":
            near = [g for g in (left, right) if g is not None]
            nearest = min(near, key=lambda g: math.dist(g.origin, glyph.origin), default=None)
            glyph.seen = nearest.seen if nearest else "seen"


def _nearer(last: _Glyph | None, this: _Glyph | None) -> _Glyph | None:
    return this or last


def _reading_angle(glyphs: list[_Glyph]) -> int:
    """The direction in which most of the page reads: 0, 90, 180 or 270 degrees, clockwise as pdfium measures it."""
    turns = Counter(round(math.degrees(glyph.angle) / 90) % 4 for glyph in glyphs if _is_square(glyph.angle))
    return turns.most_common(1)[0][0] * 90 if turns else 0


def _is_square(angle: float) -> bool:
    off = math.degrees(angle) % 90
    return min(off, 90 - off) < 4


def _collect_characters(glyphs: list[_Glyph], angle: int, out: Page) -> None:
    """Put the visible characters, turned upright, into the page; hidden text is kept apart."""
    apart: dict[str, list[str]] = {"hidden": [], "faint": [], "watermark": []}
    for glyph in glyphs:
        if glyph.seen in ("hidden", "watermark"):
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
    out.hidden, out.faint, out.watermark = (
        " ".join("".join(apart[k]).split()) for k in ("hidden", "faint", "watermark")
    )


def _upright(glyph: _Glyph, angle: int) -> Character:
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


def _fields_and_comments(page: pdfium.PdfPage, form: Any, glyphs: list[_Glyph], out: Page) -> None:
    """What was filled into fields and typed over the page stands where its box is; notes in the margin are counted."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), 2000)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        try:
            kind, flags = raw.FPDFAnnot_GetSubtype(annotation), raw.FPDFAnnot_GetFlags(annotation)
            if flags & (raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW):
                if kind == raw.FPDF_ANNOT_WIDGET and form is not None:
                    out.hidden_fields.append(_field_value(form, annotation))
                continue
            if kind == raw.FPDF_ANNOT_WIDGET and form is not None:
                glyphs += _glyphs_of_box(annotation, _field_value(form, annotation))
            elif kind == raw.FPDF_ANNOT_FREETEXT:
                glyphs += _glyphs_of_box(annotation, _string(raw.FPDFAnnot_GetStringValue, annotation, b"Contents"))
            elif kind not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP):
                words = _string(raw.FPDFAnnot_GetStringValue, annotation, b"Contents")
                out.comments += [words] if words.strip() else []
                out.laid_over += [_LAID_OVER[kind]] if kind in _LAID_OVER else []
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _field_value(form: Any, annotation: Any) -> str:
    """The words in a field; a box that can be ticked as its sign."""
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        return "☑" if raw.FPDFAnnot_IsChecked(form, annotation) else "☐"
    is_password = raw.FPDFAnnot_GetFormFieldFlags(form, annotation) & _PASSWORD
    if kind in (raw.FPDF_FORMFIELD_PUSHBUTTON, raw.FPDF_FORMFIELD_SIGNATURE) or is_password:
        return ""
    return _string(raw.FPDFAnnot_GetFormFieldValue, form, annotation)


def _string(ask: Any, *arguments: Any) -> str:
    """A text that pdfium gives in two calls: its length, then itself."""
    length = ask(*arguments, None, 0)
    if not 2 < length < 200_000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    ask(*arguments, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\x00")


def _glyphs_of_box(annotation: Any, text: str) -> list[_Glyph]:
    """Words in a box as characters: each line of them below the one before, from the box's left edge."""
    rect = raw.FS_RECTF()
    if not text.strip() or not raw.FPDFAnnot_GetRect(annotation, rect):
        return []
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    size = min(11.0, max(4.0, abs(rect.top - rect.bottom) / max(len(lines), 1) * 0.8))
    glyphs = []
    for number, line in enumerate(lines):
        base = max(rect.top, rect.bottom) - (number + 1) * size * 1.15
        if len(lines) == 1:
            base = (rect.top + rect.bottom) / 2 - 0.35 * size
        step = min(size * 0.5, max(abs(rect.right - rect.left) / max(len(line), 1), 0.5))
        for place, letter in enumerate(line):
            left = rect.left + place * step
            box = (left, base, left + step, base + size)
            glyphs.append(_Glyph(letter, box, (left, base), size, 0.0, box))
    return glyphs
