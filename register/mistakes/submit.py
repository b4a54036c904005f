"""Handing a report in through a function that the reader may call, and cannot read back."""

import secrets
from dataclasses import dataclass

from register.accessible_format.submit import TooMany, digest
from register.inbox import send

#: Letters and digits that are not mistaken for each other when read out.
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


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
        TooMany: wait an hour.
        NotTakenHere: the book here takes nothing in.
        django.db.Error: the database does not take it now.
    """
    receipt = "M-" + "".join(secrets.choice(_SIGNS) for _ in range(8))
    texts = [receipt, reference, mistake.wrong, mistake.source, mistake.name, mistake.email]
    values: list[str | bool] = [*texts, mistake.credited, digest(address)]
    if not send("tell_mistake", *values)[0][0]:
        raise TooMany
    return receipt
