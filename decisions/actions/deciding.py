"""Endorse, approve, refuse, and record what was decided in ink: the steps that put a Signature on the paper."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from accounts.models import Person
from accounts.offices import Office
from accounts.stepup import Proof
from decisions.actions.stepping import step
from decisions.authority import grant_authority
from decisions.errors import Refused, Stale
from decisions.freezing import freeze, with_signatures
from decisions.leaks import gate
from decisions.models import Decision, Signature, StandingText, Status, StoredFile, Submission
from decisions.models.profile import profile_of
from decisions.workflow import SIGNED_AS, is_complete, offices_due, steps_of
from documents.types import media_type_of
from figures.dates import format_date, london_day


def endorse(
    *, decision: Decision, seen: int, digest: str, proof: Proof, note: str = "", by: Person, at: datetime
) -> None:
    """An office that is consulted or endorses signs; with the last of them the paper goes to be decided."""
    with step("endorse", decision=decision, seen=seen, by=by, at=at, note=note.strip()) as paper:
        _sign(paper, "endorse", digest, proof, by, at, "", note)
        gate(paper, part1=with_signatures(paper), pdf=None)


def approve(
    *,
    decision: Decision,
    seen: int,
    digest: str,
    proof: Proof,
    interests: str = "",
    note: str = "",
    by: Person,
    at: datetime,
) -> None:
    """Who decides declares their interests and decides as recommended; the paper is frozen, drawn and sealed.

    Where several decide together, the last signature decides.
    """
    with step("approve", decision=decision, seen=seen, by=by, at=at, note=note.strip()) as paper:
        _sign(paper, "approve", digest, proof, by, at, interests, note)
        if is_complete(steps_of(paper)["approve"], paper):
            freeze(paper, "approved", on=london_day(at), by_name=_deciders(paper), at=at)
            grant_authority(paper, at=at)


def refuse(
    *,
    decision: Decision,
    seen: int,
    digest: str,
    proof: Proof,
    interests: str = "",
    note: str,
    by: Person,
    at: datetime,
) -> None:
    """Who decides is against the recommendations, with the reason; a refusal is published as well."""
    if not note.strip():
        raise Refused("Write the reason for the refusal: it is published with the decision.")
    with step("refuse", decision=decision, seen=seen, by=by, at=at, note=note.strip()) as paper:
        _sign(paper, "refuse", digest, proof, by, at, interests, note)
        freeze(paper, "refused", on=london_day(at), by_name=by.name, at=at)


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
    with step("record_ink", decision=decision, seen=seen, by=by, at=at, note=note.strip(), outcome=outcome) as paper:
        submission = _submission(paper)
        if not london_day(submission.at) <= on <= today:
            raise Refused(
                f"Enter the day of the signature: between {format_date(london_day(submission.at))}, when the paper "
                f"was submitted, and today."
            )
        if not decided_by.holds(Office.DECIDER, on):
            the_office = Office.DECIDER.called[:1].lower() + Office.DECIDER.called[1:]
            raise Refused(f"{decided_by.name} was not {the_office}, nor stood in for them, on {format_date(on)}.")
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
            statement=_words("interests", on),
            interests=interests.strip(),
            note=note.strip(),
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


def _submission(paper: Decision) -> Submission:
    return paper.submissions.get(round=paper.round)


def _words(key: str, day: date) -> str:
    text = StandingText.objects.on(day).get(key)
    return text.text if text else ""


def _deciders(paper: Decision) -> str:
    """The names of everybody who decided, in the order of their signatures."""
    signed = paper.signatures.filter(round=paper.round, step=Signature.Step.APPROVED)
    return " and ".join(signed.values_list("name", flat=True))


def _sign(
    paper: Decision,
    step_name: str,
    digest: str,
    proof: Proof,
    by: Person,
    at: datetime,
    interests: str,
    note: str,
) -> None:
    submission, day = _submission(paper), london_day(at)
    if digest != submission.digest:
        raise Stale("What you signed is not what the paper says now. Open it again and read it before you sign.")
    due = offices_due(steps_of(paper)[step_name], paper)
    office = next(office for office in due if by.holds(office, day))
    facts = profile_of(paper).offices[office.value]
    if facts.comment == "required" and not note.strip():
        raise Refused(f"{office.called} is asked for a comment. Write it before you sign.")
    holding = by.holding_of(office, day)
    lent_by = holding.delegated_by.person.name if holding and holding.delegated_by else ""
    Signature.objects.create(
        decision=paper,
        round=paper.round,
        office=office,
        step=SIGNED_AS[step_name],
        person=by,
        name=by.name,
        job_title=by.job_title or office.label,
        on=day,
        at=at,
        how=proof.how,
        statement=_words(facts.statement or "interests", day),
        interests=interests.strip(),
        note=note.strip(),
        digest=digest,
        evidence=proof.evidence,
        delegated_from=lent_by,
    )
