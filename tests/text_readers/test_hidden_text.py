"""What a file holds and does not show is never read, and is told; raised figures are no digits, in any kind of file."""

import base64
import io
import zipfile
from email.message import EmailMessage

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.shared import RGBColor
from PIL import Image
from weasyprint import HTML

from text_readers.lines import FileText
from text_readers.reader import read_text


def hidden_text_remark(text: FileText) -> str:
    """The sentence on hidden text; empty when there is none."""
    return " ".join(remark.message for remark in text.remarks if remark.code == "hidden-text")


def words(text: FileText) -> str:
    return " ".join(str(line) for line in text)


@pytest.mark.parametrize(
    "element",
    [
        "<p style='display: none'>ghost</p>",
        "<p style='visibility:hidden'>ghost</p>",
        "<p hidden>ghost</p>",
        "<p style='font-size:0'>ghost</p>",
        "<p style='color:#fff'>ghost</p>",
        "<p style='color: white; background: #ffffff'>ghost</p>",
        "<p style='position:absolute;left:-5000px'>ghost</p>",
        "<p class='gone'>ghost</p>",
        "<p id='away'>ghost</p>",
    ],
)
def test_a_page_s_hidden_words_are_left_out_and_told(element):
    style = "<style>.gone { display:none } #away{visibility:hidden}</style>"
    text = read_text("a.html", f"<html><head>{style}</head><body><p>seen</p>{element}</body></html>".encode())
    assert ("ghost" in words(text), "“ghost”" in hidden_text_remark(text)) == (False, True)


@pytest.mark.parametrize(
    "element",
    [
        "<p style='color:#fff;background:#003'>seen too</p>",
        "<button aria-expanded=false aria-controls=more>More</button><div id=more hidden>seen too</div>",
        "<details><summary>More</summary>seen too</details>",
    ],
)
def test_what_a_reader_of_the_page_can_see_or_open_is_read(element):
    text = read_text("a.html", f"<html><body><p>seen</p>{element}</body></html>".encode())
    assert ("seen too" in words(text), hidden_text_remark(text)) == (True, "")


def test_comments_scripts_and_dialogs_are_no_content():
    page = "<html><body><!-- £5 --><script>x='£6'</script><div role=dialog><h2>Cookies</h2></div><main><h1>A</h1><p>"
    text = read_text("a.html", (page + "word " * 50 + "</p></main></body></html>").encode())
    assert [(str(line), line.kind) for line in text if line][:2] == [("Cookies", "furniture"), ("A", "heading")]
    assert "£" not in words(text)


def test_raised_figures_of_a_page_are_kept_apart():
    text = read_text("a.html", b"<html><body><p>&pound;400,000<sup>2</sup> on the 14<sup>th</sup></p></body></html>")
    assert words(text).strip() == "£400,000² on the 14th"


