"""Values in running text: what people write is found, what the register prints is read back, nothing crashes."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.dates import format_date
from figures.money import format_money
from figures.prose import find_amounts, find_dates, find_periods, find_references, find_years
from figures.references import Reference
from figures.years import FinancialYear


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("£495, 000", ["495000"]),
        ("£1,495, 000 in all", ["1495000"]),
        ("£250 000", ["250000"]),
        ("£250\u00a0000", ["250000"]),
        ("£ 1,234.50", ["1234.50"]),
        ("£100k", ["100000"]),
        ("£15m", ["15000000"]),
        ("£1.5 million", ["1500000"]),
        ("£31,469m", ["31469000000"]),
        ("£0.5bn", ["500000000"]),
        ("GBP 5,000 and 500 pounds and 50p", ["5000", "500", "0.50"]),
        ("£250,000, 2018/19 and £120,000", ["250000", "120000"]),
        ("£250,000-2018/19", ["250000"]),
        ("£250,000 500 places", ["250000"]),
        ("£15 months later", ["15"]),
        ("£25,0000 is no amount", []),
        ("£1.234 is none either", []),
        ("12 grants in 2018/19", []),
    ],
)
def test_amounts_are_found_as_people_write_them(text, values):
    assert [amount.value for amount in find_amounts(text)] == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("£10-15k", "10000", "15000"),
        ("£1.5 - £2 million", "1500000", "2000000"),
        ("£10,000 to £15,000", "10000", "15000"),
        ("£10,000 to 15 groups", "10000", None),
    ],
)
def test_a_range_has_two_ends_and_takes_its_scale_from_the_second(text, low, high):
    (amount,) = find_amounts(text)
    assert (amount.value, amount.high) == (Decimal(low), Decimal(high) if high else None)


@pytest.mark.parametrize(
    "words", ["up to", "upto", "a maximum of", "not exceeding", "no more than", "up to a total of"]
)
def test_a_ceiling_is_told_from_the_words_before(words):
    assert find_amounts(f"a grant of {words} £5,000")[0].up_to
    assert not find_amounts("a grant of £5,000, up to the end of the year")[0].up_to


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("£5 per year", "year"),
        ("£5 p.a.", "year"),
        ("£5 for each of the three financial years 2022/23 – 2024/25", "year"),
        ("£5 in each of these years", "year"),
        ("£5 for each year", "year"),
        ("£5 a month", "month"),
        ("£5 each", "each"),
        ("£5 for the three years", ""),
        ("£5", ""),
    ],
)
def test_an_amount_for_each_year_or_item_is_recognised(text, per):
    assert find_amounts(text)[0].per == per


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2018/19", [2018]),
        ("2018 /19", [2018]),
        ("2018-2019", [2018]),
        ("FY18/19 and FY 2019-20", [2018, 2019]),
        ("2018/19-2020/21", [2018, 2020]),
        ("1999/00", [1999]),
        ("up to £4.7m in 23/24.", [2023]),
        ("for 24/25 and 25/26", [2024, 2025]),
        ("in 12/13 boroughs", []),
        ("in 23/25.", []),
        ("open from 11/12 to 13/14 March", []),
        ("2017-2021", []),
        ("2018/20", []),
        ("2018-12-17", []),
        ("DMPCD 2014-15", []),
    ],
)
def test_financial_years_are_found_and_other_spans_are_none(text, years):
    assert [year.value.start for year in find_years(text)] == years


@pytest.mark.parametrize(
    "text",
    [
        "17/12/2018",
        "17.12.18",
        "2018-12-17",
        "17-Dec-2018",
        "17 December 2018",
        "17th of December, 2018",
        "December 17, 2018",
        "Monday 17 Dec. 2018",
    ],
)
def test_days_are_found_in_every_style(text):
    assert [match.value for match in find_dates(f"on {text}.")] == [date(2018, 12, 17)]


@pytest.mark.parametrize("text", ["31/02/2018", "1.1.12. The first point", "17/12", "2018/19", "99 December 2018"])
def test_what_is_no_day_is_not_found(text):
    assert find_dates(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "01 April 2018 to 31 March 2020",
        "1 April 2018 – 31 March 2020",
        "April 2018 to March 2020",
        "2018/19 to 2019/20",
        "between 1 April 2018 and 31 March 2020",
    ],
)
def test_a_period_runs_from_its_first_day_to_its_last(text):
    (period,) = find_periods(text)
    assert (period.first, period.last) == (date(2018, 4, 1), date(2020, 3, 31))
    assert [year.start for year in period.years] == [2018, 2019]


def test_a_period_may_leave_out_the_first_year():
    (period,) = find_periods("from 1 April to 31 March 2019")
    assert (period.first, period.last) == (date(2018, 4, 1), date(2019, 3, 31))


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("PCD 510", ["PCD 510"]),
        ("PCD-956, pcd956 and PCD No. 12", ["PCD 956", "PCD 956", "PCD 12"]),
        ("https://example.org/pcd-815-teams", ["PCD 815"]),
        ("DMPCD 2014 110 and DMPCD 2014/15", ["DMPCD 2014 110", "DMPCD 2014 15"]),
        ("PCDs 468, 510 and 815", ["PCD 468", "PCD 510", "PCD 815"]),
        ("PCD 1901 12 December", ["PCD 1901"]),
        ("PCDA 12, xPCD 12 and PCD 0", []),
    ],
)
def test_references_are_found_with_every_join(text, references):
    assert [str(reference.value) for reference in find_references(text)] == references


amounts = st.decimals(min_value=0, max_value=10**11, places=2)
noise = st.text(alphabet=st.sampled_from("abc ,;()\n\t–"), max_size=8).map(lambda text: f" {text} ")


@given(noise, amounts)
def test_every_amount_the_register_prints_is_read_back(before, amount):
    (read,) = find_amounts(f"{before}{format_money(amount)}{before}")
    assert read.value == amount
    assert read.text == format_money(amount)


@given(noise, st.integers(1900, 2150))
def test_every_financial_year_the_register_prints_is_read_back(around, start):
    assert [year.value for year in find_years(f"{around}{FinancialYear(start)}{around}")] == [FinancialYear(start)]


@given(noise, st.dates(date(1900, 1, 1), date(2190, 1, 1)))
def test_every_day_the_register_prints_is_read_back(around, day):
    assert [match.value for match in find_dates(f"{around}{format_date(day)}{around}")] == [day]


@given(noise, st.integers(1, 99999), st.sampled_from([("PCD", None), ("DMPCD", 2014), ("DMPCD", None)]))
def test_every_reference_the_register_prints_is_read_back(around, number, series):
    name, year = series
    reference = Reference(name, number, year)
    assert [match.value for match in find_references(f"{around}{reference}{around}")] == [reference]


pieces = st.lists(
    st.sampled_from(
        [
            "£",
            "1",
            "9",
            "0",
            ",",
            ".",
            " ",
            "/",
            "-",
            "–",
            "k",
            "m",
            "bn",
            "million",
            "20",
            "18",
            "PCD",
            "DMPCD",
            "to",
            "April",
            "31",
            "th",
            "p",
            "FY",
            "\u00a0",
            "per",
        ]
    )
    | st.text(max_size=3),
    max_size=60,
)


@given(pieces)
def test_no_text_makes_the_finders_fail_and_what_they_find_stands_where_they_say(parts):
    text = "".join(parts)
    for find in (find_amounts, find_years, find_dates, find_periods, find_references):
        for match in find(text):
            assert text[match.start : match.end] == match.text


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("£1, 742, 318 inclusive of the rent", 1_742_318),
        ("£1,742, 318 in total", 1_742_318),
        ("£250,000, 120 officers", 250_000),
        ("£12,500, 300 of them", 12_500),
    ],
)
def test_blanks_after_commas_belong_to_the_amount_where_nothing_else_is_counted(text, pounds):
    assert [amount.value for amount in find_amounts(text)] == [pounds]
