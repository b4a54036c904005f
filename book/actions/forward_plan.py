"""Publishing the forward plan: what is expected, what was dropped, what was decided."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from accounts.models import Person
from accounts.offices import labels, offices_that_may
from audit.actions import record
from book.models import Planned, PublishedDecision
from components.refusals import Refused
from figures.dates import london_day
from figures.references import Reference
from figures.text import one_line


@dataclass(frozen=True, slots=True)
class PlanItem:
    """What the plan says of one expected decision. `reference` names the published decision that it became."""

    title: str
    kind: str
    expected_on: date
    office: str
    state: str = Planned.State.PLANNED
    reference: str = ""
    note: str = ""


@transaction.atomic
def publish_plan_item(item: PlanItem, *, number: int | None = None, by: Person, at: datetime) -> int:
    """Add an item to the plan, or change the one of a number; returns its number. It is public at once.

    Raises:
        Refused: the person does not publish, no such item is planned, a dropped item says no reason, or the decision
            that an item is said to have become is not published.
    """
    if not by.may("publish", london_day(at)):
        raise Refused(
            f"{by.name} does not hold the office of {labels(offices_that_may('publish'))} today, which this needs."
        )
    if item.state == Planned.State.DROPPED and not item.note.strip():
        raise Refused("Say why it was dropped.")
    decision = _published(item) if item.state == Planned.State.DECIDED else None
    title, office, note = (one_line(text) for text in (item.title, item.office, item.note))
    values = [number, title, item.kind, item.expected_on.replace(day=1), office, item.state]
    with connection.cursor() as cursor:
        cursor.execute("SELECT book.plan(%s, %s, %s, %s, %s, %s, %s, %s)", [*values, decision, note])
        (item_number,) = cursor.fetchone()
    if item_number is None:
        raise Refused("There is no such item in the plan.")
    record(
        verb="publish forward plan",
        at=at,
        by=by,
        subject=f"planned:{item_number}",
        sentence=f"{by.name} published item {item_number} of the forward plan as {item.state}.",
    )
    return int(item_number)


def _published(item: PlanItem) -> str:
    """The key of the decision that an item became."""
    try:
        key = Reference.parse(item.reference).key
    except ValueError as error:
        raise Refused(str(error)) from None
    shown = PublishedDecision.objects.exclude(status=PublishedDecision.Status.WITHDRAWN)
    if not shown.filter(key=key).exists():
        raise Refused(f"{item.reference} is not published. The plan says “decided” once it is.")
    return key
