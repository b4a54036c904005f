"""What a recommendation asks for, as its own words say: the kind, and the amount."""

import re
from decimal import Decimal

from decisions.models.content import Action
from figures.prose import find_amounts

#: The first that fits counts; a bid that is approved is no offer that is accepted.
_KINDS = (
    (
        Action.APPROVE_BID,
        r"\b(?:approve|agree|support|submit)\w*\b.{0,80}?\b(?:bids?|applications?|bidding)\b|\bto bid\b",
    ),
    (
        Action.ACCEPT_OFFER,
        r"\b(?:accept|approve|agree|receive)\w*\b.{0,80}?\b(?:offers?|funding|grants?|awards?)\b"
        r"|\baccept(?:s|ing|ance of)?\s+(?:the\s+|up to\s+|a total of\s+)*£",
    ),
    (Action.AWARD, r"\b(?:award|pay|give|make)\b.{0,80}?\b(?:grants?|funding|awards?)\b"),
)
_UP_TO = re.compile(r"\b(?:up to|not exceeding|no more than|a maximum of)\s+£", re.IGNORECASE)


def action_in_words(text: str) -> str:
    """The kind of a recommendation; empty where its words do not say."""
    opening = " ".join(text.split())[:240]
    if re.search(r"\baward", opening, re.IGNORECASE) and " from " not in opening:
        return Action.AWARD
    return next((kind for kind, pattern in _KINDS if re.search(pattern, opening, re.IGNORECASE)), "")


def amount_in_words(text: str) -> tuple[Decimal | None, bool]:
    """The one amount that a recommendation names, and whether it is a limit; None where it names none or several."""
    amounts = {amount.value for amount in find_amounts(text) if amount.high is None}
    if len(amounts) != 1:
        return None, False
    return amounts.pop(), bool(_UP_TO.search(text))
