"""Text out of a Word file: paragraphs with the numbers Word counts itself, rows of tables, ticks, footnotes."""

import io
import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from documents.text_reader import Unreadable
from text_readers.html import read_html
from text_readers.lines import FileText, Remark, TextLine, decode, hidden_remark, raised
from text_readers.tables import stacked
from text_readers.word_fields import OpenFields, box_sign, in_symbol_font, symbol
from text_readers.word_heads import heads_of
from text_readers.word_hidden import HiddenText, words_of
from text_readers.word_notes import Notes
from text_readers.word_numbers import Numbers
from text_readers.word_package import as_docx
from text_readers.word_prompts import Prompts
from text_readers.word_unread import unread
from text_readers.word_values import length, value_of

_SUM = re.compile(r"£|^[\d,. ]+$")
#: So many Word files may each stand in another.
_DEEPEST = 3
#: Twips: what a row leaves out before its first cell is an indent where it is narrower.
_NARROWEST_COLUMN = 567
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FORMULA, _RAISED, _DENOMINATOR = f"{_MATHS}t", f"{_MATHS}sup", f"{_MATHS}den"
_CONTENT = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: Parts of a cell whose paragraphs are read by themselves, or not at all.
_APART = {qn("w:txbxContent"), qn("w:del"), qn("w:moveFrom")}
_CHOICE, _FALLBACK = f"{_CONTENT}Choice", f"{_CONTENT}Fallback"
#: Elements whose paragraphs and tables stand in the text as if they were not there; of two versions, the first.
_HOLDERS = {*map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag"))}
_HOLDERS |= {f"{_CONTENT}AlternateContent", _CHOICE, _FALLBACK}
#: The style of the entries of a list of contents.
_CONTENTS = re.compile(r"toc [1-9]|table of figures", re.IGNORECASE)


def read_word(shown: str, data: bytes, depth: int = 0) -> FileText:
    """The lines of a Word file (.docx, .docm, .dotx, .dotm, transitional or strict), in reading order.

    What it hides or strikes out with changes tracked is left out and told. `depth` counts the Word files around it.
    Raises Unreadable for other archives, for bombs (small files that unpack to much) and for XML with own entities.
    """
    try:
        document = Document(io.BytesIO(as_docx(shown, data)))
        reader = _Reader(document, depth)
        lines = [*reader.heads(), *reader.body(), *reader.notes()]
    except Unreadable:
        raise
    except Exception as error:  # python-docx raises KeyError, ValueError, lxml and zip errors alike on broken files
        raise Unreadable(f"{shown} is a broken Word file. Open it in Word, save it again and upload that.") from error
    remarks = [
        hidden_remark(reader.hidden_texts(lines), "that the Word file hides"),
        hidden_remark(reader.deleted(lines), "that is deleted with changes tracked"),
        hidden_remark(reader.hidden.struck, "that is struck through"),
        reader.prompts.remark(),
        *unread(document.element.body, reader.inserted, reader.parts(), reader.around(), reader.unknown_signs),
        *reader.fields.remarks(),
        *reader.remarks,
    ]
    return FileText(lines, [remark for remark in remarks if remark])


class _Reader:
    """Walks one document; keeps what it hides and the fields that are open."""

    def __init__(self, document: Any, depth: int) -> None:
        self.document = document
        self.depth = depth
        #: What is to be told of files that stand in for parts of the text.
        self.remarks: list[Remark] = []
        self.styles = {style.get(qn("w:styleId")): style for style in document.styles.element.findall(qn("w:style"))}
        self.numbers = Numbers(document, self.styles)
        self.hidden = HiddenText(self.styles, document.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:rPr')}"))
        self.prompts = Prompts(self.parts())
        self.marks = Notes(document.part.rels.values())
        self.fields = OpenFields()
        self.head_elements: list[Any] = []
        #: The words of heads and notes that no page shows.
        self.unshown: list[str] = []
        self.before = ""
        self.inserted: list[str] = []
        #: What was moved elsewhere with changes tracked: its words stand where they were moved to.
        self.moved: list[str] = []
        #: Signs of symbol fonts that are not known.
        self.unknown_signs = 0

    def heads(self) -> list[TextLine]:
        """Running heads and feet that a page shows, those of the first page too, each line once."""
        lines: dict[str, TextLine] = {}
        shown, unshown = heads_of(self.document)
        self.unshown += [words_of(element) for element in unshown]
        self.head_elements = shown
        for element in shown:
            for line in self.block(element):
                if line.strip():
                    lines.setdefault(line.strip(), TextLine(line.strip(), "header"))
            self.fields.end_part()
        return list(lines.values())

    def body(self) -> list[TextLine]:
        """The lines of the text itself."""
        lines = list(self.block(self.document.element.body))
        self.fields.end_part()
        return lines

    def around(self) -> list[Any]:
        """The elements beside the body that hold text: heads, feet and notes."""
        return [*self.head_elements, *self.marks.roots.values()]

    def hidden_texts(self, lines: Sequence[str]) -> list[str]:
        """The words that are hidden, and those of heads and notes that no page shows and that stand nowhere else."""
        text = " ".join(" ".join(lines).split())
        return [*self.hidden.texts, *(words for words in self.unshown if " ".join(words.split()) not in text)]

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
            elif _is_second_version(child) or (child.tag == qn("w:sdt") and self.prompts.is_prompt(child)):
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
        yield from self.boxes(paragraph)
        text, self.before = self.before + self.text(paragraph), ""
        if _runs_on(paragraph):
            self.before = text
            return
        texts = text.split("\n")
        style, mark = self.style(paragraph), self.numbers.mark(paragraph)
        kind = "heading" if re.match(r"(?:heading|title|subtitle)", style, re.IGNORECASE) else "item" if mark else ""
        kind = "furniture" if _CONTENTS.fullmatch(style) else kind
        for position, text in enumerate(texts):
            if text.strip():
                yield TextLine((mark if position == 0 else "") + text.strip(" "), kind)
        yield TextLine("")

    def boxes(self, paragraph: Any) -> Iterator[TextLine]:
        """The lines of the text boxes that hang on a paragraph and are drawn."""
        for box in paragraph.iter(qn("w:txbxContent")):
            is_own = next(box.iterancestors(qn("w:p"))) is paragraph
            if is_own and not any(map(_is_second_version, box.iterancestors())) and not self.hidden.box(box):
                yield from self.block(box)

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
            texts = [self.cell(cell) for cell in cells]
            self.hidden.texts += _covered(cells, texts)
            above = _with_merged(cells, texts, above)
            filled = [[text for text in cell if text] for cell in texts]
            if rows := stacked(filled):
                yield from (TextLine("\t".join(row).replace("\n", " "), "row") for row in rows)
            elif len(cells) == 1 or any(len(cell) > 2 for cell in filled):
                for cell in cells:
                    yield from self.block(cell)
            elif any(filled):
                spread = [
                    part for cell, text in zip(cells, filled, strict=True) for part in _spread(cell, " ".join(text))
                ]
                cut = "\t".join([*_left_out(row), *spread]).rstrip("\t")
                yield TextLine(cut.replace("\n", " "), "row")

    def cell(self, cell: Any) -> list[str]:
        """The paragraphs of a cell with their numbers, and before each the lines of the boxes that hang on it."""
        texts: list[str] = []
        for paragraph in cell.iter(qn("w:p")):
            around = list(takewhile(lambda part: part is not cell, paragraph.iterancestors()))
            if any(part.tag in _APART or _is_second_version(part) or self._is_prompt(part) for part in around):
                continue
            texts += [line.strip() for line in self.boxes(paragraph) if line.strip()]
            number = self.numbers.mark(paragraph).strip()
            words = self.text(paragraph).strip()
            texts.append(words if number == "-" else f"{number} {words}".strip())
        return texts

    def _is_prompt(self, element: Any) -> bool:
        return element.tag == qn("w:sdt") and self.prompts.is_prompt(element)

    def inserted_file(self, chunk: Any) -> Iterator[TextLine]:
        """A whole file that stands in for a part of the text: pages, text and Word files are read, others are told."""
        part = self.document.part.related_parts.get(chunk.get(qn("r:id")))
        blob = part.blob if part is not None else b""
        if part is not None and part.content_type in ("text/html", "application/xhtml+xml"):
            text = read_html("The page", decode("The page", blob))
        elif part is not None and part.content_type == "text/plain":
            text = FileText(map(TextLine, decode("The text", blob).splitlines()))
        elif blob.startswith(b"PK") and self.depth < _DEEPEST:
            text = read_word("The Word file inside it", blob, self.depth + 1)
        else:
            self.inserted.append(part.partname.rsplit("/", 1)[-1] if part is not None else "without a name")
            return
        self.remarks += text.remarks
        yield from text

    def notes(self) -> Iterator[TextLine]:
        """The footnotes and endnotes that the text refers to, each after its number, at the end."""
        for mark, note in self.marks.shown():
            text = " ".join(line.strip().replace("\t", " ") for line in self.block(note) if line.strip())
            self.fields.end_part()
            if text:
                yield TextLine(f"{mark} {text}".strip())
        self.unshown += [words_of(note) for note in self.marks.unshown()]

    def text(self, paragraph: Any) -> str:
        """The text of a paragraph as it reads, without its text boxes: what was inserted with changes tracked is in."""
        parts: list[str] = []
        for node in self._nodes(paragraph):
            if node.tag == qn("w:del"):
                self.hidden.deleted.append(words_of(node))
            elif node.tag == qn("w:moveFrom"):
                self.moved.append(words_of(node))
            elif node.tag == qn("w:fldChar"):
                parts.append(self.fields.meet(node))
            elif self.fields.is_in_code:
                self.fields.keep(node)
            elif node.tag in (qn("w:t"), _FORMULA) and node.text:
                parts.append(self._shown(node))
            elif node.tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
                run = next(node.iterancestors(qn("w:r")), None)
                parts.append("" if run is not None and self.hidden.is_hidden(run) else self.marks.mark(node))
            else:
                parts.append(_sign(node))
        return "".join(parts)

    def _shown(self, node: Any) -> str:
        """The words of a run as they are seen: nothing of hidden ones, raised figures apart, signs of symbol fonts."""
        run = next(node.iterancestors(qn("w:r")), None)
        if self.hidden.run(run, node.text):
            return ""
        text = in_symbol_font(self.hidden.font(run), node.text)
        if text is not None:
            self.unknown_signs += text.count("\ufffd")
            return text.replace("\ufffd", "")
        is_raised = self.hidden.is_raised(run) or next(node.iterancestors(_RAISED), None) is not None
        return raised(node.text) if is_raised else str(node.text)

    def _nodes(self, paragraph: Any) -> Iterator[Any]:
        """What a paragraph is made of, in order; text boxes, deletions, moves and second versions are not entered."""
        waiting = list(reversed(paragraph))
        while waiting:
            node = waiting.pop()
            if node.tag == qn("w:txbxContent") or _is_second_version(node) or self._is_prompt(node):
                continue
            yield node
            waiting += reversed(node) if node.tag not in (qn("w:del"), qn("w:moveFrom"), qn("w:fldChar")) else ()


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
        if merged is not None and merged.get(qn("w:val")) != "restart":
            text[:] = [words for words in above.get(column, []) if not _SUM.search(words)]
        now[column] = text
        width = value_of(cell.find(qn("w:tcPr")), "w:gridSpan")
        column += int(width) if width.isdigit() else 1
    return now


def _covered(cells: list[Any], texts: list[list[str]]) -> Iterator[str]:
    """Take away, and give, the words of cells that are merged into the one above or before them: nobody sees them."""
    for cell, text in zip(cells, texts, strict=True):
        merges = (cell.find(f"{qn('w:tcPr')}/{qn(name)}") for name in ("w:vMerge", "w:hMerge"))
        if any(merge is not None and merge.get(qn("w:val")) != "restart" for merge in merges):
            yield " ".join(text)
            text[:] = []


def _left_out(row: Any) -> list[str]:
    """An empty cell for each column that a row leaves out at its beginning, as far as that is seen."""
    properties = row.find(qn("w:trPr"))
    count, width = (
        value_of(properties, "w:gridBefore"),
        properties.find(qn("w:wBefore")) if properties is not None else None,
    )
    twips = length(width.get(qn("w:w"))) if width is not None else None
    return [""] * min(int(count), 60) if count.isdigit() and (twips is None or twips > _NARROWEST_COLUMN) else []


def _spread(cell: Any, text: str) -> list[str]:
    """The text of a cell, with an empty one for each further column that it covers."""
    width = value_of(cell.find(qn("w:tcPr")), "w:gridSpan")
    return [text, *[""] * (min(int(width), 60) - 1 if width.isdigit() else 0)]


def _is_second_version(node: Any) -> bool:
    """Whether an element is another version of what stands before it, kept for programs that cannot show that one."""
    if node.tag not in (_CHOICE, _FALLBACK):
        return False
    return next(node.itersiblings(_CHOICE, preceding=True), None) is not None


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
    if node.tag == _DENOMINATOR:
        return "/"
    if node.tag == qn("w:checkBox"):
        return box_sign(node)
    return ""
