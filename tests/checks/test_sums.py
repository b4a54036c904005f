"""sum-differs: totals that are not their parts trip it; ceilings, rounding and other sums do not."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.checks.papers import codes, paper

WRONG = [
    "Approve £216,600 per year for five years, a total of £1,080,000.",
    "Approve funding of £216,600 for five years to the charity, at a total cost of £1,080,000.",
    "The charity asks for £216,600 each year for five years. The total is £1,080,000.",
    "Approve a grant of £90,000 p.a. for three years (£280,000 in total).",
    "Approve £216,600 per annum (5 years) totalling £1,080,000.",
    "The cost is £216,600 x 5 = £1,080,000.",
    "Approve five years at £216,600 per year, £1,080,000 in total.",
    "Approve a total of £1,080,000 over five years (£216,600 per annum).",
    "Award £1m in total as 12 grants of up to £84k.",
    "Approve the award of 12 grants, each of up to £84k, from the £1m fund.",
    "Approve £300,000 (£100,000 in 2019/20, £100,000 in 2020/21 and £90,000 in 2021/22).",
    "Approve 12 grants of up to £84k out of £1m.",
    "The office directed that £1m in total be shared as 12 individual grants of max £84k.",
    "Award twelve grants of up to £84,000 each from the £1m fund.",
    "Approve 10 awards of £5,000, totalling £60,000.",
    "Accept £620,000, made up of £500,000 and £130,000.",
    "Accept a total of £620,000: £500,000 for staff and £125,000 for equipment.",
    "Accept £500,000 for staff and £125,000 for equipment, a total of £620,000.",
    "Award £20,000 to the first school, £30,000 to the second and £40,000 to the third, totalling £95,000.",
]

RIGHT = [
    "Approve £216,600 per annum (5 years) totalling £1,083,000.",
    "Approve £300,000 (of which £100,000 is for training and £50,000 for equipment).",
    "Award £30,000 to each of 4 boroughs and £20,000 to a fifth, totalling £140,000.",
    "The contract of £900,000 (three years, two optional years at £300,000 each) replaces one of £850,000.",
    "Accept £155,000 for 2 officers (£45,000 each) and £65,000 for equipment.",
    "Approve £100,000 per year for three years from the £2m budget.",
    "Approve £216,600 per year for five years, a total of £1,083,000.",
    "Approve £216,600 per year for five years, a total of about £1,080,000.",
    "Approve £216,600 per year for five years, a total of £1.08m.",
    "Approve £500,000 over 2 years, in addition to the £620,000 approved before.",
    "Approve up to £90,000 a year for three years, at a total of no more than £250,000.",
    "Approve 12 grants of up to £80k out of £1m.",
    "Approve 12 grants of £84k, a total of £1.008m.",
    "Approve 3 grants of £20,000 from a reserve of £450,000.",
    "Accept £620,000, made up of £500,000 and £120,000.",
    "Accept £620,000 (£500,000 offered and £120,000 to be bid for).",
    "Accept £500,000 for staff and £120,000 for equipment, a total of £620,000.",
    "In 2017 £80,000 was spent. Accept £500,000 for staff and £120,000 for equipment, totalling £620,000.",
    "Accept £500,000 towards a total of £3,000,000, with £100,000 from the borough.",
    "Accept £333k, £333k and £334k, totalling £1m.",
    "Award £1.2 million, split into £0.7 million and £0.5 million.",
    "Approve £250,000 for 2018/19 and £250,000 for 2019/20, of which £40,000 is for training.",
]


@pytest.mark.parametrize("text", WRONG)
def test_a_total_that_differs_from_its_parts_is_reported(text):
    assert "sum-differs" in codes(paper(text))


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_total_in_the_advice_is_reported(text):
    assert "sum-differs" in codes(paper("Approve the service.", financial=text))


@pytest.mark.parametrize("text", RIGHT)
def test_a_total_that_adds_up_is_not_reported(text):
    assert "sum-differs" not in codes(paper(text))


TWO_YEARS = [(2018, 250_000, "X"), (2019, 250_000, "X")]


def test_a_table_whose_total_is_not_the_sum_of_its_rows_is_reported():
    table = paper("Accept the grant.", totals=((Decimal(620_000), (Decimal(250_000), Decimal(250_000))),))
    assert "sum-differs" in codes(table)
    right = replace(table, totals=((Decimal(500_000), (Decimal(250_000), Decimal(250_000))),))
    assert "sum-differs" not in codes(right)


def test_years_that_come_to_more_than_is_recommended_are_reported():
    assert "sum-differs" in codes(paper("Accept a grant offer of up to £450,000.", money=TWO_YEARS))


def test_years_that_come_to_less_are_reported_unless_the_recommendation_is_a_ceiling():
    assert "sum-differs" in codes(paper("Accept a grant offer of £550,000.", money=TWO_YEARS))
    assert "sum-differs" not in codes(paper("Accept a grant offer of up to £550,000.", money=TWO_YEARS))
    assert "sum-differs" not in codes(paper("Accept a grant offer of £500,000.", money=TWO_YEARS))


def test_a_bid_and_an_offer_together_are_compared_with_all_years():
    money = [*TWO_YEARS, (2018, 120_000, "Y")]
    recommended = ("Accept an offer of grant of up to £500,000.", "Approve a bid for £120,000.")
    assert "sum-differs" not in codes(paper(*recommended, money=money))


def test_what_is_recommended_for_each_year_is_not_compared_with_all_years():
    money = [(year, 41_250, "") for year in (2022, 2023, 2024)]
    recommended = "Sign a grant agreement to receive up to £41,250 over three years."
    issues = "Each year from 2022/23 to 2024/25 brings £41,250 p.a."
    assert "sum-differs" not in codes(paper(recommended, issues=issues, money=money))
    assert "sum-differs" in codes(paper(recommended, money=money))


def test_a_fee_beside_a_grant_counts_among_the_years():
    grant, fee = "Approve £615,300 for grants to the stables in 2017/18.", "Approve £11,650 as a fee for 2017/18."
    assert "sum-differs" not in codes(paper(grant, fee, money=[(2017, 615_300, ""), (2017, 11_650, "")]))
    assert "sum-differs" in codes(paper(grant, fee, money=[(2017, 615_300, ""), (2017, 11_560, "")]))
