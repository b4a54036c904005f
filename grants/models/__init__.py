"""Who gives money, to whom, for what, in which financial year. Rows are written by grants/actions alone."""

from grants.models.actuals import Actual, ActualQuerySet
from grants.models.authorities import Authority, AuthorityQuerySet
from grants.models.conditions import GrantCondition
from grants.models.grants import CarryOver, Direction, Grant, GrantQuerySet, Route
from grants.models.organisations import Fund, Organisation
from grants.models.outcomes import GrantOutcome
from grants.models.spend import SpendReturn
from grants.models.totals import Totals
from grants.models.tranches import Tranche

__all__ = [
    "Actual",
    "ActualQuerySet",
    "Authority",
    "AuthorityQuerySet",
    "CarryOver",
    "Direction",
    "Fund",
    "Grant",
    "GrantCondition",
    "GrantOutcome",
    "GrantQuerySet",
    "Organisation",
    "Route",
    "SpendReturn",
    "Totals",
    "Tranche",
]
