"""Money by year in the shapes that text files and pages give to its table: every year has its own sum."""

from collections.abc import Sequence

import pytest

from intake.parsing import ReadPaper, read_paper
from text_readers.reader import read_text

BEFORE = """DMPC Decision – PCD 1208

Title: Lamps for the paths of seven parks

Recommendation:

The Deputy Mayor for Policing and Crime is recommended to:

1. Accept an offer of £4,200.50 from the Home Office.

3. Financial Comments

3.1. Each year’s money is this:

"""
AFTER = "\n\n4. Legal Comments\n\n4.1. Paragraph 4.8 of the Scheme lets the DMPC accept offers.\n"


def money(paper: ReadPaper) -> list[tuple[str, str, str | None]]:
    return [(str(t.financial_year), str(t.amount), t.fund) for t in paper.tranches]


def table(*rows: Sequence[str], between: str = "\t") -> ReadPaper:
    return read_paper(read_text("a.txt", (BEFORE + "\n".join(between.join(r) for r in rows) + AFTER).encode()))


PARKS = [("2024/25", "1400.50", "Parks Fund"), ("2025/26", "2800.00", "Parks Fund")]


def test_a_head_that_lost_its_empty_first_cell_stands_above_its_own_sums():
    paper = table(("    Total", "2024/25", "2025/26"), ("Parks Fund", "£4,200.50", "£1,400.50", "£2,800.00"))
    assert money(paper) == PARKS


def test_a_head_with_a_name_for_its_first_column_stays_where_it_is_when_rows_end_with_a_note():
    assert money(table(("Fund", "2024/25", "2025/26"), ("Parks Fund", "£1,400.50", "£2,800.00", "agreed"))) == PARKS


@pytest.mark.parametrize("sign", ["£’000", "£'000", "£‘000s", "£(000)"])
def test_thousands_are_thousands_whatever_apostrophe_says_so(sign: str):
    paper = table((sign, "2024/25", "2025/26"), ("Parks Fund", "1.4", "2.8"))
    assert [(str(t.financial_year), float(t.amount)) for t in paper.tranches] == [("2024/25", 1400), ("2025/26", 2800)]


def test_the_mark_of_a_note_is_no_part_of_a_fund():
    assert money(table(("Fund", "2024/25", "2025/26"), ("Parks Fund¹", "£1,400.50", "£2,800.00"))) == PARKS


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "cells",
    [
        "Year Fund Amount 2024/25 Parks_Fund £1,400.50 2025/26 Parks_Fund £2,800.00 Total £4,200.50",
        "2024/25 Parks_Fund £1,400.50 2025/26 Parks_Fund £2,800.00",
        "Fund 2024/25 2025/26 Parks_Fund £1,400.50 £2,800.00",
        "Fund 2024/25 2025/26 Total Parks_Fund £1,400.50 £2,800.00 £4,200.50",
        "2024/25 Parks_Fund:_£1,400.50 2025/26 Parks_Fund:_£2,800.00",
    ],
)
def test_cells_that_stand_each_on_a_line_of_its_own_are_rows(cells: str, between: str):
    paper = table([cell.replace("_", " ") for cell in cells.split()], between=between)
    assert money(paper) == PARKS
    assert paper.unplaced == []


def test_years_on_lines_of_their_own_without_sums_are_no_table():
    paper = table(["2024/25", "Parks Fund", "2025/26", "Parks Fund", "2026/27"], between="\n\n")
    assert money(paper) == []


def test_a_list_of_terms_and_what_they_mean_is_rows_too():
    terms = "<dl><dt>2024/25<dd>Parks Fund: £1,400.50<dt>2025/26<dd>Parks Fund: £2,800.00</dl>"
    page = "".join(f"<p>{line}</p>" for line in BEFORE.split("\n") if line) + terms
    assert money(read_paper(read_text("a.html", f"<!doctype html><body>{page}</body>".encode()))) == PARKS
