"""The markup of the text boxes: what it means, and that nothing is lost from text to blocks and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from book.part1.text import (
    Column,
    Heading,
    Note,
    Paragraph,
    Point,
    Points,
    RichText,
    Row,
    SubPoint,
    Table,
    lines_of,
    plain,
    run,
)
from markup import read_markup, write_markup


def paragraphs(text: str) -> list[Paragraph]:
    """The blocks of a text that has nothing but paragraphs."""
    blocks = read_markup(text).blocks
    texts = [block for block in blocks if isinstance(block, Paragraph)]
    assert len(texts) == len(blocks)
    return texts


def paragraph(text, number=""):
    return Paragraph("paragraph", number, (run(text),))


def test_blank_lines_part_paragraphs_and_line_ends_do_not():
    assert read_markup("One\nline.\n\nAnother.").blocks == (paragraph("One line."), paragraph("Another."))


def test_points_stand_in_two_levels():
    text = "Delay would mean:\n- money unspent\n  - half for staff\n  b) half for tools\n- a late start"
    first, points = read_markup(text).blocks
    assert first == paragraph("Delay would mean:")
    below = (SubPoint("", (run("half for staff"),)), SubPoint("b)", (run("half for tools"),)))
    assert points == Points(
        "points", (Point("", (run("money unspent"),), below), Point("", (run("a late start"),), ()))
    )


def test_a_table_has_headings_a_caption_and_figures_to_the_right():
    text = "Table: Cost by year\n| Year | Amount |\n|------|-------:|\n| 2018/19 | £250,000 |\n| a \\| b | £1 |"
    (table,) = read_markup(text).blocks
    columns = (Column((run("Year"),), "left"), Column((run("Amount"),), "right"))
    rows = (Row(((run("2018/19"),), (run("£250,000"),))), Row(((run("a | b"),), (run("£1"),))))
    assert table == Table("table", "Cost by year", columns, rows)


def test_a_link_within_the_page_it_was_copied_from_is_its_words() -> None:
    text = "See [the *whole* plan | City Hall](#) and [item 2](#item-2), not \\[this\\](#)."
    (paragraph,) = paragraphs(text)
    assert paragraph.text == (
        run("See the "), run("whole", italic=True), run(" plan | City Hall and item 2, not [this](#)."),
    )  # fmt: skip
    assert paragraphs(write_markup(read_markup(text))) == [paragraph]


def test_bold_italic_links_and_notes():
    text = "**Bold** and _slanted_, see [the plan](https://example.org/a_b).[^x]\n\n[^x]: Letter of *May*."
    content = read_markup(text, first_note=4)
    (block,) = content.blocks
    assert isinstance(block, Paragraph)
    assert block.text == (
        run("Bold", bold=True),
        run(" and "),
        run("slanted", italic=True),
        run(", see "),
        run("the plan", link="https://example.org/a_b"),
        run(".", note=4),
    )
    assert content.notes == (Note(4, (run("Letter of "), run("May", italic=True), run("."))),)


def test_a_note_that_nothing_calls_for_is_kept():
    assert read_markup("Text.\n\n[^1]: Left over.").notes == (Note(1, (run("Left over."),)),)


@pytest.mark.parametrize(
    "text",
    ["2*3*4 is 24", "file_name_here", "a * b * c", "[^9] is no note", "x < y > z", "javascript:[a](javascript:b)"],
)
def test_what_is_no_mark_stays_as_it_was_typed(text):
    assert [plain(block.text) for block in paragraphs(text)] == [text]


def test_typed_numbers_become_numbers_of_paragraphs():
    numbers = [(block.number, plain(block.text)) for block in paragraphs("1.1\tOne.\n1.2\tTwo.\n2.1\tThree.")]
    assert numbers == [("1.1", "One."), ("1.2", "Two."), ("2.1", "Three.")]
    report = paragraphs("1. Falcon is the response.\n2. In support of it.\n\n3. The funding.")
    assert [block.number for block in report] == ["1.", "2.", "3."]


@pytest.mark.parametrize(
    "text",
    ["3.1 million people live there.", "Para\n4.8 of the Scheme says so.", "2018 was a year.", "12 December came."],
)
def test_a_figure_at_the_start_of_a_line_is_no_number_of_a_paragraph(text):
    (block,) = paragraphs(text)
    assert (block.number, plain(block.text)) == ("", text.replace("\n", " "))


TEXTS = (
    st.text(alphabet="ab 1.*_[]()<>|#-•\\é£", min_size=1, max_size=20).map(lambda s: " ".join(s.split())).filter(bool)
)
RUNS = st.builds(
    lambda text, bold, italic: run(text, bold=bold, italic=italic), TEXTS, st.booleans(), st.booleans()
).map(lambda piece: (piece,))
BLOCKS = st.one_of(
    st.builds(lambda text: Paragraph("paragraph", "", text), RUNS),
    st.builds(lambda text: Heading("heading", text), TEXTS.map(lambda text: (run(text),))),
    st.lists(st.builds(lambda text: Point("", text, ()), RUNS), min_size=1, max_size=3).map(
        lambda points: Points("points", tuple(points))
    ),
    st.builds(
        lambda head, cell: Table("table", "", (Column(head, "left"), Column(head, "right")), (Row((cell, cell)),)),
        RUNS,
        RUNS,
    ),
)


@given(st.lists(BLOCKS, min_size=1, max_size=4))
def test_every_word_comes_back_from_blocks_to_text_to_blocks(blocks):
    content = RichText(tuple(blocks), ())
    back = read_markup(write_markup(content))
    words = lambda rich: " ".join(" ".join(lines_of(rich)).split())  # noqa: E731
    assert words(back) == words(content)


@given(st.text(alphabet="ab 12.*_[]^:()<>|#-•\\\n\t", max_size=80))
def test_any_text_can_be_read_and_what_is_written_of_it_reads_the_same(text):
    once = read_markup(text)
    again = read_markup(write_markup(once))
    assert "".join("".join(lines_of(again)).split()) == "".join("".join(lines_of(once)).split())


def test_lines_with_tabs_are_a_table_and_one_without_headings_has_none():
    table = read_markup("The bid is for:\n2018/19\t£250,000\n2019/20\t£250,000\nIt ends then.").blocks[1]
    assert isinstance(table, Table)
    assert [row.cells for row in table.rows] == [
        ((run("2018/19"),), (run("£250,000"),)),
        ((run("2019/20"),), (run("£250,000"),)),
    ]
    assert [(column.heading, column.align) for column in table.columns] == [((), "left"), ((), "right")]
    headed = read_markup("Name\tRole\nJo Poe\tLead").blocks[0]
    assert isinstance(headed, Table)
    assert headed.columns[0].heading == (run("Name"),)


@pytest.mark.parametrize("text", ["1.1.\tOne.\n1.2.\tTwo.", "- 1.1. One.\n- 1.2. Two.", "- 1.1. One.\n\n- 1.2. Two."])
def test_numbered_paragraphs_carry_their_number_once(text: str):
    blocks = read_markup(text).blocks
    assert blocks == (Paragraph("paragraph", "1.1.", (run("One."),)), Paragraph("paragraph", "1.2.", (run("Two."),)))
