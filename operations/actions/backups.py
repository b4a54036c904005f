"""Recording in the history that a backup was made, failed, or was restored as a test."""

from datetime import datetime
from typing import Any

from django.db import transaction

from audit.actions import record
from audit.models import Event
from operations.backup_records import FAILED, MADE, SUBJECT, TESTED

_BY = "The backup program"


@transaction.atomic
def record_backup(*, name: str, size: int, sha256: str, encrypted: bool, at: datetime) -> Event:
    """A backup was made and proved: its file name, size in bytes, digest, and whether it is encrypted."""
    how = "encrypted" if encrypted else "not encrypted"
    details: dict[str, Any] = {"file": name, "bytes": size, "sha256": sha256, "encrypted": encrypted}
    sentence = f"Everything was backed up into {name} ({size / 1_000_000:.1f} MB, {how}), restored aside and proved."
    return record(verb=MADE, at=at, by=_BY, subject=SUBJECT, sentence=sentence, details=details)


@transaction.atomic
def record_failed_backup(*, reason: str, at: datetime) -> Event:
    """A backup could not be made, or what it holds is not sound, for the reason given."""
    sentence = f"The backup failed: {reason}"
    return record(verb=FAILED, at=at, by=_BY, subject=SUBJECT, sentence=sentence[:1000])


@transaction.atomic
def record_backup_test(*, name: str, at: datetime) -> Event:
    """A backup file was restored as a test and found whole."""
    sentence = f"The backup {name} was restored as a test: all rows were there, and the proofs held."
    return record(verb=TESTED, at=at, by=_BY, subject=SUBJECT, sentence=sentence, details={"file": name})
