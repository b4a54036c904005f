"""Word forms: what fields show is read, prompts are not; what markers cover is hidden; what is not read is told."""

from typing import Any

import pytest

from tests.intake.test_word_files import lines, remarks, run, word_file
from text_readers.reader import read_text


def read(*elements: str, **more: Any) -> Any:
    return read_text("a.docx", word_file(f"<w:p>{run('seen')}</w:p>", *elements, **more))


def field(settings: str) -> str:
    """A form field of the older kind, as Word writes it: its answer stands in its settings."""
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{settings}</w:ffData></w:fldChar></w:r>'
    return f'{begin}<w:r><w:instrText> FORM </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'


def test_boxes_and_lists_of_older_forms_show_their_answers():
    ticked = field('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>')
    empty = field('<w:checkBox><w:default w:val="0"/></w:checkBox>')
    chosen = field('<w:ddList><w:result w:val="1"/><w:listEntry w:val="NO"/><w:listEntry w:val="YES"/></w:ddList>')
    text = read(f"<w:p>{ticked}{run(' Legal ')}{empty}{run(' Part 2? ')}{chosen}</w:p>")
    assert lines(text)[1:] == ["☑ Legal ☐ Part 2? YES"]


def test_prompts_that_nobody_answered_are_no_text():
    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    prompt = run("Click or tap here to enter text.")
    assert lines(read(control(f"<w:p>{prompt}</w:p>"), f"<w:p>{run('Advice: ')}{control(prompt)}</w:p>"))[1:] == [
        "Advice:"
    ]


@pytest.mark.parametrize(
    "settings",
    [
        '<w:highlight w:val="black"/>',
        '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>',
        '<w:w w:val="1"/>',
    ],
)
def test_words_under_a_marker_or_squeezed_to_nothing_are_left_out_and_told(settings):
    text = read(f"<w:p><w:r><w:rPr>{settings}</w:rPr><w:t>ghost</w:t></w:r></w:p>")
    assert lines(text) == ["seen"]
    assert "“ghost”" in remarks(text)


@pytest.mark.parametrize(
    "settings",
    [
        '<w:highlight w:val="yellow"/>',
        '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>',
        '<w:shd w:val="clear" w:fill="000000"/>',
    ],
)
def test_marked_words_that_can_be_seen_are_read(settings):
    text = read(f"<w:p><w:r><w:rPr>{settings}</w:rPr><w:t>seen too</w:t></w:r></w:p>")
    assert (lines(text), remarks(text)) == (["seen", "seen too"], "")


