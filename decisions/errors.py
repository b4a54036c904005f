"""Why a change to a paper was not made: each carries the sentence that the person reads."""

from datetime import datetime
from typing import Any


class Refused(Exception):
    """This person may not do this; the message is the sentence that says why."""


class NotOpen(Refused):
    """The step is not open, or not any longer, where the paper stands."""


class Stale(Refused):
    """The paper has changed since the person saw it."""


class Incomplete(Refused):
    """Something is missing or a check stops the paper; `problems` lists each in a sentence."""

    def __init__(self, sentence: str, problems: list[str]) -> None:
        super().__init__(sentence)
        self.problems = problems


class StalePart(Stale):
    """This part was saved in the meantime; what was saved is kept, and shown beside one's own.

    `own`: the same person saved it, in another tab or on another device.
    """

    def __init__(
        self, part: str, theirs: dict[str, Any], their_name: str, their_at: datetime, version: int, *, own: bool
    ) -> None:
        who = "You saved this part in another tab" if own else f"{their_name} saved this part"
        super().__init__(
            f"{who} while you were writing. Nothing of yours is lost: compare the two texts and save again."
        )
        self.part, self.theirs, self.their_name, self.their_at = part, theirs, their_name, their_at
        self.version, self.own = version, own
