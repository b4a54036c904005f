"""Break-glass: a locked-out administrator gets back in from the machine itself, and everybody is told."""

import hmac
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from accounts.actions.common import end_sessions_of, locked
from accounts.actions.cooling import start_cooling
from accounts.models import Holding, Person
from accounts.offices import Office
from audit.actions import record
from audit.models import Event
from components.refusals import Refused
from figures.dates import london_day
from mail.actions import write

BEGUN, DONE = "begin recovery", "recover administrator"
#: The code of the first step is valid for this long.
CODE_VALID_FOR = timedelta(hours=1)


@transaction.atomic
def begin_recovery(*, email: str, operator: str, reason: str, at: datetime) -> tuple[Person, str]:
    """First step: say who, by whom on the machine, and why. Every administrator is written to at once.

    Returns the person and the code that the second step asks for.

    Raises:
        Refused: no reason is given, or nobody of that address holds the administrator's office today.
    """
    if not reason.strip():
        raise Refused("Say why: --reason. It is kept in the history and sent to every administrator.")
    person = _administrator(email, at)
    sentence = f"{operator} began, on the server itself, to let {person.name} back in. Reason given: {reason.strip()}"
    event = record(verb=BEGUN, at=at, by=operator, subject=f"person:{person.pk}", sentence=sentence)
    _notify_administrators(sentence, at)
    return person, _code(event)


@transaction.atomic
def finish_recovery(*, email: str, code: str, operator: str, at: datetime) -> Person:
    """Second step: the second factor and the password are removed, all sessions end, the account is open.

    Raises:
        Refused: the code is not that of a first step of the last hour, or was used.
    """
    person = locked(_administrator(email, at))
    subject = f"person:{person.pk}"
    begun = Event.objects.filter(verb=BEGUN, subject=subject, at__gt=at - CODE_VALID_FOR).order_by("-number").first()
    used = begun and Event.objects.filter(verb=DONE, subject=subject, details__begun=begun.number).exists()
    if begun is None or used or not hmac.compare_digest(code.strip().lower(), _code(begun)):
        raise Refused("This is not the code of a first step of the last hour, or it was used. Begin again.")
    Authenticator.objects.filter(user=person).delete()
    person.is_active = True
    person.set_password(None)
    person.save()
    end_sessions_of([person])
    start_cooling(person, at)
    sentence = (
        f"{operator} let {person.name} back in on the server itself: password and second factor were removed, and a "
        "link to set new ones was printed there."
    )
    record(verb=DONE, at=at, by=operator, subject=subject, sentence=sentence, details={"begun": begun.number})
    _notify_administrators(sentence, at)
    return Person.objects.get(pk=person.pk)


def _administrator(email: str, at: datetime) -> Person:
    holdings = Holding.objects.on(london_day(at)).filter(
        office=Office.ADMINISTRATOR, person__email__iexact=email.strip()
    )
    holding = holdings.select_related("person").first()
    if holding is None:
        raise Refused(f"Nobody with the address {email} holds the office of administrator today.")
    return holding.person


def _code(event: Event) -> str:
    """Eight figures that only this installation can know, bound to the first step's event."""
    return hmac.new(settings.SECRET_KEY.encode(), b"recovery " + bytes(event.hash), "sha256").hexdigest()[:8]


def _notify_administrators(sentence: str, at: datetime) -> None:
    holdings = Holding.objects.on(london_day(at)).filter(office=Office.ADMINISTRATOR).select_related("person")
    for address in sorted({holding.person.email for holding in holdings}):
        body = f"{sentence}\n\nIf you did not expect this, treat the server as broken into.\n"
        write(to=address, subject="An administrator is let back in from the server", body=body, at=at)
