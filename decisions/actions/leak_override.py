"""Overrule the leak gate for runs of words that may be public although they stand in Part 2."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from accounts.offices import labels, offices_that_may
from audit.actions import record
from components.refusals import NotAllowed, Refused
from decisions.leaks import Leak
from decisions.models import Decision, Overrule
from figures.dates import london_day


def overrule(*, decision: Decision, leaks: Sequence[Leak], reason: str, by: Person, at: datetime) -> None:
    """Let these runs of words pass the leak gate, for a reason. Nobody who wrote part of the paper may."""
    if not by.may("overrule", london_day(at)):
        needed = labels(offices_that_may("overrule"))
        raise NotAllowed(f"To overrule the leak gate you need the office {needed} on the day.")
    if by.pk in decision.savers():
        raise NotAllowed("You wrote part of this paper. Somebody who did not must overrule the leak gate.")
    if not reason.strip():
        raise Refused("Write why these words may be public although they stand in Part 2.")
    with transaction.atomic():
        Overrule.objects.bulk_create(
            (
                Overrule(
                    decision=decision,
                    run_digest=leak.digest,
                    reason=reason.strip(),
                    by=by,
                    by_name=by.name,
                    at=at,
                )
                for leak in leaks
            ),
            ignore_conflicts=True,
        )
        record(
            verb="decision.overrule",
            at=at,
            by=by,
            subject=decision.subject,
            sentence=f"{by.name} overruled the leak gate for {decision.reference_words}: {reason.strip()}",
            details={"runs": [leak.digest for leak in leaks]},
        )
