"""The worker's rounds: publish what is due, sign tree heads, send letters, draw transcripts."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.exceptions import ImproperlyConfigured
from django.db import close_old_connections

from documents.keys import KeyTrouble
from register.actions import publish_due
from register.actions.letters import send_waiting
from register.actions.transcribing import draw_transcripts
from register.log.heads import sign_head

log = logging.getLogger(__name__)

Job = Callable[[datetime], int]


def _publish(at: datetime) -> int:
    return publish_due()


def _sign(at: datetime) -> int:
    return 1 if sign_head() else 0


def _send(at: datetime) -> int:
    return send_waiting(at=at)


def _draw(at: datetime) -> int:
    # Few at a time: what becomes due meanwhile must not wait for a whole import to be drawn.
    return draw_transcripts(limit=5, at=at)


#: In this order, every round: what is due comes first, then its proof.
JOBS: dict[str, Job] = {
    "entries published": _publish,
    "tree heads signed": _sign,
    "letters sent": _send,
    "transcripts drawn": _draw,
}


def work_round(at: datetime) -> dict[str, int]:
    """Do each job once; a job that fails is logged and left for the next round, and stops no other.

    Returns what was done, by the job's words; a failed job stands with -1.
    """
    done = {}
    for words, job in JOBS.items():
        try:
            done[words] = job(at)
        except Exception as error:
            _keep(words, error, at)
            done[words] = -1
            close_old_connections()
        else:
            _failing.pop(words, None)
    return done


#: What fails at present: by the job's words why, and when the log last said so.
_failing: dict[str, tuple[str, datetime]] = {}
#: A job that fails in every round is logged this often.
_SAY_AGAIN = timedelta(minutes=10)


def failing_jobs() -> dict[str, str]:
    """The jobs that failed when they were last tried, each with the reason in a sentence."""
    return {words: why for words, (why, _) in _failing.items()}


def _keep(words: str, error: Exception, at: datetime) -> None:
    """Note why a job failed, and log it unless the same was logged minutes ago."""
    # Only these are sentences of our own; another error's message may quote a row.
    ours = isinstance(error, KeyTrouble | ImproperlyConfigured)
    why = str(error) if ours else f"{type(error).__name__}; the worker's log names the place."
    before, logged_at = _failing.get(words, ("", at))
    if why != before or at - logged_at >= _SAY_AGAIN:
        log.exception("%s: failed, will be tried again: %s", words, why)
        logged_at = at
    _failing[words] = (why, logged_at)
