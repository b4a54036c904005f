"""What changes to people share: checking for an administrator, locking, ending sessions, recording the event."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F

from accounts.models import Person
from accounts.offices import Office
from audit.actions import record
from components.refusals import NotAllowed
from figures.dates import london_day


def demand_administrator(by: Person | None, at: datetime, what: str) -> None:
    """Refuse whoever is no administrator on that day. None stands for the server's command line, which may."""
    if by is not None and not by.holds(Office.ADMINISTRATOR, london_day(at)):
        raise NotAllowed(f"Only an administrator {what}.")


def locked(person: Person) -> Person:
    """The person as they are now, locked until the transaction ends."""
    return Person.objects.select_for_update().get(pk=person.pk)


def end_sessions_of(people: Iterable[Person]) -> None:
    """Make every session of these people invalid."""
    Person.objects.filter(pk__in=[person.pk for person in people]).update(session_version=F("session_version") + 1)


def record_about(by: Person | None, at: datetime, verb: str, person: Person, sentence: str, **details: Any) -> None:
    """Add the event; `sentence` comes without its first word, the name."""
    name = by.name if by else "The server’s operator"
    record(
        verb=verb,
        at=at,
        by=by or name,
        subject=f"person:{person.pk}",
        sentence=f"{name} {sentence}",
        details=details,
    )
