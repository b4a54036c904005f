"""The changes to what is published, or waits to be, that nobody makes alone; config/proposals.py registers them."""

from accounts.offices import offices_that_may
from accounts.proposals.registry import Verb
from book.actions import propose

_STAFF = offices_that_may("publish")

VERBS = (
    Verb(
        name="publication.withdraw",
        label="Withdraw what is published",
        proposers=_STAFF,
        confirmers=_STAFF,
        perform=propose.confirmed_withdrawal,
    ),
    Verb(
        name="publication.correct",
        label="Publish a correction",
        proposers=_STAFF,
        confirmers=_STAFF,
        perform=propose.confirmed_correction,
    ),
    Verb(
        name="publication.early",
        label="Publish a deferred decision earlier",
        proposers=_STAFF,
        confirmers=_STAFF,
        perform=propose.confirmed_earlier,
    ),
)
