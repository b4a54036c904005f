"""Warnings about saved entries that look like typing errors: a sentence with the figures, never a refusal."""

from collections.abc import Iterable
from decimal import Decimal

from figures.dates import format_date
from figures.money import format_money, format_signed_money
from grants.models import Actual, Grant, SpendReturn, Tranche


def slips_of_spend(spend_return: SpendReturn) -> list[str]:
    """What looks wrong about a return: more than was accepted, or spend that shrinks as the year goes on."""
    sentences = [sentence for sentence in (_beyond_accepted(spend_return), _shrinking(spend_return)) if sentence]
    if sentences:
        sentences[-1] += " If it is a slip, report the right figure for the same day: the return made last counts."
    return sentences


def _beyond_accepted(spend_return: SpendReturn) -> str:
    tranche = spend_return.tranche
    if spend_return.spent <= (tranche.accepted or Decimal(0)):
        return ""
    opening = f"{format_money(spend_return.spent)} is reported as spent of {tranche}"
    if tranche.accepted is None:
        return f"{opening}, of which nothing is recorded as accepted yet."
    return f"{opening}, which is more than the {format_money(tranche.accepted)} that was accepted."


def _shrinking(spend_return: SpendReturn) -> str:
    """Spend counts from the start of the year: a later day's figure is never the smaller one."""
    other_returns = spend_return.tranche.returns
    before = other_returns.filter(until_on__lt=spend_return.until_on).order_by("-until_on", "-pk").first()
    after = other_returns.filter(until_on__gt=spend_return.until_on).order_by("until_on", "-pk").first()
    for earlier, later in ((before, spend_return), (spend_return, after)):
        if earlier and later and later.spent < earlier.spent:
            return (
                f"{format_money(later.spent)} spent up to {format_date(later.until_on)} is less than the "
                f"{format_money(earlier.spent)} spent up to {format_date(earlier.until_on)}."
            )
    return ""


def slips_of_actual(actual: Actual) -> list[str]:
    """What looks wrong about an entry: more spent than was accepted, or more returned than was received."""
    tranche = actual.tranche
    sums = Actual.objects.sums([tranche.pk]).get(tranche.pk, {})
    spent, accepted = sums.get(Actual.Kind.SPENT, Decimal(0)), tranche.accepted or Decimal(0)
    received, returned = sums.get(Actual.Kind.RECEIVED, Decimal(0)), sums.get(Actual.Kind.RETURNED, Decimal(0))
    available = accepted + sums.get(Actual.Kind.CARRIED_IN, Decimal(0))
    slips = []
    if actual.kind == Actual.Kind.SPENT and spent > available:
        slips.append(
            f"{format_money(spent)} is spent of {tranche}, which is more than the {format_money(available)} that was "
            "accepted or carried in. If it is a slip, correct the entry."
        )
    if actual.kind == Actual.Kind.RETURNED and returned > received:
        slips.append(
            f"{format_money(returned)} of {tranche} is returned, more than the {format_signed_money(received)} "
            "received. If it is a slip, correct the entry."
        )
    return slips


def slips_of_file(entries: Iterable[Actual]) -> list[str]:
    """What looks wrong about entries of a ledger's file before they are saved: more spent than was accepted."""
    amounts: dict[Tranche, Decimal] = {}
    for entry in entries:
        if entry.kind == Actual.Kind.SPENT:
            amounts[entry.tranche] = amounts.get(entry.tranche, Decimal(0)) + entry.amount
    sums_by_tranche = Actual.objects.sums([tranche.pk for tranche in amounts])
    slips = []
    for tranche, amount in amounts.items():
        sums = sums_by_tranche.get(tranche.pk, {})
        spent = sums.get(Actual.Kind.SPENT, Decimal(0)) + amount
        available = (tranche.accepted or Decimal(0)) + sums.get(Actual.Kind.CARRIED_IN, Decimal(0))
        if spent > available:
            slips.append(
                f"With this file {format_money(spent)} is spent of {tranche} ({tranche.grant.code}), which is more "
                f"than the {format_money(available)} that was accepted or carried in."
            )
    return slips


def slips_of_outcome(grant: Grant) -> list[str]:
    """The years and funds of which more is accepted than was offered; where no offer is entered, nothing is said."""
    return [
        f"{format_money(t.accepted)} is accepted of {t}, which is more than the {format_money(t.offered)} offered. "
        "If it is a slip, correct the outcome or the offer."
        for t in grant.tranches.select_related("fund")
        if t.accepted is not None and t.offered is not None and t.accepted > t.offered
    ]
