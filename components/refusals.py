"""Refusals: why a change was not made, as a sentence for the person who asked, with the HTTP status that fits.

Actions raise them, views catch them and nothing else, so that a programming error is never shown as a sentence.
"""

from collections.abc import Callable
from typing import Any, ClassVar


class Refused(Exception):
    """The rules do not allow this change; the message is the sentence that the person reads."""

    status: ClassVar[int] = 422


class NotAllowed(Refused):
    """This person may not make this change, whatever they send."""

    status = 403


class Stale(Refused):
    """What the person saw has changed since."""

    status = 409


class NotOpen(Refused):
    """The step cannot be taken in the present state of the thing, or no longer."""

    status = 409


class Incomplete(Refused):
    """Something is missing or a check stops the change; `problems` lists each in a sentence."""

    def __init__(self, sentence: str, problems: list[str]) -> None:
        super().__init__(sentence)
        self.problems = problems


def refusal_of(check: Callable[..., object], *args: Any) -> str:
    """The sentence with which `check(*args)` refuses; empty when it lets the person pass."""
    try:
        check(*args)
    except Refused as refusal:
        return str(refusal)
    return ""


def passes(check: Callable[..., object], *args: Any) -> bool:
    """Whether `check(*args)` refuses nothing."""
    return not refusal_of(check, *args)
