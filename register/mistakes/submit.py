"""Handing a report in through a function that the reader may call, and cannot read back."""

import secrets
from dataclasses import dataclass

from django.db import connections

from register.accessible_format.submit import TooMany, digest

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


def tell_mistake(mistake: Mistake, *, reference: str, address: str) -> str:
    """Store a report and return its receipt. `address` is the sender's network address; only a keyed digest is kept.

    Raises:
        TooMany: wait an hour.
        django.db.Error: the database does not take it now.
    """
    receipt = "M-" + "".join(secrets.choice(_SIGNS) for _ in range(8))
    texts = [receipt, reference, mistake.wrong, mistake.source, mistake.name, mistake.email]
    values: list[str | bool] = [*texts, mistake.credited, digest(address)]
    with connections["book"].cursor() as cursor:
        cursor.execute("SELECT book.tell_mistake(%s, %s, %s, %s, %s, %s, %s, %s)", values)
        (taken,) = cursor.fetchone()
    if not taken:
        raise TooMany
    return receipt
