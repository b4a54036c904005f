"""What a list of decisions comes to: each kind of money by itself, of decisions that stand, and the CSV adds up."""

import csv
import io
import re
from collections import defaultdict
from decimal import Decimal

import pytest
from django.db import connections
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from book.models import Money, PublishedDecision
from figures.money import format_money
from register.money.list_totals import GROUPINGS, by_direction, lines_of, total
from register.search.finding import filters_of

pytestmark = [pytest.mark.django_db(databases=["default", "book"]), pytest.mark.usefixtures("book")]

KINDS = {"bid": "bid", "offered": "offered", "accepted": "accepted", "as_stated": "asStated"}
LISTS = ("", "q=violence", "kind=award", "year=2018-19", "funder=home-office&year=2018-19&year=2019-20", "decided=2026")


def added_up(public: Client, query: str, each: str) -> dict[tuple[str, str], Decimal]:
    """The rows of a CSV added up by direction and kind."""
    answer = public.get(f"/totals.csv?{query}&each={each}")
    assert answer.status_code == 200, answer.content
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in csv.DictReader(io.StringIO(answer.content.decode().lstrip("\ufeff"))):
        for kind, column in KINDS.items():
            if row[column]:
                sums[row["direction"], kind] += Decimal(row[column])
    return sums


@pytest.mark.parametrize("each", GROUPINGS)
@pytest.mark.parametrize("query", LISTS)
def test_a_csv_adds_up_to_what_list_and_page_say(public: Client, query: str, each: str) -> None:
    filters = filters_of(QueryDict(query))
    assert filters.is_valid()
    sums = added_up(public, query, each)
    shown = public.get(f"/totals/?{query}&each={each}").content.decode()
    feet = " ".join(re.findall(r"<tfoot.*?</tfoot>", shown, re.DOTALL))
    above = public.get(f"/decisions/?{query}").content.decode()
    for direction, _, lines in by_direction(lines_of(filters)):
        for kind, amount in total(lines).items():
            assert sums.pop((direction, kind), None) == amount
            if amount is not None:
                assert f'data-label="{kind.capitalize()}">{format_money(amount)}</td>' in feet
                assert f'<span class="dr-sums__amount">{format_money(amount)}</span>' in above
    assert not sums


def test_sums_are_those_of_the_money_of_decisions_that_stand() -> None:
    filters = filters_of(QueryDict("kind=award"))
    keys = PublishedDecision.objects.filter(facets__contains=["kind:award"], counted=True).values("key")
    expected = sum((row.accepted or Decimal(0) for row in Money.objects.filter(decision__in=keys)), Decimal(0))
    assert filters.is_valid()
    ((_, words, lines),) = by_direction(lines_of(filters))
    assert (words, total(lines)["accepted"]) == ("Grants made", expected)


@pytest.mark.parametrize("reference", ["PCD 1904", "PCD 1901"])
def test_refused_and_replaced_money_is_never_among_them(public: Client, reference: str) -> None:
    decision = PublishedDecision.objects.get(reference=reference)
    assert not decision.counted
    filters = filters_of(QueryDict(f"decided={decision.decided_on:%Y}"))
    assert filters.is_valid()
    stated = {amount for line in lines_of(filters, "recipient") for amount in line.amounts.values()}
    assert decision.accepted not in stated
    assert all(amount is None or amount < Decimal(15_000_000) for amount in stated)


def test_of_one_year_only_its_money_counts(public: Client) -> None:
    page = public.get("/totals/?q=PCD+510&year=2018-19&each=year").content.decode()
    assert "Of their money, only that of the years, funders, funds and recipients chosen." in page
    assert "/years/2018-19/" in page
    assert "/years/2019-20/" not in page


def test_the_totals_of_a_list_take_one_query() -> None:
    filters = filters_of(QueryDict("funder=home-office"))
    assert filters.is_valid()
    lines_of(filters, "fund")  # what is kept for a state of the book is asked once
    with CaptureQueriesContext(connections["book"]) as queries:
        lines_of(filters, "fund")
    assert len(queries) == 1


def test_totals_by_what_nobody_knows_are_refused_in_a_sentence(public: Client) -> None:
    for path in ("/totals/", "/totals.csv"):
        answer = public.get(path, {"each": "moon"})
        assert answer.status_code == 400
        assert "Totals can be had by: year, funder, fund, recipient, decider." in answer.content.decode()
    assert public.get("/totals/?colour=red").status_code == 400


def test_refused_money_is_not_printed_like_allowed_money(public: Client) -> None:
    refused = public.get("/decisions/?status=refused").content.decode()
    assert "<li>£15,000,000 award (refused)</li>" in refused
    assert "dr-entry__amount" not in refused
