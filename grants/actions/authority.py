"""What approved decisions allow to be accepted; called within the approval's own transaction."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from grants.actions.onward import owe_subsidy_notice
from grants.models import Authority


def give_authority(
    *, grant_id: int, reference: str, recommendation: int, amount: Decimal, up_to: bool, at: datetime
) -> Authority:
    """Let money be accepted for a grant: `amount` pounds, by a recommendation of the decision with this reference.

    Called within the approval's own transaction, which records who decided.
    """
    authority = Authority.objects.create(
        grant_id=grant_id,
        reference=reference,
        recommendation=recommendation,
        amount=amount,
        up_to=up_to,
        from_at=at,
    )
    owe_subsidy_notice(grant_id=grant_id, at=at)
    return authority


def end_authority(*, reference: str, grants: Sequence[int] | None, ended_by: str, at: datetime) -> int:
    """End what an earlier decision allows, for these grants or for all; returns how many authorities ended."""
    rows = Authority.objects.in_force().filter(reference=reference)
    if grants is not None:
        rows = rows.filter(grant_id__in=grants)
    return rows.update(ended_at=at, ended_by_reference=ended_by)
