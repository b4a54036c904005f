"""What an approved decision allows to be accepted: written for the grants, which hold accepted money within it."""

from datetime import datetime

from decisions.models import Decision
from decisions.models.content import Action, LinkKind
from grants.actions import end_authority, give_authority

#: A bid that is approved may be made; what comes of it is accepted under a decision that says so.
ALLOWING = (Action.ACCEPT_OFFER, Action.AWARD)


def grant_authority(decision: Decision, *, at: datetime) -> None:
    """End what this decision supplants and give what its recommendations allow.

    *continues* adds; *replaces* and *revokes* end all that the earlier decision allowed; *amends* states the new
    amounts, so it ends what the earlier one allowed for the grants it names.
    """
    reference = decision.reference_words
    asked = decision.recommendations.filter(action__in=ALLOWING)
    rows = [(row, row.grant_id, row.amount) for row in asked if row.grant_id is not None and row.amount is not None]
    for link in decision.links.exclude(kind=LinkKind.CONTINUES):
        grants = None if link.kind != LinkKind.AMENDS else [grant for _, grant, _ in rows]
        end_authority(reference=link.earlier_reference, grants=grants, ended_by=reference, at=at)
    for row, grant, amount in rows:
        give_authority(
            grant_id=grant,
            reference=reference,
            recommendation=row.number,
            amount=amount,
            up_to=row.up_to,
            at=at,
        )
