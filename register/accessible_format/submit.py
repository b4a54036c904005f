"""Storing a request through a database function: the public site's login may call it, and cannot read the requests."""

import hmac
import secrets
from dataclasses import dataclass

from django.conf import settings

from accounts.addresses import network_of
from register.inbox import send

#: What receipts are made of: letters and digits that are not mistaken for each other when read aloud.
_CODE_CHARACTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What somebody sent, cleaned by the form."""

    about: str
    wanted: str
    details: str
    technology: str
    name: str
    email: str


class TooMany(Exception):
    """More requests came within an hour, from one network or altogether, than people send by hand."""


def ask(request: NewRequest, *, address: str) -> str:
    """Store a request and return its receipt. `address` is the sender's network address; only a keyed digest is kept.

    Raises:
        TooMany: the sender has to wait an hour.
        NotTakenHere: the book here is a read-only copy, and no inbox is configured.
        django.db.Error: the database cannot store it now.
    """
    receipt = "AF-" + "".join(secrets.choice(_CODE_CHARACTERS) for _ in range(8))
    values = [
        receipt,
        request.about,
        request.wanted,
        request.details,
        request.technology,
        request.name,
        request.email,
        digest(address),
    ]
    if not send("ask_for_format", *values)[0][0]:
        raise TooMany
    return receipt


def digest(address: str) -> str:
    """A keyed digest (HMAC-SHA-256, hex) of an address's network: without the key nobody finds it by guessing."""
    return hmac.new(settings.SECRET_KEY.encode(), network_of(address).encode(), "sha256").hexdigest()
