"""Approve a paper."""

from datetime import datetime

from accounts.models import Person
from accounts.offices import Office
from accounts.stepup import Proof
from decisions.actions.sign import sign
from decisions.actions.transition import transition
from decisions.authority import grant_authority
from decisions.freezing import freeze
from decisions.models import Decision, Signature
from figures.dates import london_day


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
    """The Deputy Mayor declares her interests and decides as recommended; the paper is frozen, drawn and sealed."""
    with transition("approve", decision=decision, seen=seen, by=by, at=at, note=note.strip()) as paper:
        sign(paper, Office.DEPUTY_MAYOR, Signature.Step.APPROVED, digest, proof, by, at, interests, note)
        freeze(paper, "approved", on=london_day(at), by_name=by.name, at=at)
        grant_authority(paper, at=at)
