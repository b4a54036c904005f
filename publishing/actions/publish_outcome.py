"""Publish what became of a bid or offer, with sums that somebody else entered."""

from datetime import date, datetime
from typing import Any

from accounts.models import Person
from accounts.offices import labels, offices_that_may
from audit.models import Event
from book.actions import record_outcome
from book.entries import OutcomeAmount, Result
from components.refusals import NotAllowed
from figures.references import Reference
from grants.actions.common import subject_of
from grants.models import Grant, GrantOutcome
from publishing.bids import PUBLISHED_AS

#: What says that no money comes, whatever sums somebody entered.
_ENDS = ("unsuccessful", "lapsed", "declined")
#: What is recorded at the grant as that no more will come, where nothing was accepted.
_NOT_ACCEPTED = ("lapsed", "declined")
#: What an outcome publishes of a grant's money.
_PUBLISHED = ("offered", "accepted")
#: The events that change it, with all of a grant's money before and after.
_VERBS = ("save tranches", "record outcome")


def publish_outcome(
    *,
    reference: Reference,
    grant: Grant | None,
    result: Result,
    happened_on: date | None,
    statement: str,
    amounts: tuple[OutcomeAmount, ...] = (),
    by: Person,
    at: datetime,
) -> None:
    """Publish an outcome beside its decision; nobody publishes sums that they entered themselves.

    Raises:
        NotAllowed: the person entered one of the sums, as it stands, in the grant, or nobody else recorded there that
            the bid was lost or withdrawn, or that the offer was not taken up.
        Refused: as `book.actions.record_outcome` says.
    """
    if grant is not None:
        check_others_recorded(grant, result, by, has_amounts=bool(amounts))
    if grant is not None and amounts:
        check_others_entered(grant, by)
    record_outcome(
        reference=reference,
        grant=grant.code if grant else "",
        result=result,
        happened_on=happened_on,
        statement=statement,
        amounts=amounts,
        by=by,
        at=at,
    )


def check_others_recorded(grant: Grant, result: Result, by: Person, *, has_amounts: bool) -> None:
    """Raise NotAllowed for an end of the money, or an offer without a sum, that nobody else recorded at the grant."""
    if has_amounts and result not in _ENDS:
        return
    recorded_as = {recorded for recorded, published in PUBLISHED_AS.items() if published == result}
    if result in _NOT_ACCEPTED and not grant.tranches.filter(accepted__gt=0).exists():
        recorded_as.add(GrantOutcome.Result.NO_MORE)
    if not GrantOutcome.objects.filter(grant=grant, result__in=recorded_as).exclude(recorded_by=by).exists():
        raise NotAllowed(
            f"Nobody else has recorded at {grant.code} that this became of the bid or offer. One person records it "
            "there, another publishes it."
        )


def check_others_entered(grant: Grant, by: Person) -> None:
    """Raise NotAllowed where a person entered what is offered or accepted of a grant as it stands.

    Who entered a sum is the actor of the newest event that changed it.
    """
    settled: set[tuple[Any, ...]] = set()
    for event in Event.objects.about(subject_of(grant)).filter(verb__in=_VERBS).reverse():
        for place in _changed(event) - settled:
            settled.add(place)
            if event.actor_id == by.pk:
                office_labels = labels(offices_that_may("publish"))
                raise NotAllowed(
                    f"You entered what is {place[-1]} of {grant.code} in {place[0]} yourself. "
                    f"Somebody else with the office of {office_labels} publishes it."
                )


def _changed(event: Event) -> set[tuple[Any, ...]]:
    """The sums that an event changed: financial year, fund and kind of each."""
    before, after = (
        {(row["year"], row["fund"], kind): row[kind] for row in event.details.get(name) or () for kind in _PUBLISHED}
        for name in ("before", "after")
    )
    # A row that was taken away is a sum that is published no more.
    return {place for place in before | after if before.get(place, "") != after.get(place, "")}
