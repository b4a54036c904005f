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
#: The moment of the last look in this process: the seal and the backups do not change every two seconds.
_looked: dict[str, datetime] = {}
_EVERY_SECONDS = 300


def warn_administrators(*, at: datetime) -> int:
    """Write to every administrator about what is newly wrong; says how many letters were written.

    A certificate that runs out is told 90, 30 and 7 days before, a failed backup once each, anything else once a day
    while it lasts. Letters that the mail server refuses are told of nowhere but at the desk.
    """
    last = _looked.get("at")
    if last and 0 <= (at - last).total_seconds() < _EVERY_SECONDS:
        return 0
    _looked["at"] = at
    findings = [finding for finding in service_state(at=at).findings() if finding.part != "letters"]
    return sum(_warn(finding, at) for finding in findings)


@transaction.atomic
def _warn(finding: Finding, at: datetime) -> int:
    holdings = Holding.objects.on(london_day(at)).filter(office=Office.ADMINISTRATOR, person__is_active=True)
    # Their rows are the lock by which two workers do not both write.
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
