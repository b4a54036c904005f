"""A part of a paper that was saved by somebody else in the meantime."""

from datetime import datetime
from typing import Any

from components.refusals import Stale


class StalePart(Stale):
    """This part was saved in the meantime; what was saved is kept, and shown beside one's own.

    `own`: the same person saved it, in another tab or on another device.
    """

    def __init__(
        self, part: str, theirs: dict[str, Any], their_name: str, their_at: datetime, version: int, *, own: bool
    ) -> None:
        opening = "You saved this part in another tab" if own else f"{their_name} saved this part"
        super().__init__(
            f"{opening} while you were writing. Nothing of yours is lost: compare the two texts and save again."
        )
        self.part, self.theirs, self.their_name, self.their_at = part, theirs, their_name, their_at
        self.version, self.own = version, own
