"""Answering requests for an accessible format."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import Person
from accounts.offices import labels, offices_that_may
from audit.actions import record
from book.models import FormatRequest
from components.refusals import Refused
from figures.dates import london_day


def answer(*, receipt: str, text: str, by: Person, at: datetime) -> None:
    """Store the answer to a request, and erase who asked.

    Raises:
        Refused: the person does not publish, nothing is said, or it was answered already.
    """
    if not by.may("publish", london_day(at)):
        raise Refused(
            f"{by.name} does not hold the office of {labels(offices_that_may('publish'))} today, which this needs."
        )
    if not text.strip():
        raise Refused("Say how the request was answered.")
    with transaction.atomic():
        request = FormatRequest.objects.select_for_update().get(receipt=receipt)
        if request.answered_at:
            raise Refused(f"{receipt} was answered already.")
        request.answered_at, request.answered_by, request.answer = at, by, text.strip()
        # Kept no longer than needed (UK GDPR, article 5(1)(e)).
        request.name, request.email, request.sender = "", "", ""
        request.save()
        record(
            verb="answer format request",
            at=at,
            by=by,
            subject=f"format request:{request.pk}",
            sentence=f"{by.name} answered the request {receipt} for an accessible format.",
        )


def waiting(day: date) -> dict[str, int]:
    """How many requests wait for an answer, and how many of them are overdue: {"open": …, "overdue": …}."""
    due = [request.due_on for request in FormatRequest.objects.filter(answered_at=None).only("asked_at")]
    return {"open": len(due), "overdue": sum(day_due < day for day_due in due)}
