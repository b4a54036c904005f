"""OpenDocument and rich text: heads that no page shows, boxes nobody sees, shapes before the text, grounds of cells."""

import io
import zipfile

import pytest

from tests.text_readers.test_open_document import SPACES, content, shown
from tests.text_readers.test_open_document import read as odt
from tests.text_readers.test_rich_text import read as rtf
from text_readers.lines import FileText
from text_readers.reader import read_text


def told(text: FileText) -> str:
    return " ".join(remark.message for remark in text.remarks)


def with_pages(body: str, pages: str, styles: str = "") -> FileText:
    """An OpenDocument file with these kinds of page."""
    with zipfile.ZipFile(stream := io.BytesIO(), "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        out.writestr("content.xml", content(body, styles))
        master = f"<office:master-styles>{pages}</office:master-styles>"
        out.writestr("styles.xml", f"<office:document-styles {SPACES}>{master}</office:document-styles>")
    return read_text("a.odt", stream.getvalue())


def page(name: str, head: str, more: str = "") -> str:
    return f'<style:master-page style:name="{name}" {more}>{head}</style:master-page>'


def test_heads_of_an_open_document_that_no_page_shows_are_left_out_and_told():
    def head(words: str, settings: str = "") -> str:
        return f"<style:header {settings}><text:p>{words}</text:p></style:header>"

    off = head("ghost", 'style:display="false"').replace("header", "footer")
    pages = page("Standard", head("Head") + off) + page("Other", head("phantom"))
    pages += page("First", head("First head"), 'style:next-style-name="Next"') + page("Next", head("Next head"))
    begins = '<style:style style:name="B" style:family="paragraph" style:master-page-name="First"/>'
    text = with_pages('<text:p text:style-name="B">seen</text:p>', pages, begins)
    assert shown(text) == ["Head", "First head", "Next head", "seen"]
    assert "“ghost”" in told(text)
    assert "“phantom”" in told(text)


@pytest.mark.parametrize("place", ['svg:width="0cm" svg:height="2cm"', 'svg:x="-60cm" svg:width="5cm"'])
@pytest.mark.parametrize("hanging", ["<text:p>{}seen</text:p>", "{}<text:p>seen</text:p>"])
def test_boxes_of_an_open_document_that_nobody_sees_are_left_out_and_told(place, hanging):
    box = f"<draw:frame {place}><draw:text-box><text:p>ghost</text:p></draw:text-box></draw:frame>"
    text = odt(hanging.format(box))
    assert shown(text) == ["seen"]
    assert "“ghost”" in told(text)


@pytest.mark.parametrize(
    ("look", "asks"),
    [
        ('draw:fill="solid" style:wrap="run-through" style:run-through="foreground"', True),
        ('draw:fill="solid" style:wrap="run-through" style:run-through="background"', False),
        ('draw:fill="none" style:wrap="run-through"', False),
        ('draw:fill="solid" style:wrap="parallel"', False),
    ],
)
def test_a_filled_shape_before_the_text_of_an_open_document_is_asked_about(look, asks):
    style = f'<style:style style:name="B"><style:graphic-properties {look}/></style:style>'
    text = odt('<text:p><draw:custom-shape draw:style-name="B"/>The award to a name.</text:p>', style)
    assert [(remark.code, remark.severity) for remark in text.remarks] == [("covered-text", "asks")] * asks


def test_items_without_words_count_and_notes_in_cells_are_read_once():
    number = '<text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/>'
    items = "".join(f"<text:list-item><text:p>{words}</text:p></text:list-item>" for words in ("a", "", "c"))
    style = f'<text:list-style style:name="L">{number}</text:list-style>'
    assert shown(odt(f'<text:list text:style-name="L">{items}</text:list>', style)) == ["1. a", "3. c"]
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Below.</text:p></text:note-body>"
        "</text:note>"
    )
    cells = f"<table:table-cell><text:p>2023/24</text:p></table:table-cell><table:table-cell><text:p>£5{note}</text:p>"
    row = f"<table:table-row>{cells}</table:table-cell></table:table-row>"
    assert shown(odt(f"<table:table>{row}</table:table>")) == ["2023/24\t£5¹", "¹ Below."]


HEADS = r"{\header\pard Head\par}{\headerf\pard Of the first\par}{\footerl\pard At the left\par}\pard seen\par"


def test_heads_of_rich_text_that_no_page_shows_are_left_out_and_told():
    text = rtf(HEADS)
    assert shown(text) == ["Head", "seen"]
    assert "“Of the first”, “At the left”" in told(text)
    text = rtf(r"\titlepg\facingp" + HEADS)
    assert (shown(text), text.remarks) == (["Head", "Of the first", "At the left", "seen"], [])


def test_a_shape_of_rich_text_that_is_switched_off_is_hidden_and_what_follows_is_not():
    shape = r"{\shp{\*\shpinst{\sp{\sn fHidden}{\sv 1}}{\shptxt\pard ghost\par}}}"
    text = rtf(rf"\pard {shape}seen\par")
    assert shown(text) == ["seen"]
    assert "“ghost”" in told(text)


def test_white_letters_on_a_dark_cell_of_rich_text_are_seen():
    text = rtf(r"\trowd\clcbpat1\cellx1\cellx2\pard\intbl{\cf2 Year}\cell{\cf2 ghost}\cell\row\pard seen\par")
    assert shown(text) == ["Year", "seen"]
    assert "“ghost”" in told(text)


def test_raised_figures_and_fractions_in_formulas_of_rich_text_are_no_digits():
    power = r"{\mmath{\*\moMath{\msSup{\me{\mr \'a3400}}{\msup{\mr 2}}}}}"
    half = r"{\mmath{\*\moMath{\mf{\mnum{\mr 1}}{\mden{\mr 2}}}}}"
    assert shown(rtf(rf"\pard {power} {half}\par")) == ["£400² 1/2"]


def test_a_field_or_a_box_in_a_head_or_foot_of_rich_text_stays_there():
    foot = r"{\footer\pard Page {\field{\*\fldinst PAGE}{\fldrslt 1}}\par}"
    box = r"{\header\pard{\shp{\*\shpinst{\shptxt\pard Of the office\par}}}\par}"
    text = read_text("a.rtf", rb"{\rtf1\ansi" + (foot + box).encode() + rb"\pard Title: Lamps\par}")
    assert [(str(line), line.kind) for line in text if line.strip()][-1] == ("Title: Lamps", "")
    assert {str(line) for line in text if line.kind == "header"} == {"Page 1", "Of the office"}
