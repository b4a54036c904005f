"""The monthly list of grants made: each grant once, in its month, and an empty month says so."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from book.part1.v1 import Body, Part1
from tests.people import People
from tests.register.sample import award, make_book, publish_all

pytestmark = pytest.mark.committed


def grant_of_its_own(number: int, on: date, name: str, **changes: str) -> Part1:
    """An award of a grant that no other decision names."""
    paper = award(number, f"Scheme {number}", "5000", on)
    return replace(
        paper,
        recommendations=tuple(replace(line, grant=name) for line in paper.recommendations),
        tranches=tuple(replace(line, grant=name) for line in paper.tranches),
        grants=tuple(
            replace(grant, id=name, recipient=Body("GB-CHC-1234567", "Youth Trust")) for grant in paper.grants
        ),
    )


@pytest.fixture
def book(people: People) -> None:
    """The sample, in which one grant is made in May 2025 and carried on later, and one more in September 2026."""
    make_book(people)
    publish_all(people, grant_of_its_own(3001, date(2026, 9, 20), "G-0300"))


def table(public: Client, month: str) -> list[dict[str, str]]:
    text = public.get(f"/grants-made/{month}.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_grant_stands_once_in_the_month_of_the_first_decision(book: None, public: Client) -> None:
    assert [row["reference"] for row in table(public, "2025-05")] == ["PCD 1901"]
    assert table(public, "2026-04") == [], "the second year of the same grant"
    assert [row["reference"] for row in table(public, "2026-09")] == ["PCD 3001"]


def test_a_grant_says_what_the_order_and_the_code_ask_for(book: None, public: Client) -> None:
    (row,) = table(public, "2026-09")
    assert row["beneficiary"] == "Youth Trust"
    assert row["beneficiaryNumber"] == "1234567"
    assert row["department"] == "Greater London Authority"
    assert (row["amount"], row["dateMade"], row["period"]) == ("5000.00", "2026-09-20", "2026/27")
    assert row["reasons"].startswith("Scheme 3001.")
    page = public.get("/grants-made/2026-09/").content.decode()
    assert "Youth Trust (number 1234567)" in page
    assert "£5,000, for 2026/27" in page
    assert "None stated" in page


def test_refused_withdrawn_and_deferred_grants_are_not_there(book: None, public: Client) -> None:
    for month in ("2026-08", "2026-09"):
        references = {row["reference"] for row in table(public, month)}
        assert not references & {"PCD 1904", "PCD 1905", "PCD 1999"}


def test_an_empty_month_is_listed_and_says_so(book: None, public: Client) -> None:
    months = public.get("/grants-made/").content.decode()
    assert "June 2025</a>: none" in months
    assert "May 2025</a>: 1 grant" in months
    assert "No grant was made in this month." in public.get("/grants-made/2025-06/").content.decode()


def test_a_month_that_is_none_is_not_found(book: None, public: Client) -> None:
    for path in ("/grants-made/2026-13/", "/grants-made/2999-01/", "/grants-made/1066-10.csv"):
        assert public.get(path).status_code == 404, path
