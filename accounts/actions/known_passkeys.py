"""The passkeys of people as the worker sees them, under its own role, apart from the table that the desk writes."""

from collections.abc import Iterator
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from fido2 import cbor

from accounts.actions.cooling import COOLING
from accounts.models import KnownPasskey, Person
from accounts.passkeys import to_text
from audit.actions import record
from figures.dates import format_moment
from mail.actions import write

#: The alias of the worker's role (database/configuration.py).
WORKER = "worker"


def notice_passkeys(*, at: datetime) -> int:
    """Store every passkey not seen before, and write to its owner; returns how many there were.

    The first of a person counts from now on (they were invited); each later one, after the cooling time.
    """
    known_keys = set(KnownPasskey.objects.using(WORKER).values_list("person_id", "public_key"))
    with_one = {person for person, _ in known_keys}
    new = [(person, key) for person, key in _registered_keys() if (person.pk, key) not in known_keys]
    for person, key in new:
        KnownPasskey.objects.using(WORKER).create(person_id=person.pk, public_key=key, first_seen_at=at)
        _notify(person, person.pk in with_one, at)
    return len(new)


def _registered_keys() -> Iterator[tuple[Person, str]]:
    """Whose each registered passkey is, and its public key as it stands in evidence."""
    passkeys = Authenticator.objects.using(WORKER).filter(type=Authenticator.Type.WEBAUTHN).order_by("pk")
    for passkey in passkeys.select_related("user"):
        credential = passkey.wrap().authenticator_data.credential_data
        if credential is not None and isinstance(passkey.user, Person):
            yield passkey.user, to_text(cbor.encode(dict(credential.public_key)))


@transaction.atomic
def _notify(person: Person, is_later: bool, at: datetime) -> None:
    counts = f"from {format_moment(at + COOLING)}" if is_later else "from now on"
    sentence = f"A passkey of {person.name} was seen for the first time. What it signs is published {counts}."
    record(verb="see passkey", at=at, by="The worker", subject=f"person:{person.pk}", sentence=sentence)
    body = (
        f"{sentence}\n\nIf you did not register a passkey, tell the administrators at once: somebody could sign in "
        "your name with it."
    )
    write(to=person.email, subject="A passkey now signs for you in the decision register", body=body, at=at)


def is_known_passkey(person: int | None, public_key: str, at: datetime) -> bool:
    """Whether what a key signs for a person counts at a moment: their first key, or one known for the cooling time."""
    keys = KnownPasskey.objects.using(WORKER).filter(person=person).order_by("first_seen_at", "pk")
    first = keys.first()
    known_key = keys.filter(public_key=public_key).first()
    return known_key is not None and (known_key == first or at >= known_key.first_seen_at + COOLING)
