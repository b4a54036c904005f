"""Figures that bodies really published, to the penny: sums, parts, what came of bids, what was at risk.

The sources are public: decisions of MOPAC (PCD), of Surrey, West Yorkshire, Essex and Cleveland, and tables on GOV.UK.
"""

import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from checks import problems
from checks.amounts import amounts_disagree
from components.clock import held_at
from figures.money import format_money
from figures.years import FinancialYear
from grants import actions
from grants.actions import ActualFacts, GrantFacts, TrancheFacts
from grants.days_at_risk import DaysAtRisk
from grants.models import Agreement, Grant
from grants.portfolio import portfolio
from grants.promised import promised_rows, promised_totals
from grants.year_end import year_end_rows
from outside_figures.comparing import Finding, OurFigure, Published, compare
from tests.checks.papers import paper
from tests.grants.agreeing import agree
from tests.grants.making import allow
from tests.grants.test_year_figures import signed_in
from tests.people import People

AT = datetime(2018, 12, 3, 10, tzinfo=UTC)
APRIL = datetime(2019, 4, 15, 9, tzinfo=UTC)
YEAR = FinancialYear(2018)


@dataclass(frozen=True)
class Stated:
    """A total as its source states it, and the parts that it states."""

    total: str
    parts: tuple[str, ...]


SUMS = {
    "PCD 1327, three years and a further sum": Stated("24664846", ("7988282", "7988282", "7988282", "700000")),
    "PCD 1650, added to a year of PCD 1327": Stated("8907532", ("7988282", "919250")),
    "PCD 1004, two parts": Stated("725996", ("301579", "424417")),
    "Surrey, labour and other costs": Stated("546830.47", ("211864.69", "334965.78")),
    "PCD 1767, two grants merged": Stated("22344743.73", ("9981911.06", "12362832.67")),
    "Special grant, Northleigh and protests": Stated("29338669", ("9338669", "20000000")),
    "PCD 510, offered and to be bid for": Stated("620000", ("250000", "250000", "120000")),
    "Surrey, lines allocated and what is left": Stated("211864.69", ("187970.41", "23894.28")),
    "Safer Streets 4, a further part for a second area": Stated("840531.68", ("614274.68", "226257")),
    "Special grant, what five bids of the Met fell short of": Stated("30353191", ("21713168", "8640023")),
}
#: The source states a total and six parts that exceed it; how the parts divide is not published with the total.
PCD_1365 = Stated("2548650.10", ("424775.02", "424775.02", "424775.02", "424775.03", "424775.03", "424775.03"))


def money(texts: tuple[str, ...]) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, texts))


@pytest.mark.parametrize("stated", SUMS.values(), ids=SUMS.keys())
def test_totals_that_are_their_parts_raise_nothing_and_a_penny_more_is_named(stated: Stated):
    total, parts = Decimal(stated.total), money(stated.parts)
    assert sum(parts) == total
    assert not [p for p in problems(paper(totals=((total, parts),))) if p.code == "sum-differs"]
    (problem,) = (p for p in problems(paper(totals=((total + Decimal("0.01"), parts),))) if p.code == "sum-differs")
    assert problem.severity == "blocks"


def test_the_six_parts_of_pcd_1365_exceed_its_total_by_five_pence_and_both_are_named():
    total, parts = Decimal(PCD_1365.total), money(PCD_1365.parts)
    assert sum(parts) - total == Decimal("0.05")
    (problem,) = (p for p in problems(paper(totals=((total, parts),))) if p.code == "sum-differs")
    assert "£2,548,650.10" in problem.sentence
    assert "£2,548,650.15" in problem.sentence


def test_a_rounded_figure_of_essex_is_no_fault():
    ours = [OurFigure(1, 1, "Safer Streets", YEAR, {"accepted": Decimal("1810484.58")})]
    assert compare(Published(1, "Safer Streets", YEAR, "accepted", Decimal(1_810_485)), ours).finding == Finding.NEAR
    assert not list(amounts_disagree(paper("Accept £1,810,484.58.", financial="The grant is £1,810,484.58.")))


@pytest.mark.parametrize(
    ("promised", "came", "words"), [(1_000_000, 820_000, "£180,000 more"), (42_000_000, 34_000_000, "£8,000,000 more")]
)
def test_a_promise_that_was_changed_clashes_with_the_first_table_and_agrees_with_the_second(
    promised: int, came: int, words: str
):
    """Safer Streets 5: £42m and up to £1m an area in October 2023, £34m and up to £820,000 in August 2024."""
    ours = [OurFigure(1, 1, "Safer Streets 5", YEAR, {"offered": Decimal(came)})]
    first, second = (
        compare(Published(1, "Safer Streets 5", YEAR, "offered", Decimal(amount)), ours) for amount in (promised, came)
    )
    assert (first.finding, second.finding) == (Finding.CLASH, Finding.EXACT)
    assert words in first.reason


def test_west_yorkshire_s_grant_of_a_year_was_approved_271_days_into_it():
    risk = DaysAtRisk(Grant(), date(2022, 4, 1), date(2022, 12, 28), None, date(2023, 1, 31))
    assert risk.until_decided == 271


