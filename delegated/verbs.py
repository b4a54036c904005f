"""Entering what officers decided under delegation, which nobody does alone; config/proposals.py registers it."""

from datetime import datetime

from accounts.models import Person, Proposal
from accounts.offices import offices_that_may
from accounts.proposals.registry import Verb
from delegated.actions import VERB, confirmed_delegated

_ENTERS = offices_that_may("history")
_LABELS = {
    "title": "About",
    "decision": "What was decided",
    "reasons": "Why",
    "amount": "Amount in pounds",
    "officer": "Decided by",
    "post": "Their post",
    "decided_on": "On",
    "delegation": "Under which delegation",
    "given_by": "Decision that gave the delegation",
}


def _facts(proposal: Proposal, person: Person, at: datetime) -> list[tuple[str, str]]:
    """What becomes public, word for word."""
    return [(label, text) for name, label in _LABELS.items() if (text := proposal.arguments.get(name))]


VERBS = (
    Verb(
        name=VERB,
        label="Enter a decision under delegation",
        proposers=_ENTERS,
        confirmers=_ENTERS,
        perform=confirmed_delegated,
        texts=_facts,
    ),
)