def test_a_row_flattened_to_nothing_is_hidden():
    cells = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in ("ghost", "b"))
    height = '<w:trPr><w:trHeight w:val="10" w:hRule="exact"/></w:trPr>'
    text = read(f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{height}{cells}</w:tr></w:tbl>")
    assert lines(text) == ["seen"]
    assert "ghost" in remarks(text)


def test_what_was_moved_away_and_stands_nowhere_else_is_told():
    move = '<w:moveFrom w:id="1" w:author="Fatima" w:date="2024-01-01T00:00:00Z">{}</w:moveFrom>'
    text = read(f"<w:p>{move.format(run('ghost'))}</w:p>", f"<w:p>{move.format(run('seen'))}</w:p>")
    assert lines(text) == ["seen"]
    assert "“ghost”" in remarks(text)
    assert "“seen”" not in remarks(text)


GRAPHIC = (
    '<w:p><w:r><w:drawing><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/{}"/></a:graphic></w:drawing></w:r></w:p>'
)


@pytest.mark.parametrize(
    ("element", "told"),
    [
        (GRAPHIC.format("chart"), "a chart"),
        (GRAPHIC.format("diagram"), "a diagram"),
        (
            '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" '
            'ProgID="Excel.Sheet.12"/>'
            "</w:object></w:r></w:p>",
            "Excel.Sheet.12",
        ),
        ('<w:p><w:r><w:pict><v:shape><v:textpath string="AWARD £7"/></v:shape></w:pict></w:r></w:p>', "“AWARD £7”"),
        (
            '<w:p><w:r><w:pict><v:shape style="width:450pt;height:150pt"><v:imagedata/></v:shape></w:pict></w:r></w:p>',
            "a large picture",
        ),
        ('<w:p><w:subDoc r:id="rId97"/></w:p>', "were not read"),
        ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r></w:p>', "1 sign of a symbol font"),
    ],
)
def test_what_is_not_read_is_told(element, told):
    assert told in remarks(read(element))


def test_a_heading_that_spans_columns_moves_no_figure():
    def cell(text: str, more: str = "") -> str:
        return f"<w:tc><w:tcPr>{more}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"

    rows = (
        cell("Fund") + cell("Offered", '<w:gridSpan w:val="2"/>') + cell("Total"),
        cell("Safer") + cell("£5") + cell("£6") + cell("£11"),
    )
    table = f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    assert lines(read(table))[1:] == ["Fund\tOffered\t\tTotal", "Safer\t£5\t£6\t£11"]


def test_an_unanswered_prompt_in_a_cell_is_no_text():
    content = f"<w:sdtContent><w:p>{run('Click here')}</w:p></w:sdtContent>"
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>{content}</w:sdt>"
    row = f"<w:tr><w:tc>{prompt}</w:tc><w:tc><w:p>{run('Advice')}</w:p></w:tc></w:tr>"
    assert lines(read(f"<w:tbl><w:tblPr/><w:tblGrid/>{row}</w:tbl>"))[1:] == ["\tAdvice"]


def bare(code: str) -> str:
    """A field that keeps no result."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return f"{mark.format('begin')}<w:r><w:instrText> {code} </w:instrText></w:r>{mark.format('end')}"


def test_fields_without_a_result_show_what_their_code_says_and_computed_ones_are_told():
    half = bare("EQ \\f(1,2)")
    text = read(
        f"<w:p>{run('Award ')}{bare('SYMBOL 163')}{run('400 ')}{bare('MACROBUTTON NoMacro to Camden')}</w:p>",
        f"<w:p>{run('half: ')}{half}{bare('PAGE')}</w:p>",
    )
    assert lines(text)[1:] == ["Award £400 to Camden", "half:"]
    assert remarks(text) == "Fields that only Word computes were not read (EQ). Compare the text with the paper."


@pytest.mark.parametrize(
    ("paragraph", "settings"),
    [
        ("", '<w:color w:val="000000" w:themeColor="background1"/>'),
        ("", '<w:spacing w:val="-400"/>'),
        ('<w:ind w:left="-30000"/>', ""),
        ('<w:framePr w:w="2000" w:x="-20000"/>', ""),
    ],
)
def test_words_in_the_colour_of_the_paper_pressed_together_or_off_the_page_are_left_out_and_told(paragraph, settings):
    text = read(f"<w:p><w:pPr>{paragraph}</w:pPr>{run('ghost', settings)}</w:p>")
    assert lines(text) == ["seen"]
    assert "“ghost”" in remarks(text)


def test_a_file_whose_usual_style_hides_shows_only_what_says_otherwise():
    usual = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    otherwise = '<w:vanish w:val="0"/>'
    elements = [f"<w:p>{run('ghost')}</w:p>", f"<w:p>{run('seen', otherwise)}</w:p>"]
    file = word_file(*elements, styles=f"{usual}<w:rPr><w:vanish/></w:rPr></w:style>")
    assert lines(read_text("a.docx", file)) == ["seen"]


def test_what_stands_apart_at_the_right_keeps_a_tab_before_it():
    assert lines(read("<w:p><w:r><w:t>Fund</w:t><w:ptab/><w:t>£400</w:t></w:r></w:p>"))[1:] == ["Fund\t£400"]


def test_lines_typed_side_by_side_in_the_cells_of_one_row_are_rows():
    def cell(*texts: str) -> str:
        return f"<w:tc>{''.join(f'<w:p>{run(text)}</w:p>' for text in texts)}</w:tc>"

    years = cell("2023/24", "2024/25", "2025/26")
    table = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{years}{cell('£1,000', '£2,000', '£3,000')}</w:tr></w:tbl>"
    assert lines(read(table))[1:] == ["2023/24\t£1,000", "2024/25\t£2,000", "2025/26\t£3,000"]


def test_letters_in_symbol_fonts_are_the_signs_that_they_show_and_unknown_ones_are_told():
    def in_font(font: str, text: str) -> str:
        return run(text, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')

    private = " \uf0fe"
    text = read(
        f"<w:p>{in_font('Wingdings', 'ü')}{run(' Legal ')}{in_font('Wingdings', 'o')}{run(' Equality ')}"
        f"{in_font('Wingdings 2', 'P')}{run(' at most ')}{in_font('Symbol', '£ 5')}{run(private)}</w:p>",
        f"<w:p>{run('smile ')}{in_font('Wingdings', 'J')}</w:p>",
    )
    assert lines(text)[1:] == ["✓ Legal ☐ Equality ✓ at most ≤ 5 ☑", "smile"]
    assert remarks(text) == "1 sign of a symbol font was not read. Compare the text with the paper."


def test_raised_figures_and_fractions_of_a_formula_are_no_digits_of_a_sum():
    def part(kind: str, *inner: tuple[str, str]) -> str:
        holders = "".join(f"<m:{name}><m:r><m:t>{words}</m:t></m:r></m:{name}>" for name, words in inner)
        return f"<m:oMath><m:{kind}>{holders}</m:{kind}></m:oMath>"

    power, half = part("sSup", ("e", "£400,000"), ("sup", "2")), part("f", ("num", "1"), ("den", "2"))
    assert lines(read(f"<w:p>{power}{run(' and ')}{half}</w:p>"))[1:] == ["£400,000² and 1/2"]


@pytest.mark.parametrize(
    ("paragraph", "settings"),
    [
        ("", '<w:sz w:val="1pt"/>'),
        ("", '<w:w w:val="1%"/>'),
        ("", '<w:spacing w:val="-20pt"/>'),
        ('<w:ind w:left="-40cm"/>', ""),
        ('<w:spacing w:line="1pt" w:lineRule="exact"/>', ""),
    ],
)
def test_lengths_with_their_units_hide_as_those_without_do(paragraph, settings):
    text = read(f"<w:p><w:pPr>{paragraph}</w:pPr>{run('ghost', settings)}</w:p>")
    assert lines(text) == ["seen"]
    assert "“ghost”" in remarks(text)
    raised = run("2", '<w:position w:val="6pt"/>')
    assert lines(read(f"<w:p>{run('£400')}{raised}</w:p>"))[1:] == ["£400²"]