def word_file(make) -> bytes:
    document = Document()
    make(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_hidden_runs_white_runs_and_deleted_rows_of_a_word_file_are_left_out_and_told():
    def make(document):
        paragraph = document.add_paragraph("seen ")
        paragraph.add_run("vanished").font.hidden = True
        paragraph.add_run("white").font.color.rgb = RGBColor(255, 255, 255)
        raised = paragraph.add_run("3")
        raised.font.superscript = True
        table = document.add_table(rows=2, cols=2)
        for number, row in enumerate(table.rows):
            row.cells[0].text, row.cells[1].text = f"2018/1{9 + number}", f"£{number + 1}"
        properties = table.rows[1]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:del"))

    text = read_text("a.docx", word_file(make))
    assert [str(line) for line in text if line] == ["seen ³", "2018/19\t£1"]
    assert all(part in hidden_text_remark(text) for part in ("vanished", "white", "£2"))


def test_text_boxes_and_the_head_of_the_first_page_are_read():
    def make(document):
        section = document.sections[0]
        section.different_first_page_header_footer = True
        section.first_page_header.paragraphs[0].text = "DMPC Decision – PCD 12"
        paragraph = document.add_paragraph("after the box")
        box, inner = OxmlElement("w:txbxContent"), OxmlElement("w:p")
        run, content = OxmlElement("w:r"), OxmlElement("w:t")
        content.text = "in the box"
        run.append(content), inner.append(run), box.append(inner)
        holder = OxmlElement("w:r")
        holder.append(box)
        paragraph._p.insert(0, holder)

    text = read_text("a.docx", word_file(make))
    assert [(str(line), line.kind) for line in text if line] == [
        ("DMPC Decision – PCD 12", "header"),
        ("in the box", ""),
        ("after the box", ""),
    ]


def pdf(body: str, style: str = "") -> bytes:
    return bytes(HTML(string=f"<style>@page{{size:A4}}{style}</style>{body}").write_pdf())


@pytest.mark.parametrize(
    "style",
    [
        ".x{color:white}",
        ".x{position:relative} .x::after{content:'';position:absolute;inset:-3px;background:black}",
        ".x{position:absolute;left:-300mm}",
    ],
)
def test_words_of_a_pdf_that_nothing_shows_are_left_out_and_told(style):
    text = read_text(
        "a.pdf", pdf("<p>The award was recommended by <span class=x>Somebody Hidden</span> alone.</p>", style)
    )
    assert ("Somebody" in words(text), "Hidden" in hidden_text_remark(text)) == (False, True)


def test_a_plain_pdf_gives_no_alarm_and_keeps_its_tables_numbers_and_raised_figures():
    rows = "<tr><td>Year<td>Fund<td>Amount<tr><td>2018/19<td>Lamp fund<td>£250,000<tr><td>2019/20<td>Lamp fund<td>£1"
    body = f"<p>1.1.&emsp;An award of £400,000<sup>2</sup> is made.</p><table border=1 cellspacing=0>{rows}</table>"
    text = read_text("a.pdf", pdf(body, "sup{font-size:60%;vertical-align:super} td{padding:2px 8px}"))
    assert text.remarks == []
    assert [str(line) for line in text if line] == [
        "1.1. An award of £400,000² is made.",
        "Year\tFund\tAmount",
        "2018/19\tLamp fund\t£250,000",
        "2019/20\tLamp fund\t£1",
    ]


def test_two_columns_of_a_pdf_are_read_one_after_the_other():
    left = " ".join(f"left{n}" for n in range(120))
    right = " ".join(f"right{n}" for n in range(120))
    body = f"<div class=l>{left}</div><div class=r>{right}</div>"
    style = ".l,.r{width:75mm;position:absolute;top:0} .l{left:0} .r{left:85mm}"
    found_words = words(read_text("a.pdf", pdf(body, style))).split()
    assert found_words.index("left119") < found_words.index("right0")


def test_a_page_that_is_a_picture_is_said():
    stream = io.BytesIO()
    Image.effect_noise((300, 400), 90).save(stream, "PNG")
    picture = f"data:image/png;base64,{base64.b64encode(stream.getvalue()).decode()}"
    shown = f"<img style='width:170mm;height:230mm' src='{picture}'>"
    body = f"<p>words</p><div style='page-break-before:always'>{shown}</div>"
    text = read_text("a.pdf", pdf(body))
    assert [remark.message for remark in text.remarks if remark.code == "pictured-page"] == [
        "Page 2 is a picture. Nothing on it was read."
    ]


def test_rich_text_and_open_document_leave_hidden_words_out():
    text = read_text("a.rtf", rb"{\rtf1\ansi Seen \'a3400,000{\super 2} {\v ghost}here\par}")
    assert words(text).split() == ["Seen", "£400,000²", "here"]
    assert "ghost" in hidden_text_remark(text)
    space = 'xmlns:{0}="urn:oasis:names:tc:opendocument:xmlns:{1}:1.0"'
    names = " ".join(space.format(p, u) for p, u in (("office", "office"), ("text", "text"), ("style", "style")))
    content = (
        f"<office:document-content {names}><office:automatic-styles><style:style style:name='H'>"
        "<style:text-properties text:display='none'/></style:style></office:automatic-styles><office:body>"
        "<office:text><text:h>Head</text:h><text:p>seen <text:span text:style-name='H'>ghost</text:span></text:p>"
        "</office:text></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    document = read_text("a.odt", stream.getvalue())
    assert [(str(line), line.kind) for line in document if line] == [("Head", "heading"), ("seen", "")]
    assert "ghost" in hidden_text_remark(document)


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_a_letter_is_read_in_either_transfer_encoding(encoding):
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "a@example.org", "b@example.org", "A paper"
    letter.set_content("The award is £400,000 – as agreed.\n", cte=encoding)
    assert words(read_text("a.eml", letter.as_bytes())).strip() == "The award is £400,000 – as agreed."