def granted(people: People, fund: str, **amounts: Any) -> Grant:
    """A grant of 2018/19 from one fund."""
    facts = GrantFacts(
        title=f"Grant of {fund}", purpose="As the funder says.", funder="Home Office",
        recipient="Mayor’s Office for Policing and Crime", direction="received", route="bid",
    )  # fmt: skip
    grant = actions.create_grant(facts=facts, by=people.fatima, at=AT)
    return actions.save_tranches(
        grant=grant, seen=1, rows=[TrancheFacts(year=YEAR, fund=fund, **amounts)], by=people.fatima, at=AT
    )


def enter(people: People, grant: Grant, kind: str, amount: str, on: date = date(2018, 12, 1)) -> None:
    tranche = grant.tranches.select_related("grant", "fund").get()
    facts = ActualFacts(tranche=tranche, kind=kind, amount=Decimal(amount), happened_on=on)
    actions.add_actual(facts=facts, by=people.fatima, at=APRIL)


@pytest.mark.django_db
def test_special_grant_is_shown_as_bid_for_and_as_paid_and_the_two_are_never_mixed(people: People):
    rows = {"Northleigh": ("9338669", "4704107"), "Protests": ("20000000", "16230000")}
    for fund, (bid, paid) in rows.items():
        enter(people, granted(people, fund, bid=Decimal(bid)), "received", paid)
    shown = {row.fund.name: (row.amounts["bid"], row.amounts["received"]) for row in promised_rows()}
    assert shown == {fund: money(amounts) for fund, amounts in rows.items()}
    totals = dict(promised_totals(promised_rows()))
    assert (totals["Bid"], totals["Received"]) == (Decimal(29_338_669), Decimal(20_934_107))
    assert totals["Offered"] is None
    assert totals["Accepted"] is None
    page = signed_in(people.kaya).get(reverse("promised_desk")).content.decode()
    answer = signed_in(people.kaya).get(reverse("promised_desk_csv"))
    lines = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert sum(Decimal(line["received"]) for line in lines) == totals["Received"]
    assert "£20,934,107" in page
    assert "£50,272,776" not in page  # bid and paid together


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "amounts"),
    [
        ("PCD 872", ("807375",)),
        ("West Yorkshire, organised crime", ("4439998.72",)),
        ("Safer Streets 4, first and second area", ("614274.68", "226257")),
        ("Surrey, labour and other costs", ("211864.69", "334965.78")),
    ],
)
def test_each_amount_is_the_same_to_the_penny_on_its_page_in_the_list_and_in_the_portfolio(
    people: People, title: str, amounts: tuple[str, ...]
):
    rows = [TrancheFacts(year=YEAR, fund=f"{title} {n}", offered=Decimal(text)) for n, text in enumerate(amounts)]
    grant = granted(people, title, offered=Decimal(1))
    actions.save_tranches(grant=grant, seen=2, rows=rows, by=people.fatima, at=AT)
    client, total = signed_in(people.kaya), sum(money(amounts), Decimal(0))
    page = client.get(reverse("grant_page", args=[grant.pk])).content.decode()
    listed = b"".join(client.get(reverse("grant_list_csv")).streaming_content).decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(listed))
    assert all(format_money(Decimal(text)) in page for text in amounts)
    assert format_money(total) in page
    assert Decimal(line["offered"]) == total
    assert portfolio(by="funder", day=date(2019, 4, 15)).total.sums["offered"] == total


@pytest.mark.django_db
def test_two_grants_merged_by_pcd_1767_add_up_to_the_penny_in_the_portfolio(people: People):
    for fund, amount in (("Core", "9981911.06"), ("General", "12362832.67")):
        granted(people, fund, offered=Decimal(amount))
    assert portfolio(by="funder", day=date(2019, 4, 15)).total.sums["offered"] == Decimal("22344743.73")


@pytest.mark.django_db
def test_cleveland_s_underspend_is_at_risk_until_its_re_use_is_agreed_and_carried(people: People):
    """£1,420,423 confirmed; £537,776 forecast as underspent and used again by a fresh decision."""
    grant = granted(people, "Hotspots", offered=Decimal(1_420_423))
    allow(people, grant, 1_420_423)
    grant.refresh_from_db()
    tranche = grant.tranches.get()
    accepted = {tranche.pk: Decimal(1_420_423)}
    actions.record_outcome(grant=grant, seen=grant.version, accepted=accepted, by=people.fatima, at=AT)
    enter(people, grant, "spent", "882647")
    assert year_end_rows(YEAR, date(2019, 3, 1))[0].at_risk == Decimal(537_776)
    with held_at(datetime(2019, 3, 1, 9, tzinfo=UTC)):
        page = signed_in(people.kaya).get(reverse("year_end", args=[YEAR.slug])).content.decode()
    assert "Tell Home Office that £537,776 will not be spent" in page
    enter(people, grant, "carried_out", "537776", date(2019, 3, 31))
    assert year_end_rows(YEAR, date(2019, 3, 31))[0].at_risk == 0


@pytest.mark.django_db
@pytest.mark.parametrize("percentage", ["50", "20", "33.33"])
def test_match_funding_is_kept_as_the_agreement_says(people: People, percentage: str):
    """Safer Streets 4 asked for a half, round 2 for a fifth."""
    agree(granted(people, "Safer Streets"), people.fatima, match_percentage=Decimal(percentage))
    assert Agreement.objects.get().match_percentage == Decimal(percentage)
