"""Text out of a PDF: pages by their layout, running heads and feet told apart, what is not seen left out and told."""

import re
from collections.abc import Iterator, Sequence
from functools import partial

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from documents.text_reader import Unreadable
from text_readers.lines import MOST_CHARACTERS, FileText, Remark, TextLine, hidden_remark
from text_readers.mail import Attachment
from text_readers.pdf_layout import lines_of
from text_readers.pdf_page import Page, read_page
from text_readers.recognition import Recogniser, figures_in

_MOST_PAGES = 400
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[0-9]{1,3}(?:\s*(?:of|/)\s*[0-9]{1,3})?|-\s*[0-9]{1,3}\s*-|(?:page )[0-9]{1,3}.{0,30}", re.IGNORECASE
)
#: Share of a page that a picture fills from which it is told that the picture is not read.
_LARGE_PICTURE = 0.08
#: Smaller pictures are signs and lines that a program drew as pictures.
_SMALL_PICTURE = 0.006
#: Signs of which a font does not say the letter: fewer are bullets and ornaments.
_FEW_UNKNOWN = 12
#: Forms written in XML (XFA), which pdfium does not draw; so many files of a PDF are named.
_FORMS_OF_PROGRAMS = (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND)
_MOST_NAMES = 100
#: So many figures of a page that a machine read are named one by one.
_MOST_FIGURES = 60
#: So many drawn shapes on a page without text are letters turned into outlines.
_OUTLINES = 150


def read_pdf(shown: str, data: bytes) -> FileText:
    """The lines of a PDF, an empty line where the page shows a gap; running heads, feet and page numbers as furniture.

    Raises Unreadable for locked and broken files, for those far too long, and for pictures of pages without text.
    """
    document = open_pdf(shown, data)
    try:
        document.init_forms()
        form = document.formenv
        pages, lines, size = [], [], 0
        recogniser = Recogniser()
        for number in range(len(document)):
            page = read_page(document[number], form.raw if form else None, partial(_drawn_page, data, number))
            pages.append(page)
            lines.append(lines_of(page.characters, page.rules))
            if _is_pictured(page):
                lines[-1] = recogniser.lines(document[number])
                page.figures = figures_in(lines[-1])
                page.recognised = any(line.strip() for line in lines[-1])
            size += sum(map(len, lines[-1]))
            if size > MOST_CHARACTERS:
                raise Unreadable(f"{shown} holds far more text than any decision paper. Upload the paper alone.")
        remarks = [*_page_remarks(pages), *_document_remarks(document)]
    except pdfium.PdfiumError as error:
        raise Unreadable(f"{shown} is a broken PDF.") from error
    if not any(line.strip() for page in lines for line in page):
        raise Unreadable(f"{shown} holds pictures of pages and no text. Upload a PDF with text, or the Word file.")
    return FileText(_without_furniture(lines), remarks)


def _drawn_page(data: bytes, number: int) -> pdfium.PdfPage:
    """A page of a second copy of the document, its marks and fields drawn into it."""
    copy = pdfium.PdfDocument(data)
    page = copy[number]
    raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
    page.close()
    return copy[number]


def attachments_of(shown: str, data: bytes) -> list[Attachment]:
    """The files that a PDF carries, up to ten. Raises Unreadable for locked and broken files."""
    document = open_pdf(shown, data)
    count = max(0, min(raw.FPDFDoc_GetAttachmentCount(document.raw), 10))
    try:
        files = [document.get_attachment(number) for number in range(count)]
        return [Attachment(file.get_name(), bytes(file.get_data())) for file in files]
    except pdfium.PdfiumError as error:
        raise Unreadable(f"{shown} is a broken PDF.") from error


