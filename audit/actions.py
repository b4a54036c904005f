"""Recording events: the only function that adds one."""

from datetime import datetime
from hashlib import sha256
from secrets import token_bytes
from typing import Any, Protocol

from django.db import connections, router, transaction

from audit import origin
from audit.models import Event, Words


class Actor(Protocol):
    """Whoever did something. This app does not import `accounts`: it needs a number and a name only."""

    @property
    def pk(self) -> int:
        """The person's number."""

    @property
    def name(self) -> str:
        """The name as it is now, which the event keeps."""


def record(
    *,
    verb: str,
    at: datetime,
    by: Actor | str,
    subject: str,
    sentence: str,
    details: dict[str, Any] | None = None,
    words: str = "",
    address: str = "",
) -> Event:
    """Add one event, in the transaction of the change that it tells of.

    Events are chained, so one transaction after another adds them: record last, after every other lock is held.

    Args:
        verb: what was done, as in "approve" or "sign in".
        at: when, by the program's clock; the database keeps its own beside it.
        by: who did it; a name alone where it is no known person (a failed sign-in, the worker).
        subject: what it was done to, as in "decision:12".
        sentence: the line that people read.
        details: what was so before and after; nothing confidential.
        words: what the person wrote, shown behind the sentence: kept apart, so that the law can have it removed.
        address: the network address it came from; left out, that of the present request.

    Raises:
        TransactionManagementError: outside a transaction the event could outlive a change that failed.
    """
    if not connections[router.db_for_write(Event)].in_atomic_block:
        raise transaction.TransactionManagementError("An event is recorded in the transaction of what it tells of.")
    words, key = _storable(words), token_bytes(32)
    stored_details = dict(details or {})
    if words:
        stored_details["words_sha256"] = sha256(key + words.encode()).hexdigest()
    event = Event(
        verb=verb,
        at=at,
        actor_id=None if isinstance(by, str) else by.pk,
        actor_name=_storable(by if isinstance(by, str) else by.name)[:200],
        subject=subject,
        sentence=_storable(sentence),
        details=_storable(stored_details),
        address=address or origin.address(),
    )
    event.save(force_insert=True)
    event.refresh_from_db(fields=["number", "recorded_at", "canonical", "hash"])
    if words:
        Words.objects.create(event=event, key=key, text=words)
    return event


def _storable(value: Any) -> Any:
    """A value without NUL characters, which people send in attacks and PostgreSQL cannot keep."""
    if isinstance(value, str):
        return value.replace("\x00", "\N{REPLACEMENT CHARACTER}")
    if isinstance(value, dict):
        return {_storable(name): _storable(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(item) for item in value]
    return value
