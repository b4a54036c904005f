"""Explain why a paper goes on although a check stops it."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from audit.actions import record
from components.refusals import Refused
from decisions.actions.writers import lock_draft
from decisions.models import Decision, Explanation


def explain(
    *, decision: Decision, code: str, where: str, problem: str, reason: str, by: Person, at: datetime
) -> Explanation:
    """Let a paper go on although a check stops it: the reason is printed in the paper with the person's name."""
    if not reason.strip():
        raise Refused("Write why the paper should go forward although the check stops it.")
    with transaction.atomic():
        paper = lock_draft(decision, by, at)
        explanation, _ = Explanation.objects.update_or_create(
            decision=paper,
            code=code,
            where=where,
            defaults={"problem": problem, "reason": reason.strip(), "by": by, "by_name": by.name, "at": at},
        )
        paper.version += 1
        paper.save(update_fields=["version"])
        record(
            verb="decision.explain",
            at=at,
            by=by,
            subject=paper.subject,
            sentence=f"{by.name} explained the check “{code}” in {paper.reference_words}.",
            words=f"{problem} {reason.strip()}",
            details={"code": code, "where": where},
        )
    return explanation
