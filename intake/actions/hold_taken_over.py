"""Decisions that came with a predecessor's book, held at the desk like any earlier decision."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from audit.actions import record
from book.models import Entry, PublishedDecision
from book.part1 import read_part1
from decisions.models import Decision, Status
from figures.references import Reference
from intake.actions.import_published import check_can_import, raise_floor


@transaction.atomic
def hold_taken_over(*, by: Person, at: datetime) -> int:
    """Hold every published decision that the desk does not hold yet; returns how many there were.

    Afterwards they can be continued, corrected and withdrawn like all others. What was
    removed by law before is not held. New numbers begin above theirs.

    Raises:
        NotAllowed: the person does not enter earlier decisions.
    """
    check_can_import(by, at)
    held_keys = set(Decision.objects.exclude(reference_key=None).values_list("reference_key", flat=True))
    published = PublishedDecision.objects.using("default").filter(expunged=False)
    numbers = [entry for key, entry in published.values_list("key", "entry_id") if key not in held_keys]
    references = []
    for entry in Entry.objects.using("default").filter(number__in=numbers).order_by("number").iterator(200):
        if not entry.is_expunged:
            references.append(_hold(entry, by, at))
    raise_floor(references)
    return len(references)


def _hold(entry: Entry, by: Person, at: datetime) -> Reference:
    payload = bytes(entry.payload or b"")
    part1, reference = read_part1(payload), Reference.parse(entry.reference)
    decision = Decision.objects.create(
        series=reference.series,
        number=reference.number,
        series_year=reference.year,
        reference_key=reference.key,
        status=Status.REFUSED if part1.outcome == "refused" else Status.APPROVED,
        title=part1.title[:300],
        executive_summary=part1.executive_summary,
        imported=True,
        decided_on=part1.decided_on,
        decided_by_name=part1.decided_by,
        part1=payload,
        authorised_by=by,
        authorised_at=at,
        publish_from=entry.published_at,
        created_by=by,
        created_at=at,
    )
    record(
        verb="decision.take_over",
        at=at,
        by=by,
        subject=decision.subject,
        sentence=f"{by.name} had the desk hold {reference}, which was taken over with a predecessor's register.",
        details={"entry": entry.number},
    )
    return reference
