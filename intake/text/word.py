"""Text out of a Word file: paragraphs with the numbers Word counts itself, rows of tables, ticks, footnotes."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from documents.text_reader import Unreadable
from intake.text.lines import TextLine

_MOST_PARTS = 3000
_MOST_UNPACKED = 80 * 1024 * 1024
#: Ticks and boxes of the symbol fonts that forms are made with.
_SYMBOLS = {"F0FC": "✓", "F0FE": "☑", "F052": "☑", "F050": "✓", "F0A8": "☐", "F06F": "☐", "F0FB": "✗", "F0B7": "•"}
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read_word(shown: str, data: bytes) -> list[TextLine]:
    """The lines of a .docx file, in reading order.

    Raises Unreadable for other archives, for bombs (small files that unpack to much) and for XML with own entities.
    """
    _refuse_hostile(shown, data)
    try:
        document = Document(io.BytesIO(data))
        reader = _Reader(document)
        return [*reader.heads(), *reader.block(document.element.body), *reader.footnotes()]
    except Exception as error:  # python-docx raises KeyError, ValueError, lxml and zip errors alike on broken files
        raise Unreadable(f"{shown} is a broken Word file. Open it in Word, save it again and bring that.") from error


def _refuse_hostile(shown: str, data: bytes) -> None:
    """Look at the archive before anything unpacks it."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable(f"{shown} is a broken archive.") from error
    if not any(part.filename == "word/document.xml" for part in parts):
        what = "spreadsheet" if any(part.filename.startswith("xl/") for part in parts) else "archive"
        raise Unreadable(
            f"{shown} is {'a spreadsheet' if what == 'spreadsheet' else 'an archive'}, not a Word file "
            f"with a paper in it."
        )
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise Unreadable(f"{shown} unpacks to far more than a paper could hold.")
    for part in parts:
        if part.flag_bits & 1:
            raise Unreadable(f"{shown} is locked with a password.")
        if part.filename.endswith((".xml", ".rels")) and _declares(archive, part):
            raise Unreadable(f"{shown} holds XML entities, which no Word file needs. It is not opened.")


