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
from publishing.bids import PUBLISHED_AS, approved_bids

#: What may have become of a bid without a sum that somebody entered.
_BIDS_LOST = ("unsuccessful", "lapsed")
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
            the bid was lost or withdrawn.
        Refused: as `book.actions.record_outcome` says.
    """
    if grant is not None:
        check_others_recorded(grant, result, by)
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


def check_others_recorded(grant: Grant, result: Result, by: Person) -> None:
    """Raise NotAllowed for a bid that is said to be lost or withdrawn, where nobody else recorded so at the grant."""
    recorded_as = [recorded for recorded, published in PUBLISHED_AS.items() if published == result]
    if result not in _BIDS_LOST or not approved_bids().filter(grant=grant).exists():
        return
    if not GrantOutcome.objects.filter(grant=grant, result__in=recorded_as).exclude(recorded_by=by).exists():
        raise NotAllowed(
            f"Nobody else has recorded at {grant.code} that this became of the bid. One person records it there, "
            "another publishes it."
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
                others = labels(offices_that_may("publish"))
                raise NotAllowed(
                    f"You entered what is {place[-1]} of {grant.code} in {place[0]} yourself. "
                    f"Somebody else with the office of {others} publishes it."
                )


def _changed(event: Event) -> set[tuple[Any, ...]]:
    """The sums that an event changed: financial year, fund and kind of each."""
    before, after = (
        {(row["year"], row["fund"], kind): row[kind] for row in event.details.get(name) or () for kind in _PUBLISHED}
        for name in ("before", "after")
    )
    # A row that was taken away is a sum that is published no more.
    return {place for place in before | after if before.get(place, "") != after.get(place, "")}
