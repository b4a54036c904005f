"""Who gives money, to whom, for what, in which financial year. Rows are written by grants/actions alone."""

from grants.models.actuals import Actual, ActualQuerySet
from grants.models.agreements import Agreement, AgreementCost, CostCategory, NonWorkingDays
from grants.models.anticipated import AnticipatedMoney, AnticipationOutcome
from grants.models.authorities import Authority, AuthorityQuerySet
from grants.models.bodies import GrantBody
from grants.models.calendars import CalendarAddress
from grants.models.closing import ClosedYear, ClosingTick
from grants.models.conditions import GrantCondition
from grants.models.files import GrantFile
from grants.models.forecasts import Forecast, ForecastMonth
from grants.models.grants import CarryOver, Direction, Grant, GrantQuerySet, Route
from grants.models.ledgers import LedgerCode, LedgerFile, LedgerMap
from grants.models.obligations import Obligation, ObligationQuerySet, ObligationStep
from grants.models.onward import SUBSIDY_ABOVE, OnwardGrant, Subsidy, passed_on, promised
from grants.models.organisations import Fund, Organisation
from grants.models.outcomes import GrantOutcome
from grants.models.outside import OutsideFigure, OutsideRuling, OutsideSource
from grants.models.reminders import Often, Reminder
from grants.models.spend import SpendReturn
from grants.models.terms import AgreementTerm, TermMet
from grants.models.totals import Totals
from grants.models.tranches import Tranche

__all__ = [
    "SUBSIDY_ABOVE",
    "Actual",
    "ActualQuerySet",
    "Agreement",
    "AgreementCost",
    "AgreementTerm",
    "AnticipatedMoney",
    "AnticipationOutcome",
    "Authority",
    "AuthorityQuerySet",
    "CalendarAddress",
    "CarryOver",
    "ClosedYear",
    "ClosingTick",
    "CostCategory",
    "Direction",
    "Forecast",
    "ForecastMonth",
    "Fund",
    "Grant",
    "GrantBody",
    "GrantCondition",
    "GrantFile",
    "GrantOutcome",
    "GrantQuerySet",
    "LedgerCode",
    "LedgerFile",
    "LedgerMap",
    "NonWorkingDays",
    "Obligation",
    "ObligationQuerySet",
    "ObligationStep",
    "Often",
    "OnwardGrant",
    "Organisation",
    "OutsideFigure",
    "OutsideRuling",
    "OutsideSource",
    "Reminder",
    "Route",
    "SpendReturn",
    "Subsidy",
    "TermMet",
    "Totals",
    "Tranche",
    "passed_on",
    "promised",
]
