"""What Word, Excel, Outlook and web pages put on the clipboard keeps its shape."""

from pathlib import Path
from typing import Any

from book.part1.text import Column, Heading, Note, Paragraph, Point, Points, Row, SubPoint, Table, run
from markup import html_to_content, read_markup, write_markup

CLIPBOARD = Path(__file__).parent / "clipboard"


def pasted(name):
    return html_to_content((CLIPBOARD / f"{name}.html").read_text())


def test_word_paragraphs_points_table_and_note():
    result = pasted("word")
    first, second, points, table, last = result.content.blocks
    assert first == Paragraph(
        "paragraph",
        "1.1",
        (
            run("The Home Office has offered "),
            run("£250,000", bold=True),
            run(" a year", note=1),
            run(" for two years."),
        ),
    )
    assert second == Paragraph("paragraph", "1.2", (run("Delays could result in:"),))
    assert points == Points(
        "points",
        (
            Point(
                "",
                (run("money "), run("unspent", italic=True), run(", of which")),
                (SubPoint("", (run("half for staff"),)),),
            ),
            Point("", (run("a late start."),), ()),
        ),
    )
    bold: dict[str, Any] = {"bold": True}
    assert table == Table(
        "table",
        "Table 1: cost by year",
        (
            Column((run("Year", **bold),), "left"),
            Column((run("What for", **bold),), "left"),
            Column((run("Amount", **bold),), "right"),
        ),
        (
            Row(((run("2018/19"),), (run("Staff | licences"),), (run("£250,000"),))),
            Row(((run("2019/20"),), (run("Staff"),), (run("£250,000"),))),
        ),
    )
    assert last.text[1] == run("Police and crime plan", link="https://www.example.org/plan")
    assert result.content.notes == (Note(1, (run("Letter of 3 October 2018."),)),)
    assert [sentence.split()[0] for sentence in result.lost] == ["Words", "Pictures"]


def test_what_was_pasted_from_word_is_the_same_after_the_text_box():
    content = pasted("word").content
    assert read_markup(write_markup(content)) == content


def test_excel_cells_are_a_table_with_its_figures_to_the_right():
    (table,) = pasted("excel").content.blocks
    assert [column.align for column in table.columns] == ["left", "left", "right", "right"]
    assert table.rows[2].cells == ((run("Total"),), (), (run("£370,000"),), ())
    assert len(table.rows) == 3


def test_a_web_page_gives_its_shape_and_none_of_its_scripts():
    result = pasted("web")
    heading, _, points, lettered, last = result.content.blocks
    assert heading == Heading("heading", (run("Why it is needed"),))
    assert points.points[0].points == (SubPoint("", (run("below one"),)),)
    assert [point.label for point in lettered.points] == ["a)", "b)"]
    assert last.text == (run("Last words."),)


def test_numbers_and_dashes_typed_in_a_mail_become_paragraphs_and_points():
    first, second, points = pasted("outlook").content.blocks
    assert isinstance(points, Points)
    assert (first.number, second.number) == ("1.1.", "1.2.")
    assert [point.text for point in points.points] == [(run("staff"),), (run("licences"),)]


def test_a_document_wrapped_into_one_bold_element_is_not_bold():
    first, second = pasted("docs").content.blocks
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert first.text == (run("Plain and "), run("heavy", bold=True))
    assert second.text == (run("Slanted", italic=True),)


def test_an_empty_or_meaningless_clipboard_gives_no_text():
    for text in ("", " ", "<!-- -->", "<img src=x onerror=alert(1)>"):
        assert html_to_content(text).content.blocks == ()


def test_twenty_rows_of_figures_stay_a_table():
    rows = "".join(f"<tr><td>Item {n}</td><td align=right>£{n},000</td></tr>" for n in range(1, 21))
    (table,) = html_to_content(f"<table><tr><th>What</th><th>Cost</th></tr>{rows}</table>").content.blocks
    assert isinstance(table, Table)
    assert len(table.rows) == 20
    assert table.columns[1].align == "right"