def open_pdf(shown: str, data: bytes) -> pdfium.PdfDocument:
    """A PDF, opened. Raises Unreadable for locked and broken files, and for those far too long."""
    try:
        document = pdfium.PdfDocument(data)
        count = len(document)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable(f"{shown} is locked with a password. Upload a copy without one.") from error
        raise Unreadable(f"{shown} is a broken PDF.") from error
    if count > _MOST_PAGES:
        raise Unreadable(f"{shown} has {count} pages, far more than a decision paper. Upload the paper alone.")
    return document


def _is_pictured(page: Page) -> bool:
    """Whether a page shows something and holds no text: it was scanned, or its letters are drawn as outlines."""
    return not page.characters and (page.pictures > 0.05 or page.drawn > _OUTLINES)


def _page_remarks(pages: Sequence[Page]) -> list[Remark]:
    """What a person must know of the pages: what is hidden, what is a picture."""
    remarks = []
    if hidden := hidden_remark(
        (text for page in pages for text in (page.hidden, *page.hidden_fields)), "that the PDF holds and does not show"
    ):
        remarks.append(hidden)
    if faint := [page.faint for page in pages if page.faint]:
        words = "”, “".join(text[:60] for text in faint[:4])
        remarks.append(
            Remark("faint-text", "asks", f"Text that is hardly visible was read: “{words}”. Is it meant to be seen?")
        )
    remarks += [remark for number, page in enumerate(pages, 1) for remark in _picture_remarks(number, page)]
    if unknown := [str(number) for number, page in enumerate(pages, 1) if page.unknown >= _FEW_UNKNOWN]:
        which = f"page{'s' if len(unknown) > 1 else ''} {', '.join(unknown[:8])}"
        sentence = f"The PDF does not say which letters stand on {which}. Compare the text with the paper."
        remarks.append(Remark("letters-unknown", "asks", sentence))
    if marks := list(dict.fromkeys(page.watermark for page in pages if page.watermark)):
        severity = "warns" if any("£" in mark for mark in marks) else "informs"
        sentence = f"Text across the page was left out: “{'”, “'.join(mark[:200] for mark in marks[:3])}”."
        remarks.append(Remark("watermark", severity, sentence, tuple(marks) if marks[3:] else ()))
    remarks += _mark_remarks(pages)
    return remarks


def _mark_remarks(pages: Sequence[Page]) -> Iterator[Remark]:
    """What to say of marks and fields: words struck through or to be blackened, comments, stamps."""
    if struck := hidden_remark((page.struck for page in pages), "that is struck through in the PDF"):
        yield struck
    if marked := [words for page in pages for words in page.to_redact]:
        quoted = "”, “".join(words[:60] for words in marked[:4])
        sentence = f"Words of the PDF are marked to be blackened, and were read: “{quoted}”. May they be published?"
        yield Remark("to-redact", "asks", sentence, tuple(marked))
    if others := [words for page in pages for words in page.other_words]:
        quoted = "”, “".join(words[:80] for words in others[:4])
        sentence = f"Fields of the PDF show other words than they hold: “{quoted}”. Compare them with the paper."
        yield Remark("field-differs", "asks", sentence, tuple(others))
    if comments := [words for page in pages for words in page.comments]:
        sentence = f"{_count_were(len(comments), 'comment')} not read, in the margin of the PDF."
        yield Remark("comments", "informs", sentence, tuple(comments[:500]))
    for number, page in enumerate(pages, 1):
        for what in page.laid_over:
            sentence = f"On page {number} lies {what}. " + ("" if "line over" in what else "What it says was not read.")
            yield Remark("picture", "warns", sentence)


