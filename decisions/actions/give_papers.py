"""Give open papers to a colleague who looks after them from now on: when somebody leaves, or is away for long."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models import Person
from accounts.offices import Office, labels, offices_that_may
from audit.actions import record
from components.refusals import NotAllowed, Refused, passes
from decisions.actions.writers import can_write
from decisions.letters import notify_of_handover
from decisions.models import Decision
from figures.dates import london_day


def can_give(person: Person, owner: Person, day: date) -> bool:
    """Whether this person may give the owner's papers to somebody else."""
    return passes(check_can_give, person, owner, day)


def check_can_give(person: Person, owner: Person, day: date) -> None:
    """Let the owner, an administrator, or whoever publishes give papers to a colleague.

    Raises:
        NotAllowed: the person is none of these.
    """
    offices = offices_that_may("publish") | {Office.ADMINISTRATOR}
    if not person.offices_on(day) & (offices if person.pk != owner.pk else offices | offices_that_may("write")):
        raise NotAllowed(f"Papers are given to a colleague by whoever has them, or by {labels(sorted(offices))}.")


@transaction.atomic
def give_papers(*, papers: Sequence[Decision], owner: Person, to: Person, by: Person, at: datetime) -> int:
    """Give some of a person's open papers to a colleague; returns how many.

    Who wrote them stays on record: an author still checks, endorses and decides none of them. The colleague does not
    read their Part 2 unless they are named on it.

    Raises:
        NotAllowed: see `check_can_give`.
        Refused: no paper is named, or the colleague does not write papers or has them already.
    """
    check_can_give(by, owner, london_day(at))
    if not papers:
        raise Refused("Choose at least one paper.")
    if to.pk == owner.pk:
        raise Refused(f"{to.name} has these papers already. Choose a colleague.")
    if not (to.is_active and can_write(to, london_day(at))):
        raise Refused(
            f"{to.name} does not write papers. Choose somebody with the office {labels(offices_that_may('write'))}."
        )
    rows = (
        Decision.objects.select_for_update(of=("self",)).owned_by(owner).filter(pk__in=[paper.pk for paper in papers])
    )
    given_papers = list(rows.order_by("pk"))
    for paper in given_papers:
        Decision.objects.filter(pk=paper.pk).update(given_to=to)
        record(
            verb="decision.give",
            at=at,
            by=by,
            subject=paper.subject,
            sentence=f"{by.name} gave {paper.reference_words}, which {owner.name} had, to {to.name}.",
            details={"from": owner.pk, "to": to.pk},
        )
    notify_of_handover(given_papers, to, at=at)
    return len(given_papers)
