"""OpenDocument files: what is hidden stays out and is told, and lists, tables and fields are read as they look."""

import io
import zipfile

import pytest

from text_readers.lines import FileText
from text_readers.reader import read_text

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        **{name: name for name in ("office", "text", "table", "style", "form")},
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)


def content(body: str, styles: str = "") -> str:
    return (
        f'<office:document-content {SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def read(body: str, styles: str = "") -> FileText:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        out.writestr("content.xml", content(body, styles))
    return read_text("a.odt", stream.getvalue())


def shown(text: FileText) -> list[str]:
    return [str(line) for line in text if line.strip()]


def style(name: str, properties: str, family: str = "paragraph", parent: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}" style:parent-style-name="{parent}">'
        f"<style:text-properties {properties}/></style:style>"
    )


GHOST = '<text:p text:style-name="A">ghost</text:p>'


@pytest.mark.parametrize(
    ("hiding", "styles"),
    [
        (GHOST, style("A", 'text:display="none"')),
        (GHOST, style("A", "", parent="B") + style("B", 'text:display="none"')),
        (GHOST, style("A", 'fo:font-size="1pt"')),
        (GHOST, style("A", 'fo:color="#ffffff"')),
        (GHOST, style("A", 'fo:color="#000000" fo:background-color="#000000"')),
        (GHOST, style("A", 'style:text-line-through-style="solid"')),
        (GHOST, style("A", 'style:text-scale="1%"')),
        (GHOST, style("A", 'fo:letter-spacing="-1cm"')),
        (GHOST, style("A", 'fo:margin-left="-30cm"')),
        ('<text:p><text:hidden-paragraph text:is-hidden="true"/>ghost</text:p>', ""),
        ('<text:p>Also <text:hidden-text text:is-hidden="true" text:string-value="ghost"/>seen.</text:p>', ""),
        (
            '<text:list><text:list-item><text:p><text:hidden-paragraph text:is-hidden="true"/>ghost</text:p>'
            "</text:list-item></text:list>",
            "",
        ),
        *(
            (
                f"<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
                f"<table:table-cell><text:p>b</text:p>{inside}</table:table-cell></table:table-row></table:table>",
                "",
            )
            for inside in (
                '<text:p><text:hidden-paragraph text:is-hidden="true"/>ghost</text:p>',
                '<text:section text:display="none"><text:p>ghost</text:p></text:section>',
            )
        ),
        ('<text:section text:display="none"><text:p>ghost</text:p></text:section>', ""),
        (
            '<table:table><table:table-column/><table:table-column table:visibility="collapse"/><table:table-row>'
            "<table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>ghost</text:p>"
            "</table:table-cell></table:table-row></table:table>",
            "",
        ),
        (
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>ghost</text:p></text:deletion>"
            "</text:changed-region></text:tracked-changes>",
            "",
        ),
    ],
)
def test_what_is_hidden_struck_out_or_deleted_is_left_out_and_told(hiding, styles):
    text = read(f"<text:p>Seen.</text:p>{hiding}", styles)
    assert "ghost" not in " ".join(text)
    assert any("ghost" in remark.message for remark in text.remarks if remark.code == "hidden-text")


def test_white_letters_on_a_dark_cell_are_seen():
    dark = '<style:style style:name="C"><style:table-cell-properties fo:background-color="#1f3864"/></style:style>'
    body = (
        '<table:table><table:table-row><table:table-cell table:style-name="C"><text:p text:style-name="A">Year</text:p>'
        "</table:table-cell><table:table-cell><text:p>Sum</text:p></table:table-cell></table:table-row></table:table>"
    )
    text = read(body, dark + style("A", 'fo:color="#ffffff"'))
    assert (shown(text), text.remarks) == (["Year\tSum"], [])


def test_lists_show_the_numbers_that_the_file_counts():
    numbers = "".join(
        f'<text:list-level-style-number text:level="{level}" style:num-suffix="{suffix}" style:num-format="{shape}" '
        f'text:display-levels="{levels}"/>'
        for level, suffix, shape, levels in ((1, ".", "1", 1), (2, "", "1", 2), (3, ")", "a", 1))
    )
    styles = f'<text:list-style style:name="L">{numbers}</text:list-style>'
    body = (
        '<text:list text:style-name="L"><text:list-item><text:p>One</text:p><text:list><text:list-item>'
        "<text:p>Inner</text:p><text:list><text:list-item><text:p>Deep</text:p></text:list-item></text:list>"
        "</text:list-item></text:list></text:list-item></text:list><text:p>Between.</text:p>"
        '<text:list text:style-name="L" text:continue-numbering="true"><text:list-item><text:p>Two</text:p>'
        '</text:list-item><text:list-item text:start-value="7"><text:p>Seven</text:p></text:list-item></text:list>'
    )
    assert shown(read(body, styles)) == ["1. One", "1.1 Inner", "a) Deep", "Between.", "2. Two", "7. Seven"]


