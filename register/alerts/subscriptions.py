"""Asking for an alert, confirming, changing and leaving: through functions that give back no address."""

from dataclasses import dataclass

from register.accessible_format.submit import TooMany, digest
from register.inbox import send


@dataclass(frozen=True, slots=True)
class PendingAlert:
    """An alert as the letter that asks to confirm names it."""

    query: str
    often: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class ConfirmedAlert:
    """An alert as the page of its subscriber names it."""

    number: int
    query: str
    often: str


def request_alert(*, email: str, query: str, often: str, address: str) -> None:
    """Store an alert, to be confirmed. `address` is the sender's network address; only a keyed digest is kept.

    Raises:
        TooMany: the sender has to wait an hour.
        NotTakenHere: the book here is a read-only copy, and no inbox is configured.
        django.db.Error: the database cannot store it now.
    """
    if not send("ask_for_alert", email, query, often, digest(address))[0][0]:
        raise TooMany


def alert_to_confirm(secret: str) -> PendingAlert | None:
    """The alert that a letter asks to confirm; None when it was not confirmed in time or was ended."""
    rows = send("alert_to_confirm", secret)
    return PendingAlert(*rows[0]) if rows else None


def confirm_alert(secret: str) -> bool:
    """Confirm an alert; a second time does no harm. False when there is none."""
    return bool(send("confirm_alert", secret)[0][0])


def alerts_of(secret: str) -> list[ConfirmedAlert]:
    """What the holder of a letter's secret follows."""
    return [ConfirmedAlert(*row) for row in send("alerts_of", secret)]


def change_alert(*, secret: str, number: int, often: str) -> bool:
    """Change how often an alert is sent; "" ends it. False when the secret's holder has no such alert."""
    return bool(send("change_alert", secret, number, often)[0][0])


def leave_alerts(secret: str) -> bool:
    """End everything and erase the address. False when there is nothing to end."""
    return bool(send("leave_alerts", secret)[0][0])
