"""Letters to the administrators about the service, one for each thing and not again."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import Holding
from accounts.offices import Office
from audit.actions import record
from audit.models import Event
from figures.dates import london_day
from mail.actions import write
from operations.state import Finding, service_state

WARNED, SUBJECT = "warn administrators", "service:warning"
#: When this process last checked; the seal and the backups need not be checked in every round of the worker.
_last_check: dict[str, datetime] = {}
_EVERY_SECONDS = 300


def warn_administrators(*, at: datetime) -> int:
    """Write to every administrator about what is newly wrong; returns how many letters were written.

    About a certificate that expires 90, 30 and 7 days before, about each failed backup once, about anything else once a
    day while it lasts. Letters that the mail server refuses are shown at the desk only.
    """
    last = _last_check.get("at")
    if last and 0 <= (at - last).total_seconds() < _EVERY_SECONDS:
        return 0
    _last_check["at"] = at
    findings = [finding for finding in service_state(at=at).findings() if finding.part != "letters"]
    return sum(_warn(finding, at) for finding in findings)


@transaction.atomic
def _warn(finding: Finding, at: datetime) -> int:
    holdings = Holding.objects.on(london_day(at)).filter(office=Office.ADMINISTRATOR, person__is_active=True)
    # Locking their rows keeps two workers from both writing.
    locked = [holding.pk for holding in holdings.order_by("pk").select_for_update(of=("self",))]
    warning = finding.once or f"{finding.part} on {london_day(at)}"
    if Event.objects.filter(verb=WARNED, subject=SUBJECT, details__warning=warning).exists():
        return 0
    addresses = sorted(
        {holding.person.email for holding in Holding.objects.filter(pk__in=locked).select_related("person")}
    )
    for address in addresses:
        write(to=address, subject=f"The decision register needs you: {finding.part}", body=_body(finding), at=at)
    record(
        verb=WARNED,
        at=at,
        by="The worker",
        subject=SUBJECT,
        sentence=f"The administrators were written to: {finding.sentence}",
        details={"warning": warning},
    )
    return len(addresses)


def _body(finding: Finding) -> str:
    return f"{finding.sentence}\n\nThe state of the service: {settings.DESK_ADDRESS}/desk/service/\n"
