"""That a condition is ticked off by two people; config/proposals.py registers it."""

from accounts.offices import Office, offices_that_may
from accounts.proposals.registry import Verb
from decisions.verbs import link_to_paper
from rulings.actions import confirmed_meeting

_STAFF = offices_that_may("publish")

VERBS = (
    Verb(
        name="decision.meet_condition",
        label="Tick off a condition of a decision",
        proposers=offices_that_may("grants") | _STAFF,
        confirmers=_STAFF | {Office.DECIDER},
        perform=confirmed_meeting,
        links=link_to_paper,
    ),
)
