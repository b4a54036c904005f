"""The money of a thread of decisions: one query that the charts and the tables beside them are both drawn from."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext

from book.models import Link, Money, Outcome, PublishedDecision
from book.projection import YEAR_END
from components.charts import MONEY_COLOURS, Chart, Stack, chart
from figures.money import format_money
from register.money.list_totals import by_direction
from register.presenters.labels import MONEY, bodies, year_words

#: Kinds of money from outcomes that were published later: never added to what the papers state.
ACCEPTED_SINCE, OFFERED_SINCE = "came", "offered_since"
WORDS = MONEY | {OFFERED_SINCE: "Offered since", ACCEPTED_SINCE: "Accepted since"}
KINDS = tuple(WORDS)


@dataclass(frozen=True, slots=True)
class Sum:
    """Pounds of one direction (received or made) and kind, for one financial year (its starting year) and fund."""

    direction: str
    year: int
    fund: str
    kind: str
    amount: Decimal


def members(thread: str) -> QuerySet[PublishedDecision]:
    """The decisions of a thread in the order they were made; withdrawn ones are not among them."""
    rows = PublishedDecision.objects.filter(thread=thread).exclude(status=PublishedDecision.Status.WITHDRAWN)
    return rows.order_by(F("decided_on").asc(nulls_last=True), "year", "series", "number")


def in_order(decisions: Iterable[PublishedDecision]) -> list[PublishedDecision]:
    """Decisions of a thread, each after those that it builds on, whatever their dates; otherwise as they come.

    A transcript may state no date: what continues it comes after it nevertheless.
    """
    waiting = {decision.key: decision for decision in decisions}
    needs: dict[str, set[str]] = {key: set() for key in waiting}
    for later, earlier in Link.objects.filter(later__in=waiting, earlier__in=waiting).values_list("later", "earlier"):
        needs[later].add(earlier)
    ordered = []
    while waiting:
        # No link makes a circle: a paper is linked to decisions that were taken before it.
        key = next((key for key in waiting if not needs[key] & waiting.keys()), next(iter(waiting)))
        ordered.append(waiting.pop(key))
    return ordered


def sums(decisions: Iterable[PublishedDecision]) -> list[Sum]:
    """What the decisions that count state, and what became of it, by direction, year, fund and kind."""
    keys = [decision.key for decision in decisions if decision.counted]
    amounts: dict[tuple[str, int, str, str], Decimal] = {}
    money = list(
        Money.objects.filter(decision__in=keys).order_by("financial_year", "fund_name", "decision", "position")
    )
    for row in money:
        for kind in MONEY:
            amount = getattr(row, kind)
            if amount is not None:
                place = (row.direction, row.financial_year, _fund_words(row), kind)
                amounts[place] = amounts.get(place, Decimal(0)) + amount
    directions = {(m.decision_id, m.grant): m.direction for m in money}
    # An outcome that names no grant is about all of the decision's.
    directions |= {(m.decision_id, ""): m.direction for m in money if (m.decision_id, "") not in directions}
    stated = {(m.decision_id, m.grant, m.financial_year) for m in money if m.offered is not None}
    for outcome in newest_outcomes(keys):
        year, fund = outcome.financial_year or 0, _fund_words(outcome)
        direction = directions.get((outcome.decision_id, outcome.grant), "")
        amounts_since = {ACCEPTED_SINCE: outcome.accepted, OFFERED_SINCE: outcome.offered}
        if (outcome.decision_id, outcome.grant, year) in stated:
            amounts_since.pop(OFFERED_SINCE)
        for kind, amount in amounts_since.items():
            if amount is not None:
                place = (direction, year, fund, kind)
                amounts[place] = amounts.get(place, Decimal(0)) + amount
    order = sorted(amounts.items(), key=lambda item: (item[0][1], KINDS.index(item[0][3]), item[0][2], item[0][0]))
    return [Sum(*place, amount) for place, amount in order]


def _fund_words(row: Money | Outcome) -> str:
    """The fund's name in the register (that of the fund it was merged into), else the paper's own words."""
    return bodies().get(f"fund:{row.fund}", ("", ""))[0] or row.fund_name or row.fund


def newest_outcomes(keys: list[str]) -> list[Outcome]:
    """The newest outcome of each grant of these decisions, by year; it replaces the outcomes before it."""
    rows = list(
        Outcome.objects.filter(decision__in=keys, financial_year__isnull=False)
        .exclude(result=YEAR_END)
        .order_by("entry", "pk")
    )
    newest = {(row.decision_id, row.grant): row.entry_id for row in rows}
    return [row for row in rows if newest[row.decision_id, row.grant] == row.entry_id]


def money_by_direction(rows: list[Sum]) -> list[dict[str, Any]]:
    """For each direction its title, chart and table: what comes in and what is passed on are never added together."""
    return [
        {
            "direction": direction or "unknown",
            "title": title,
            "chart": money_chart(
                gettext("%(title)s, by financial year, kind and fund") % {"title": gettext(title)}, parts
            ),
            "table": money_table(parts),
        }
        for direction, title, parts in by_direction(rows)
    ]


def money_chart(title: str, rows: list[Sum]) -> Chart | None:
    """A bar for every year, kind and fund: bids, offers and acceptances stand apart, never added."""
    several = len({row.fund for row in rows}) > 1
    stacks = []
    for row in rows:
        fund = f", {row.fund or gettext('Fund not stated').lower()}" if several else ""
        label = f"{year_words(row.year)}, {gettext(WORDS[row.kind]).lower()}{fund}"
        stacks.append(Stack(label, format_money(row.amount), ((WORDS[row.kind], row.amount),)))
    return chart(title, stacks, {WORDS[kind]: MONEY_COLOURS[kind] for kind in KINDS})


def money_table(rows: list[Sum]) -> dict[str, object]:
    """The sums of a thread for the table of money: a row a year and fund, a column a kind, totals by kind."""
    kinds = [kind for kind in KINDS if any(row.kind == kind for row in rows)]
    lines = dict.fromkeys((row.year, row.fund) for row in sorted(rows, key=lambda row: (row.year, row.fund)))
    known = {(row.year, row.fund, row.kind): row.amount for row in rows}
    shown = [
        {
            "year": year_words(year),
            "note": fund or "Fund not stated",
            "amounts": [known.get((year, fund, k)) for k in kinds],
        }
        for year, fund in lines
    ]
    return {
        "columns": [WORDS[kind] for kind in kinds],
        "rows": shown,
        "totals": [sum((row.amount for row in rows if row.kind == kind), Decimal(0)) for kind in kinds],
    }
