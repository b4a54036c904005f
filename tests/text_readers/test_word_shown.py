"""What of a Word file is shown and what is not: heads, notes, boxes, covered cells, versions, prompts, fields."""

from time import monotonic
from typing import Any

import pytest
from docx import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.parser import parse_xml

from tests.intake.test_word_files import ON, SPACES, lines, run, saved, with_spaces, word_file
from text_readers.lines import FileText
from text_readers.reader import read_text

MORE = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in {
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "w10": "urn:schemas-microsoft-com:office:word",
    }.items()
)
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def file_with(*elements: str, **parts: str) -> bytes:
    """A Word file with these elements and further parts: name (footnotes, comments), XML below its root."""
    document = Document()
    for name, xml in parts.items():
        root = f"<w:{name} {SPACES} {MORE}>{xml}</w:{name}>".encode()
        part = Part(PackURI(f"/notes/{name}9.xml"), f"{KIND}.{name}+xml", root, document.part.package)
        document.part.relate_to(part, f"{REL}/{name}")
    for element in elements:
        name = element[1:].split(">", 1)[0].split(" ", 1)[0]
        shown = element.replace(f"<{name}", f"<{name} {SPACES} {MORE}", 1)
        document.element.body[-1].addprevious(parse_xml(shown))
    return saved(document)


def told(text: FileText) -> str:
    return "\n".join(piece for remark in text.remarks for piece in (remark.message, *remark.details))


def read(*elements: str, **parts: str) -> FileText:
    return read_text("a.docx", file_with(*elements, **parts))


def test_heads_that_no_page_shows_are_left_out_and_told_and_those_of_the_first_page_are_read():
    document = Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "OFFICIAL"
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "PCD 12"
    section.even_page_header.paragraphs[0].text = "ghost £5"
    document.add_paragraph("seen")
    text = read_text("a.docx", saved(document))
    assert lines(text) == ["OFFICIAL", "PCD 12", "seen"]
    assert "“ghost £5”" in told(text)
    section.different_first_page_header_footer = False
    document.settings.odd_and_even_pages_header_footer = True
    text = read_text("a.docx", saved(document))
    assert lines(text) == ["OFFICIAL", "ghost £5", "seen"]
    assert "“PCD 12”" in told(text)


def reference(kind: str, number: int, more: str = "") -> str:
    return f'<w:r><w:{kind}Reference {more} w:id="{number}"/></w:r>'


def test_notes_are_numbered_as_they_are_met_and_those_that_nothing_refers_to_are_told():
    def note(number: int, content: str, kind: str = "footnote") -> str:
        return f'<w:{kind} w:id="{number}">{content}</w:{kind}>'

    def words(text: str) -> str:
        return f"<w:p>{run(text)}</w:p>"

    table = (
        f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{words('2023/24')}</w:tc><w:tc>{words('£3')}</w:tc></w:tr></w:tbl>"
    )
    own = 'w:customMarkFollows="1"'
    text = read(
        f"<w:p>{run('£400,000')}{reference('footnote', 7)}{run(' in 2011')}{reference('endnote', 2)}</w:p>",
        f"<w:p>{run('Gone')}<w:del {ON}>{reference('footnote', 8)}</w:del></w:p>",
        f"<w:p>{run('Table')}{reference('footnote', 9)}{run(' star')}{reference('footnote', 3, own)}{run('*')}</w:p>",
        footnotes=note(3, words("* Own sign."))
        + note(7, words("First."))
        + note(8, words("ghost note"))
        + note(9, table + "<w:p/>"),
        endnotes=note(2, words("At the end."), "endnote") + note(4, words("ghost end"), "endnote"),
    )
    assert lines(text) == [
        *("£400,000¹ in 2011⁵", "Gone", "Table² star*"),
        *("¹ First.", "⁵ At the end.", "² 2023/24 £3", "* Own sign."),
    ]
    assert "“ghost note”" in told(text)
    assert "“ghost end”" in told(text)


def test_a_paragraph_of_twenty_thousand_marks_of_notes_is_read_in_seconds():
    began = monotonic()
    text = read(f"<w:p>{''.join(reference('footnote', number) for number in range(20_000))}</w:p>")
    assert str(text[0]).endswith("²⁰⁰⁰⁰")
    assert monotonic() - began < 20


def box(words: str, *, offset: int = 900_000, width: int = 2_000_000) -> str:
    """A text box as Word writes it: drawn by newer programs, as an older shape for others."""
    content = f"<w:txbxContent><w:p>{run(words)}</w:p></w:txbxContent>"
    place = f'<wp:positionH relativeFrom="page"><wp:posOffset>{offset}</wp:posOffset></wp:positionH>'
    drawing = (
        f'<w:drawing><wp:anchor>{place}<wp:extent cx="{width}" cy="900000"/><wp:docPr id="1" name="a"/><a:graphic>'
        f"<a:graphicData><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing>"
    )
    older = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{older}</mc:Fallback></mc:AlternateContent></w:r>"
    )