def _declares(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part has a document type of its own, in any encoding that XML may have."""
    try:
        with archive.open(part) as stream:
            head = stream.read(64 * 1024).replace(b"\x00", b"")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError):
        return True
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head


class _Reader:
    """Walks one document; keeps the counters of its numbered lists."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.counters: dict[str, list[int]] = {}
        self.levels = self._levels()
        self.styles = {style.get(qn("w:styleId")): style for style in document.styles.element.findall(qn("w:style"))}

    def _levels(self) -> dict[str, dict[int, tuple[str, str, int]]]:
        """For every list: format, text and start of each of its levels."""
        try:
            numbering = self.document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return {}
        abstract = {}
        for item in numbering.findall(qn("w:abstractNum")):
            levels = {}
            for level in item.findall(qn("w:lvl")):
                start = _value(level, "w:start")
                levels[int(level.get(qn("w:ilvl"), "0"))] = (
                    _value(level, "w:numFmt") or "decimal",
                    _value(level, "w:lvlText"),
                    int(start) if start.isdigit() else 1,
                )
            abstract[item.get(qn("w:abstractNumId"))] = levels
        return {
            num.get(qn("w:numId")): abstract.get(_value(num, "w:abstractNumId"), {})
            for num in numbering.findall(qn("w:num"))
        }

    def heads(self) -> list[TextLine]:
        """Running heads and feet of the first section, once."""
        section = self.document.sections[0] if len(self.document.sections) else None
        texts = (
            [p.text.strip() for part in (section.header, section.footer) for p in part.paragraphs] if section else []
        )
        return [TextLine(text, "header") for text in texts if text]

    def block(self, element: Any) -> Iterator[TextLine]:
        """Paragraphs and tables below an element, in order."""
        for child in element:
            if child.tag == qn("w:p"):
                yield from self.paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self.table(child)
                yield TextLine("")
            elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag")):
                yield from self.block(child)

    def paragraph(self, paragraph: Any) -> Iterator[TextLine]:
        """A paragraph's lines (it may hold breaks), its number or dash before it, an empty line after it."""
        texts = _text(paragraph).split("\n")
        style = self.style(paragraph)
        mark = self.mark(paragraph) if "".join(texts).strip() else ""
        kind = "heading" if re.match(r"(?:heading|title|subtitle)", style, re.IGNORECASE) else "item" if mark else ""
        for position, text in enumerate(texts):
            if text.strip():
                yield TextLine((mark if position == 0 else "") + text.strip(" "), kind)
        yield TextLine("")

    def style(self, paragraph: Any) -> str:
        """The name of the paragraph's style."""
        style = self.styles.get(_value(paragraph.find(qn("w:pPr")), "w:pStyle"))
        return _value(style, "w:name") if style is not None else ""

    def mark(self, paragraph: Any) -> str:
        """The number that Word shows before a paragraph without it being text, or a dash for bullets."""
        numbering = self._numbering(paragraph)
        if numbering is None:
            return ""
        list_id, level_text = _value(numbering, "w:numId"), _value(numbering, "w:ilvl") or "0"
        level, levels = int(level_text) if level_text.isdigit() else 0, self.levels.get(list_id, {})
        if list_id == "0" or level not in levels:
            return ""
        shape, text, _ = levels[level]
        counts = self.counters.setdefault(list_id, [])
        while len(counts) <= level:
            counts.append(levels.get(len(counts), ("", "", 1))[2] - (1 if len(counts) == level else 0))
        counts[level] += 1
        del counts[level + 1 :]
        if shape in ("bullet", "none"):
            return "  " * level + "- " if shape == "bullet" else ""
        return _numbered(text or f"%{level + 1}.", counts, levels) + " "

    def _numbering(self, paragraph: Any) -> Any:
        """The list settings of a paragraph, its own or its style's."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if own is not None:
            return own
        style, seen = self.styles.get(_value(paragraph.find(qn("w:pPr")), "w:pStyle")), 0
        while style is not None and seen < 10:
            found = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if found is not None:
                return found
            style, seen = self.styles.get(_value(style, "w:basedOn")), seen + 1
        return None

    def table(self, table: Any) -> Iterator[TextLine]:
        """Rows as cells between tabs; a row that holds whole paragraphs (forms drawn as tables) as its paragraphs."""
        for row in table.iter(qn("w:tr")):
            if next(row.iterancestors(qn("w:tbl"))) is not table:
                continue
            cells = [cell for cell in row.iter(qn("w:tc")) if next(cell.iterancestors(qn("w:tr"))) is row]
            texts = [[_text(p).strip() for p in cell.iter(qn("w:p"))] for cell in cells]
            filled = [[text for text in cell if text] for cell in texts]
            if len(cells) == 1 or any(len(cell) > 2 for cell in filled):
                for cell in cells:
                    yield from self.block(cell)
            elif any(filled):
                yield TextLine("\t".join(" ".join(cell) for cell in filled).rstrip("\t").replace("\n", " "), "row")

    def footnotes(self) -> Iterator[TextLine]:
        """The footnotes, each after its number, at the end."""
        part = next((r.target_part for r in self.document.part.rels.values() if r.reltype.endswith("/footnotes")), None)
        if part is None:
            return
        from docx.oxml.parser import parse_xml

        for note in parse_xml(part.blob).findall(qn("w:footnote")):
            text = " ".join(_text(p).strip() for p in note.iter(qn("w:p"))).strip()
            if text and note.get(qn("w:type")) is None:
                yield TextLine(f"{(note.get(qn('w:id')) or '').translate(_SUPERSCRIPT)} {text}")


def _value(element: Any, name: str) -> str:
    """The w:val of a child; "" when there is none."""
    child = element.find(qn(name)) if element is not None else None
    return (child.get(qn("w:val")) or "") if child is not None else ""


def _numbered(text: str, counts: list[int], levels: dict[int, tuple[str, str, int]]) -> str:
    """A level's text ("%1.%2") with the counters in it."""

    def one(match: re.Match[str]) -> str:
        level = int(match[1]) - 1
        count = counts[level] if level < len(counts) else 1
        shape = levels.get(level, ("decimal", "", 1))[0]
        if shape in ("lowerLetter", "upperLetter"):
            letter = chr(ord("a") + (count - 1) % 26)
            return letter if shape == "lowerLetter" else letter.upper()
        if shape in ("lowerRoman", "upperRoman"):
            return _roman(count) if shape == "lowerRoman" else _roman(count).upper()
        return str(count)

    return re.sub(r"%([1-9])", one, text)


def _roman(count: int) -> str:
    text = ""
    for value, letters in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while count >= value:
            text, count = text + letters, count - value
    return text


def _text(paragraph: Any) -> str:
    """The text of a paragraph as it reads: what was deleted with changes tracked is out, what was inserted is in."""
    parts = []
    for node in paragraph.iter():
        if node.tag == qn("w:t"):
            if not any(
                a.tag
                in (
                    qn("w:del"),
                    qn("w:moveFrom"),
                    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
                )
                for a in node.iterancestors()
            ):
                parts.append(node.text or "")
        elif node.tag == qn("w:tab") and node.getparent().tag == qn("w:r"):
            parts.append("\t")
        elif node.tag in (qn("w:br"), qn("w:cr")):
            parts.append("\n")
        elif node.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        elif node.tag == qn("w:sym"):
            parts.append(_SYMBOLS.get((node.get(qn("w:char")) or "").upper(), ""))
        elif node.tag == qn("w:footnoteReference"):
            parts.append((node.get(qn("w:id")) or "").translate(_SUPERSCRIPT))
    return "".join(parts)
