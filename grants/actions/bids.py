"""What became of an approved bid: won, won in part, lost or withdrawn, with what was offered by year."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from accounts.models import Person
from components.refusals import Refused
from figures.dates import format_date, london_day
from figures.money import format_money
from figures.text import plain_text
from grants.actions.common import changing, record_event, subject_of
from grants.actions.money import plain_tranches
from grants.models import Grant, GrantOutcome

#: What may be recorded of a bid: that it was sent, and what it came to.
BID_RESULTS = (
    GrantOutcome.Result.SUBMITTED,
    GrantOutcome.Result.WON,
    GrantOutcome.Result.IN_PART,
    GrantOutcome.Result.LOST,
    GrantOutcome.Result.WITHDRAWN,
)
_AWARDED = (GrantOutcome.Result.WON, GrantOutcome.Result.IN_PART)
_NOTHING_AWARDED: Mapping[str, str] = {
    GrantOutcome.Result.SUBMITTED: "Nothing is awarded when a bid is sent.",
    GrantOutcome.Result.LOST: "Nothing is awarded when a bid is lost.",
    GrantOutcome.Result.WITHDRAWN: "Nothing is awarded when a bid is withdrawn.",
}


def record_bid(
    *,
    grant: Grant,
    seen: int,
    reference: str,
    recommendation: int,
    result: str,
    offered: Mapping[int, Decimal | None],
    happened_on: date,
    note: str = "",
    by: Person,
    at: datetime,
) -> Grant:
    """Record that the bid of a decision's recommendation was sent, or what became of it; amounts in pounds, by tranche.

    What is awarded becomes what is offered in each year. Accepting it needs a decision of its own.

    Raises:
        Stale: somebody changed the grant since version `seen`.
        Refused: an award names no amount or a loss names one, or the day is to come.
    """
    if result not in BID_RESULTS:
        raise Refused("Choose what became of the bid, or that it was sent.")
    if happened_on > london_day(at):
        raise Refused(f"{format_date(happened_on)} is still to come. Enter the day on which it happened.")
    awarded = {number: amount for number, amount in offered.items() if amount is not None}
    if result in _AWARDED and not any(awarded.values()):
        raise Refused("Enter what was awarded in each year.")
    if result not in _AWARDED and awarded:
        raise Refused(f"{_NOTHING_AWARDED[result]} Leave the amounts blank.")
    with changing(grant, seen=seen, by=by, at=at) as locked:
        before = plain_tranches(locked)
        for tranche in locked.tranches.all():
            if tranche.pk in awarded and tranche.offered != awarded[tranche.pk]:
                tranche.offered = awarded[tranche.pk]
                tranche.version += 1
                tranche.save(update_fields=["offered", "version"])
        outcome = GrantOutcome.objects.create(
            grant=locked,
            reference=reference,
            recommendation=recommendation,
            result=result,
            happened_on=happened_on,
            note=plain_text(note).strip(),
            recorded_by=by,
            recorded_at=at,
        )
        total = format_money(sum(awarded.values(), Decimal(0))) if awarded else "nothing"
        words = outcome.get_result_display().lower()
        bid = f"the bid of {locked.code} ({reference}, recommendation {recommendation})"
        sentence = f"{by.name} recorded what became of {bid}: {words}, {total} awarded."
        if result == GrantOutcome.Result.SUBMITTED:
            sentence = f"{by.name} recorded that {bid} was sent on {format_date(happened_on)}."
        record_event(
            "record outcome", subject_of(locked), sentence, by, at, before=before, after=plain_tranches(locked)
        )
    return locked
