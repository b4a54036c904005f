"""Text out of OpenDocument files (.odt, .ott, .fodt): headings, lists with their numbers, tables, fields, notes."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from lxml import etree

from documents.text_reader import Unreadable
from text_readers.archives import BROKEN
from text_readers.lines import SUPERSCRIPT, FileText, Remark, TextLine, hidden_remark, raised
from text_readers.open_document_changes import take_deletions
from text_readers.open_document_heads import heads_of
from text_readers.open_document_lists import Numbering, start_of
from text_readers.open_document_shapes import is_nowhere, lies_over_text, square_centimetres
from text_readers.open_document_styles import (
    Styles,
    control_text,
    field_mark_text,
    hidden_columns,
    hides_itself,
    name,
    number_in,
)
from text_readers.tables import TableGrid, stacked
from text_readers.word_package import open_archive

_P, _H, _LIST, _ITEM, _TABLE = map(name, ("text:p", "text:h", "text:list", "text:list-item", "table:table"))
#: Elements that carry text apart from the line they hang on, or none at all.
_APART = {
    *map(name, ("text:note", "text:tracked-changes", "office:annotation", "office:annotation-end", "draw:text-box")),
    *map(name, ("text:hidden-text", "text:hidden-paragraph", "office:forms", "text:label")),
    *map(name, ("draw:object", "draw:object-ole", "draw:image", "svg:title", "svg:desc", "text:script")),
}
#: Parts of a cell that are read by themselves, or told.
_MARGINAL = {*map(name, ("text:note", "office:annotation", "text:tracked-changes"))}
_FIELD_MARK = name("field:fieldmark")
_SIGNS = {*map(name, ("text:s", "text:tab", "text:line-break", "draw:control"))}
#: Fields that set a variable, and may do so unseen.
_VARIABLES = {name(f"text:{kind}") for kind in ("variable-set", "user-field-get", "variable-get", "sequence")}
#: Shapes that hold paragraphs of their own, without a box around them.
_SHAPES = tuple(
    name(f"draw:{kind}")
    for kind in ("custom-shape", "rect", "ellipse", "circle", "line", "connector", "polygon", "path")
)
_INDEXES = {name(f"text:{kind}-index") for kind in ("alphabetical", "illustration", "object", "table", "user")}
_INDEXES |= {name("text:table-of-content")}
_OBJECTS = tuple(map(name, ("draw:object", "draw:object-ole", "draw:plugin", "draw:applet", "draw:floating-frame")))
_DEEPEST = 100
#: Cells that a row says it repeats: spreadsheets fill a page's width so.
_MOST_REPEATED = 30
_LINK = "{http://www.w3.org/1999/xlink}href"
#: A description that says something: a sum, or more than the name of a thing.
_SAYS = re.compile(r"£\s?[0-9]|(?:\S+\s+){4}\S")
#: Square centimetres: an eighth of a page; a smaller picture is a logo or a signature.
_LARGE_PICTURE = 60
_SMALL_PICTURE = 4


def is_open_document(archive: zipfile.ZipFile) -> bool:
    """Whether an archive holds an OpenDocument text."""
    if "content.xml" not in archive.namelist():
        return False
    kind = archive.read("mimetype")[:100] if "mimetype" in archive.namelist() else b"opendocument.text"
    return b"opendocument.text" in kind


def is_flat_open_document(data: bytes) -> bool:
    """Whether some bytes are an OpenDocument text in one XML file."""
    return b"<office:document" in data[:4000] and b"opendocument.text" in data[:20_000]


def read_open_document(shown: str, data: bytes) -> FileText:
    """The lines of an OpenDocument text, in reading order; what it hides is left out and told.

    Raises Unreadable for broken and locked files and those with entities of their own.
    """
    try:
        roots = [_parsed(shown, part) for part in _parts(shown, data)]
    except (*BROKEN, etree.XMLSyntaxError) as error:
        raise Unreadable(f"{shown} is a broken OpenDocument file. Open it, save it again and upload that.") from error
    reader = _Reader(roots, shown)
    body = roots[0].find(f".//{name('office:text')}")
    lines = [*reader.heads(), *(reader.block(body, 0) if body is not None else ()), *reader.notes]
    remarks = [
        hidden_remark(reader.hidden_texts(lines), "that the file hides"),
        hidden_remark(reader.deleted(), "that is deleted with changes tracked"),
        hidden_remark(reader.struck, "that is struck through"),
        *(reader.unread(body) if body is not None else ()),
    ]
    return FileText(lines, [remark for remark in remarks if remark])


def _parts(shown: str, data: bytes) -> list[bytes]:
    """The parts of a file that hold text and styles: of a flat file, itself."""
    if not data.startswith(b"PK"):
        return [data]
    archive = open_archive(shown, data)
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.namelist() else b""
    if b"encryption-data" in manifest:
        raise Unreadable(f"{shown} is locked with a password. Upload a copy without one.")
    return [archive.read(part) for part in ("content.xml", "styles.xml") if part in archive.namelist()]


def _parsed(shown: str, data: bytes) -> Any:
    if b"<!ENTITY" in data.replace(b"\x00", b"") or b"<!DOCTYPE" in data[:4096].replace(b"\x00", b""):
        raise Unreadable(f"{shown} holds XML entities, which no such file needs. It is not opened.")
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


class _Reader:
    """Walks one document; keeps the counters of its lists, its notes and what it hides."""

    def __init__(self, roots: list[Any], shown: str) -> None:
        self.roots = roots
        self.deletions = take_deletions(roots[0])
        self.shown = shown
        self.hidden: list[str] = []
        self.unshown: list[str] = []
        self.struck: list[str] = []
        self.notes: list[TextLine] = []
        self.styles = Styles(roots)
        self.numbering = Numbering(roots)
        self.levels: list[str] = []
        self.in_index = 0
        self.controls = {
            key: control
            for form in roots[0].iter(name("form:form"))
            for control in form
            if isinstance(control.tag, str)
            and (key := control.get(name("xml:id")) or control.get(name("form:id")) or "")
        }

    def heads(self) -> Iterator[TextLine]:
        """Running heads and feet that a page shows, once each; those of pages that are not used are kept to be told."""
        seen: dict[str, None] = {}
        for element, is_shown in heads_of(self.roots):
            if is_shown:
                seen |= {line.strip(): None for line in self.block(element, 0) if line.strip()}
            else:
                self.unshown.append(_words_of(element))
        yield from (TextLine(text, "header") for text in seen)

    def hidden_texts(self, lines: Sequence[str]) -> list[str]:
        """What is hidden, and the words of heads that no page shows and that stand nowhere else."""
        text = " ".join(" ".join(lines).split())
        return [*self.hidden, *(words for words in self.unshown if words not in text)]

    def deleted(self) -> list[str]:
        """The words that were deleted with changes tracked: those that stand apart from the text come after others."""
        deletions = self.roots[0].iter(name("text:deletion"))
        apart = (" ".join("".join(p.itertext()) for p in deletion.iter(_P, _H)) for deletion in deletions)
        return [*self.deletions, *apart]

    def unread(self, body: Any) -> Iterator[Remark]:
        """What the file holds and this reader does not read: tables of other programs, large pictures, comments."""
        frames = list(body.iter(name("draw:frame")))
        objects = [frame for frame in frames if next(frame.iter(*_OBJECTS), None) is not None]
        if objects:
            count = f"{len(objects)} charts, sheets or files" if len(objects) > 1 else "A chart, a sheet or a file"
            yield Remark("file-not-read", "warns", f"{count} inside the file: what is in there was not read.")
        if any(lies_over_text(shape, self.styles) for shape in body.iter(*_SHAPES)):
            sentence = "A filled shape lies over the text of the file. Does it cover words that are not to be read?"
            yield Remark("covered-text", "asks", sentence)
        pictures = [f for f in frames if f not in objects and f.find(name("draw:image")) is not None]
        if large := sum(square_centimetres(frame) >= _LARGE_PICTURE for frame in pictures):
            which = "a large picture. What it says" if large == 1 else f"{large} large pictures. What they say"
            yield Remark("picture", "warns", f"The file holds {which} was not read.")
        if small := sum(_SMALL_PICTURE <= square_centimetres(frame) < _LARGE_PICTURE for frame in pictures):
            which = f"{small} small pictures that were" if small > 1 else "a small picture that was"
            sentence = f"The file holds {which} not read: a signature, a logo, a table?"
            yield Remark("small-picture", "informs", sentence)
        if linked := [source.get(_LINK) or "a file" for source in body.iter(name("text:section-source"))]:
            sentence = f"Parts of the text lie in other files, which were not read: {', '.join(linked)}."
            yield Remark("file-not-read", "asks", sentence)
        descriptions = [_words_of(words) for words in body.iter(name("svg:title"), name("svg:desc"))]
        if described := [words for words in dict.fromkeys(descriptions) if _SAYS.search(words)]:
            quoted = "”, “".join(words[:80] for words in described[:3])
            yield Remark("picture", "warns", f"Pictures described so were not read: “{quoted}”.", tuple(described))
        if comments := [_words_of(comment) for comment in body.iter(name("office:annotation"))]:
            were = f"{len(comments)} comments were" if len(comments) > 1 else "1 comment was"
            yield Remark("comments", "informs", f"{were} not read, in the margin of the file.", tuple(comments[:500]))

    def block(self, element: Any, depth: int, style: str = "") -> Iterator[TextLine]:
        """Paragraphs, lists and tables below an element, in order. Raises Unreadable where they nest without end."""
        if depth > _DEEPEST:
            raise Unreadable(f"{self.shown} is nested deeper than any paper. It is not opened.")
        for child in element:
            if not isinstance(child.tag, str) or child.tag in _APART:
                continue
            if child.tag not in (_LIST, _TABLE) and self.is_left_out(child):
                self.hidden.append(_words_of(child))
            elif child.tag in (_P, _H):
                yield from self.paragraph(child, self.heading_mark(child))
            elif child.tag == _LIST:
                yield from self.items(child, depth, style)
            elif child.tag == name("text:numbered-paragraph"):
                level = number_in(child, "text:level", 1)
                yield from self.marked(child, depth, self.numbering.mark(_list_style(child) or style, level))
            elif child.tag == _TABLE:
                yield from self.table(child, depth)
                yield TextLine("")
            else:
                self.in_index += child.tag in _INDEXES
                boxes = child.findall(name("draw:text-box")) if child.tag == name("draw:frame") else []
                for inner in (*boxes, child):
                    yield from self.block(inner, depth + 1, style)
                self.in_index -= child.tag in _INDEXES

    def is_left_out(self, part: Any) -> bool:
        """Whether a paragraph, section or shape is not shown: by its style, by its own field, by its size."""
        return self.styles.hides(part) or hides_itself(part) or is_nowhere(part)

    def heading_mark(self, paragraph: Any) -> str:
        """The number of a heading, by the outline of the file."""
        if paragraph.tag != _H or not "".join(paragraph.itertext()).strip():
            return ""
        return self.numbering.heading(number_in(paragraph, "text:outline-level", 1))

    def paragraph(self, paragraph: Any, mark: str = "") -> Iterator[TextLine]:
        """A paragraph's lines, its boxes before it, an empty line after it."""
        for box in paragraph.iter(name("draw:text-box")):
            frames = list(box.iterancestors(name("draw:frame")))[:1]
            if any(self.styles.hides(part) or is_nowhere(part) for part in (box, *frames)):
                self.hidden.append(_words_of(box))
            elif next(box.iterancestors(_P, _H)) is paragraph:
                yield from self.block(box, 1)
        for shape in paragraph.iter(*_SHAPES):
            if self.styles.hides(shape):
                self.hidden.append(_words_of(shape))
            elif next(shape.iterancestors(_P, _H)) is paragraph:
                yield from self.block(shape, 1)
        kind = "heading" if paragraph.tag == _H else "item" if mark else ""
        for number, text in enumerate(self.text(paragraph).split("\n")):
            if text.strip():
                line = (mark if number == 0 else "") + text.strip(" ")
                yield TextLine(line, "furniture" if self.in_index else kind)
        yield TextLine("")

    def items(self, element: Any, depth: int, style: str) -> Iterator[TextLine]:
        """Items with the number or dash that the list shows."""
        style = element.get(name("text:style-name")) or style
        self.levels.append(style)
        continued = (element.get(name("text:continue-numbering")), element.get(name("text:continue-list")))
        if len(self.levels) == 1:
            self.numbering.begin(style, continues=continued[0] == "true" or bool(continued[1]))
        for item in element:
            if item.tag != _ITEM:
                yield from self.block([item], depth + 1, style)
                continue
            first = next((child for child in item if child.tag in (_P, _H, _LIST)), None)
            shown = first is not None and first.tag != _LIST  # an item without words shows its number as well
            mark = self.numbering.mark(style, len(self.levels), start_of(item)) if shown else ""
            yield from self.marked(item, depth, mark, style)
        self.levels.pop()

    def marked(self, item: Any, depth: int, mark: str, style: str = "") -> Iterator[TextLine]:
        """What stands in an item, the mark before its first paragraph."""
        for child in item:
            if child.tag in (_P, _H) and not self.is_left_out(child):
                yield from self.paragraph(child, mark)
                mark = ""
            else:
                yield from self.block([child], depth + 1, style)

    def table(self, table: Any, depth: int) -> Iterator[TextLine]:
        """Rows as cells between tabs; a row of one cell, or with long cells, as its paragraphs."""
        grid, hidden = TableGrid(), hidden_columns(table)
        for row in table.iter(name("table:table-row")):
            if next(row.iterancestors(_TABLE)) is not table:
                continue
            if row.get(name("table:visibility"), "visible") != "visible":
                self.hidden.append(_words_of(row))
                continue
            cells = [cell for cell in row if cell.tag == name("table:table-cell")]
            self.hidden += [_words_of(cell) for cell in row if cell.tag == name("table:covered-table-cell")]
            texts = [self.cell(cell) for cell in cells]
            if rows := stacked(texts):
                yield from (TextLine("\t".join(row).replace("\n", " "), "row") for row in rows)
                continue
            if _is_alone(row, cells) or any(len(text) > 2 for text in texts):
                for cell in cells:
                    yield from self.block(cell, depth + 1)
                continue
            columns = grid.row(part for cell, text in zip(cells, texts, strict=True) for part in _spans(cell, text))
            self.hidden += [text for place, text in enumerate(columns) if place in hidden]
            shown = "\t".join(text for place, text in enumerate(columns) if place not in hidden).rstrip("\t")
            if shown.strip():
                yield TextLine(shown.replace("\n", " "), "row")

    def cell(self, cell: Any) -> list[str]:
        """The paragraphs of a cell that are seen and not empty."""
        texts = []
        for paragraph in cell.iter(_P, _H):
            around = list(takewhile(lambda part: part is not cell, paragraph.iterancestors()))
            if any(part.tag in _MARGINAL for part in around):
                continue
            if any(self.is_left_out(part) for part in (paragraph, *around)):
                self.hidden.append(_words_of(paragraph))
            elif text := self.text(paragraph).strip():
                texts.append(text)
        return texts

    def text(self, element: Any) -> str:
        """The words of a paragraph, with its tabs, breaks, fields and marks of notes."""
        parts: list[str] = []
        self._gather(element, parts, raising=self.styles.raises(element), depth=0)
        return "".join(parts)

    def _gather(self, element: Any, parts: list[str], *, raising: bool, depth: int) -> None:
        """Collect the text of an element and its children; what is hidden or struck through is kept apart."""
        if depth > _DEEPEST:
            raise Unreadable(f"{self.shown} is nested deeper than any paper. It is not opened.")
        if depth and self.styles.hides(element):
            self.hidden.append(_words_of(element))
            return
        if self.styles.strikes(element):
            self.struck.append(_words_of(element))
            return
        raising = raising or self.styles.raises(element)
        parts.append(_shown(element.text, raising))
        for child in element:
            if child.tag in _SIGNS:
                parts.append(self._sign(child))
            elif child.tag == name("text:note"):
                self._note(child, parts)
            elif child.tag == name("text:hidden-text"):
                self._hidden_field(child, parts)
            elif child.tag == _FIELD_MARK:
                parts.append(field_mark_text(child))
                self._gather(child, parts, raising=raising, depth=depth + 1)
            elif (
                child.tag not in _SHAPES
                and child.tag not in _APART
                and isinstance(child.tag, str)
                and not _is_prompt(child)
            ):
                self._gather(child, parts, raising=raising, depth=depth + 1)
            parts.append(_shown(child.tail, raising))

    def _sign(self, element: Any) -> str:
        """Spaces, tabs, breaks, and what a field of a form shows."""
        if element.tag == name("text:s"):
            return " " * min(number_in(element, "text:c", 1), 50)
        if element.tag == name("draw:control"):
            control = self.controls.get(element.get(name("draw:control")) or "")
            return control_text(control) if control is not None else ""
        return "\t" if element.tag == name("text:tab") else "\n"

    def _hidden_field(self, field: Any, parts: list[str]) -> None:
        """A field that shows its words or hides them."""
        words = "".join(field.itertext()) or field.get(name("text:string-value")) or ""
        (parts if field.get(name("text:is-hidden")) == "false" else self.hidden).append(words)

    def _note(self, note: Any, parts: list[str]) -> None:
        citation, body = note.find(name("text:note-citation")), note.find(name("text:note-body"))
        mark = ("".join(citation.itertext()) if citation is not None else "").translate(SUPERSCRIPT)
        parts.append(mark)
        words = " ".join(self.cell(body)) if body is not None else ""
        self.notes.append(TextLine(f"{mark} {words}"))


