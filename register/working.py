"""The worker's rounds: publish what is due, sign tree heads, send letters, draw transcripts, ask witnesses."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import close_old_connections

from register.actions import publish_due
from register.actions.letters import send_waiting
from register.actions.transcribing import draw_transcripts
from register.actions.witnessing import witness_head
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
    # Last: it waits for machines of other people.
    "cosignatures kept": witness_head,
}


def work_round(at: datetime) -> dict[str, int]:
    """Do each job once; a job that fails is logged and left for the next round, and stops no other.

    Returns what was done, by the job's words; a failed job stands with -1.
    """
    done = {}
    for words, job in JOBS.items():
        try:
            done[words] = job(at)
        except Exception:
            log.exception("%s: failed, will be tried again", words)
            done[words] = -1
            close_old_connections()
    return done
