"""Take a submitted paper back."""

from datetime import datetime

from accounts.models import Person
from components.refusals import Refused
from decisions.actions.transition import transition
from decisions.models import Decision


def take_back(*, decision: Decision, seen: int, note: str, by: Person, at: datetime) -> None:
    """Make a submitted paper a draft again, by who wrote it, until it is checked; the reason is kept in its history.

    Raises:
        Refused: no reason is given.
    """
    if not note.strip():
        raise Refused("Write why you take the paper back: whoever was to check it reads it in the history.")
    with transition("take_back", decision=decision, seen=seen, by=by, at=at, note=note.strip()):
        pass