def _spans(cell: Any, text: list[str]) -> list[tuple[str, int, int]]:
    """A cell with the columns and rows that it covers, as often as it is repeated."""
    width = number_in(cell, "table:number-columns-spanned", 1)
    height = number_in(cell, "table:number-rows-spanned", 1)
    repeats = min(number_in(cell, "table:number-columns-repeated", 1), _MOST_REPEATED)
    return [(" ".join(text), width, height)] * repeats


def _is_alone(row: Any, cells: list[Any]) -> bool:
    """Whether a row has one cell, which fills it: no cell from above reaches into it."""
    if len(cells) != 1:
        return False
    covered = row.find(name("table:covered-table-cell")) is not None
    return not covered or number_in(cells[0], "table:number-columns-spanned", 1) > 1


def _is_prompt(element: Any) -> bool:
    """Whether an element only asks for something to be filled in, or sets a variable unseen."""
    if element.get(name("text:display")) == "none" and element.tag in _VARIABLES:
        return True
    return element.tag == name("text:placeholder") or element.get(name("loext:showing-place-holder")) == "true"


def _list_style(element: Any) -> str:
    return element.get(name("text:style-name")) or ""


def _words_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _shown(text: str | None, raising: bool) -> str:
    """Text as OpenDocument means it: runs of white space are one space."""
    words = re.sub(r"[ \t\r\n]+", " ", text or "")
    return raised(words) if raising else words
