"""Every change to the book and to what waits for it. All keyword-only; `by` says who, `at` when."""

from book.actions.change import correct, record_outcome, withdraw
from book.actions.expunge import expunge
from book.actions.publish import bring_forward, cancel, lengthen, publish, publish_due
from book.actions.release import release
from book.actions.year_end import publish_year_end

__all__ = [
    "bring_forward",
    "cancel",
    "correct",
    "expunge",
    "lengthen",
    "publish",
    "publish_due",
    "publish_year_end",
    "record_outcome",
    "release",
    "withdraw",
]
