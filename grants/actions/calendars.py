"""A person's own calendar address: made when they first ask, renewed when they wish."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from components.refusals import NotAllowed
from figures.dates import london_day
from grants.actions.common import record_event
from grants.models import CalendarAddress


def renew_calendar_address(*, by: Person, at: datetime) -> CalendarAddress:
    """Give a person a new secret address for their calendar; the one before it leads nowhere from now on.

    Raises:
        NotAllowed: the person holds no office.
    """
    if not by.offices_on(london_day(at)):
        raise NotAllowed("You hold no office at present, so there is no calendar for you.")
    with transaction.atomic():
        address, is_new = CalendarAddress.objects.select_for_update().get_or_create(
            person=by, defaults={"renewed_at": at}
        )
        if not is_new:
            address.number, address.renewed_at = address.number + 1, at
            address.save(update_fields=["number", "renewed_at"])
        sentence = f"{by.name} {'made' if is_new else 'renewed'} the address of their calendar."
        record_event("renew calendar address", f"person:{by.pk}", sentence, by, at)
    return address
