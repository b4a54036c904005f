"""The rounds of a worker: each job once; one that fails is kept with its reason, tried again, and stops no other."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ImproperlyConfigured
from django.db import close_old_connections

from documents.keys import KeyTrouble
from operations.tracing import traced

log = logging.getLogger(__name__)

#: Takes the moment, returns how many things it did.
Job = Callable[[datetime], int]

#: Jobs that fail at present: by name, the reason, and when it was last logged.
_failing: dict[str, tuple[str, datetime]] = {}
#: A job that fails in every round is logged this often.
_LOG_AGAIN_AFTER = timedelta(minutes=10)


def work_round(jobs: Mapping[str, Job], at: datetime) -> dict[str, int]:
    """Do each job once; a job that fails is logged and left for the next round.

    Returns the result of each job by its name; -1 for a job that failed.
    """
    done = {}
    for words, job in jobs.items():
        try:
            with traced(f"job: {words}", {}):
                done[words] = job(at)
        except Exception as error:
            _keep_failure(words, error, at)
            done[words] = -1
            close_old_connections()
        else:
            _failing.pop(words, None)
    return done


def failing_jobs() -> dict[str, str]:
    """The jobs that failed when they were last tried, each with the reason in a sentence."""
    return {words: why for words, (why, _) in _failing.items()}


def _keep_failure(words: str, error: Exception, at: datetime) -> None:
    """Note why a job failed, and log it unless the same was logged minutes ago."""
    # Only these have messages of our own; another error's message may quote confidential text from a row.
    own_sentence = isinstance(error, KeyTrouble | ImproperlyConfigured)
    why = str(error) if own_sentence else f"{type(error).__name__}; the worker's log names the place."
    before, logged_at = _failing.get(words, ("", at))
    if why != before or at - logged_at >= _LOG_AGAIN_AFTER:
        log.exception("%s: failed, will be tried again: %s", words, why)
        logged_at = at
    _failing[words] = (why, logged_at)