@pytest.mark.parametrize(
    "hanging",
    [
        f"<w:del {ON}>{box('ghost')}</w:del>",
        f"<w:moveFrom {ON}>{box('ghost')}</w:moveFrom>",
        box("ghost").replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>", 1),
        box("ghost", offset=30_000_000),
        box("ghost", width=0),
        *(
            f'<w:r><w:pict><v:shape style="{style}"><v:textbox><w:txbxContent><w:p>{run("ghost")}</w:p>'
            "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
            for style in ("position:absolute;margin-left:-3000pt;width:90pt", "width:0;height:0")
        ),
    ],
)
@pytest.mark.parametrize("in_cell", [False, True])
def test_boxes_that_are_deleted_hidden_or_drawn_nowhere_are_left_out_and_told(hanging, in_cell):
    paragraph = f"<w:p>{run('seen')}{hanging}</w:p>"
    row = f"<w:tr><w:tc>{paragraph}</w:tc><w:tc><w:p>{run('£1')}</w:p></w:tc></w:tr>"
    text = read(f"<w:tbl><w:tblPr/><w:tblGrid/>{row}</w:tbl>" if in_cell else paragraph)
    assert lines(text) == ["seen\t£1" if in_cell else "seen"]
    assert "ghost" in told(text)


def test_a_box_in_a_cell_is_read_once_and_in_its_row():
    row = f"<w:tr><w:tc><w:p>{run('Fund')}{box('of lamps')}</w:p></w:tc><w:tc><w:p>{run('£7')}</w:p></w:tc></w:tr>"
    assert lines(read(f"<w:tbl><w:tblPr/><w:tblGrid/>{row}</w:tbl>")) == ["of lamps Fund\t£7"]


def test_words_in_cells_that_others_cover_are_left_out_and_told():
    def cell(words: str, settings: str = "") -> str:
        return f"<w:tc><w:tcPr>{settings}</w:tcPr><w:p>{run(words)}</w:p></w:tc>"

    first, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        cell("Lamps", first) + cell("£1"),
        cell("ghost", more) + cell("£2"),
        cell("a") + cell("phantom", "<w:hMerge/>"),
    )
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    text = read(f"<w:tbl><w:tblPr/><w:tblGrid/>{table}</w:tbl>")
    assert lines(text) == ["Lamps\t£1", "Lamps\t£2", "a"]
    assert "“ghost”" in told(text)
    assert "“phantom”" in told(text)


def test_a_row_that_begins_in_its_second_column_keeps_its_sums_under_their_years():
    def row(*words: str, settings: str = "") -> str:
        return f"<w:tr><w:trPr>{settings}</w:trPr>{''.join(f'<w:tc><w:p>{run(w)}</w:p></w:tc>' for w in words)}</w:tr>"

    wide = '<w:gridBefore w:val="1"/><w:wBefore w:w="2000" w:type="dxa"/>'
    narrow = wide.replace("2000", "100")
    table = row("Fund", "2023/24", "2024/25") + row("£5", "£6", settings=wide) + row("a", "£7", "£8", settings=narrow)
    text = read(f"<w:tbl><w:tblPr/><w:tblGrid/>{table}</w:tbl>")
    assert lines(text) == ["Fund\t2023/24\t2024/25", "\t£5\t£6", "a\t£7\t£8"]


def test_of_several_versions_the_first_is_read_also_where_it_is_the_only_one():
    def versions(*choices: str, otherwise: str = "") -> str:
        shown = "".join(f'<mc:Choice Requires="w14">{choice}</mc:Choice>' for choice in choices)
        return f"<mc:AlternateContent>{shown}<mc:Fallback>{otherwise}</mc:Fallback></mc:AlternateContent>"

    text = read(
        f"<w:p>{versions(run('one'), run('two'), otherwise=run('three'))}</w:p>",
        f"<w:p>{versions(otherwise=run('four'))}</w:p>",
        versions(otherwise=f"<w:p>{run('five')}</w:p>"),
    )
    assert lines(text) == ["one", "four", "five"]


def control(words: str, settings: str = "") -> str:
    prompt = f"<w:sdtPr><w:showingPlcHdr/>{settings}</w:sdtPr>"
    return f"<w:sdt>{prompt}<w:sdtContent>{run(words)}</w:sdtContent></w:sdt>"


def test_answers_that_a_program_put_into_prompts_are_read_or_told():
    named = '<w:placeholder><w:docPart w:val="P1"/></w:placeholder>'
    block = '<w:docPart><w:docPartPr><w:name w:val="P1"/></w:docPartPr><w:docPartBody>{}</w:docPartBody></w:docPart>'
    document = Document()
    block = block.format(f"<w:p>{run('Borough')}</w:p>")
    glossary = f"<w:glossaryDocument {SPACES}><w:docParts>{block}</w:docParts>"
    part = Part(
        PackURI("/word/glossary/document.xml"),
        f"{KIND}.document.glossary+xml",
        f"{glossary}</w:glossaryDocument>".encode(),
        document.part.package,
    )
    document.part.relate_to(part, f"{REL}/glossaryDocument")
    for content in (control("Camden", named), control("Borough", named), control("Lewisham"), control("Enter a sum")):
        document.element.body[-1].addprevious(parse_xml(with_spaces(f"<w:p>{run('To: ')}{content}</w:p>")))
    text = read_text("a.docx", saved(document))
    assert [line.strip() for line in lines(text)] == ["To: Camden", "To:", "To:", "To:"]
    assert told(text) == "Text that stands as the prompt of a form was left out: “Lewisham”."


