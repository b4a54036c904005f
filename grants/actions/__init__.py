"""Every change to organisations, funds, grants and their money, agreements and what is owed: all or nothing.

Keyword-only: `by` is who does it, `at` when, `seen` the grant's version that was on the page.
"""

from grants.actions.actuals import ActualFacts, add_actual, correct_actual
from grants.actions.agreements import AgreementFacts, record_agreement
from grants.actions.anticipated import anticipate, settle_anticipation
from grants.actions.authority import end_authority, give_authority
from grants.actions.bids import BID_RESULTS, record_bid
from grants.actions.bodies import save_bodies
from grants.actions.calendars import renew_calendar_address
from grants.actions.closing import close_year, tick_off
from grants.actions.common import can_enter_grants, check_can_enter_grants
from grants.actions.conditions import ConditionOfGrant, meet_condition, put_conditions
from grants.actions.continuations import continue_grant
from grants.actions.files import GrantFileFacts, add_grant_file
from grants.actions.forecasts import add_forecast
from grants.actions.give_grants import check_can_give_grants, give_grants
from grants.actions.grants import GrantFacts, change_grant, create_grant
from grants.actions.money import TrancheFacts, record_outcome, report_spend, save_tranches
from grants.actions.obligations import StepFacts, add_obligation, take_obligation_step
from grants.actions.onward import Award, OnwardFacts, enter_award, put_onward
from grants.actions.organisations import (
    change_fund,
    change_organisation,
    create_fund,
    create_organisation,
    merge_funds,
    take_fund_apart,
)
from grants.actions.reminders import choose_reminders, remind_of_obligations
from grants.actions.terms import add_term, meet_term

__all__ = [
    "BID_RESULTS",
    "ActualFacts",
    "AgreementFacts",
    "Award",
    "ConditionOfGrant",
    "GrantFacts",
    "GrantFileFacts",
    "OnwardFacts",
    "StepFacts",
    "TrancheFacts",
    "add_actual",
    "add_forecast",
    "add_grant_file",
    "add_obligation",
    "add_term",
    "anticipate",
    "can_enter_grants",
    "change_fund",
    "change_grant",
    "change_organisation",
    "check_can_enter_grants",
    "check_can_give_grants",
    "choose_reminders",
    "close_year",
    "continue_grant",
    "correct_actual",
    "create_fund",
    "create_grant",
    "create_organisation",
    "end_authority",
    "enter_award",
    "give_authority",
    "give_grants",
    "meet_condition",
    "meet_term",
    "merge_funds",
    "put_conditions",
    "put_onward",
    "record_agreement",
    "record_bid",
    "record_outcome",
    "remind_of_obligations",
    "renew_calendar_address",
    "report_spend",
    "save_bodies",
    "save_tranches",
    "settle_anticipation",
    "take_fund_apart",
    "take_obligation_step",
    "tick_off",
]
