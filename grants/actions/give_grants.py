"""Give grants to a colleague who looks after them from now on: when somebody leaves, or work is shared anew."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import Person
from accounts.offices import Office, labels, offices_that_may
from components.refusals import NotAllowed, Refused
from figures.dates import london_day
from grants.actions.common import can_enter_grants, record_event, subject_of
from grants.models import Grant
from mail import actions as letters


def check_can_give_grants(person: Person, day: date) -> None:
    """Raise NotAllowed for who neither enters grants nor administers accounts on a day."""
    offices = offices_that_may("grants") | {Office.ADMINISTRATOR}
    if not person.offices_on(day) & offices:
        raise NotAllowed(f"To give grants to a colleague you need the office {labels(offices)} on the day.")


@transaction.atomic
def give_grants(*, grants: Iterable[int], owner: Person, to: Person, by: Person, at: datetime) -> int:
    """Give some of the grants that a person looks after, by their numbers, to a colleague; returns how many.

    Raises:
        NotAllowed: see `check_can_give_grants`.
        Refused: none of the person's grants is named, or the colleague does not enter grants or is that person.
    """
    check_can_give_grants(by, london_day(at))
    if to.pk == owner.pk or not (to.is_active and can_enter_grants(to, london_day(at))):
        raise Refused(f"{to.name} cannot look after these grants. Choose somebody else who enters grants.")
    given = list(Grant.objects.select_for_update(of=("self",)).owned_by(owner).filter(pk__in=grants).order_by("pk"))
    if not given:
        raise Refused("Choose at least one grant.")
    for grant in given:
        Grant.objects.filter(pk=grant.pk).update(given_to=to)
        sentence = f"{by.name} gave {grant.code}, which {owner.name} looked after, to {to.name}."
        record_event("give grant", subject_of(grant), sentence, by, at, before=owner.pk, after=to.pk)
    if to.pk != by.pk:
        codes = ", ".join(grant.code for grant in given)
        address = settings.DESK_ADDRESS + reverse("obligation_list") + "?mine=on"
        body = f"{to.name},\n\n{by.name} gave you to look after: {codes}.\n\nWhat you owe to funders: {address}\n"
        letters.write(to=to.email, subject=f"Grants for you: {len(given)}", body=body, at=at)
    return len(given)
