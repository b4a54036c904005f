"""Pages of PDFs drawn in every way: turned, spaced out, in rows without rules, over several pages, in fields."""

import io

import pikepdf
import pytest

from text_readers.lines import FileText
from text_readers.reader import read_text


def drawn(*pages: str) -> bytes:
    """A PDF with one page for each content stream; F1 is Helvetica, and a sum's sign is written as \\243."""
    document = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    for content in pages:
        page = document.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
        page.Contents = document.make_stream(content.encode("latin-1"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def at(x: float, y: float, text: str, matrix: str = "1 0 0 1", more: str = "") -> str:
    """Words at a place of the page, in ten points, with a matrix that turns them."""
    return f"BT /F1 10 Tf {more} {matrix} {x} {y} Tm ({text}) Tj ET "


def shown(text: FileText) -> list[tuple[str, str]]:
    return [(str(line), line.kind) for line in text if line.strip()]


def read(*pages: str) -> FileText:
    return read_text("a.pdf", drawn(*pages))


@pytest.mark.parametrize(
    ("matrix", "places"),
    [
        ("0 1 -1 0", [(60, 60), (74, 60), (88, 60)]),
        ("0 -1 1 0", [(500, 700), (486, 700), (472, 700)]),
        ("-1 0 0 -1", [(500, 60), (500, 74), (500, 88)]),
    ],
)
def test_a_page_drawn_sideways_or_upside_down_is_read_from_its_first_line(matrix: str, places: list[tuple[int, int]]):
    words = ["Accept the offer", "of \\2431,204.75", "from the office"]
    text = read("".join(at(x, y, word, matrix) for (x, y), word in zip(places, words, strict=True)))
    assert " ".join(line for line, _ in shown(text)) == "Accept the offer of £1,204.75 from the office"


def test_letters_spaced_out_for_the_look_are_words_also_where_spaces_are_drawn():
    assert shown(read(at(50, 800, "Accept \\2431,204,350.75 from the office", more="3 Tc"))) == [
        ("Accept £1,204,350.75 from the office", "")
    ]


def test_rows_at_the_edges_of_pages_are_no_running_heads_and_what_repeats_is():
    def page(number: int) -> str:
        middle = "".join(
            at(50, 600 - 14 * n, f"Words {chr(97 + n)} of page {chr(97 + number)} of it") for n in range(9)
        )
        head = at(50, 820, "OFFICIAL - PCD 1907") + at(50, 806, f"Fund {number * 7 + 3} \\243{number + 1},234")
        return head + middle + at(50, 40, f"{number}{number * 3} places") + at(50, 20, f"Page {number + 4} of 9")

    kinds = dict(shown(read(*map(page, range(4)))))
    assert kinds["OFFICIAL - PCD 1907"] == kinds["Page 4 of 9"] == kinds["Page 7 of 9"] == "furniture"
    assert [kinds[line] for line in ("Fund 3 £1,234", "Fund 24 £4,234", "00 places", "39 places")] == [""] * 4


def test_sums_at_the_right_of_a_column_stand_under_the_heading_at_its_left():
    heads = "".join(at(50 + 110 * n, 700, word) for n, word in enumerate(("Fund", "2023/24", "2024/25")))
    rows = "".join(
        at(50, 680 - 14 * row, f"Fund {name}") + "".join(at(205 + 110 * n, 680 - 14 * row, f"{row}00") for n in (0, 1))
        for row, name in enumerate("abc", 1)
    )
    assert [line for line, _ in shown(read(heads + rows))] == [
        "Fund\t2023/24\t2024/25",
        "Fund a\t100\t100",
        "Fund b\t200\t200",
        "Fund c\t300\t300",
    ]


def test_letters_squeezed_until_nobody_can_read_them_are_left_out_and_told():
    text = read(at(50, 800, "seen words") + at(50, 780, "ghost", more="1 Tz"))
    assert shown(text) == [("seen words", "")]
    assert [remark.message for remark in text.remarks] == [
        "Text that the PDF holds and does not show was left out: “ghost”."
    ]


def test_ticks_and_sums_in_the_middle_of_wrapped_cells_stand_in_their_rows_without_rules():
    content, y = at(50, 800, "Statement of the officer who wrote it") + at(450, 800, "Tick"), 770.0
    for name in ("Financial", "Legal", "Equalities"):
        content += at(50, y, f"{name} Advice: the officer has been") + at(50, y - 12, "consulted on this proposal.")
        content += at(450, y - 6, "yes")
        y -= 34
    assert [line for line, _ in shown(read(content))][1:] == [
        f"{name} Advice: the officer has been consulted on this proposal.\tyes"
        for name in ("Financial", "Legal", "Equalities")
    ]


def test_a_table_inside_one_of_two_columns_is_read_with_its_column():
    left = [f"the left column tells of lamps in line {n}" for n in "abcdefgh"]
    right = [f"the right column tells of parks in line {n}" for n in "abcdefghijkl"]
    rows = [("Year", "Amount"), ("2023/24", "\\2431,000"), ("2024/25", "\\2432,000")]
    content, y = "", 780
    for line in left[:4]:
        content, y = content + at(50, y, line), y - 14
    for year, amount in rows:
        content, y = content + at(50, y, year) + at(180, y, amount), y - 14
    for line in left[4:]:
        content, y = content + at(50, y, line), y - 14
    content += "".join(at(310, 780 - 14 * n, line) for n, line in enumerate(right))
    assert [line for line, _ in shown(read(content))] == [
        *left[:4],
        *("Year\tAmount", "2023/24\t£1,000", "2024/25\t£2,000"),
        *left[4:],
        *right,
    ]


@pytest.mark.parametrize("rest", ["2025/26;", "1877.", "\\24341,900"])
def test_a_figure_broken_off_the_end_of_a_line_makes_no_table_of_two_columns(rest: str):
    left = [f"the left column tells of lamps in line {n}" for n in "abcdefgh"]
    left[2:2] = ["the paragraph ends with a figure in the year", rest]
    right = [f"the right column tells of parks in line {n}" for n in "abcdefgh"]
    content = "".join(at(50, 780 - 14 * n, line) for n, line in enumerate(left))
    content += "".join(at(310, 775 - 14 * n, line) for n, line in enumerate(right))
    assert [line for line, _ in shown(read(content))] == [*[line.replace("\\243", "£") for line in left], *right]


def test_words_driven_apart_beside_another_column_are_one_line():
    left = [f"the left column tells of lamps in line {n}" for n in "abcdefgh"]
    right = [f"the right column tells of parks in line {n}" for n in "abcdefgh"]
    content = "".join(at(50, 780 - 14 * n, line) for n, line in enumerate(left))
    content += "".join(at(310, 780 - 14 * n, line) for n, line in enumerate(right) if n != 3)
    right[3] = "Officers of the unit offered"
    content += at(310, 738, right[3], more="14 Tw")
    assert [line for line, _ in shown(read(content))] == [*left, *right]


def test_the_lines_of_one_large_heading_are_not_apart():
    def large(x: int, y: int, text: str) -> str:
        return at(x, y, text).replace("/F1 10", "/F1 20")

    body = "".join(at(50, 700 - 12 * n, f"words of the paper in line {n} of it") for n in range(6))
    lines = list(read(large(50, 760, "Decision of the office") + large(50, 736, "on lamps") + body))
    assert lines[:3] == ["Decision of the office", "on lamps", ""]


def test_a_sum_that_a_cell_broke_is_one_sum():
    rules = "".join(f"50 {y} m 300 {y} l S " for y in (715, 693, 671, 649))
    content = rules + at(50, 700, "Year") + at(200, 700, "Amount")
    content += at(50, 680, "2024/25") + at(200, 683, "\\243512,300") + at(200, 677, ".45")
    content += at(50, 655, "2025/26") + at(200, 655, "\\243406,140.15")
    assert [line for line, _ in shown(read(content))][1:] == ["2024/25\t£512,300.45", "2025/26\t£406,140.15"]


def test_short_words_of_a_line_that_is_spaced_out_and_driven_apart_are_words_as_well():
    line = at(50, 800, "PART ONE AND THE FACTS TOLD THERE", more="2.4 Tc 10 Tw")
    assert shown(read(line)) == [("PART ONE AND THE FACTS TOLD THERE", "")]


def test_small_capitals_that_are_spaced_out_are_words_with_their_first_letters():
    words = "".join(
        f"/F1 10 Tf ({word[0]}) Tj /F1 7.8 Tf ({word[1:]} ) Tj " for word in ("PART", "AND", "FACTS", "TOLD")
    )
    assert shown(read(f"BT 1.6 Tc 50 800 Td {words} ET")) == [("PART AND FACTS TOLD", "")]
