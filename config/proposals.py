"""Which changes need two people: every app's verbs, put into the one table of accounts/proposals."""

from accounts.proposals.registry import register
from accounts.verbs import VERBS as OF_PEOPLE


def register_all() -> None:
    """Fill the table, when the program starts."""
    register(OF_PEOPLE)
