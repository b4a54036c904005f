"""Marks and fields of a page of a PDF: what they hold, what they show, what they strike out or are to blacken."""

import ctypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from text_readers.pdf_shapes import Glyph

#: Bit 14 of a field's flags (ISO 32000-1, table 228): what is typed is shown as asterisks.
_PASSWORD = 1 << 13
_MOST_MARKS = 2000
_LAID_OVER = {raw.FPDF_ANNOT_STAMP: "a stamp", raw.FPDF_ANNOT_FILEATTACHMENT: "an attached file"}
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
#: Marks whose own drawing may say something.
_DRAWN = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WATERMARK)

#: Marks that may do away with the words under them.
_COVERING = (raw.FPDF_ANNOT_STRIKEOUT, raw.FPDF_ANNOT_REDACT, raw.FPDF_ANNOT_LINE, raw.FPDF_ANNOT_INK)

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Marks:
    """What the marks and fields of one page say."""

    #: Words in fields and typed over the page, where they stand.
    glyphs: list[Glyph] = field(default_factory=list)
    #: The words of notes in the margin, of marks and drawings laid over the page.
    comments: list[str] = field(default_factory=list)
    #: What lies over the page and is not read: stamps and files, in words.
    laid_over: list[str] = field(default_factory=list)
    hidden_fields: list[str] = field(default_factory=list)
    watermarks: list[str] = field(default_factory=list)
    to_redact: list[str] = field(default_factory=list)
    #: What fields show and do not hold.
    other_words: list[str] = field(default_factory=list)


def read_marks(page: pdfium.PdfPage, form: Any, glyphs: Sequence[Glyph], drawn: Callable[[], list[Glyph]]) -> Marks:
    """The marks and fields of a page; `drawn` gives its glyphs once its marks are drawn into it.

    Glyphs that a mark strikes out become "struck".
    """
    reader = _Reader(form, glyphs, drawn)
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST_MARKS)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        try:
            reader.read(annotation)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return reader.out


class _Reader:
    """Reads the marks of one page one after the other."""

    def __init__(self, form: Any, glyphs: Sequence[Glyph], drawn: Callable[[], list[Glyph]]) -> None:
        self.form = form
        self.glyphs = glyphs
        self.drawn = drawn
        self.out = Marks()
        self._added: list[Glyph] | None = None

    def read(self, annotation: Any) -> None:
        """Read one mark or field; those that are not shown are told."""
        kind, flags = raw.FPDFAnnot_GetSubtype(annotation), raw.FPDFAnnot_GetFlags(annotation)
        if flags & _UNSEEN:
            if kind == raw.FPDF_ANNOT_WIDGET and self.form is not None:
                self.out.hidden_fields.append(_field_value(self.form, annotation))
            return
        words = _string(raw.FPDFAnnot_GetStringValue, annotation, b"Contents")
        shown = self.shown_in(annotation) if kind in _DRAWN else []
        if kind == raw.FPDF_ANNOT_WIDGET:
            self.read_field(annotation, shown)
        elif kind == raw.FPDF_ANNOT_FREETEXT:
            self.out.glyphs += _glyphs_of_box(annotation, words) or shown
        elif kind == raw.FPDF_ANNOT_WATERMARK:
            self.out.watermarks += [_words_of(shown)] if shown else []
        elif kind not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP):
            self.out.comments += [words] if words.strip() else []
            if kind in _LAID_OVER:
                says = f", which says “{_words_of(shown)[:200]}”" if _words_of(shown) else ""
                self.out.laid_over.append(f"{_LAID_OVER[kind]}{says}")
            self.note_covered(kind, annotation)

    def read_field(self, annotation: Any, shown: list[Glyph]) -> None:
        """A field: what it holds; what it shows where it holds nothing, as signatures do; both where they differ."""
        value = _field_value(self.form, annotation) if self.form is not None else ""
        if not value.strip():
            self.out.glyphs += shown
            return
        self.out.glyphs += _glyphs_of_box(annotation, value)
        seen = _words_of(shown)
        if any(c.isalnum() for c in seen) and not set(seen.split()) <= set(value.split()):
            self.out.other_words.append(seen)

    def shown_in(self, annotation: Any) -> list[Glyph]:
        """The signs that a mark itself draws, those of the page beneath it left out."""
        box = _box(annotation)
        if box is None:
            return []
        if self._added is None:
            known = {(g.text, round(g.origin[0]), round(g.origin[1])) for g in self.glyphs}
            self._added = [g for g in self.drawn() if (g.text, round(g.origin[0]), round(g.origin[1])) not in known]
        return [glyph for glyph in self._added if _is_in(glyph, box)]

    def note_covered(self, kind: int, annotation: Any) -> None:
        """Note the words under a mark that strikes them out, says that they are to be blackened, or crosses them."""
        box = _box(annotation)
        if box is None or kind not in _COVERING:
            return
        under = [glyph for glyph in self.glyphs if _is_in(glyph, box)]
        if kind == raw.FPDF_ANNOT_REDACT:
            self.out.to_redact.append(_words_of(under) or "a place without words")
        elif kind == raw.FPDF_ANNOT_STRIKEOUT:
            for glyph in under:
                glyph.seen = "struck"
        elif words := _words_of(under):
            self.out.laid_over.append(f"a drawn line over “{words[:80]}”")


