"""The state of the service: every part that does not work, or soon will not, as sentences for administrators.

A finding degrades the desk; it is never a reason to stop serving the register.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from accounts.actions.second_factors import count_unreadable_second_factors
from book.actions.renew_evidence import overdue_papers
from book.actions.waiting import unsound_papers
from book.seal import KeyPlace, key_place, seal_keys
from documents.keys import KeyTrouble
from documents.self_test import require_working_seal, seal_ends_at
from figures.dates import format_date, format_moment, london_day
from mail.actions import PAUSES
from mail.models import Letter
from operations.backup_records import BackupRecords, backup_records
from operations.heartbeat import SILENT_FOR, Heartbeat, last_beat

#: Days before the seal's end on which administrators are told.
SEAL_NOTICE = (90, 30, 7)
#: How long the result of the seal's self-test is reused: a hardware token is slow.
_RESULT_LASTS = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: which part, a sentence, and the name by which a warning about it is sent once."""

    part: str
    sentence: str
    once: str = ""


@dataclass(frozen=True, slots=True)
class SealState:
    """Whether a seal made now would hold (why not), and until when seals can be made."""

    trouble: str
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class ServiceState:
    """The state of everything that is watched, at one moment."""

    at: datetime
    worker: Heartbeat | None
    seal: SealState
    letters_waiting: int
    letters_given_up: int
    backups: BackupRecords
    second_factors_unreadable: int = 0
    #: Why each paper that the worker verified is not published.
    unsound: tuple[str, ...] = ()
    #: Papers whose evidence record should have been made or renewed a month ago.
    evidence_overdue: int = 0

    def findings(self) -> list[Finding]:
        """What is wrong, the gravest first."""
        return [
            *(Finding("publication", sentence, once=f"publication: {sentence}") for sentence in self.unsound),
            *self._seal(),
            *self._worker(),
            *self._letters(),
            *self._backups(),
            *self._second_factors(),
            *self._evidence(),
        ]

    def measures(self) -> dict[str, float]:
        """The state as figures for graphs and alarms; ages in seconds; what is not known is left out."""
        known: dict[str, float] = {
            "seal_works": 0.0 if self.seal.trouble else 1.0,
            "letters_waiting": float(self.letters_waiting),
            "letters_given_up": float(self.letters_given_up),
            "findings": float(len(self.findings())),
        }
        if self.seal.ends_at:
            known["seal_days_left"] = (self.seal.ends_at - self.at) / timedelta(days=1)
        if self.worker:
            known["worker_heartbeat_age"] = (self.at - self.worker.at).total_seconds()
            known["worker_failing_jobs"] = float(len(self.worker.troubles))
        if self.backups.last:
            known["backup_age"] = (self.at - self.backups.last.at).total_seconds()
        known["publications_unsound"] = float(len(self.unsound))
        known["backup_failed"] = 1.0 if self.backups.failed_since else 0.0
        return known

    def _seal(self) -> list[Finding]:
        if self.seal.trouble:
            return [Finding("seal", f"No paper can be sealed, so none can be decided. {self.seal.trouble}")]
        if self.seal.ends_at is None:
            return []
        left = (self.seal.ends_at - self.at).days
        reached = [days for days in SEAL_NOTICE if left < days]
        if not reached:
            return []
        day = format_date(london_day(self.seal.ends_at))
        sentence = f"The seal's certificate runs out on {day}, in {left} days. Install a new one before (docs/seal.md)."
        return [Finding("seal", sentence, once=f"seal ends {self.seal.ends_at:%Y-%m-%d}: {min(reached)} days")]

    def _worker(self) -> list[Finding]:
        if self.worker is None:
            return [Finding("worker", "The worker has not run yet: nothing is published, signed or sent.")]
        if self.at - self.worker.at > SILENT_FOR:
            since = format_moment(self.worker.at)
            return [Finding("worker", f"The worker has not been heard of since {since}: nothing is published or sent.")]
        return [
            Finding("worker", f"The worker fails at this, and tries again: {work}. {why}", once=f"worker: {work}")
            for work, why in sorted(self.worker.troubles.items())
        ]

    def _letters(self) -> list[Finding]:
        if not self.letters_given_up:
            return []
        number = self.letters_given_up
        what = f"{number} letters were" if number > 1 else "One letter was"
        return [Finding("letters", f"{what} refused by the mail server at every try, and will not be tried again.")]

    def _backups(self) -> list[Finding]:
        findings = []
        if failed := self.backups.failed_since:
            findings.append(Finding("backup", failed.sentence, once=f"backup failed: event {failed.number}"))
        elif settings.PRODUCTION and self.backups.is_old(self.at):
            last = format_moment(self.backups.last.at) if self.backups.last else "never"
            findings.append(Finding("backup", f"The last backup is too old. It was made: {last}."))
        if settings.PRODUCTION and self.backups.last and self.backups.is_untested(self.at):
            findings.append(Finding("restore test", "No backup was restored as a test for more than a month."))
        return findings

    def _evidence(self) -> list[Finding]:
        if not self.evidence_overdue:
            return []
        sentence = (
            f"The evidence records of {self.evidence_overdue} papers are overdue by more than a month: the time-stamp "
            "authority does not answer, or its root is not trusted here (docs/seal.md)."
        )
        return [Finding("evidence", sentence)]

    def _second_factors(self) -> list[Finding]:
        if not self.second_factors_unreadable:
            return []
        sentence = (
            f"{self.second_factors_unreadable} second factors cannot be read, because SECRET_KEY was changed: their "
            "people cannot sign in (docs/keys.md)."
        )
        return [Finding("second factors", sentence)]


def service_state(*, at: datetime) -> ServiceState:
    """Check everything that is watched; queries the desk's database, and tests the seal once a minute."""
    unsent = Letter.objects.filter(sent_at=None)
    given_up = unsent.filter(attempts__gt=len(PAUSES)).count()
    return ServiceState(
        at=at,
        worker=last_beat(),
        seal=seal_state(at=at),
        letters_waiting=unsent.count() - given_up,
        letters_given_up=given_up,
        backups=backup_records(),
        second_factors_unreadable=count_unreadable_second_factors(),
        unsound=unsound_papers(),
        evidence_overdue=overdue_papers(at=at),
    )


_results: dict[KeyPlace, tuple[datetime, SealState]] = {}


def seal_state(*, at: datetime) -> SealState:
    """Test the seal as it is configured; a result is reused for a minute."""
    place = key_place()
    when, known = _results.get(place, (None, None))
    if known is None or when is None or not timedelta(0) <= at - when < _RESULT_LASTS:
        known = _test_seal(at)
        _results[place] = (at, known)
    return known


def _test_seal(at: datetime) -> SealState:
    try:
        keys = seal_keys(at=at)
    except KeyTrouble as trouble:
        return SealState(str(trouble), None)
    try:
        require_working_seal(keys, at=at)
    except KeyTrouble as trouble:
        return SealState(str(trouble), seal_ends_at(keys))
    return SealState("", seal_ends_at(keys))
