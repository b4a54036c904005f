"""Word files as people make them: fields, controls, merged cells, moves and deletions, shapes, files put in."""

import io
from typing import Any

import pytest
from docx import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from PIL import Image

from documents.text_reader import Unreadable
from text_readers.lines import FileText
from text_readers.reader import read_text

SPACES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
ON = 'w:id="1" w:author="Fatima" w:date="2024-01-01T00:00:00Z"'


def word_file(*elements: str, styles: str = "") -> bytes:
    """A Word file whose body is made of these elements."""
    document = Document()
    if styles:
        document.styles.element.append(parse_xml(with_spaces(styles)))
    for element in elements:
        document.element.body[-1].addprevious(parse_xml(with_spaces(element)))
    return saved(document)


def with_spaces(element: str) -> str:
    """An element that names the spaces of its prefixes."""
    name = element[1:].split(">", 1)[0].split(" ", 1)[0]
    return element.replace(f"<{name}", f"<{name} {SPACES}", 1)


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(code: str, shown: str) -> str:
    """A field: its code, which may hold other fields, and what it shows."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return mark.format("begin") + code + mark.format("separate") + shown + mark.format("end")


def lines(text: FileText) -> list[str]:
    return [str(line) for line in text if line.strip()]


def remarks(text: FileText) -> str:
    return " ".join(remark.message for remark in text.remarks)


def test_a_field_gives_what_it_shows_and_nothing_of_its_code():
    inner = field("<w:r><w:instrText> DOCPROPERTY x </w:instrText></w:r>", run("£9,000"))
    file = word_file(f"<w:p>{run('Award ')}{field(inner, run('£400'))}{run(' to Camden')}</w:p>")
    assert lines(read_text("a.docx", file)) == ["Award £400 to Camden"]


@pytest.mark.parametrize(
    ("properties", "how"),
    [
        ('<w:color w:val="FDFDFD"/>', "hides"),
        ("<w:strike/>", "struck through"),
        ("<w:dstrike/>", "struck through"),
    ],
)
def test_words_nearly_white_or_struck_through_are_left_out_and_told(properties, how):
    text = read_text("a.docx", word_file(f"<w:p>{run('seen')}{run('ghost', properties)}</w:p>"))
    assert lines(text) == ["seen"]
    assert how in remarks(text)
    assert "“ghost”" in remarks(text)


def test_a_style_that_hides_a_table_is_obeyed():
    style = '<w:style w:type="table" w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:vanish/></w:rPr></w:style>'
    row = f"<w:tr><w:tc><w:p>{run('ghost')}</w:p></w:tc><w:tc><w:p>{run('ghost')}</w:p></w:tc></w:tr>"
    table = f'<w:tbl><w:tblPr><w:tblStyle w:val="Gone"/></w:tblPr><w:tblGrid/>{row}</w:tbl>'
    text = read_text("a.docx", word_file(f"<w:p>{run('seen')}</w:p>", table, styles=style))
    assert lines(text) == ["seen"]
    assert "“ghost”" in remarks(text)


def test_the_words_of_a_shape_that_is_switched_off_are_left_out_and_told():
    box = f"<v:textbox><w:txbxContent><w:p>{run('ghost')}</w:p></w:txbxContent></v:textbox>"
    shape = f'<w:p><w:r><w:pict><v:shape style="visibility:hidden">{box}</v:shape></w:pict></w:r></w:p>'
    text = read_text("a.docx", word_file(f"<w:p>{run('seen')}</w:p>", shape))
    assert lines(text) == ["seen"]
    assert "“ghost”" in remarks(text)


def test_paragraphs_whose_mark_between_is_deleted_are_one():
    first = f"<w:p><w:pPr><w:rPr><w:del {ON}/></w:rPr></w:pPr>{run('Title: Safer walks ')}</w:p>"
    assert lines(read_text("a.docx", word_file(first, f"<w:p>{run('home')}</w:p>"))) == ["Title: Safer walks home"]


def test_a_cell_merged_with_the_one_above_says_its_words_again_but_no_sum():
    def cell(text: str, merge: str = "") -> str:
        return f"<w:tc><w:tcPr>{merge}</w:tcPr><w:p>{run(text) if text else ''}</w:p></w:tc>"

    first, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        cell("2023/24") + cell("Safer Streets", first) + cell("£10", first),
        cell("2024/25") + cell("", more) + cell("", more),
    )
    table = f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    text = read_text("a.docx", word_file(f"<w:p>{run('seen')}</w:p>", table))
    assert lines(text)[1:] == ["2023/24\tSafer Streets\t£10", "2024/25\tSafer Streets"]


def test_signs_put_in_by_number_and_formulas_are_read():
    pound = '<w:r><w:sym w:font="Arial" w:char="00A3"/></w:r>'
    formula = "<m:oMath><m:r><m:t>5,000</m:t></m:r></m:oMath>"
    assert lines(read_text("a.docx", word_file(f"<w:p>{run('Up to ')}{pound}{formula}</w:p>"))) == ["Up to £5,000"]


def test_a_page_put_into_a_word_file_is_read_and_other_files_are_told():
    document = Document()
    for name, kind, content in (
        ("a.htm", "text/html", b"<p>Award \xc2\xa3400</p>"),
        ("b.rtf", "application/rtf", b"{"),
    ):
        part = Part(PackURI(f"/word/{name}"), kind, content, document.part.package)
        link = document.part.relate_to(part, "http://schemas.openxmlformats.org/x/aFChunk")
        document.element.body[-1].addprevious(parse_xml(f'<w:altChunk {SPACES} r:id="{link}"/>'))
    text = read_text("a.docx", saved(document))
    assert lines(text) == ["Award £400"]
    assert "were not read: b.rtf" in remarks(text)


def test_a_large_picture_in_a_word_file_is_told():
    picture = io.BytesIO()
    Image.new("L", (60, 80), 255).save(picture, "PNG")
    document = Document()
    document.add_paragraph("The signed page follows.")
    document.add_picture(picture, width=5_500_000)
    text = read_text("a.docx", saved(document))
    assert "The Word file holds a large picture. What it says was not read." in remarks(text)


def test_a_word_file_saved_as_xml_is_told_apart():
    with pytest.raises(Unreadable, match="saved as XML"):
        read_text("a.xml", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package/>')
