"""Pass a paper on as checked."""

from datetime import datetime

from accounts.models import Person
from decisions.actions.transition import transition
from decisions.models import Decision


def check(*, decision: Decision, seen: int, note: str = "", by: Person, at: datetime) -> None:
    """Pass a submitted paper on as checked, for whoever endorses it."""
    with transition("check", decision=decision, seen=seen, by=by, at=at, note=note.strip()):
        pass