def test_what_stands_behind_a_field_that_does_not_end_is_asked_about():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF a </w:instrText></w:r>'
    text = read(f"<w:p>{run('seen ')}{begin}{run('£44')}</w:p>", f"<w:p>{run('and more')}</w:p>")
    assert lines(text) == ["seen"]
    assert [(remark.severity, "£44 and more" in remark.message) for remark in text.remarks] == [("asks", True)]


def test_a_list_of_contents_is_no_text_of_the_paper():
    style = '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    entry = f'<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{run("1. Introduction")}<w:r><w:tab/></w:r>{run("2")}</w:p>'
    text = read_text("a.docx", word_file(entry, f"<w:p>{run('seen')}</w:p>", styles=style))
    assert [(str(line), line.kind) for line in text if line.strip()] == [
        ("1. Introduction\t2", "furniture"),
        ("seen", ""),
    ]


RECTANGLE = (
    '<w:p><w:r><w:drawing><wp:anchor behindDoc="{behind}"><wp:extent cx="{width}" cy="200000"/>{wrap}<wp:docPr id="3" '
    'name="b"/><a:graphic><a:graphicData><wps:wsp><wps:spPr><a:prstGeom prst="{shape}"/>{fill}</wps:spPr></wps:wsp>'
    "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r></w:p>"
)
SOLID, OLDER = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>', "<w:p><w:r><w:pict>{}</w:pict></w:r></w:p>"


def rectangle(*, behind: int = 0, wrap: str = "<wp:wrapNone/>", shape: str = "rect", fill: str = SOLID) -> str:
    return RECTANGLE.format(behind=behind, width=900_000, wrap=wrap, shape=shape, fill=fill)


@pytest.mark.parametrize(
    ("element", "asks"),
    [
        (rectangle(), True),
        (rectangle(behind=1), False),
        (rectangle(wrap="<wp:wrapSquare/>"), False),
        (rectangle(shape="line"), False),
        (rectangle(fill="<a:noFill/>"), False),
        (OLDER.format('<v:rect style="position:absolute;width:90pt;height:9pt" fillcolor="black"/>'), True),
        (OLDER.format('<v:rect style="position:absolute;z-index:-1;width:90pt;height:9pt"/>'), False),
        (OLDER.format('<v:rect style="position:absolute;width:9pt"><w10:wrap type="square"/></v:rect>'), False),
    ],
)
def test_a_filled_shape_before_the_text_is_asked_about(element, asks):
    text = read(f"<w:p>{run('The award to a name.')}</w:p>", element)
    assert [(remark.code, remark.severity) for remark in text.remarks] == [("covered-text", "asks")] * asks


def test_comments_objects_and_pictures_are_told_wherever_they_stand():
    comment = f'<w:comment w:id="1" w:author="a"><w:p>{run("Not £9")}</w:p></w:comment>'
    office = 'xmlns:o="urn:schemas-microsoft-com:office:office"'
    ole = f'<w:r><w:object><o:OLEObject {office} ProgID="Excel.Sheet.12"/></w:object></w:r>'
    active = '<w:r><w:object><w:control w:name="TextBox1"/></w:object></w:r>'
    text = read(
        f"<w:p>{run('seen')}{reference('footnote', 1)}{active}</w:p>",
        comments=comment,
        footnotes=f'<w:footnote w:id="1"><w:p>{run("Note.")}{ole}</w:p></w:footnote>',
    )
    for words in ("Not £9", "Excel.Sheet.12", "TextBox1"):
        assert words in told(text)


def test_files_that_stand_in_for_text_are_read_with_what_they_hide():
    document: Any = Document()
    inner = word_file(f"<w:p>{run('Inner £5')}{run('ghost', '<w:vanish/>')}</w:p>")
    for name, kind, content in (
        ("a.docx", f"{KIND}.document.main+xml", inner),
        ("b.txt", "text/plain", "Plain £6".encode()),
        ("c.mht", "message/rfc822", b"MIME-Version: 1.0"),
    ):
        part = Part(PackURI(f"/word/{name}"), kind, content, document.part.package)
        chunk = OxmlElement("w:altChunk")
        chunk.set(f"{{{REL}}}id", document.part.relate_to(part, f"{REL}/aFChunk"))
        document.element.body[-1].addprevious(chunk)
    text = read_text("a.docx", saved(document))
    assert lines(text) == ["Inner £5", "Plain £6"]
    assert "“ghost”" in told(text)
    assert "were not read: c.mht" in told(text)
