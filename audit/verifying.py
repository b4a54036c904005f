"""Checks that no event was altered or removed since it was written."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from audit.models import Event, Head

_COLUMNS = ("number", "verb", "actor_id", "actor_name", "subject", "sentence", "details", "address")
_MOMENTS = ("at", "recorded_at")


@dataclass(frozen=True)
class Report:
    """What was found: how far the chain holds, and the first thing wrong with it, if there is one."""

    count: int
    last_hash: str
    problem: str = ""

    @property
    def anchor(self) -> str:
        """What to write down elsewhere: the number of the last event and its hash."""
        return f"{self.count}:{self.last_hash}"


def verify(events: Iterable[Event], head: Head | None, anchor: str = "") -> Report:
    """Walk the chain from its beginning.

    Args:
        events: all of them, by number.
        head: the row that says how many there are.
        anchor: "number:hash" as written down earlier; the chain must still pass through it. Only this notices an
            owner of the database who rewrites events, chain and head together.
    """
    count, previous = 0, ""
    for event in events:
        problem = _problem(event, count + 1, previous)
        if problem:
            return Report(count, previous, problem)
        count, previous = event.number, bytes(event.hash).hex()
        if anchor.startswith(f"{count}:") and anchor != f"{count}:{previous}":
            return Report(count, previous, f"Event {count} is not the one that was written down: its hash differs.")
    return Report(count, previous, _problem_at_the_end(count, previous, head, anchor))


def _problem(event: Event, expected: int, previous: str) -> str:
    if event.number > expected:
        gone = (
            f"Event {expected} was" if event.number == expected + 1 else f"Events {expected} to {event.number - 1} were"
        )
        return f"{gone} removed."
    if event.number < expected:
        return f"Event {event.number} stands there twice."
    canonical = bytes(event.canonical)
    if hashlib.sha256(canonical).digest() != bytes(event.hash):
        return f"Event {event.number} was altered: its bytes do not have its hash."
    try:
        hashed: dict[str, Any] = json.loads(canonical)
    except ValueError:
        return f"Event {event.number} was altered: its bytes cannot be read."
    if hashed.get("previous") != previous:
        return f"Event {event.number} does not follow event {expected - 1}: one of the two was altered."
    wrong = [name for name in _COLUMNS if hashed.get(name) != getattr(event, name)]
    wrong += [name for name in _MOMENTS if hashed.get(name) != _moment(getattr(event, name))]
    return f"Event {event.number} was altered: its {wrong[0]} is not what was hashed." if wrong else ""


def _problem_at_the_end(count: int, previous: str, head: Head | None, anchor: str) -> str:
    counted = head.count if head else 0
    if counted > count:
        return (
            f"Events {count + 1} to {counted} were removed." if counted > count + 1 else f"Event {counted} was removed."
        )
    if (counted, bytes(head.hash).hex() if head else "") != (count, previous):
        return "The head of the history does not fit its last event."
    number = int(anchor.partition(":")[0] or 0)
    if number > count:
        return f"Event {number}, which was written down, is not there any more."
    return ""


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if moment else ""
