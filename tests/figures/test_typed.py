"""Money, days and years as a person types them into a box."""

import pytest

from figures.dates import format_date, parse_date
from figures.money import parse_money
from figures.years import FinancialYear


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("£1.2m", "1,200,000"),
        ("£250k", "250,000"),
        ("250 K", "250,000"),
        ("2 million", "2,000,000"),
        ("£1,500 thousand", "1,500,000"),
        ("1.5 Million pounds", "1,500,000"),
        ("£0.5bn", "500,000,000"),
    ],
)
def test_a_shortened_amount_is_to_be_written_in_full(typed: str, full: str):
    with pytest.raises(ValueError, match=rf"^Write the amount in full, such as {full}\.$"):
        parse_money(typed)


@pytest.mark.parametrize("typed", ["a million", "£15 months", "999999 bn", "k", "1.2.3m", "1e6", "9" * 40 + "m"])
def test_what_is_no_amount_gets_the_general_sentence(typed: str):
    with pytest.raises(ValueError, match=r"^Enter an amount in pounds, such as"):
        parse_money(typed)


@pytest.mark.parametrize("typed", ["26/27", "26-27", " 26 / 27 ", "26\u201327", "2026/27", "2026-2027"])
def test_a_financial_year_is_read_with_two_digits_too(typed: str):
    assert str(FinancialYear.parse(typed)) == "2026/27"


@pytest.mark.parametrize("typed", ["26/28", "26/2027", "6/7", "26", "26/7", "126/27"])
def test_two_digits_that_are_no_financial_year_are_refused(typed: str):
    with pytest.raises(ValueError, match="financial year"):
        FinancialYear.parse(typed)


@pytest.mark.parametrize(
    "typed", ["17/12/2018", "17 12 18", "17th/12/2018", "17/Dec/2018", "17 Dec 18", "Monday 17th of December 2018"]
)
def test_a_day_is_read_in_every_usual_spelling(typed: str):
    assert format_date(parse_date(typed)) == "17 December 2018"


@pytest.mark.parametrize("typed", ["17 December 0202", "0001-12-17", "31/12/1899", "1 January 2200"])
def test_a_day_of_another_age_is_refused(typed: str):
    with pytest.raises(ValueError, match="a year between 1900 and 2199"):
        parse_date(typed)
