"""Storing a report through a database function: the public site's login may call it, and cannot read the reports."""

import secrets
from dataclasses import dataclass

from register.accessible_format.submit import TooMany, digest
from register.inbox import send

#: What receipts are made of: letters and digits that are not mistaken for each other when read aloud.
_CODE_CHARACTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class Mistake:
    """What somebody sent, cleaned by the form."""

    wrong: str
    source: str
    email: str
    name: str
    credited: bool


def report_mistake(mistake: Mistake, *, reference: str, address: str) -> str:
    """Store a report and return its receipt. `address` is the sender's network address; only a keyed digest is kept.

    Raises:
        TooMany: the sender has to wait an hour.
        NotTakenHere: the book here is a read-only copy, and no inbox is configured.
        django.db.Error: the database cannot store it now.
    """
    receipt = "M-" + "".join(secrets.choice(_CODE_CHARACTERS) for _ in range(8))
    texts = [receipt, reference, mistake.wrong, mistake.source, mistake.name, mistake.email]
    values: list[str | bool] = [*texts, mistake.credited, digest(address)]
    if not send("tell_mistake", *values)[0][0]:
        raise TooMany
    return receipt
