"""Record a decision that was made in ink: one proposes it with the scan, who decides confirms."""

from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from accounts.models import Person, Proposal
from accounts.offices import Office, called
from accounts.proposals.actions import propose
from components.refusals import NotAllowed, Refused, Stale
from decisions.actions.keep_rulings import keep_rulings
from decisions.actions.sign import current_submission, standing_words
from decisions.actions.transition import transition
from decisions.authority import grant_authority
from decisions.authorship import authors_of
from decisions.freezing import freeze
from decisions.models import Decision, Signature, Status, StoredFile
from decisions.powers import check_power
from decisions.rulings import digest_to_sign, rulings_of
from decisions.scans import Measured, Scan, measure
from decisions.workflow import check_can_take
from figures.dates import format_date, london_day
from figures.text import plain_text

__all__ = ["Scan", "confirmed_ink", "record_ink"]

#: The step that an outcome in ink stands for.
_STEPS: dict[str, str] = {Status.APPROVED: "approve", Status.REFUSED: "refuse"}


@transaction.atomic
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
) -> Proposal:
    """Propose to record what was decided in ink, with the scan; it has effect once who decides confirms it.

    Raises:
        NotAllowed: the person wrote part of the paper, checked or endorsed it, or does not record decisions; or an
            approval is beyond the power of who signed.
        Refused: the scan is no page, the day is impossible, or who signed could not decide it.
        Stale: the paper has changed since version `seen`.
    """
    paper = Decision.objects.select_for_update().get(pk=decision.pk)
    check_can_take("record_ink", paper, by, london_day(at))
    if paper.version != seen:
        raise Stale(
            f"{paper.reference_words} has changed since you opened it. Read it as it is now, then decide again."
        )
    measured = measure(scan)
    _check_signatory(paper, decided_by, on, at)
    _check_power(paper, outcome, on)
    stored_scan = _store(scan, measured, at)
    word = Status(outcome).label.lower()
    return propose(
        verb="decision.record_ink",
        subject=paper.subject,
        sentence=f"Record that {decided_by.name} {word} {paper.reference_words} in ink on {format_date(on)}, with a "
        f"scan of {measured.words()}.",
        arguments={
            "outcome": outcome,
            "decided_by": decided_by.pk,
            "on": on.isoformat(),
            "scan": stored_scan.sha256,
            "interests": plain_text(interests).strip(),
            "note": plain_text(note).strip(),
            "round": paper.round,
            "digest": current_submission(paper).digest,
            "rulings": digest_to_sign(paper, _STEPS[outcome]),
        },
        by=by,
        at=at,
    )


def confirmed_ink(proposal: Proposal, at: datetime) -> None:
    """What the decider's confirmation does: the signature in ink is recorded, the paper frozen and sealed."""
    arguments, by = proposal.arguments, proposal.proposed_by
    paper = _paper_of(proposal)
    decided_by, on = Person.objects.get(pk=arguments["decided_by"]), date.fromisoformat(arguments["on"])
    with transition(
        "record_ink",
        decision=paper,
        seen=paper.version,
        by=by,
        at=at,
        note=arguments["note"],
        outcome=arguments["outcome"],
    ) as paper:
        submission = current_submission(paper)
        if (submission.digest, paper.round) != (arguments["digest"], arguments["round"]):
            raise Stale(f"{paper.reference_words} was submitted anew since this was proposed. Propose it again.")
        _check_signatory(paper, decided_by, on, at)
        _check_power(paper, arguments["outcome"], on)
        step = _STEPS[arguments["outcome"]]
        rulings_digest = digest_to_sign(paper, step)
        if arguments.get("rulings", rulings_digest) != rulings_digest:
            raise Stale(f"What is decided on each recommendation of {paper.reference_words} has changed since.")
        keep_rulings(paper, step)
        Signature.objects.create(
            decision=paper,
            round=paper.round,
            office=Office.DECIDER,
            step=Signature.Step.APPROVED if arguments["outcome"] == Status.APPROVED else Signature.Step.REFUSED,
            person=decided_by,
            name=decided_by.name,
            job_title=decided_by.job_title,
            on=on,
            how="ink",
            statement=standing_words("interests", on),
            interests=arguments["interests"],
            note=arguments["note"],
            digest=submission.digest,
            rulings_digest=rulings_digest if rulings_digest != submission.digest else "",
            recorded_by=by,
            recorded_by_name=by.name,
            scan=StoredFile.objects.get(sha256=arguments["scan"]),
        )
        freeze(paper, arguments["outcome"], on=on, by_name=decided_by.name, at=at)
        if arguments["outcome"] == Status.APPROVED:
            grant_authority(paper, at=at)


def check_ink(proposal: Proposal, person: Person, at: datetime) -> None:
    """Refuse whoever wrote part of the paper, checked or endorsed it: neither proposing nor confirming is theirs."""
    paper = _paper_of(proposal)
    if person.pk in authors_of(paper) or _has_signed(paper, person):
        raise NotAllowed(f"You wrote part of {paper.reference_words} or took another step on it. Somebody else must.")


def _paper_of(proposal: Proposal) -> Decision:
    return Decision.objects.get(pk=proposal.number_of("decision"))


def _check_signatory(paper: Decision, decided_by: Person, on: date, at: datetime) -> None:
    """Refuse a day or a person that cannot be right."""
    submission = current_submission(paper)
    if not london_day(submission.at) <= on <= london_day(at):
        raise Refused(
            f"Enter the day of the signature: between {format_date(london_day(submission.at))}, when the paper was "
            "submitted, and today."
        )
    if not decided_by.holds(Office.DECIDER, on):
        raise Refused(
            f"{decided_by.name} was not {called([Office.DECIDER])}, nor stood in for them, on {format_date(on)}."
        )
    if decided_by.pk in authors_of(paper) or _has_signed(paper, decided_by):
        raise Refused(f"{decided_by.name} wrote part of this paper or signed it before, so cannot decide it.")


def _check_power(paper: Decision, outcome: str, on: date) -> None:
    """Refuse an approval in ink beyond the power that its decider had on the day, as for a signature at the desk."""
    if outcome == Status.APPROVED:
        check_power(paper, [Office.DECIDER], rulings_of(paper, "approve"), on)


def _has_signed(paper: Decision, person: Person) -> bool:
    return paper.moves.filter(round=paper.round, by=person, step__in=["check", "endorse"]).exists()


def _store(scan: Scan, measured: Measured, at: datetime) -> StoredFile:
    stored_file, _ = StoredFile.objects.get_or_create(
        sha256=sha256(scan.data).hexdigest(),
        defaults={
            "name": scan.name[:200],
            "media_type": measured.media_type,
            "data": scan.data,
            "stored_at": at,
        },
    )
    return stored_file
