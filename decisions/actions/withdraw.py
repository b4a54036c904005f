"""Withdraw a paper."""

from datetime import datetime

from accounts.models import Person
from components.refusals import Refused
from decisions.actions.transition import transition
from decisions.models import Decision


def withdraw(*, decision: Decision, seen: int, note: str, by: Person, at: datetime) -> None:
    """End a paper that has not been decided. Its number is not used again."""
    if not note.strip():
        raise Refused("Write why the paper is withdrawn.")
    with transition("withdraw", decision=decision, seen=seen, by=by, at=at, note=note.strip()):
        pass
