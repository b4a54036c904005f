"""Text out of a Word file: paragraphs with the numbers Word counts itself, rows of tables, ticks, footnotes."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from documents.text_reader import Unreadable
from text_readers.html import read_html
from text_readers.lines import SUPERSCRIPT, FileText, Remark, TextLine, decode, hidden_remark, raised
from text_readers.tables import stacked
from text_readers.word_fields import box_sign, field_sign, is_computed, is_prompt, shown_by_code, symbol
from text_readers.word_hidden import HiddenText, words_of
from text_readers.word_numbers import Numbers, value_of
from text_readers.word_package import as_docx
from text_readers.word_unread import unread

_SUM = re.compile(r"£|^[\d,. ]+$")
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_CONTENT = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: Elements whose paragraphs and tables stand in the text as if they were not there; of two versions, the first.
_HOLDERS = {*map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag"))}
_HOLDERS |= {f"{_CONTENT}AlternateContent", f"{_CONTENT}Choice"}


def read_word(shown: str, data: bytes) -> FileText:
    """The lines of a Word file (.docx, .docm, .dotx, .dotm, transitional or strict), in reading order.

    What it hides or strikes out with changes tracked is left out and told.
    Raises Unreadable for other archives, for bombs (small files that unpack to much) and for XML with own entities.
    """
    try:
        document = Document(io.BytesIO(as_docx(shown, data)))
        reader = _Reader(document)
        lines = [*reader.heads(), *reader.block(document.element.body), *reader.notes()]
    except Unreadable:
        raise
    except Exception as error:  # python-docx raises KeyError, ValueError, lxml and zip errors alike on broken files
        raise Unreadable(f"{shown} is a broken Word file. Open it in Word, save it again and upload that.") from error
    remarks = [
        hidden_remark(reader.hidden.texts, "that the Word file hides"),
        hidden_remark(reader.deleted(lines), "that is deleted with changes tracked"),
        hidden_remark(reader.hidden.struck, "that is struck through"),
        *unread(document.element.body, reader.inserted, reader.parts(), reader.head_elements),
        reader.computed_fields(),
    ]
    return FileText(lines, [remark for remark in remarks if remark])


class _Reader:
    """Walks one document; keeps what it hides and the fields that are open."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.styles = {style.get(qn("w:styleId")): style for style in document.styles.element.findall(qn("w:style"))}
        self.numbers = Numbers(document, self.styles)
        self.hidden = HiddenText(self.styles, document.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:rPr')}"))
        #: For each field that is open, whether its code is still being read and not yet what it shows; and its code.
        self.fields: list[bool] = []
        self.codes: list[str] = []
        #: The names of fields whose result only Word computes.
        self.computed: list[str] = []
        self.head_elements: list[Any] = []
        self.before = ""
        self.inserted: list[str] = []
        #: What was moved elsewhere with changes tracked: its words stand where they were moved to.
        self.moved: list[str] = []

    def heads(self) -> list[TextLine]:
        """Running heads and feet of every section, those of the first page too, each line once."""
        lines: dict[str, TextLine] = {}
        for kind in ("headerReference", "footerReference"):
            for reference in self.document.element.body.iter(qn(f"w:{kind}")):
                part = self.document.part.related_parts.get(reference.get(qn("r:id")))
                if part is None:
                    continue
                self.head_elements.append(parse_xml(part.blob))
                for line in self.block(self.head_elements[-1]):
                    if line.strip():
                        lines.setdefault(line.strip(), TextLine(line.strip(), "header"))
        return list(lines.values())

    def parts(self) -> list[Any]:
        """The parts of the file that its text refers to."""
        return [link.target_part for link in self.document.part.rels.values() if not link.is_external]

    def deleted(self, lines: Sequence[str]) -> list[str]:
        """The words that were deleted with changes tracked, and those moved away that stand nowhere else."""
        text = "\n".join(lines)
        return [*self.hidden.deleted, *(words for words in self.moved if words.strip() not in text)]

    def block(self, element: Any) -> Iterator[TextLine]:
        """Paragraphs and tables below an element, in order; prompts that nobody answered are no text."""
        for child in element:
            if child.tag == qn("w:p"):
                yield from self.paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self.table(child)
                yield TextLine("")
            elif child.tag == qn("w:sdt") and is_prompt(child):
                continue
            elif child.tag == qn("w:altChunk"):
                yield from self.inserted_file(child)
            elif child.tag in _HOLDERS:
                yield from self.block(child)
            elif child.tag in (qn("w:del"), qn("w:moveFrom")):
                (self.hidden.deleted if child.tag == qn("w:del") else self.moved).append(words_of(child))
            elif child.tag == qn("m:oMathPara"):
                yield from self.paragraph(child)

    def paragraph(self, paragraph: Any) -> Iterator[TextLine]:
        """A paragraph's lines (it may hold breaks), its number or dash before it, an empty line after it.

        The text boxes that hang on it come before it.
        """
        for box in paragraph.iter(qn("w:txbxContent")):
            if _is_shown_once(box) and next(box.iterancestors(qn("w:p"))) is paragraph and not self.hidden.box(box):
                yield from self.block(box)
        text, self.before = self.before + self.text(paragraph), ""
        if _runs_on(paragraph):
            self.before = text
            return
        texts = text.split("\n")
        style = self.style(paragraph)
        mark = self.numbers.mark(paragraph) if "".join(texts).strip() else ""
        kind = "heading" if re.match(r"(?:heading|title|subtitle)", style, re.IGNORECASE) else "item" if mark else ""
        for position, text in enumerate(texts):
            if text.strip():
                yield TextLine((mark if position == 0 else "") + text.strip(" "), kind)
        yield TextLine("")

    def style(self, paragraph: Any) -> str:
        """The name of the paragraph's style."""
        style = self.styles.get(value_of(paragraph.find(qn("w:pPr")), "w:pStyle"))
        return value_of(style, "w:name") if style is not None else ""

    def table(self, table: Any) -> Iterator[TextLine]:
        """Rows as cells between tabs; a row that holds whole paragraphs (forms drawn as tables) as its paragraphs."""
        above: dict[int, list[str]] = {}
        for row in _own(table, qn("w:tr"), qn("w:tbl")):
            if self.hidden.row(row):
                continue
            cells = [cell for cell in _own(row, qn("w:tc"), qn("w:tr")) if not self.hidden.cell(cell)]
            texts = [[self.text(p).strip() for p in cell.iter(qn("w:p")) if not _is_in_prompt(p)] for cell in cells]
            above = _with_merged(cells, texts, above)
            filled = [[text for text in cell if text] for cell in texts]
            if rows := stacked(filled):
                yield from (TextLine("\t".join(row).replace("\n", " "), "row") for row in rows)
            elif len(cells) == 1 or any(len(cell) > 2 for cell in filled):
                for cell in cells:
                    yield from self.block(cell)
            elif any(filled):
                row = [part for cell, text in zip(cells, filled, strict=True) for part in _spread(cell, " ".join(text))]
                yield TextLine("\t".join(row).rstrip("\t").replace("\n", " "), "row")

    def inserted_file(self, chunk: Any) -> Iterator[TextLine]:
        """A whole file that stands in for a part of the text: a page is read, others are told."""
        part = self.document.part.related_parts.get(chunk.get(qn("r:id")))
        if part is not None and part.content_type in ("text/html", "application/xhtml+xml"):
            page = read_html("The page", decode("The page", part.blob))
            self.hidden.texts += [remark.message for remark in page.remarks]
            yield from page
        else:
            self.inserted.append(part.partname.rsplit("/", 1)[-1] if part is not None else "without a name")

    def notes(self) -> Iterator[TextLine]:
        """The footnotes and endnotes, each after its number, at the end."""
        for kind in ("footnote", "endnote"):
            rels = self.document.part.rels.values()
            part = next((r.target_part for r in rels if r.reltype.endswith(f"/{kind}s")), None)
            for note in parse_xml(part.blob).findall(qn(f"w:{kind}")) if part is not None else ():
                text = " ".join(self.text(p).strip() for p in note.iter(qn("w:p"))).strip()
                if text and note.get(qn("w:type")) is None:
                    yield TextLine(f"{(note.get(qn('w:id')) or '').translate(SUPERSCRIPT)} {text}")

    def text(self, paragraph: Any) -> str:
        """The text of a paragraph as it reads, without its text boxes: what was inserted with changes tracked is in."""
        parts: list[str] = []
        for node in _nodes(paragraph):
            if node.tag == qn("w:del"):
                self.hidden.deleted.append(words_of(node))
            elif node.tag == qn("w:moveFrom"):
                self.moved.append(words_of(node))
            elif node.tag == qn("w:fldChar"):
                parts.append("" if any(self.fields) else field_sign(node))
                parts.append(self._note_field(node.get(qn("w:fldCharType"))))
            elif any(self.fields):
                self.codes[-1] += (node.text or "") if node.tag == qn("w:instrText") else ""
            elif node.tag in (qn("w:t"), _FORMULA) and node.text:
                run = next(node.iterancestors(qn("w:r")), None)
                if self.hidden.run(run, node.text):
                    continue
                parts.append(raised(node.text) if self.hidden.is_raised(run) else node.text)
            else:
                parts.append(_sign(node))
        return "".join(parts)

    def _note_field(self, kind: str | None) -> str:
        """Where a field begins, where its code ends, and where it ends itself; what it shows that has no result."""
        if kind == "begin":
            self.fields.append(True)
            self.codes.append("")
        elif self.fields and kind == "separate":
            self.fields[-1] = False
        elif self.fields and kind == "end":
            without_result, code = self.fields.pop(), self.codes.pop()
            if without_result and not any(self.fields):
                self.computed += [code.split()[0]] if is_computed(code) else []
                return shown_by_code(code)
        return ""

    def computed_fields(self) -> Remark | None:
        """A sentence on the fields whose result Word computes and does not keep in the file."""
        if not self.computed:
            return None
        names = ", ".join(dict.fromkeys(self.computed))
        sentence = f"Fields that only Word computes were not read ({names}). Compare the text with the paper."
        return Remark("sign-not-read", "warns", sentence)


def _is_in_prompt(paragraph: Any) -> bool:
    """Whether a paragraph stands in a content control that nobody has filled in."""
    return any(is_prompt(control) for control in paragraph.iterancestors(qn("w:sdt")))


def _runs_on(paragraph: Any) -> bool:
    """Whether the mark at the end of a paragraph is deleted with changes tracked, so that the next one joins it."""
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None


def _own(element: Any, tag: str, owner: str) -> list[Any]:
    """The rows of a table or cells of a row, without those of tables inside it; linear however deep they nest."""
    out, waiting = [], list(reversed(element))
    while waiting:
        child = waiting.pop()
        if child.tag == tag:
            out.append(child)
        elif child.tag != owner:
            waiting += reversed(child)
    return out


def _with_merged(cells: list[Any], texts: list[list[str]], above: dict[int, list[str]]) -> dict[int, list[str]]:
    """Fill a cell that is merged with the one above it with that one's words; sums are said once, or they would add up.

    Gives, for the next row, the words at each column.
    """
    now: dict[int, list[str]] = {}
    column = 0
    for cell, text in zip(cells, texts, strict=True):
        merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        if merged is not None and merged.get(qn("w:val")) != "restart" and not any(text):
            text[:] = [words for words in above.get(column, []) if not _SUM.search(words)]
        now[column] = text
        width = value_of(cell.find(qn("w:tcPr")), "w:gridSpan")
        column += int(width) if width.isdigit() else 1
    return now


def _spread(cell: Any, text: str) -> list[str]:
    """The text of a cell, with an empty one for each further column that it covers."""
    width = value_of(cell.find(qn("w:tcPr")), "w:gridSpan")
    return [text, *[""] * (min(int(width), 60) - 1 if width.isdigit() else 0)]


def _nodes(paragraph: Any) -> Iterator[Any]:
    """What a paragraph is made of, in order; text boxes, deletions, moves and second versions are not entered."""
    waiting = list(reversed(paragraph))
    while waiting:
        node = waiting.pop()
        if node.tag in (qn("w:txbxContent"), f"{_CONTENT}Fallback") or (node.tag == qn("w:sdt") and is_prompt(node)):
            continue
        yield node
        waiting += reversed(node) if node.tag not in (qn("w:del"), qn("w:moveFrom"), qn("w:fldChar")) else ()


def _is_shown_once(box: Any) -> bool:
    """Whether a text box is no second version of one, kept for older programs."""
    return not any(parent.tag == f"{_CONTENT}Fallback" for parent in box.iterancestors())


def _sign(node: Any) -> str:
    """What stands for a character that is no text: tabs, breaks, symbols, ticks, marks of notes."""
    if node.tag == qn("w:ptab"):
        return "\t"
    if node.tag == qn("w:tab"):
        return "\t" if node.getparent().tag == qn("w:r") else ""
    if node.tag in (qn("w:br"), qn("w:cr")):
        return "\n"
    if node.tag == qn("w:noBreakHyphen"):
        return "-"
    if node.tag == qn("w:sym"):
        return symbol(node)
    if node.tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
        return (node.get(qn("w:id")) or "").translate(SUPERSCRIPT)
    if node.tag == qn("w:checkBox"):
        return box_sign(node)
    return ""
