"""Runs, rows and cells of a Word file that nobody sees, and figures that stand raised."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from docx.oxml.ns import qn

from text_readers.word_values import OFF, length

_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_OFF = (*OFF, "none")
_GONE = (qn("w:del"), qn("w:moveFrom"))
#: Half points: what is smaller is a trick and no text.
_SMALLEST = 4
#: Twips (twentieths of a point) and per cent: lines lower and letters narrower than this cannot be read.
_LOWEST, _NARROWEST = 60, 10
#: Twips: letters moved together by more than this stand upon each other; a place farther off is on no page.
_TIGHTEST, _FARTHEST = -100, 17_000
#: In units of drawings (12,700 to the point): more than half a metre.
_FARTHEST_DRAWING = 20_000_000
_PAPER = ("background1", "light1")
#: The colours of Word's marker pens that can cover text.
_MARKERS = {
    "black": "000000",
    "white": "ffffff",
    "darkGray": "808080",
    "lightGray": "c0c0c0",
    "darkBlue": "000080",
    "blue": "0000ff",
    "red": "ff0000",
    "darkRed": "800000",
    "green": "00ff00",
    "darkGreen": "008000",
    "yellow": "ffff00",
    "cyan": "00ffff",
    "darkCyan": "008080",
    "magenta": "ff00ff",
    "darkMagenta": "800080",
    "darkYellow": "808000",
}
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_NEARLY_WHITE = re.compile(r"[Ff][5-9A-Fa-f][Ff][5-9A-Fa-f][Ff][5-9A-Fa-f]")
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_OFFICE_SHAPES = "{urn:schemas-microsoft-com:vml}"
_SHAPES = (f"{DRAWING}anchor", f"{DRAWING}inline", *(f"{_OFFICE_SHAPES}{n}" for n in ("shape", "rect", "group")))


class HiddenText:
    """Decides what is hidden, and keeps its words to be told.

    texts: those hidden; deleted: those deleted with changes tracked; struck: those a line is drawn through.
    """

    def __init__(self, styles: dict[str, Any], defaults: Any = None) -> None:
        self.styles = styles
        self.defaults = defaults
        self.usual = next(
            (
                name
                for name, style in styles.items()
                if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default"), "0") not in _OFF
            ),
            None,
        )
        self.texts: list[str] = []
        self.deleted: list[str] = []
        self.struck: list[str] = []
        #: The settings of each paragraph, and those around the runs of each parent: asked for once, not by every run.
        self._of_paragraph: dict[Any, Any] = {}
        self._around: dict[Any, list[Any]] = {}

    def run(self, run: Any, text: str) -> bool:
        """Whether a run's text is hidden, or struck through: what a form offers and its author crossed out."""
        if run is None:
            return False
        if self._is_on(run, "w:strike") or self._is_on(run, "w:dstrike"):
            self.struck.append(text)
            return True
        hidden = self.is_hidden(run)
        if hidden:
            self.texts.append(text)
        return hidden

    def is_hidden(self, run: Any) -> bool:
        """Whether nobody sees a run: it is switched off, too small, without ink, or off the page."""
        hidden = self._is_on(run, "w:vanish") or self._is_tiny(run) or self._is_white(run) or self._is_covered(run)
        return hidden or _is_off_the_page(self._paragraph_settings(run))

    def row(self, row: Any) -> bool:
        """Whether a row of a table is deleted with changes tracked, or hidden."""
        properties = row.find(qn("w:trPr"))
        if properties is None:
            return False
        deleted = properties.find(qn("w:del")) is not None
        hidden = properties.find(qn("w:hidden"))
        height = properties.find(qn("w:trHeight"))
        flat = height is not None and height.get(qn("w:hRule")) == "exact" and _is_flat(height.get(qn("w:val")))
        if deleted or flat or (hidden is not None and hidden.get(qn("w:val"), "1") not in _OFF):
            (self.deleted if deleted else self.texts).append(words_of(row))
            return True
        return False

    def cell(self, cell: Any) -> bool:
        """Whether a cell is deleted with changes tracked."""
        deleted = cell.find(f"{qn('w:tcPr')}/{qn('w:cellDel')}") is not None
        if deleted:
            self.deleted.append(words_of(cell))
        return deleted

    def box(self, box: Any) -> bool:
        """Whether a text box belongs to a shape that is deleted, hidden with its run, or drawn nowhere."""
        around = list(box.iterancestors())
        if any(part.tag in _GONE for part in around):
            self.deleted.append(words_of(box))
            return True
        unseen = any(
            (part.tag in _SHAPES and is_undrawn(part)) or (part.tag == qn("w:r") and self._is_on(part, "w:vanish"))
            for part in around
        )
        if unseen:
            self.texts.append(words_of(box))
        return unseen

    def is_raised(self, run: Any) -> bool:
        """Whether a run stands above the line, as marks of notes do."""
        if run is None:
            return False
        shift = length(self._property(run, "w:position"), per_point=2) or 0
        return self._property(run, "w:vertAlign") == "superscript" or shift > 2

    def font(self, run: Any) -> str:
        """The font that a run asks for by name; "" where no setting names one."""
        for properties in self._properties(run) if run is not None else ():
            fonts = properties.find(qn("w:rFonts"))
            if fonts is not None and (name := fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi"))):
                return str(name)
        return ""

    def _is_on(self, run: Any, name: str) -> bool:
        for properties in self._properties(run):
            node = properties.find(qn(name))
            if node is not None:
                return node.get(qn("w:val"), "1") not in _OFF
        return False

    def _is_tiny(self, run: Any) -> bool:
        size, width = length(self._property(run, "w:sz"), per_point=2), length(self._property(run, "w:w"))
        if (size is not None and size < _SMALLEST) or (width is not None and 0 < width < _NARROWEST):
            return True
        if (length(self._property(run, "w:spacing")) or 0) <= _TIGHTEST:
            return True
        settings = self._paragraph_settings(run)
        spacing = settings.find(qn("w:spacing")) if settings is not None else None
        return spacing is not None and spacing.get(qn("w:lineRule")) == "exact" and _is_flat(spacing.get(qn("w:line")))

    def _is_covered(self, run: Any) -> bool:
        """Whether text has the colour of its marker or its shading, or none at all.

        Under a black marker text of no colour of its own stays black; on a dark shading Word turns it white.
        """
        if any(_is_unfilled(properties) for properties in self._properties(run)):
            return True
        ink, marker = self._ink(run).lower(), self._property(run, "w:highlight")
        ink = "" if ink == "auto" else ink
        if marker and marker != "none":
            return _are_alike(ink or "000000", _MARKERS.get(marker, ""))
        shades = [properties.find(qn("w:shd")) for properties in self._properties(run)]
        cell = next(islice(run.iterancestors(qn("w:p"), qn("w:tc")), 1, None), None)
        around = (self._paragraph_settings(run), cell.find(qn("w:tcPr")) if cell is not None else None)
        shades += [settings.find(qn("w:shd")) for settings in around if settings is not None]
        fill = next((s.get(qn("w:fill")) or "" for s in shades if s is not None), "auto")
        return _are_alike(ink, fill.lower()) and not _NEARLY_WHITE.fullmatch(ink)

    def _is_white(self, run: Any) -> bool:
        """Whether text is white where nothing is shaded behind it."""
        if not _NEARLY_WHITE.fullmatch(self._ink(run)):
            return False
        highlight = self._property(run, "w:highlight")
        if highlight and highlight not in ("none", "white"):
            return False
        holders = [run, *run.iterancestors(qn("w:p"), qn("w:tc"), qn("w:tbl"), qn("w:txbxContent"))]
        return not any(_is_shaded(holder) for holder in holders) and not any(
            holder.tag == qn("w:txbxContent") for holder in holders
        )

    def _ink(self, run: Any) -> str:
        """The colour of text in six hexadecimal digits; the theme's paper colour, which goes before it, is white."""
        for properties in self._properties(run):
            node = properties.find(qn("w:color"))
            if node is not None:
                is_paper = node.get(qn("w:themeColor")) in _PAPER and node.get(qn("w:themeShade")) is None
                return "FFFFFF" if is_paper else node.get(qn("w:val")) or ""
        return ""

    def _property(self, run: Any, name: str) -> str:
        for properties in self._properties(run):
            node = properties.find(qn(name))
            if node is not None:
                return node.get(qn("w:val")) or ""
        return ""

    def _properties(self, run: Any) -> Iterator[Any]:
        """The settings of a run, the nearest first: its own, its style's, its paragraph's and its table's styles'."""
        own = run.find(qn("w:rPr"))
        if own is not None:
            yield own
            yield from self._of_style(own.find(qn("w:rStyle")))
        parent = run.getparent()
        if parent not in self._around:
            self._around[parent] = list(self._settings_around(run))
        yield from self._around[parent]

    def _settings_around(self, run: Any) -> Iterator[Any]:
        """The settings of the styles of a run's paragraph and tables, and of the file."""
        if next(run.iterancestors(qn("w:p")), None) is not None:
            settings = self._paragraph_settings(run)
            yield from self._of_style(settings.find(qn("w:pStyle")) if settings is not None else None, self.usual)
        for table in run.iterancestors(qn("w:tbl")):
            yield from self._of_style(table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}"))
        if self.defaults is not None:
            yield self.defaults

    def _paragraph_settings(self, run: Any) -> Any:
        """The settings of the paragraph that a run stands in; None where it has none."""
        paragraph = next(run.iterancestors(qn("w:p")), None)
        if paragraph is not None and paragraph not in self._of_paragraph:
            self._of_paragraph[paragraph] = paragraph.find(qn("w:pPr"))
        return self._of_paragraph.get(paragraph)

    def _of_style(self, reference: Any, usual: str | None = None) -> Iterator[Any]:
        name, seen = reference.get(qn("w:val")) if reference is not None else usual, 0
        while name in self.styles and seen < 10:
            style = self.styles[name]
            if (properties := style.find(qn("w:rPr"))) is not None:
                yield properties
            parent = style.find(qn("w:basedOn"))
            name, seen = parent.get(qn("w:val")) if parent is not None else None, seen + 1


def _is_off_the_page(settings: Any) -> bool:
    """Whether a paragraph with these settings, or the frame around it, stands where no page is."""
    if settings is None:
        return False
    indent, frame = settings.find(qn("w:ind")), settings.find(qn("w:framePr"))
    places = [indent.get(qn(f"w:{side}")) for side in ("left", "start", "firstLine")] if indent is not None else []
    places += [frame.get(qn("w:x")), frame.get(qn("w:y"))] if frame is not None else []
    return any(abs(length(place) or 0) > _FARTHEST for place in places)


def _is_flat(height: str | None) -> bool:
    """Whether a height in twips is too low for any line of text."""
    twips = length(height)
    return twips is not None and 0 <= twips < _LOWEST


def _are_alike(ink: str, ground: str) -> bool:
    """Whether two colours (six hexadecimal digits) differ by less than the eye tells."""
    if not all(re.fullmatch(r"[0-9a-f]{6}", colour) for colour in (ink, ground)):
        return False
    return all(abs(int(ink[at : at + 2], 16) - int(ground[at : at + 2], 16)) < 16 for at in (0, 2, 4))


def _is_unfilled(properties: Any) -> bool:
    """Whether the letters are drawn without ink: no fill, or one that is wholly transparent."""
    fill = properties.find(f"{_WORD_2010}textFill")
    if fill is None:
        return False
    alpha = next((int(a.get(f"{_WORD_2010}val") or 0) for a in fill.iter(f"{_WORD_2010}alpha")), 0)
    return fill.find(f"{_WORD_2010}noFill") is not None or alpha >= 95_000


def words_of(element: Any) -> str:
    """All words below an element, deleted ones too."""
    return " ".join(node.text or "" for node in element.iter(qn("w:t"), qn("w:delText"), _FORMULA))


def is_undrawn(shape: Any) -> bool:
    """Whether a shape is switched off, has no size, or stands where no page is."""
    properties = shape.find(f"{DRAWING}docPr")
    if properties is not None:
        extent = shape.find(f"{DRAWING}extent")
        sides = [extent.get(side) for side in ("cx", "cy")] if extent is not None else []
        offsets = (place.text or "" for place in shape.iter(f"{DRAWING}posOffset"))
        far = any(re.fullmatch(r"-?[0-9]{1,12}", text) and abs(int(text)) > _FARTHEST_DRAWING for text in offsets)
        return properties.get("hidden", "0") not in _OFF or "0" in sides or far
    style = dict(part.strip().split(":", 1) for part in (shape.get("style") or "").lower().split(";") if ":" in part)
    style = {name.strip(): value.strip() for name, value in style.items()}
    sides = [style.get(side) for side in ("width", "height")]
    places = [length(style.get(side)) or 0 for side in ("margin-left", "margin-top", "left", "top")]
    is_off = style.get("visibility") == "hidden" or any(side is not None and length(side) == 0 for side in sides)
    return is_off or any(abs(place) > 2 * _FARTHEST for place in places)


def _is_shaded(element: Any) -> bool:
    """Whether something other than white is drawn behind a run, a paragraph, a cell or a table."""
    kind = {qn("w:r"): "w:rPr", qn("w:p"): "w:pPr", qn("w:tc"): "w:tcPr", qn("w:tbl"): "w:tblPr"}.get(element.tag)
    shade = element.find(f"{qn(kind)}/{qn('w:shd')}") if kind else None
    if shade is None:
        return element.tag == qn("w:tbl") and element.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}") is not None
    return (shade.get(qn("w:fill")) or "auto").upper() not in ("AUTO", "FFFFFF")
