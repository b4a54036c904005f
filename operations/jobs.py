"""What the worker does for the service itself, after its other work of each round."""

from collections.abc import Callable
from datetime import datetime

from operations.actions.warning import warn_administrators
from operations.heartbeat import beat
from register.log.keys import log_key
from register.working import failing_jobs


def _beat(at: datetime) -> int:
    """Leave a sign of life with whatever the worker alone can see: failing jobs, and a log key that does not open."""
    troubles = failing_jobs()
    try:
        log_key()
    except Exception as trouble:
        troubles |= {"log key": str(trouble)}
    beat(at=at, troubles=troubles)
    return 0


JOBS: dict[str, Callable[[datetime], int]] = {
    "signs of life left": _beat,
    "administrators warned": lambda at: warn_administrators(at=at),
}