def test_cells_that_span_and_fields_that_were_filled_in_are_read():
    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell{more}><text:p>{text}</text:p></table:table-cell>"

    down, covered = ' table:number-rows-spanned="2"', "<table:covered-table-cell/>"
    rows = (
        cell("2023/24") + cell("Safer Streets", down) + cell("£5"),
        cell("2024/25") + covered + cell("£6"),
        cell("Total", ' table:number-columns-spanned="2"') + covered + cell("£11"),
    )
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    form = (
        '<office:forms><form:form><form:text form:id="a" form:current-value="Safer Walks"/>'
        '<form:checkbox form:id="b" form:current-state="checked"/></form:form></office:forms>'
        '<text:p>Title: <draw:control draw:control="a"/> <draw:control draw:control="b"/></text:p>'
    )
    assert shown(read(f"{form}<table:table>{table}</table:table>")) == [
        "Title: Safer Walks ☑",
        "2023/24\tSafer Streets\t£5",
        "2024/25\tSafer Streets\t£6",
        "Total\t\t£11",
    ]


def test_pictures_sheets_and_comments_that_are_not_read_are_told():
    frame = '<text:p><draw:frame svg:width="16cm" svg:height="5cm">{}</draw:frame></text:p>'
    comment = "<text:p>Seen.<office:annotation><text:p>A remark.</text:p></office:annotation></text:p>"
    text = read(comment + frame.format("<draw:image/>") + frame.format("<draw:object/><draw:image/>"))
    assert [remark.code for remark in text.remarks] == ["file-not-read", "picture", "comments"]
    assert shown(text) == ["Seen."]


def test_a_flat_file_is_read_as_a_packed_one():
    flat = content("<text:p>Seen.</text:p>").replace("document-content", "document")
    flat = flat.replace(
        "<office:document ", '<office:document office:mimetype="application/vnd.oasis.opendocument.text" '
    )
    assert shown(read_text("a.fodt", f'<?xml version="1.0"?>{flat}'.encode())) == ["Seen."]


def test_a_box_that_hangs_on_the_page_is_read():
    box = "<draw:frame><draw:text-box><text:p>£400</text:p></draw:text-box></draw:frame>"
    assert shown(read(f"{box}<text:p>seen</text:p>")) == ["£400", "seen"]


def test_a_row_into_which_a_cell_reaches_from_above_stays_a_row():
    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    tall = 'table:number-rows-spanned="2"'
    first = f"<table:table-row>{cell('2023/24', tall)}{cell('£1')}</table:table-row>"
    second = f"<table:table-row><table:covered-table-cell/>{cell('£2')}</table:table-row>"
    assert shown(read(f"<table:table>{first}{second}</table:table>")) == ["2023/24\t£1", "2023/24\t£2"]


def test_fields_of_forms_that_came_from_word_show_their_answers():
    space = 'xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"'

    def mark(kind: str, **parameters: str) -> str:
        inner = "".join(f'<field:param field:name="{k}" field:value="{v}"/>' for k, v in parameters.items())
        return f'<field:fieldmark {space} field:type="vnd.oasis.opendocument.field.{kind}">{inner}</field:fieldmark>'

    box = mark("FORMCHECKBOX", Checkbox_Checked="true")
    choice = mark("FORMDROPDOWN", Dropdown_ListEntry="YES", Dropdown_Selected="0")
    assert shown(read(f"<text:p>{box} Legal</text:p><text:p>Part 2? {choice}</text:p>")) == ["☑ Legal", "Part 2? YES"]


def test_the_paragraphs_of_a_shape_are_lines_of_their_own_also_in_a_cell():
    shape = "<draw:custom-shape><text:p>Reference: PCD 9</text:p><text:p>Title: Lamps</text:p></draw:custom-shape>"
    assert shown(read(f"<text:p>{shape}seen</text:p>")) == ["Reference: PCD 9", "Title: Lamps", "seen"]
    row = f"<table:table-cell><text:p>{shape}</text:p></table:table-cell><table:table-cell><text:p>b</text:p>"
    table = f"<table:table><table:table-row>{row}</table:table-cell></table:table-row></table:table>"
    assert shown(read(table)) == ["Reference: PCD 9 Title: Lamps\tb"]


def test_words_that_a_flat_file_keeps_between_the_marks_of_a_deletion_are_left_out_and_told():
    region = '<text:changed-region text:id="c{}"><text:{}><dc:date>2024-03-14</dc:date></text:{}></text:changed-region>'
    regions = region.format(1, "deletion", "deletion") + region.format(2, "insertion", "insertion")
    body = (
        f"<text:tracked-changes>{regions}</text:tracked-changes>"
        '<text:p>Accept <text:change-start text:change-id="c1"/>£9,000 at <text:span>first</text:span></text:p>'
        '<text:p>and last<text:change-end text:change-id="c1"/>'
        '<text:change-start text:change-id="c2"/>£4,200<text:change-end text:change-id="c2"/> for lamps.</text:p>'
    )
    flat = (
        content(body)
        .replace("office:document-content", "office:document")
        .replace("<office:document ", '<office:document office:mimetype="application/vnd.oasis.opendocument.text" ')
    )
    text = read_text("a.fodt", flat.encode())
    assert " ".join(" ".join(shown(text)).split()) == "Accept £4,200 for lamps."
    assert [remark.message for remark in text.remarks] == [
        "Text that is deleted with changes tracked was left out: “£9,000 at first and last”."
    ]


def test_a_field_that_could_hide_its_words_and_shows_them_is_read():
    shows = '<text:hidden-text text:is-hidden="false" text:string-value="£4,200">{}</text:hidden-text>'
    text = read(f"<text:p>Accept {shows.format('')} and {shows.format('£4,200')}.</text:p>")
    assert (shown(text), text.remarks) == (["Accept £4,200 and £4,200."], [])
