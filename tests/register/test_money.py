"""Pages about money say what the kept totals are, and no more than they know."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from book.models import Link, PublishedDecision, Total
from components.charts import Chart
from components.time_charts import time_chart
from register.money.threads import Sum, in_order
from register.money.threads import money_by_direction as thread_money_by_direction
from register.money.totals import bars, direction_section, money_by_direction
from tests.register.test_pages import text_of

pytestmark = [pytest.mark.django_db(databases=["default", "book"]), pytest.mark.usefixtures("book")]

#: Every page with kept totals; in 2018/19 there are bids and offers, and no paper states what was accepted.
TOTALS = ("/", "/years/", "/years/2018-19/", "/funders/home-office/")


def total(year: int, **amounts: int) -> Total:
    """A kept total that nobody keeps; kinds that are not given are 0."""
    kinds = dict.fromkeys(("bid", "offered", "accepted", "as_stated"), 0) | amounts
    return Total(financial_year=year, decisions=1, **{kind: Decimal(amount) for kind, amount in kinds.items()})


def drawn(*totals: Total) -> Chart:
    chart = bars("Money by financial year", totals)
    assert chart
    return chart


def test_a_kind_of_money_has_the_same_colour_in_every_chart() -> None:
    everything = drawn(total(2018, bid=1, offered=2, accepted=3, as_stated=4))
    assert everything.key == ((1, "Bid"), (2, "Offered"), (3, "Accepted"), (4, "As stated"))
    some = drawn(total(2019, accepted=3), total(2018, offered=2, as_stated=4))
    assert [part.series for bar in some.bars for part in bar.parts] == [3, 2, 4]
    assert some.key == ((2, "Offered"), (3, "Accepted"), (4, "As stated"))
    (alone,) = drawn(total(2019, accepted=3)).bars
    assert [part.series for part in alone.parts] == [3]


@pytest.mark.parametrize("path", TOTALS)
def test_a_total_of_nought_is_called_none_or_nil_because_the_totals_do_not_tell_which(
    public: Client, path: str
) -> None:
    page = public.get(path).content.decode()
    assert '<span aria-hidden="true">–</span><span class="govuk-visually-hidden">None or nil</span>' in page
    assert "none stated" not in page


@pytest.mark.parametrize("path", ["/funders/home-office/", "/funds/police-transformation-fund/"])
def test_a_table_with_the_years_of_its_chart_says_the_same_in_figures(public: Client, path: str) -> None:
    page = public.get(path).content.decode()
    assert 'id="money-received">Money coming in: the same in figures</caption>' in page
    assert "newest six years" not in page


def test_a_chart_of_fewer_years_than_its_table_says_so() -> None:
    seven = [total(2018 - past, bid=1) for past in range(7)]
    picture = direction_section("received", "Money coming in", seven)
    assert (picture["chart"].title, picture["caption"]) == (
        "Money coming in by financial year, newest six years",
        "Money coming in: all years in figures",
    )
    assert (len(picture["chart"].bars), len(picture["table"]["rows"])) == (6, 7)
    six = direction_section("received", "Money coming in", seven[:6])
    assert (six["chart"].title, six["caption"]) == (
        "Money coming in by financial year",
        "Money coming in: the same in figures",
    )


@pytest.mark.parametrize("path", [*TOTALS, "/funds/police-transformation-fund/"])
def test_totals_say_that_what_was_accepted_later_is_not_among_them(public: Client, path: str) -> None:
    page = public.get(path).content.decode()
    assert page.count("What was accepted after a decision is shown in its thread, and is not part of these") == 1


def test_the_band_without_an_amount_holds_nil_too(public: Client) -> None:
    assert "No amount, or £0" in public.get("/decisions/?band=none").content.decode()


def test_a_kind_of_money_has_one_colour_in_every_chart(public: Client) -> None:
    colours: dict[str, set[str]] = {}
    for path in ("/threads/PCD-510/", "/funders/home-office/", "/years/", "/"):
        page = public.get(path).content.decode()
        for label, rects in re.findall(r'dr-chart__label"[^>]*>([^<]+)</text><line[^>]*/>((?:<rect[^>]*/>)*)', page):
            for kind in ("bid", "offered", "accepted since", "accepted", "as stated"):
                if f", {kind}" in label:
                    colours.setdefault(kind, set()).update(re.findall(r"series-(\d)", rects))
                    break
    assert colours.keys() >= {"bid", "offered"}
    assert all(len(series) == 1 for series in colours.values()), colours
    assert len(set.union(*colours.values())) == len(colours)


def test_money_that_comes_in_and_grants_that_are_made_are_never_in_one_total(public: Client) -> None:
    rows = [total(2025, accepted=3), total(2024, accepted=2), total(2025, accepted=50)]
    rows[2].direction = "made"
    rows[0].direction = rows[1].direction = "received"
    received, made = money_by_direction(rows)
    assert (received["table"]["totals"], made["table"]["totals"]) == ([Decimal(5)], [Decimal(50)])
    # Of this book, only grants made have money in 2026/27, and only money coming in has any in 2018/19.
    for path in ("/", "/years/"):
        page = text_of(public, path)
        coming, going = page.index("Money coming in"), page.index("Grants made")
        assert coming < page.index("2018/19", coming) < going < page.index("2026/27", going), path
    assert "Grants made" not in text_of(public, "/years/2018-19/")
    assert "Money coming in" not in text_of(public, "/funders/greater-london-authority/").partition("told apart")[2]


def test_a_thread_tells_what_it_received_from_what_it_passed_on() -> None:
    rows = [
        Sum("received", 2025, "Fund", "offered", Decimal(7)),
        Sum("made", 2025, "Fund", "offered", Decimal(5)),
        Sum("received", 2026, "Fund", "offered", Decimal(1)),
    ]
    received, made = thread_money_by_direction(rows)
    assert (received["title"], received["table"]["totals"]) == ("Money coming in", [Decimal(8)])
    assert (made["title"], made["table"]["totals"]) == ("Grants made", [Decimal(5)])


def test_a_thread_begins_with_the_earlier_decision_also_where_that_has_no_date() -> None:
    later, earlier = PublishedDecision.objects.get(key="pcd815"), PublishedDecision.objects.get(key="pcd510")
    assert Link.objects.filter(later=later, earlier=earlier).exists()
    assert in_order([later, earlier]) == [earlier, later]
    other = PublishedDecision.objects.get(key="pcd1903")
    assert in_order([other, later, earlier]) == [other, earlier, later], "what is not linked stays where it comes"


def test_a_thread_is_drawn_in_time_from_the_rows_of_its_list() -> None:
    events = [("PCD 815", date(2020, 7, 1)), ("Outcome of PCD 815", None), ("PCD 510", date(2018, 12, 17))]
    drawn = time_chart("The thread in time", events)
    assert drawn is not None
    assert [(mark.label, mark.x) for mark in drawn.marks] == [
        ("PCD 510, 17 December 2018", "2.00%"), ("PCD 815, 1 July 2020", "98.00%"),
    ]  # fmt: skip
    assert [year.label for year in drawn.years] == ["2019", "2020"]
    assert time_chart("Alone", events[:2]) is None
