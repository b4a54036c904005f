"""Refuse a paper."""

from datetime import datetime

from accounts.models import Person
from accounts.stepup import Proof
from components.refusals import Refused
from decisions.actions.keep_rulings import keep_rulings
from decisions.actions.sign import sign
from decisions.actions.transition import transition
from decisions.freezing import freeze
from decisions.models import Decision
from figures.dates import london_day


def refuse(
    *,
    decision: Decision,
    seen: int,
    digest: str,
    rulings: str = "",
    proof: Proof,
    interests: str = "",
    note: str,
    by: Person,
    at: datetime,
) -> None:
    """Who decides is against the recommendations, with the reason; a refusal is published as well."""
    if not note.strip():
        raise Refused("Write the reason for the refusal: it is published with the decision.")
    with transition("refuse", decision=decision, seen=seen, by=by, at=at, note=note.strip()) as paper:
        keep_rulings(paper, "refuse")
        sign(paper, "refuse", digest, proof, by, at, interests, note, rulings)
        freeze(paper, "refused", on=london_day(at), by_name=by.name, at=at)
