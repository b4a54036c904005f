"""Handing a request in through the one function that the reader may call, and cannot read back."""

import hmac
import secrets
from dataclasses import dataclass

from django.conf import settings

from accounts.addresses import network_of
from register.inbox import send

#: Letters and digits that are not mistaken for each other when read out.
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


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
    """More requests came from one place, or altogether, than people send."""


def ask(request: NewRequest, *, address: str) -> str:
    """Store a request and return its receipt. `address` is the sender's network address; only a keyed digest is kept.

    Raises:
        TooMany: wait an hour.
        NotTakenHere: the book here takes nothing in.
        django.db.Error: the database does not take it now.
    """
    receipt = "AF-" + "".join(secrets.choice(_SIGNS) for _ in range(8))
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
    """A digest of an address that nobody without the key can undo by trying all addresses."""
    return hmac.new(settings.SECRET_KEY.encode(), network_of(address).encode(), "sha256").hexdigest()
