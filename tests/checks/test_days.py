"""Dates: missing, late, retrospective, of another board."""

from datetime import date

import pytest

from checks import problems
from tests.checks.papers import codes, paper

ASKED = "Accept a grant offer of £250,000."


def test_a_decided_paper_without_a_date_is_reported_and_a_draft_is_not():
    assert "date-missing" in codes(paper(ASKED, decided_on=None))
    assert "date-missing" not in codes(paper(ASKED))
    assert "date-missing" not in codes(paper(ASKED, decided=False, decided_on=None))


@pytest.mark.parametrize(("needed", "late"), [(date(2018, 2, 28), True), (date(2018, 3, 1), False), (None, False)])
def test_signed_after_the_day_it_was_needed_by_is_late(needed, late):
    assert ("decided-late" in codes(paper(ASKED, required_by=needed))) is late


def severity(checked, code):
    return [problem.severity for problem in problems(checked) if problem.code == code]


def test_money_whose_year_began_before_the_signature_is_retrospective():
    assert severity(paper(ASKED, money=[(2017, 250_000, "")]), "retrospective") == ["informs"]
    assert severity(paper(ASKED, money=[(2016, 250_000, "")]), "retrospective") == ["warns"]
    assert severity(paper(ASKED, money=[(2018, 250_000, "")]), "retrospective") == []
    assert severity(paper(ASKED, decided_on=None, money=[(2017, 250_000, "")]), "retrospective") == []


def test_the_period_in_a_recommendation_counts_before_the_financial_year():
    text = "Award £90,000 for the period {} to 31 December 2018."
    assert severity(paper(text.format("1 February 2018"), money=[(2017, 90_000, "")]), "retrospective") == ["warns"]
    assert severity(paper(text.format("1 March 2018"), money=[(2017, 90_000, "")]), "retrospective") == []


@pytest.mark.parametrize(
    ("text", "trips"),
    [
        ("Supported during the December PIB process.", True),
        ("It goes to the board in December 2018.", True),
        ("It goes to the November board.", False),
        ("It went to the board on 13 November 2018.", False),
        ("The lease ends in December, and the board knows it.", False),
    ],
)
def test_a_board_other_than_the_reports_is_reported(text, trips):
    checked = paper(ASKED, issues=text, board_on=date(2018, 11, 13))
    assert ("board-dates-disagree" in codes(checked)) is trips
    assert "board-dates-disagree" not in codes(paper(ASKED, issues=text))