def _box(annotation: Any) -> Box | None:
    """Left, bottom, right and top of a mark."""
    rect = raw.FS_RECTF()
    if not raw.FPDFAnnot_GetRect(annotation, rect):
        return None
    across, down = sorted((rect.left, rect.right)), sorted((rect.bottom, rect.top))
    return across[0], down[0], across[1], down[1]


def _is_in(glyph: Glyph, box: Box) -> bool:
    """Whether the middle of a sign lies in a box."""
    left, bottom, right, top = glyph.place
    x, y = (left + right) / 2, (bottom + top) / 2
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


def _words_of(glyphs: Sequence[Glyph]) -> str:
    """The words of signs in the order in which they were drawn, with spaces where they stand apart."""
    words = ""
    for number, glyph in enumerate(glyphs):
        before = glyphs[number - 1] if number else glyph
        apart = glyph.place[0] - before.place[2] > 0.13 * glyph.size or abs(glyph.origin[1] - before.origin[1]) > 1
        words += (" " if number and apart else "") + glyph.text
    return " ".join(words.split())


def _field_value(form: Any, annotation: Any) -> str:
    """The words in a field; a box that can be ticked as its sign."""
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        return "☑" if raw.FPDFAnnot_IsChecked(form, annotation) else "☐"
    is_password = raw.FPDFAnnot_GetFormFieldFlags(form, annotation) & _PASSWORD
    if chosen := _chosen(form, annotation, kind):
        return chosen
    if kind in (raw.FPDF_FORMFIELD_PUSHBUTTON, raw.FPDF_FORMFIELD_SIGNATURE) or is_password:
        return ""
    return _string(raw.FPDFAnnot_GetFormFieldValue, form, annotation)


def _chosen(form: Any, annotation: Any, kind: int) -> str:
    """What is chosen in a list, as the list shows it; "" for other fields and where something else was typed."""
    if kind not in (raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX):
        return ""
    options = range(min(max(raw.FPDFAnnot_GetOptionCount(form, annotation), 0), _MOST_MARKS))
    chosen = (number for number in options if raw.FPDFAnnot_IsOptionSelected(form, annotation, number))
    return ", ".join(_string(raw.FPDFAnnot_GetOptionLabel, form, annotation, number) for number in chosen)


def _string(ask: Any, *arguments: Any) -> str:
    """A text that pdfium gives in two calls: its length, then itself."""
    length = ask(*arguments, None, 0)
    if not 2 < length < 200_000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    ask(*arguments, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\x00")


def _glyphs_of_box(annotation: Any, text: str) -> list[Glyph]:
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
            glyphs.append(Glyph(letter, box, (left, base), size, 0.0, box))
    return glyphs
