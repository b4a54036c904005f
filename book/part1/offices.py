"""The offices of `part1/1`, which has two: who endorses and who decides. Their keys are a published format.

The desk's own keys are neutral (accounts/offices.py), and `part1/2` has them with their labels.
"""

from profile import OfficeKey, current
from typing import Literal

ENDORSER: Literal["chief_executive"] = "chief_executive"
DECIDER: Literal["deputy_mayor"] = "deputy_mayor"


def office_label(published: str) -> str:
    """An office of Part 1 as the body calls it, where the signature itself holds no title."""
    offices = current().offices
    if published == DECIDER:
        return offices["decider"].label
    return offices[endorsing_offices()[0]].label if endorsing_offices() else ""


def endorsing_offices() -> tuple[OfficeKey, ...]:
    """The offices that sign before the decision, in their order."""
    endorse = current().step("endorse")
    return tuple(key for move in endorse.moves for key in move.by) if endorse else ()
