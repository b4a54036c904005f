"""Marks, fields and lines over the pages of a PDF: what they show is read or told, what they strike out is no text."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from tests.text_readers.test_shapes_of_pdfs import at, drawn, shown
from text_readers.lines import FileText
from text_readers.reader import read_text

PAGE = at(50, 700, "Accept the award") + at(150, 700, "of \\2439,999 agreed") + at(50, 650, "More words.")


class Sheet:
    """A PDF of one page to which marks are added."""

    def __init__(self, content: str = PAGE) -> None:
        self.document = pikepdf.open(io.BytesIO(drawn(content)))
        self.page = self.document.pages[0]
        self.page.Annots = Array([])
        self.fields: list[Any] = []

    def drawing(self, content: str, width: float = 200, height: float = 30) -> Any:
        about = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, width, height])}
        return self.document.make_stream(content.encode("latin-1"), Resources=self.page.Resources, **about)

    def mark(self, kind: str, *box: float, look: Any = None, **more: Any) -> Any:
        mark = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array(list(box)), F=4, **more)
        if look is not None:
            mark.AP = Dictionary(N=look)
        self.page.Annots.append(made := self.document.make_indirect(mark))
        return made

    def field(self, *box: float, look: Any = None, **more: Any) -> None:
        more = {"T": String(f"f{len(self.fields)}"), "DA": String("/Helv 10 Tf 0 g"), **more}
        self.fields.append(self.mark("Widget", *box, look=look, **more))

    def read(self) -> FileText:
        self.document.Root.AcroForm = Dictionary(Fields=Array(self.fields))
        self.document.save(out := io.BytesIO())
        return read_text("a.pdf", out.getvalue())


def told(text: FileText) -> str:
    return " ".join(remark.message for remark in text.remarks)


def words(text: FileText) -> list[str]:
    return [line for line, _ in shown(text)]


def test_what_a_digital_signature_shows_is_read():
    sheet = Sheet()
    look = sheet.drawing(at(2, 18, "Digitally signed by S. Linden") + at(2, 4, "Date: 2024.03.14 16:32:11 Z"))
    sheet.field(50, 600, 250, 630, look=look, FT=Name.Sig)
    assert words(sheet.read())[-2:] == ["Digitally signed by S. Linden", "Date: 2024.03.14 16:32:11 Z"]


def test_words_typed_over_the_page_are_read_and_stamps_and_watermarks_told_with_their_words():
    sheet = Sheet()
    sheet.mark("FreeText", 50, 500, 250, 530, look=sheet.drawing(at(2, 10, "Typed over")))
    sheet.mark("Stamp", 50, 450, 250, 480, look=sheet.drawing(at(2, 10, "APPROVED \\2435")))
    sheet.mark("Watermark", 50, 400, 250, 430, look=sheet.drawing(at(2, 10, "WITHDRAWN")))
    text = sheet.read()
    assert words(text)[-1] == "Typed over"
    assert "On page 1 lies a stamp, which says “APPROVED £5”." in told(text)
    assert "Text across the page was left out: “WITHDRAWN”." in told(text)


def test_fields_show_their_choices_and_where_they_show_other_words_than_they_hold_it_is_asked():
    sheet = Sheet()
    options = Array([Array([String("1"), String("First")]), Array([String("2"), String("Second £8")])])
    sheet.field(50, 600, 250, 620, FT=Name.Ch, Ff=1 << 17, V=String("2"), Opt=options)
    sheet.field(50, 560, 250, 580, look=sheet.drawing(at(2, 10, "Drawn alone")), FT=Name.Tx)
    sheet.field(50, 520, 250, 540, look=sheet.drawing(at(2, 10, "Shown")), FT=Name.Tx, V=String("Held"))
    sheet.field(50, 480, 250, 500, look=sheet.drawing(at(2, 10, "Alike")), FT=Name.Tx, V=String("Alike"))
    text = sheet.read()
    assert words(text)[-4:] == ["Second £8", "Drawn alone", "Held", "Alike"]
    assert [(remark.code, remark.severity) for remark in text.remarks] == [("field-differs", "asks")]
    assert "“Shown”" in told(text)


def struck_by_mark(sheet: Sheet) -> None:
    sheet.mark("StrikeOut", 148, 695, 260, 712, QuadPoints=Array([148, 712, 260, 712, 148, 695, 260, 695]))


def test_words_that_a_mark_or_a_drawn_line_strikes_out_are_left_out_and_told():
    sheet = Sheet()
    struck_by_mark(sheet)
    by_line = read_text("a.pdf", drawn(PAGE + "0.8 w 149 703 m 250 703 l S 50 648 m 120 648 l S 50 690 m 120 690 l S"))
    for text in (sheet.read(), by_line):
        assert words(text) == ["Accept the award", "More words."]
        assert told(text) == "Text that is struck through in the PDF was left out: “of £9,999 agreed”."


def test_words_that_are_marked_to_be_blackened_are_asked_about():
    sheet = Sheet()
    sheet.mark("Redact", 148, 695, 260, 712, IC=Array([0, 0, 0]))
    text = sheet.read()
    assert [(remark.code, remark.severity) for remark in text.remarks] == [("to-redact", "asks")]
    assert "“of £9,999 agreed”" in told(text)


@pytest.mark.parametrize("kind", ["Line", "Ink"])
def test_a_line_drawn_over_words_is_told_with_them_and_one_beside_them_is_not(kind):
    sheet = Sheet()
    sheet.mark(kind, 148, 695, 260, 712)
    sheet.mark(kind, 148, 300, 260, 340)
    assert told(sheet.read()).strip() == "On page 1 lies a drawn line over “of £9,999 agreed”."


def test_columns_whose_lines_stand_at_different_heights_are_read_one_after_the_other():
    left = [f"the left column tells of lamps in line {letter}" for letter in "abcdefgh"]
    right = [f"the right column tells of parks in line {letter}" for letter in "abcdefgh"]
    content = "".join(at(50, 780 - 14 * n, line) for n, line in enumerate(left))
    content += "".join(at(310, 773 - 14 * n, line) for n, line in enumerate(right))
    assert words(read_text("a.pdf", drawn(content))) == [*left, *right]


def test_words_driven_apart_in_a_short_line_are_one_line_and_cells_are_not():
    apart = "".join(at(x, 700, word) for x, word in ((50, "funding"), (97.2, "and"), (128.9, "awards")))
    rows = "".join(
        at(50, 600 - 14 * n, "Lamps") + at(91, 600 - 14 * n, "Parks") + at(132, 600 - 14 * n, "Roads") for n in (0, 1)
    )
    text = read_text("a.pdf", drawn(apart + rows))
    assert words(text) == ["funding and awards", "Lamps\tParks\tRoads", "Lamps\tParks\tRoads"]


def with_layer(offset: float) -> Callable[[], bytes]:
    """A page that was scanned, with the words of a machine laid over it, so many points beside its letters."""

    def made() -> bytes:
        import pypdfium2 as pdfium

        picture = pdfium.PdfDocument(drawn(PAGE))[0].render(scale=2).to_pil().convert("L")
        document = pikepdf.open(io.BytesIO(drawn("q 595 0 0 842 0 0 cm /I Do Q " + PAGE.replace("Tf", "Tf 3 Tr"))))
        picture.save(stream := io.BytesIO(), "JPEG")
        sides = {"Width": picture.width, "Height": picture.height, "BitsPerComponent": 8}
        about = {"Type": Name.XObject, "Subtype": Name.Image, "ColorSpace": Name.DeviceGray, "Filter": Name.DCTDecode}
        laid = document.make_stream(stream.getvalue(), **about, **sides)
        document.pages[0].Resources.XObject = Dictionary(I=laid)
        content = document.pages[0].Contents.read_bytes().decode("latin-1")
        moved = content.replace(" 50 ", f" {50 + offset} ").replace(" 150 ", f" {150 + offset} ")
        document.pages[0].Contents = document.make_stream(moved.encode("latin-1"))
        document.save(out := io.BytesIO())
        return out.getvalue()

    return made


@pytest.mark.parametrize("offset", [0.0, 2.0])
def test_words_laid_roughly_over_a_scan_are_read_whole_and_asked_about(offset):
    text = read_text("a.pdf", with_layer(offset)())
    assert " ".join(words(text)).split() == ["Accept", "the", "award", "of", "£9,999", "agreed", "More", "words."]
    assert [(remark.code, remark.severity) for remark in text.remarks] == [("recognised-page", "asks")]
