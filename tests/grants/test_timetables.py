"""The days on which things are due, from timetables as agreements print them."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.years import FinancialYear
from grants.models import NonWorkingDays
from grants.timetables import TIMETABLES, adjusted_day, day_of_month, due_days, period_words

YEAR = FinancialYear(2018)
ACCEPTED = date(2018, 11, 21)


def days(name: str, **more: object) -> list[date]:
    return [due.due_on for due in due_days([name], [YEAR], accepted_on=ACCEPTED, **more)]  # type: ignore[arg-type]


def test_a_half_yearly_claim_is_due_on_31_october_and_30_april():
    assert days("half_yearly_claim") == [date(2018, 10, 31), date(2019, 4, 30)]


def test_twelve_monthly_returns_end_with_march_and_february_has_its_own_last_day():
    due = due_days(["monthly_return"], [YEAR], accepted_on=ACCEPTED)
    assert len(due) == 12
    assert (due[-1].period_from, due[-1].period_to, due[-1].due_on) == (
        date(2019, 3, 1),
        date(2019, 3, 31),
        date(2019, 4, 30),
    )
    assert due[-3].due_on == date(2019, 2, 28)
    assert due_days(["monthly_return"], [FinancialYear(2019)], accepted_on=ACCEPTED)[9].due_on == date(2020, 2, 29)


def test_interim_and_final_claims_are_due_as_the_regulations_of_2000_have_it():
    assert days("interim_claim") == [date(2018, 11, 30), date(2019, 5, 31)]
    assert days("final_claim") == [date(2019, 12, 31)]


def test_a_subsidy_notice_is_due_once_three_months_after_acceptance():
    assert days("subsidy_notice") == [date(2019, 2, 21)]
    assert day_of_month(date(2018, 11, 30), 3, 30) == date(2019, 2, 28)


def test_an_agreement_may_say_another_number_of_days():
    assert days("half_yearly_claim", days_after=10) == [date(2018, 10, 10), date(2019, 4, 10)]


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        # Good Friday 2019 was 19 April, Easter Monday 22 April.
        (NonWorkingDays.AS_PRINTED, date(2019, 4, 20)),
        (NonWorkingDays.PREVIOUS, date(2019, 4, 18)),
        (NonWorkingDays.NEXT, date(2019, 4, 23)),
    ],
)
def test_a_day_on_which_nobody_works_moves_as_the_agreement_says(rule: str, day: date):
    assert adjusted_day(date(2019, 4, 20), rule) == day


@given(start=st.integers(1950, 2100), name=st.sampled_from([n for n, table in TIMETABLES.items() if table.months]))
def test_the_periods_of_every_timetable_fill_the_year_without_gap(start: int, name: str):
    year = FinancialYear(start)
    due = sorted(due_days([name], [year], accepted_on=ACCEPTED), key=lambda item: item.period_to or date.max)
    assert due[0].period_from == year.starts_on
    assert due[-1].period_to == year.ends_on
    for earlier, later in pairwise(due):
        assert earlier.period_to
        assert later.period_from
        assert (later.period_from - earlier.period_to).days == 1


def test_a_period_is_said_as_people_say_it():
    assert period_words(date(2019, 3, 1), date(2019, 3, 31)) == "March 2019"
    assert period_words(date(2018, 4, 1), date(2018, 9, 30)) == "April to September 2018"
    assert period_words(date(2018, 10, 1), date(2019, 3, 31)) == "October 2018 to March 2019"
    assert period_words(date(2018, 4, 1), date(2019, 3, 31)) == "2018/19"
    assert period_words(None, None) == ""
