"""Note that somebody looked at a Part 2."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from audit.actions import record
from decisions.models import Decision


def record_part_2_view(*, decision: Decision, what: str, by: Person, at: datetime, address: str = "") -> None:
    """Note that somebody looked at Part 2 or took a file of it; `what` is "page", or which part of it was shown."""
    with transaction.atomic():
        record(
            verb="decision.read_part_2",
            at=at,
            by=by,
            subject=decision.subject,
            sentence=f"{by.name} opened Part 2 of {decision.reference_words} ({what}).",
            details={"what": what},
            address=address,
        )
