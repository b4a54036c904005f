"""Approve a paper."""

from datetime import datetime

from accounts.models import Person
from accounts.stepup import Proof
from decisions.actions.keep_rulings import keep_rulings
from decisions.actions.sign import sign
from decisions.actions.transition import transition
from decisions.authority import grant_authority
from decisions.freezing import freeze
from decisions.models import Decision, Signature
from decisions.workflow import is_complete, steps_of
from figures.dates import london_day


def approve(
    *,
    decision: Decision,
    seen: int,
    digest: str,
    rulings: str = "",
    proof: Proof,
    interests: str = "",
    note: str = "",
    by: Person,
    at: datetime,
) -> None:
    """Who decides declares their interests and decides on each recommendation; the paper is frozen, drawn and sealed.

    Each is approved as recommended but for what `save_rulings` kept: changes, refusals and conditions.

    Where several decide together, the last signature decides.
    """
    with transition("approve", decision=decision, seen=seen, by=by, at=at, note=note.strip()) as paper:
        keep_rulings(paper, "approve")
        sign(paper, "approve", digest, proof, by, at, interests, note, rulings)
        if is_complete(steps_of(paper)["approve"], paper):
            freeze(paper, "approved", on=london_day(at), by_name=_deciders(paper), at=at)
            grant_authority(paper, at=at)


def _deciders(paper: Decision) -> str:
    """The names of everybody who decided, in the order of their signatures."""
    signatures = paper.signatures.filter(round=paper.round, step=Signature.Step.APPROVED)
    return " and ".join(signatures.values_list("name", flat=True))
