"""The cooling time after a change of address or factor: for three days the person signs and confirms nothing."""

from datetime import datetime, timedelta

from accounts.models import Person
from components.refusals import NotAllowed
from figures.dates import format_moment

#: How long nothing is signed after a change of address or factor.
COOLING = timedelta(hours=72)


def start_cooling(person: Person, at: datetime) -> None:
    """Bar the person from signing for the cooling time; never shortens one that runs already."""
    until = at + COOLING
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.signing_barred_until is None or locked.signing_barred_until < until:
        Person.objects.filter(pk=person.pk).update(signing_barred_until=until)
        person.signing_barred_until = until


def check_not_cooling(person: Person, at: datetime) -> None:
    """Refuse whoever had their address or a factor changed less than the cooling time ago.

    Raises:
        NotAllowed: with the moment at which it ends.
    """
    until = Person.objects.values_list("signing_barred_until", flat=True).get(pk=person.pk)
    if until is not None and until > at:
        raise NotAllowed(
            f"Your address or a way of proving who you are was changed. You can sign and confirm again from "
            f"{format_moment(until)}. If you did not ask for the change, tell the administrators at once."
        )
