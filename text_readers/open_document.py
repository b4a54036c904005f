"""Text out of OpenDocument files (.odt, .ott, .fodt): headings, lists with their numbers, tables, notes."""

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from documents.text_reader import Unreadable
from text_readers.lines import SUPERSCRIPT, FileText, TextLine, hidden_remark, raised
from text_readers.word_package import open_archive

_SPACE = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
}


def _name(prefixed: str) -> str:
    prefix, _, local = prefixed.partition(":")
    return f"{{{_SPACE[prefix]}}}{local}"


_P, _H, _LIST, _ITEM, _TABLE = (
    _name(f"{n}") for n in ("text:p", "text:h", "text:list", "text:list-item", "table:table")
)
#: Elements that carry text apart from the line they hang on, or none at all.
_APART = {
    *map(_name, ("text:note", "text:tracked-changes", "office:annotation", "office:annotation-end", "draw:text-box")),
    *map(_name, ("text:hidden-text", "text:hidden-paragraph", "text:ruby-text")),
}


def is_open_document(archive: zipfile.ZipFile) -> bool:
    """Whether an archive holds an OpenDocument text."""
    if "content.xml" not in archive.namelist():
        return False
    kind = archive.read("mimetype")[:100] if "mimetype" in archive.namelist() else b"opendocument.text"
    return b"opendocument.text" in kind


def read_open_document(shown: str, data: bytes) -> FileText:
    """The lines of an OpenDocument text, in reading order; what it hides is left out and told.

    Raises Unreadable for broken and locked files and those with entities of their own.
    """
    archive = open_archive(shown, data)
    try:
        manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.namelist() else b""
        if b"encryption-data" in manifest:
            raise Unreadable(f"{shown} is locked with a password. Upload a copy without one.")
        roots = [_parsed(shown, archive.read(n)) for n in ("content.xml", "styles.xml") if n in archive.namelist()]
    except (zipfile.BadZipFile, RuntimeError, OSError, KeyError, etree.XMLSyntaxError) as error:
        raise Unreadable(f"{shown} is a broken OpenDocument file. Open it, save it again and upload that.") from error
    reader = _Reader(roots)
    body = roots[0].find(f".//{_name('office:text')}")
    lines = [*reader.heads(), *(reader.block(body, 0) if body is not None else ()), *reader.notes]
    remark = hidden_remark(reader.hidden, "that the file hides")
    return FileText(lines, [remark] if remark else [])


def _parsed(shown: str, data: bytes) -> Any:
    if b"<!ENTITY" in data.replace(b"\x00", b"") or b"<!DOCTYPE" in data[:4096].replace(b"\x00", b""):
        raise Unreadable(f"{shown} holds XML entities, which no such file needs. It is not opened.")
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


