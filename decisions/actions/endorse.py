"""Endorse a paper."""

from datetime import datetime

from accounts.models import Person
from accounts.stepup import Proof
from decisions.actions.sign import sign
from decisions.actions.transition import transition
from decisions.freezing import with_signatures
from decisions.leaks import check_leaks
from decisions.models import Decision


def endorse(
    *, decision: Decision, seen: int, digest: str, proof: Proof, note: str = "", by: Person, at: datetime
) -> None:
    """An office that is consulted or endorses signs; with the last of them the paper goes to be decided."""
    with transition("endorse", decision=decision, seen=seen, by=by, at=at, note=note.strip()) as paper:
        sign(paper, "endorse", digest, proof, by, at, "", note)
        check_leaks(paper, part1=with_signatures(paper), pdf=None)
