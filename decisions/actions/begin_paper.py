"""Begin a paper."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from audit.actions import record
from decisions.actions.writers import check_can_write
from decisions.models import BoardReport, Decision, DecisionGrant
from figures.dates import london_day
from grants.models import Grant


def begin_paper(*, title: str, grants: Sequence[Grant], by: Person, at: datetime) -> Decision:
    """A new draft about zero or more grants. Raises Refused when the person does not write papers."""
    check_can_write(by, london_day(at))
    with transaction.atomic():
        paper = Decision.objects.create(title=title, created_by=by, created_at=at)
        BoardReport.objects.create(decision=paper)
        DecisionGrant.objects.bulk_create(
            DecisionGrant(decision=paper, grant=grant, position=n) for n, grant in enumerate(grants)
        )
        record(
            verb="decision.begin",
            at=at,
            by=by,
            subject=paper.subject,
            sentence=f"{by.name} began {paper.reference_words}.",
            words=title,
            details={"grants": [grant.code for grant in grants]},
        )
    return paper
