"""Funds that are one: no list names a fund twice, and what staff merge is grouped in public and can be taken apart."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.db import ProgrammingError, connections, transaction
from django.test import Client

from book.actions.merged_funds import merge_published_fund, take_published_fund_apart
from book.integrity.book import check_book
from book.models import Entry, Fund, Money, Total
from book.part1.v1 import Body
from http_cache.book_version import book_version
from tests.book.papers import PCD_510, PCD_815, tranche
from tests.people import People
from tests.register.sample import FIRST, SECOND, award, publish_all

pytestmark = pytest.mark.committed

#: The fund F-9 of the sample, as another office wrote it.
SPELT = Body("F-10", "Violence reduction fund")
VRF = Body("F-11", "VRF 2026")


def page(public: Client, path: str) -> str:
    """A public page as it is now."""
    book_version.forget()
    answer = public.get(path)
    assert answer.status_code == 200, answer.content.decode()
    return " ".join(unescape(answer.content.decode()).split())


def paper(number: int, fund: Body, amount: str) -> object:
    """A decision to pay out of a fund."""
    money = (tranche("2026/27", fund, "G-0100", accepted=amount),)
    return replace(award(number, f"Paid from {fund.name}", amount, date(2026, 9, 2)), tranches=money)


def wrong() -> list[str]:
    """What the check of the whole book finds."""
    return [fault.sentence for fault in check_book("default", roots=None) if fault.kind == "wrong"]


@pytest.fixture
def book(people: People) -> People:
    """Two papers of the fund F-9, one of a fund of the same name in other letters, one of a fund with another name."""
    publish_all(people, PCD_510, PCD_815, FIRST, SECOND)
    publish_all(people, paper(1950, SPELT, "1000"), paper(1951, VRF, "500"))  # type: ignore[arg-type]
    return people


def test_two_funds_of_a_funder_with_one_name_are_listed_once_with_all_their_money(book: People, public: Client) -> None:
    listing = page(public, "/funds/")
    assert listing.casefold().count("violence reduction fund</a>") == 1
    assert Fund.objects.using("book").get(id="F-9").decisions == 3
    assert Fund.objects.using("book").get(id="F-10").decisions == 0
    total = Total.objects.using("book").get(scope="fund", subject="F-9", financial_year=2026)
    assert total.accepted == Decimal(91_000)
    assert not Total.objects.using("book").filter(subject="F-10", decisions__gt=0).exists()
    assert wrong() == []


def test_funds_that_staff_merge_are_one_in_public_and_apart_again_when_they_take_it_back(
    book: People, public: Client
) -> None:
    entries = list(Entry.objects.values_list("leaf_hash", flat=True))
    before = page(public, "/funds/")
    merge_published_fund(merged="F-11", kept="F-9")
    merged = page(public, "/funds/")
    assert "/funds/vrf-2026/" in before
    assert "/funds/vrf-2026/" not in merged
    assert "also written VRF 2026" in merged
    assert public.get("/funds/vrf-2026/")["Location"] == "/funds/violence-reduction-fund/"
    assert "Also written VRF 2026; each paper keeps the name" in page(public, "/funds/violence-reduction-fund/")
    for asked in ("violence-reduction-fund", "vrf-2026"):
        listing = page(public, f"/decisions/?fund={asked}")
        assert "PCD 1951" in listing
        assert "PCD 1950" in listing
    assert "VRF 2026" in page(public, "/decisions/PCD-1951/")
    assert Money.objects.using("book").get(decision="pcd1951").paper_fund == "F-11"
    assert wrong() == []
    take_published_fund_apart(merged="F-11")
    assert page(public, "/funds/") == before
    assert "PCD 1951" in page(public, "/decisions/?fund=vrf-2026")
    assert wrong() == []
    assert list(Entry.objects.values_list("leaf_hash", flat=True)) == entries


def test_a_fund_merged_before_a_paper_names_it_is_put_with_its_like_when_one_does(book: People, public: Client) -> None:
    later = Body("F-12", "Tackling Violence")
    merge_published_fund(merged="F-12", kept="F-9")
    assert "Tackling Violence" not in page(public, "/funds/")
    publish_all(book, paper(1952, later, "10"))  # type: ignore[arg-type]
    assert "also written Tackling Violence" in page(public, "/funds/")
    assert Fund.objects.using("book").get(id="F-9").decisions == 4
    # The fund that both are merged into stands for both, though no paper names it yet.
    merge_published_fund(merged="F-9", kept="F-99")
    assert Fund.objects.using("book").filter(stands__isnull=True, decisions=4).count() == 1
    assert wrong() == []
    publish_all(book, paper(1953, Body("F-99", "Serious Violence Fund"), "10"))  # type: ignore[arg-type]
    assert Fund.objects.using("book").get(id="F-99").decisions == 5
    assert wrong() == []


def test_nobody_merges_funds_by_writing_to_the_tables(book: People) -> None:
    for alias in ("default", "book"):
        for statement in (
            "INSERT INTO public.book_mergedfund (id, kept, merged_at) VALUES ('F-11', 'F-9', now())",
            "UPDATE book.fund SET stands = 'F-9' WHERE id = 'F-11'",
            "SELECT book.regroup_funds()",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(using=alias):
                connections[alias].cursor().execute(statement)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(using="book"):
        connections["book"].cursor().execute("SELECT book.merge_fund('F-11', 'F-9')")
