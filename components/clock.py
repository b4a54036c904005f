"""The clock, read by views alone; everything below them is given the moment. A test can hold it still."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.utils import timezone

from figures.dates import london_day

_held: list[datetime] = []


def now() -> datetime:
    """The present moment, with its time zone; inside `held_at`, the moment that is held."""
    return _held[-1] if _held else timezone.now()


def today() -> date:
    """The day on London's calendar."""
    return london_day(now())


@contextmanager
def held_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at a moment, in every thread, for a story that takes place on known days."""
    _held.append(moment)
    try:
        yield
    finally:
        _held.remove(moment)
