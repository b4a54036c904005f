"""The worker's heartbeat, kept in the cache that all processes of the desk share."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache

_NAME = "worker_heartbeat"
#: How often the heartbeat is renewed; each time writes one row.
EVERY = timedelta(seconds=20)
#: A worker without a heartbeat for this long has stopped, or hangs. Drawing five transcripts takes less.
SILENT_FOR = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When the worker last finished a round, and what it could not do in it: sentences by the name of the work."""

    at: datetime
    troubles: dict[str, str]


def beat(*, at: datetime, troubles: dict[str, str]) -> None:
    """Record that the worker is running; written at most every 20 seconds unless its troubles have changed."""
    last = last_beat()
    if last and last.troubles == troubles and timedelta(0) <= at - last.at < EVERY:
        return
    cache.set(_NAME, {"at": at.isoformat(), "troubles": troubles}, timeout=None)


def last_beat() -> Heartbeat | None:
    """The newest heartbeat; None when there never was one."""
    stored = cache.get(_NAME)
    return Heartbeat(datetime.fromisoformat(stored["at"]), stored["troubles"]) if stored else None
