"""Funds that are written in several ways: merged and taken apart, at the desk and in public together.

One person of those who keep names does it, since it changes nothing that was signed: it only groups, at once, and can
be taken back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import transaction

from accounts.models import Person
from audit.actions import record
from audit.models import Event
from book.actions.merged_funds import merge_published_fund, published_funds, take_published_fund_apart
from book.actions.other_names import check_keeper
from book.models import MergedFund
from components.refusals import Refused
from grants import actions as grants
from grants.fund_names import likely_same
from grants.models import Fund

MERGE, TAKE_APART = "merge funds", "take fund apart"


@dataclass(frozen=True, slots=True)
class KnownFund:
    """A fund that was entered at the desk or stands in a published paper; `merged_into` is an identifier, or ""."""

    identifier: str
    name: str
    funder: str
    decisions: int
    merged_into: str

    def __str__(self) -> str:
        return f"{self.name} ({self.funder})"


def known_funds() -> dict[str, KnownFund]:
    """Every fund by its identifier, in the order of funders and names."""
    merged = dict(MergedFund.objects.values_list("id", "kept"))
    rows = {fund.identifier: (fund.name, fund.funder.name, 0) for fund in Fund.objects.select_related("funder")}
    rows |= {fund.id: (fund.name, fund.funder.name, fund.decisions) for fund in published_funds()}
    funds = [KnownFund(key, name, funder, count, merged.get(key, "")) for key, (name, funder, count) in rows.items()]
    funds.sort(key=lambda fund: (fund.funder.casefold(), fund.name.casefold(), fund.identifier))
    return {fund.identifier: fund for fund in funds}


def likely_pairs(funds: Iterable[KnownFund]) -> list[tuple[KnownFund, KnownFund]]:
    """Funds of one funder whose names are so much alike that they are likely one; the one used more stands first.

    Funds of the very same name and funder are one already.
    """
    standing_funds = [fund for fund in funds if not fund.merged_into]
    pairs = []
    for _, group in groupby(standing_funds, key=lambda fund: fund.funder.casefold()):
        earlier: list[KnownFund] = []
        for fund in group:
            candidates = [candidate for candidate in earlier if candidate.name.casefold() != fund.name.casefold()]
            if alike := likely_same(fund.name, candidates):
                pairs.append((alike, fund) if alike.decisions >= fund.decisions else (fund, alike))
            earlier.append(fund)
    return pairs


@transaction.atomic
def merge_two_funds(*, merged: str, kept: str, by: Person, at: datetime) -> tuple[KnownFund, KnownFund]:
    """Make the fund of identifier `merged` another name of `kept`; returns both. Signed papers stay as they are.

    Raises:
        NotAllowed: the person keeps no names.
        Refused: one is not known, they are one already, or they have different funders.
    """
    check_keeper(by, at)
    funds = known_funds()
    if merged not in funds or kept not in funds:
        raise Refused("Choose two funds from the list.")
    other_name, kept_fund = funds[merged], funds[kept]
    if other_name.funder.casefold() != kept_fund.funder.casefold():
        raise Refused(f"{other_name} and {kept_fund} have different funders, so they are not one fund.")
    at_desk = {fund.identifier: fund for fund in Fund.objects.filter(identifier__in=[merged, kept])}
    if len(at_desk) == 2:
        grants.merge_funds(fund=at_desk[merged], into=at_desk[kept])
    merge_published_fund(merged=merged, kept=kept)
    sentence = f"{by.name} merged the fund {other_name.name} of {other_name.funder} into {kept_fund.name}."
    record(verb=MERGE, at=at, by=by, subject=f"fund_name:{merged}"[:100], sentence=sentence)
    return other_name, kept_fund


@transaction.atomic
def take_apart(*, merged: str, by: Person, at: datetime) -> KnownFund:
    """Let a merged fund stand by itself again, as it was before.

    Raises:
        NotAllowed: the person keeps no names.
        Refused: the fund is merged with none.
    """
    check_keeper(by, at)
    fund = known_funds().get(merged)
    if fund is None or not fund.merged_into:
        raise Refused("This fund stands by itself already.")
    take_published_fund_apart(merged=merged)
    for at_desk in Fund.objects.filter(identifier=merged):
        grants.take_fund_apart(fund=at_desk)
    sentence = f"{by.name} took the fund {fund.name} of {fund.funder} apart again."
    record(verb=TAKE_APART, at=at, by=by, subject=f"fund_name:{merged}"[:100], sentence=sentence)
    return fund


def newest_changes(count: int = 20) -> list[Event]:
    """What was merged and taken apart last."""
    return list(Event.objects.filter(verb__in=[MERGE, TAKE_APART]).order_by("-number")[:count])
