"""What was promised and what came, as papers and outcomes say; how bids ended; how long things took."""

import csv
import io
from decimal import Decimal

import pytest
from django.test import Client

from register.money import promised

pytestmark = [pytest.mark.django_db(databases=["default", "book"]), pytest.mark.usefixtures("book")]


def rows_of(public: Client, name: str) -> list[dict[str, str]]:
    answer = public.get(f"/promised-{name}.csv")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode().lstrip("\ufeff"))))


def test_what_an_outcome_says_later_is_what_was_accepted() -> None:
    first_year = [stage for stage in promised.stages() if stage.year == 2018]
    assert [stage.amounts["accepted"] for stage in first_year if stage.amounts["accepted"]] == [Decimal(250_000)]
    # The paper and its outcome both state the offer: it is counted once.
    assert [stage.amounts["offered"] for stage in first_year if stage.amounts["offered"]] == [Decimal(250_000)]
    assert [stage.amounts["bid"] for stage in first_year if stage.amounts["bid"]] == [Decimal(120_000)]


def test_a_bid_ends_as_its_newest_outcome_says(public: Client) -> None:
    (bid,) = promised.bids()
    assert (bid.reference, bid.grant, bid.end) == ("PCD 510", "G-0002", "lost")
    page = public.get("/promised/").content.decode()
    assert ">Lost</th>" in page
    assert rows_of(public, "bids")[0]["end"] == "lost"


@pytest.mark.parametrize(
    ("result", "offered", "accepted", "end"),
    [
        ("", None, None, "untold"), ("offered", None, None, "won"), ("accepted", "100", "100", "won"),
        ("accepted", "100", "60", "part"), ("offered", "80", None, "part"), ("declined", "100", None, "declined"),
        ("lapsed", None, None, "lost"), ("", "100", None, "won"),
    ],
)  # fmt: skip
def test_the_end_of_a_bid_follows_from_its_result_and_amounts(
    result: str, offered: str | None, accepted: str | None, end: str
) -> None:
    amounts = [None if amount is None else Decimal(amount) for amount in (offered, accepted)]
    assert promised._end(result, Decimal(100), *amounts) == end


def test_refused_and_given_money_is_no_money_that_came(public: Client) -> None:
    money = rows_of(public, "money")
    assert {row["financialYear"] for row in money} <= {"2018/19", "2019/20", "2020/21"}
    assert not [row for row in money if row["fund"] == "Violence Reduction Fund"]


def test_days_at_risk_run_from_the_start_of_the_money_to_the_signature(public: Client) -> None:
    (year,) = [row for row in promised.at_risk() if row.year == 2018]
    # 1 April 2018 to 17 December 2018.
    assert (year.decisions, year.late, year.median, year.longest) == (1, 1, 260, 260)
    assert rows_of(public, "days")[-1]["longestDays"] == "260"


def test_every_total_says_whether_it_counts_a_moment_or_a_period(public: Client) -> None:
    page = public.get("/promised/").content.decode()
    assert (page.count("Counts a period:"), page.count("Counts a moment:")) == (1, 3)
