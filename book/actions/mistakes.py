"""Answering reports of mistakes by the public."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import Person
from accounts.offices import labels, offices_that_may
from audit.actions import record
from book.models import MistakeReport
from components.refusals import Refused
from figures.dates import london_day
from mail.actions import write


def answer_mistake(*, receipt: str, is_right: bool, text: str, by: Person, at: datetime) -> None:
    """Store the answer, send it to whoever reported (if they left an address), and erase who they are.

    A real mistake leads to a correction, which two people agree as always. Only the name of somebody who wished to be
    credited stays, until the correction has been made.

    Raises:
        Refused: the person does not publish, nothing is said, or it was answered already.
    """
    if not by.may("publish", london_day(at)):
        raise Refused(
            f"{by.name} does not hold the office of {labels(offices_that_may('publish'))} today, which this needs."
        )
    if not text.strip():
        raise Refused("Say what you found.")
    with transaction.atomic():
        report = MistakeReport.objects.select_for_update().get(receipt=receipt)
        if report.answered_at:
            raise Refused(f"{receipt} was answered already.")
        if report.email:
            subject = f"{report.reference}: what you told us ({receipt})"
            closing = f"{settings.BODY_NAME}\n{settings.REGISTER_ADDRESS}/decisions/"
            write(to=report.email, subject=subject, body=f"{text.strip()}\n\n{closing}\n", at=at)
        report.answered_at, report.answered_by, report.answer, report.is_right = at, by, text.strip(), is_right
        # Kept no longer than needed (UK GDPR, article 5(1)(e)).
        report.email, report.sender = "", ""
        if not (is_right and report.credited):
            report.name = ""
        report.save()
        record(
            verb="answer mistake report",
            at=at,
            by=by,
            subject=f"mistake report:{report.pk}",
            sentence=f"{by.name} answered {receipt} about {report.reference}: "
            f"{'it is a mistake' if is_right else 'it is not a mistake'}.",
        )
