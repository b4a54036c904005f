"""Send a paper back to its author."""

from datetime import datetime

from accounts.models import Person
from components.refusals import Refused
from decisions.actions.transition import transition
from decisions.actions.write_note import write_note
from decisions.models import Decision


def send_back(*, decision: Decision, seen: int, note: str, by: Person, at: datetime) -> None:
    """Make the paper a draft again, with a note that says what is wanted; signatures given in this round are void."""
    if not note.strip():
        raise Refused("Write what should be changed, so that the author knows what to do.")
    with transition("send_back", decision=decision, seen=seen, by=by, at=at, note=note.strip()) as paper:
        # It stays before both until one of them settles it; the letter that it was sent back goes out anyway.
        write_note(decision=paper, text=note, asked=paper.owner, is_told=False, by=by, at=at)
