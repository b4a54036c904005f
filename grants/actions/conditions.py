"""Conditions that a decision puts on grants; called within the transactions that decide and tick off."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from grants.models import GrantCondition


@dataclass(frozen=True, kw_only=True)
class ConditionOfGrant:
    """A condition as it was decided; without `recommendation` it is one of the whole decision."""

    reference: str
    number: int
    recommendation: int | None
    text: str
    by_when: date | None
    whose: str
    before_acceptance: bool


def put_conditions(*, grants: Sequence[int], condition: ConditionOfGrant) -> None:
    """Put a condition on grants, by their numbers. Called within the approval's own transaction."""
    for grant in grants:
        GrantCondition.objects.create(grant_id=grant, **asdict(condition))


def meet_condition(*, reference: str, number: int, on: date, evidence: str) -> int:
    """Tick a decision's condition off on every grant that has it; returns how many have.

    Called within the transaction that two people agreed to, which records who they are.
    """
    rows = GrantCondition.objects.filter(reference=reference, number=number, met_on__isnull=True)
    return rows.update(met_on=on, evidence=evidence)