def _picture_remarks(number: int, page: Page) -> Iterator[Remark]:
    """What to say of a page that is a picture, or holds one."""
    if page.recognised:
        sentence = f"Page {number} is a picture whose text a machine recognised. Compare every figure with the page"
        figures = f": {', '.join(page.figures[:_MOST_FIGURES])}" if page.figures else ""
        more = f" and {len(page.figures) - _MOST_FIGURES} more" if len(page.figures) > _MOST_FIGURES else ""
        yield Remark("recognised-page", "asks", f"{sentence}{figures}{more}.")
    elif _is_pictured(page):
        yield Remark("pictured-page", "asks", f"Page {number} is a picture. Nothing on it was read.")
    elif page.pictures >= _LARGE_PICTURE:
        yield Remark("picture", "warns", f"Page {number} holds a large picture. What it says was not read.")
    elif page.pictures >= _SMALL_PICTURE:
        sentence = f"Page {number} holds a small picture (a signature, a logo, a table?) that was not read."
        yield Remark("small-picture", "informs", sentence)


def _document_remarks(document: pdfium.PdfDocument) -> list[Remark]:
    remarks = []
    if raw.FPDF_GetFormType(document.raw) in _FORMS_OF_PROGRAMS:
        sentence = "The PDF holds a form that only Adobe’s programs show, which was not read. Print it to a new PDF."
        remarks.append(Remark("file-not-read", "asks", sentence))
    count = raw.FPDFDoc_GetAttachmentCount(document.raw)
    if count > 0:
        names = [document.get_attachment(number).get_name() for number in range(min(count, _MOST_NAMES))]
        sentence = f"The PDF carries attached files ({', '.join(names[:4])}), which were not read."
        remarks.append(Remark("attachments", "informs", sentence, tuple(names) if names[4:] else ()))
    return remarks


def _count_were(count: int, what: str) -> str:
    """The subject and verb of a remark: "1 page was", "3 pages were"."""
    return f"{count} {what}s were" if count > 1 else f"1 {what} was"


_Numbers = tuple[int, ...]


def _shape(line: str) -> tuple[str, _Numbers]:
    """A line without its numbers, and the numbers; a line with a sum keeps them, for a running head has none."""
    words = " ".join(line.split()).lower()
    if "£" in words:
        return words, ()
    return re.sub(r"[0-9]+", "0", words), tuple(int(number[:15]) for number in re.findall(r"[0-9]+", words))


def _counts_on(first: tuple[int, _Numbers], other: tuple[int, _Numbers]) -> bool:
    """Whether each number of a line is the same on another page, or counts on as the pages do."""
    pages = other[0] - first[0]
    return all(b - a in (0, pages) for a, b in zip(first[1], other[1], strict=True))


def _running(pages: Sequence[Sequence[TextLine]]) -> set[tuple[int, str]]:
    """The lines at the edges of most pages that say the same on each, with the number of the page that they stand on.

    Rows of a table that runs over the pages look alike and say different figures: they are none.
    """
    shapes: dict[str, dict[int, tuple[_Numbers, str]]] = {}
    for number, page in enumerate(pages):
        filled = [line for line in page if line.strip()]
        for line in filled[:2] + filled[-2:]:
            shape, numbers = _shape(line)
            shapes.setdefault(shape, {}).setdefault(number, (numbers, line))
    running: set[tuple[int, str]] = set()
    for lines in shapes.values():
        alike = max(
            (
                [n for n, (other, _) in lines.items() if _counts_on((at, own), (n, other))]
                for at, (own, _) in lines.items()
            ),
            key=len,
        )
        if len(alike) >= 2 and len(alike) * 2 > len(pages):
            running |= {(n, lines[n][1]) for n in alike}
    return running


def _without_furniture(pages: Sequence[Sequence[TextLine]]) -> list[TextLine]:
    """One run of lines; what stands at the edge of most pages, and page numbers there, are furniture."""
    running = _running(pages)
    lines: list[TextLine] = []
    for at, page in enumerate(pages):
        filled_at = [n for n, line in enumerate(page) if line.strip()]
        edge = set(filled_at[:2] + filled_at[-2:])
        for number, line in enumerate(page):
            outer = number in edge and (
                ((at, line) in running)
                or (number in (filled_at[0], filled_at[-1]) and _PAGE_NUMBER.fullmatch(line.strip()))
            )
            lines.append(TextLine(line, "furniture") if outer else line)
    return lines
