"""Statistics: two years of months without a gap or a day missing, and a word about what has no date."""

from datetime import date

import pytest
from django.test import Client

from register.money import statistics
from tests.book.papers import PCD_815
from tests.people import make_people
from tests.register.sample import award, publish_all

pytestmark = [pytest.mark.django_db(databases=["default", "book"]), pytest.mark.usefixtures("book")]

NEWEST = award(3001, "The newest", "100", date(2026, 9, 14))
FIRST_DAY = award(3002, "On the first day of the oldest month", "100", date(2024, 10, 1))
TOO_OLD = award(3003, "On the day before", "100", date(2024, 9, 30))


@pytest.fixture(scope="module")
def book(committed_module: None) -> None:
    """A book of two decisions far apart, one too old for the months, and one without a date."""
    people = make_people()
    publish_all(people, NEWEST, FIRST_DAY, TOO_OLD)
    publish_all(people, PCD_815, pdf=None, pages=None, original=("page.txt", "text/plain", b"the original page"))


def test_the_first_day_of_the_oldest_of_two_years_of_months_is_counted() -> None:
    months = statistics.months()
    assert len(months) == 24
    assert (months[0], months[-1]) == ((date(2026, 9, 1), 1), (date(2024, 10, 1), 1))


def test_months_without_a_decision_stand_between_those_with_one(public: Client) -> None:
    months = statistics.months()
    assert [number for _, number in months[1:-1]] == [0] * 22
    assert [month for month, _ in months[:10:9]] == [date(2026, 9, 1), date(2025, 12, 1)]
    assert "December 2025: 0" in public.get("/statistics/").content.decode()


def test_decisions_without_a_date_are_told_of_where_they_are_left_out(public: Client) -> None:
    page = public.get("/statistics/").content.decode()
    assert "1 decision whose paper states no date of signing is not counted here, nor what it approved." in page
