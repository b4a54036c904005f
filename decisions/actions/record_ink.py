"""Record a decision that was made in ink, with the scan of the signed paper."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from accounts.models import Person
from accounts.offices import Office, called
from components.refusals import Refused
from decisions.actions.sign import current_submission, standing_words
from decisions.actions.transition import transition
from decisions.authority import grant_authority
from decisions.freezing import freeze
from decisions.models import Decision, Signature, Status, StoredFile
from documents.types import media_type_of
from figures.dates import format_date, london_day


@dataclass(frozen=True)
class Scan:
    """The scan of a paper signed in ink: its file name and bytes."""

    name: str
    data: bytes


def record_ink(
    *,
    decision: Decision,
    seen: int,
    outcome: str,
    decided_by: Person,
    on: date,
    scan: Scan,
    interests: str = "",
    note: str = "",
    by: Person,
    at: datetime,
) -> None:
    """Record what was decided in ink, with the scan; the paper says so and who recorded it."""
    today = london_day(at)
    with transition(
        "record_ink", decision=decision, seen=seen, by=by, at=at, note=note.strip(), outcome=outcome
    ) as paper:
        submission = current_submission(paper)
        if not london_day(submission.at) <= on <= today:
            raise Refused(
                f"Enter the day of the signature: between {format_date(london_day(submission.at))}, when the paper "
                f"was submitted, and today."
            )
        if not decided_by.holds(Office.DECIDER, on):
            raise Refused(
                f"{decided_by.name} was not {called([Office.DECIDER])}, nor stood in for them, on {format_date(on)}."
            )
        if decided_by.pk in paper.savers() or _has_signed(paper, decided_by):
            raise Refused(f"{decided_by.name} wrote part of this paper or signed it before, so cannot decide it.")
        Signature.objects.create(
            decision=paper,
            round=paper.round,
            office=Office.DECIDER,
            step=Signature.Step.APPROVED if outcome == Status.APPROVED else Signature.Step.REFUSED,
            person=decided_by,
            name=decided_by.name,
            job_title=decided_by.job_title,
            on=on,
            how="ink",
            statement=standing_words("interests", on),
            interests=interests.strip(),
            note=note,
            digest=submission.digest,
            recorded_by=by,
            recorded_by_name=by.name,
            scan=_store(scan, at),
        )
        freeze(paper, outcome, on=on, by_name=decided_by.name, at=at)
        if outcome == Status.APPROVED:
            grant_authority(paper, at=at)


def _has_signed(paper: Decision, person: Person) -> bool:
    return paper.moves.filter(round=paper.round, by=person, step__in=["check", "endorse"]).exists()


def _store(scan: Scan, at: datetime) -> StoredFile:
    media_type = media_type_of(scan.data)
    if media_type not in {"application/pdf", "image/png", "image/jpeg", "image/tiff"}:
        raise Refused("The scan must be a PDF, PNG, JPEG or TIFF file.")
    stored, _ = StoredFile.objects.get_or_create(
        sha256=sha256(scan.data).hexdigest(),
        defaults={"name": scan.name[:200], "media_type": media_type, "data": scan.data, "stored_at": at},
    )
    return stored
