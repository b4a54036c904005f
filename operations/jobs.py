"""What the worker does for the service itself."""

from datetime import datetime

from book.log.keys import log_key
from operations.heartbeat import beat
from operations.rounds import failing_jobs


def record_heartbeat(at: datetime) -> int:
    """Record a heartbeat with what only the worker can see: failing jobs, and a log key that cannot be opened."""
    troubles = failing_jobs()
    try:
        log_key()
    except Exception as trouble:
        troubles |= {"log key": str(trouble)}
    beat(at=at, troubles=troubles)
    return 0
