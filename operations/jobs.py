"""What the worker does for the service itself."""

from datetime import datetime

from book.log.keys import log_key
from operations.heartbeat import beat
from operations.rounds import failing_jobs


def leave_sign_of_life(at: datetime) -> int:
    """Leave a sign of life with whatever the worker alone can see: failing jobs, and a log key that does not open."""
    troubles = failing_jobs()
    try:
        log_key()
    except Exception as trouble:
        troubles |= {"log key": str(trouble)}
    beat(at=at, troubles=troubles)
    return 0
