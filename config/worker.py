"""What the worker does in every round, for each face: a literal list of the jobs that the apps offer."""

from collections.abc import Mapping
from datetime import datetime

from book.actions import publish_due
from book.actions.renew_evidence import renew_evidence
from book.actions.transcribe import draw_transcripts
from book.actions.witness import witness_head
from book.log.heads import sign_head
from decisions.actions.notify_authors import notify_authors
from decisions.actions.verify_signatures import verify_signatures
from grants.actions import remind_of_obligations
from mail.actions import send_waiting
from operations.actions.alerts import notify_subscribers
from operations.actions.warning import warn_administrators
from operations.jobs import record_heartbeat
from operations.rounds import Job
from public_side.inbox import take_in
from register.opendata.export_files import write_exports
from static_export.writing import export_when_changed


def _publish(at: datetime) -> int:
    return publish_due()


def _verify(at: datetime) -> int:
    return verify_signatures(at=at)


def _sign(at: datetime) -> int:
    return 1 if sign_head() else 0


def _send(at: datetime) -> int:
    return send_waiting(at=at)


def _draw(at: datetime) -> int:
    # Few at a time: what becomes due meanwhile must not wait for a whole import to be drawn.
    return draw_transcripts(limit=5, at=at)


def _renew_evidence(at: datetime) -> int:
    return renew_evidence(at=at)


def _warn(at: datetime) -> int:
    return warn_administrators(at=at)


def _take_in(at: datetime) -> int:
    return take_in()


def _write_alerts(at: datetime) -> int:
    return notify_subscribers(at=at)


def _notify_authors(at: datetime) -> int:
    return notify_authors(at=at)


def _remind(at: datetime) -> int:
    return remind_of_obligations(at=at)


def _export(at: datetime) -> int:
    return write_exports(at=at)


def _export_site(at: datetime) -> int:
    return export_when_changed(at=at)


#: The desk's worker holds the keys. In this order: what was signed is verified, what is due comes next, then its proof.
DESK_JOBS: dict[str, Job] = {
    "signatures verified": _verify,
    "entries published": _publish,
    "tree heads signed": _sign,
    "alerts written": _write_alerts,
    "authors told": _notify_authors,
    "reminders written": _remind,
    "letters sent": _send,
    "transcripts drawn": _draw,
    "evidence records made": _renew_evidence,
    "heartbeats recorded": record_heartbeat,
    "administrators warned": _warn,
    # Last: they wait for other machines.
    "messages of the public taken in": _take_in,
    "cosignatures kept": witness_head,
}
#: The register's worker needs the reader's login alone.
REGISTER_JOBS: dict[str, Job] = {
    "entries published": _publish,
    "exports written": _export,
    "files of the site written": _export_site,
}


def jobs_of(face: str) -> Mapping[str, Job]:
    """The jobs of a worker that stands beside one face: "desk", "register", or "both" in one process."""
    if face == "register":
        return REGISTER_JOBS
    return DESK_JOBS if face == "desk" else {**DESK_JOBS, **REGISTER_JOBS}
