"""A Signature on a paper: what endorsing, approving and refusing have in common."""

from datetime import date, datetime

from django.conf import settings

from accounts.actions.cooling import check_not_cooling
from accounts.models import Person
from accounts.passkeys import verify_evidence
from accounts.proof import Proof
from components.refusals import NotAllowed, Refused, Stale
from decisions.models import Decision, Signature, StandingText, Submission
from decisions.models.profile import profile_of
from decisions.powers import check_power
from decisions.rulings import DECIDES, digest_to_sign, is_changed, rulings_of
from decisions.workflow import offices_due, steps_of
from figures.dates import london_day

#: What each step that signs says of the paper.
VERDICTS = {
    "endorse": Signature.Step.ENDORSED,
    "approve": Signature.Step.APPROVED,
    "refuse": Signature.Step.REFUSED,
}


def purpose_of(verdict: Signature.Step, paper: Decision) -> str:
    """What a passkey's challenge names beside the digest: the verdict and the round."""
    return f"{verdict.value}/{paper.round}"


def sign(
    paper: Decision,
    step_name: str,
    digest: str,
    proof: Proof,
    by: Person,
    at: datetime,
    interests: str,
    note: str,
    rulings: str = "",
) -> None:
    """Put a person's signature on a paper, which quotes the digest of what they saw, as the office that signs next.

    `rulings` is the digest of Part 1 with the decision on each recommendation, as it was on the page of who decides;
    it may be left out where nothing but the recommendations themselves was there to be decided.

    Raises:
        Refused: the office is asked for a comment and wrote none, or the passkey signed something else.
        NotAllowed: what is approved is beyond the power of the office.
        Stale: the paper was submitted anew since.
    """
    submission, day = current_submission(paper), london_day(at)
    if digest != submission.digest:
        raise Stale("What you signed is not what the paper says now. Open it again and read it before you sign.")
    rulings_digest = _rulings_digest(paper, step_name, rulings)
    check_not_cooling(by, at)
    _check_proof(proof, rulings_digest or digest, VERDICTS[step_name])
    due = offices_due(steps_of(paper)[step_name], paper)
    office = next(office for office in due if by.holds(office, day))
    if step_name == "approve":
        together = steps_of(paper)[step_name].moves[paper.status]
        check_power(paper, together, rulings_of(paper, step_name), day)
    facts = profile_of(paper).office(office.value)
    if facts.comment == "required" and not note.strip():
        raise Refused(f"{office.as_subject} is asked for a comment. Write it before you sign.")
    holding = by.holding_of(office, day)
    lent_by = holding.delegated_by.person.name if holding and holding.delegated_by else ""
    Signature.objects.create(
        decision=paper,
        round=paper.round,
        office=office,
        step=VERDICTS[step_name],
        person=by,
        name=by.name,
        job_title=by.job_title or office.label,
        on=day,
        at=at,
        how=proof.how,
        statement=standing_words(facts.statement or "interests", day),
        interests=interests.strip(),
        note=note.strip(),
        digest=digest,
        rulings_digest=rulings_digest,
        evidence=proof.evidence,
        delegated_from=lent_by,
    )


def _check_proof(proof: Proof, digest: str, verdict: Signature.Step) -> None:
    """Refuse a proof other than a passkey where passkeys are compulsory, and a passkey that signed something else."""
    if settings.PASSKEYS_COMPULSORY and proof.how != "passkey":
        raise NotAllowed("Your office signs with a passkey. Use it, or have a lost one replaced by two administrators.")
    if proof.how == "passkey" and not verify_evidence(proof.evidence, digest, verdict.value):
        raise Refused("The passkey signed something else than this paper. Use it once more.")


def _rulings_digest(paper: Decision, step_name: str, seen: str) -> str:
    """The digest of what is decided on each recommendation, checked against what was on the page."""
    if step_name not in DECIDES:
        return ""
    digest = digest_to_sign(paper, step_name)
    if seen != digest and (seen or (step_name == "approve" and is_changed(paper))):
        raise Stale(
            "What is decided on the recommendations has changed since you opened the page. Read it before you sign."
        )
    return "" if digest == current_submission(paper).digest else digest


def current_submission(paper: Decision) -> Submission:
    """What was submitted in the round that the paper is in."""
    return paper.submissions.get(round=paper.round)


def standing_words(key: str, day: date) -> str:
    """The standing text of the form in force on a day; empty where the form has none."""
    text = StandingText.objects.on(day).get(key)
    return text.text if text else ""
