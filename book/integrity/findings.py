"""What a check of the book finds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

#: Called once for each thing checked, so that a command can show its progress.
Tick = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: something wrong (the book was tampered with), or expunged (the law had it removed)."""

    kind: Literal["wrong", "expunged"]
    sentence: str


def wrong(sentence: str) -> Finding:
    """A finding that means tampering or damage."""
    return Finding("wrong", sentence)
