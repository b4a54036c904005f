"""Papers whose lines a narrow column broke: headings, references and leads in two lines are read as one."""

import pytest

from intake.parsing import read_paper
from tests.intake.parsing.papers import wrapped

PAPER = """DMPC Decision – PCD 1208

Title: Lamps for the paths of seven parks

Recommendation:

The Deputy Mayor for Policing and Crime
is recommended to:

1. Accept an offer of £4,200 from the Home Office for 2024/25; and

2. Approve a bid for £1,100 to the Home Office.

PART I - NON-CONFIDENTIAL FACTS AND
ADVICE TO THE DMPC

1. Introduction and background

1.1. People who cross the parks after dark asked for lamps that stay on until the morning.

ORIGINATING OFFICER
DECLARATION

Financial Advice: The Chief Finance Officer has been consulted on this proposal.\t✓

Legal Advice: The MPS legal team has been consulted on the proposal.\t✓
"""


def test_the_words_that_lead_to_the_recommendations_go_on_in_the_next_line():
    assert [r.action for r in read_paper(PAPER).recommendations] == ["accept_offer", "approve_bid"]


def test_a_heading_in_two_lines_opens_what_it_names():
    paper = read_paper(PAPER)
    assert [d.confirmed for d in paper.declarations] == [True, True]
    assert paper.unplaced == []


def test_a_reference_whose_number_stands_in_the_next_line_is_read():
    assert str(read_paper(PAPER.replace("PCD 1208", "PCD\n1208")).reference) == "PCD 1208"


def test_a_column_of_40_letters_loses_nothing():
    assert [r.amounts for r in read_paper(wrapped(PAPER, 40)).recommendations] == [
        r.amounts for r in read_paper(PAPER).recommendations
    ]


@pytest.mark.parametrize("break_", ["\n\n", "\t", " \n"])
def test_a_heading_in_capitals_is_one_however_its_words_stand_apart(break_: str):
    paper = read_paper(PAPER.replace("ORIGINATING OFFICER\n", f"ORIGINATING\tOFFICER{break_}"))
    assert [d.confirmed for d in paper.declarations] == [True, True]
    assert paper.unplaced == []
