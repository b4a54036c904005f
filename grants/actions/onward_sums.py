"""That no more of a grant is passed on than it comes to, said in words; the database holds it too (sql/onward.sql)."""

from components.refusals import Refused
from figures.money import format_money
from grants.models import Grant, OnwardGrant, passed_on, promised


def check_within_parent(grant: Grant) -> None:
    """Raise Refused where a grant, or the one that its money comes out of, would pass on more than it comes to."""
    for parent in {grant.pk, *OnwardGrant.objects.filter(grant=grant).values_list("parent_id", flat=True)}:
        _check(Grant.objects.get(pk=parent))


def _check(parent: Grant) -> None:
    passed_sum, whole = passed_on(parent), promised(parent.tranches.all())
    if passed_sum > whole:
        raise Refused(
            f"{format_money(passed_sum)} would be passed on of {parent.code}, which comes to {format_money(whole)}: "
            f"{format_money(passed_sum - whole)} too much."
        )