class _Reader:
    """Walks one document; keeps the counters of its lists, its notes and what it hides."""

    def __init__(self, roots: list[Any]) -> None:
        self.roots = roots
        self.hidden: list[str] = []
        self.notes: list[TextLine] = []
        self.hiding: set[str] = set()
        self.raising: set[str] = set()
        self.counts: list[int] = []
        self.shapes = {
            style.get(_name("style:name")): [self._shape(level) for level in style]
            for root in roots
            for style in root.iter(_name("text:list-style"))
        }
        for root in roots:
            for style in root.iter(_name("style:style")):
                self._note_style(style)

    def _note_style(self, style: Any) -> None:
        properties = style.find(_name("style:text-properties"))
        if properties is None:
            return
        if (
            properties.get(_name("text:display")) == "none"
            or properties.get(_name("fo:color"), "").lower() == "#ffffff"
        ):
            self.hiding.add(style.get(_name("style:name")))
        position = properties.get(_name("style:text-position"), "")
        if position.startswith("super") or re.match(r"[1-9]\d?%", position):
            self.raising.add(style.get(_name("style:name")))

    @staticmethod
    def _shape(level: Any) -> str:
        """How a level of a list is marked: "-" for bullets, else its kind of number."""
        return "-" if level.tag == _name("text:list-level-style-bullet") else level.get(_name("style:num-format"), "1")

    def heads(self) -> Iterator[TextLine]:
        """Running heads and feet, once each."""
        seen: dict[str, None] = {}
        for root in self.roots:
            for kind in ("style:header", "style:header-first", "style:footer", "style:footer-first"):
                for element in root.iter(_name(kind)):
                    seen |= {line.strip(): None for line in self.block(element, 0) if line.strip()}
        yield from (TextLine(text, "header") for text in seen)

    def block(self, element: Any, depth: int, style: str = "") -> Iterator[TextLine]:
        """Paragraphs, lists and tables below an element, in order."""
        for child in element if depth < 100 else ():
            if child.tag in (_P, _H):
                yield from self.paragraph(child, "heading" if child.tag == _H else "")
            elif child.tag == _LIST:
                yield from self.items(child, depth, style)
            elif child.tag == _TABLE:
                yield from self.table(child, depth)
                yield TextLine("")
            elif child.tag not in _APART and isinstance(child.tag, str):
                yield from self.block(child, depth + 1, style)

    def paragraph(self, paragraph: Any, kind: str, mark: str = "") -> Iterator[TextLine]:
        """A paragraph's lines, its boxes before it, an empty line after it."""
        for box in paragraph.iter(_name("draw:text-box")):
            yield from self.block(box, 1)
        for number, text in enumerate(self.text(paragraph).split("\n")):
            if text.strip():
                yield TextLine((mark if number == 0 else "") + text.strip(" "), kind or ("item" if mark else ""))
        yield TextLine("")

    def items(self, element: Any, depth: int, style: str) -> Iterator[TextLine]:
        """Items with the number or dash that the list shows."""
        style = element.get(_name("text:style-name")) or style
        start = 0
        self.counts.append(start)
        level = len(self.counts)
        shapes = self.shapes.get(style, [])
        for item in element:
            if item.tag != _ITEM:
                yield from self.block(item, depth + 1, style)
                continue
            self.counts[-1] += 1
            shape = shapes[level - 1] if level <= len(shapes) else "1"
            mark = "  " * (level - 1) + "- " if shape == "-" else f"{self.counts[-1]}. " if shape else ""
            for child in item:
                if child.tag in (_P, _H):
                    yield from self.paragraph(child, "heading" if child.tag == _H else "", mark)
                    mark = ""
                else:
                    yield from self.block([child], depth + 1, style)
        self.counts.pop()

    def table(self, table: Any, depth: int) -> Iterator[TextLine]:
        """Rows as cells between tabs; a row of one cell, or with long cells, as its paragraphs."""
        for row in table.iter(_name("table:table-row")):
            if next(row.iterancestors(_TABLE)) is not table:
                continue
            cells = [cell for cell in row if cell.tag == _name("table:table-cell")]
            texts = [[t for p in cell.iter(_P, _H) if (t := self.text(p).strip())] for cell in cells]
            if len(cells) == 1 or any(len(cell) > 2 for cell in texts):
                for cell in cells:
                    yield from self.block(cell, depth + 1)
            elif any(texts):
                yield TextLine("\t".join(" ".join(cell) for cell in texts).rstrip("\t").replace("\n", " "), "row")

    def text(self, element: Any) -> str:
        """The words of a paragraph, with its tabs, breaks and marks of notes."""
        parts: list[str] = []
        self._gather(element, parts, raising=False, depth=0)
        return "".join(parts)

    def _gather(self, element: Any, parts: list[str], *, raising: bool, depth: int) -> None:
        """Collect the text of an element and its children; what is hidden goes to `self.hidden`."""
        style = element.get(_name("text:style-name")) or ""
        if style in self.hiding and depth:
            self.hidden.append("".join(element.itertext()))
            return
        raising = raising or style in self.raising
        parts.append(_shown(element.text, raising))
        for child in element if depth < 100 else ():
            if child.tag == _name("text:s"):
                parts.append(" " * min(int(child.get(_name("text:c"), "1") or 1), 50))
            elif child.tag in (_name("text:tab"), _name("text:line-break")):
                parts.append("\t" if child.tag == _name("text:tab") else "\n")
            elif child.tag == _name("text:note"):
                self._note(child, parts)
            elif child.tag in (_name("text:hidden-text"), _name("text:hidden-paragraph")):
                self.hidden.append("".join(child.itertext()))
            elif child.tag not in _APART and isinstance(child.tag, str):
                self._gather(child, parts, raising=raising, depth=depth + 1)
            parts.append(_shown(child.tail, raising))

    def _note(self, note: Any, parts: list[str]) -> None:
        citation, body = note.find(_name("text:note-citation")), note.find(_name("text:note-body"))
        mark = ("".join(citation.itertext()) if citation is not None else "").translate(SUPERSCRIPT)
        parts.append(mark)
        words = " ".join("".join(p.itertext()) for p in body.iter(_P)) if body is not None else ""
        self.notes.append(TextLine(f"{mark} {words}"))


def _shown(text: str | None, raising: bool) -> str:
    """Text as OpenDocument means it: runs of white space are one space."""
    words = re.sub(r"[ \t\r\n]+", " ", text or "")
    return raised(words) if raising else words
