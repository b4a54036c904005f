"""Every change to the book and to what waits for it. All keyword-only; `by` says who, `at` when."""

from register.actions.changing import correct, record_outcome, withdraw
from register.actions.expunging import expunge
from register.actions.publishing import cancel, move_due, publish, publish_due
from register.actions.releasing import release

__all__ = [
    "cancel",
    "correct",
    "expunge",
    "move_due",
    "publish",
    "publish_due",
    "record_outcome",
    "release",
    "withdraw",
]
