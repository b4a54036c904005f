"""What an approved decision allows to be accepted: written for the grants, which hold accepted money within it."""

from datetime import datetime

from decisions.models import Decision, Recommendation, Ruling
from decisions.models.content import Action, LinkKind
from decisions.rulings import conditions_of
from grants.actions import ConditionOfGrant, end_authority, give_authority, put_conditions

#: A bid that is approved may be made; what comes of it is accepted under a decision that says so.
ALLOWING = (Action.ACCEPT_OFFER, Action.AWARD)


def grant_authority(decision: Decision, *, at: datetime) -> None:
    """End what this decision supplants and give what its recommendations allow, with the decision's conditions.

    *continues* adds; *replaces* and *revokes* end all that the earlier decision allowed; *amends* states the new
    amounts, so it ends what the earlier one allowed for the grants it names. The amount that was decided is the
    authority; what was refused allows nothing.
    """
    reference = decision.reference_words
    approved = _approved(decision)
    rows = [
        (line, line.grant_id, ruling.amount)
        for line, ruling in approved
        if line.action in ALLOWING and line.grant_id is not None and ruling.amount is not None
    ]
    for link in decision.links.exclude(kind=LinkKind.CONTINUES):
        grants = None if link.kind != LinkKind.AMENDS else [grant for _, grant, _ in rows]
        end_authority(reference=link.earlier_reference, grants=grants, ended_by=reference, at=at)
    for line, grant, amount in rows:
        give_authority(
            grant_id=grant,
            reference=reference,
            recommendation=line.number,
            amount=amount,
            up_to=line.up_to,
            at=at,
        )
    _put_conditions(decision, [line for line, _ in approved])


def _approved(decision: Decision) -> list[tuple[Recommendation, Ruling]]:
    """The recommendations that were not refused, each with what was decided on it."""
    rulings = {row.number: row for row in decision.rulings.filter(round=decision.round)}
    lines = [(line, rulings[line.number]) for line in decision.recommendations.all()]
    return [(line, ruling) for line, ruling in lines if ruling.outcome != Ruling.Outcome.REFUSED]


def _put_conditions(decision: Decision, approved: list[Recommendation]) -> None:
    """Each condition on the grant of its recommendation; one of the whole decision on every grant it approves."""
    for condition in conditions_of(decision):
        about = [line for line in approved if condition.recommendation in (None, line.number)]
        put_conditions(
            grants=sorted({line.grant_id for line in about if line.grant_id is not None}),
            condition=ConditionOfGrant(
                reference=decision.reference_words,
                number=condition.number,
                recommendation=condition.recommendation,
                text=condition.text,
                by_when=condition.by_when,
                whose=condition.whose,
                before_acceptance=condition.before == condition.Before.ACCEPTANCE,
            ),
        )
