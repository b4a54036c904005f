"""The offices of `part1/1`, which has two: who endorses and who decides. Their keys are a published format.

The desk's own keys are neutral (accounts/offices.py). Offices that are consulted stand as endorsing, with their title.
"""

from profile import OfficeKey, current
from typing import Literal

ENDORSER: Literal["chief_executive"] = "chief_executive"
DECIDER: Literal["deputy_mayor"] = "deputy_mayor"


def published_office(step: str) -> Literal["chief_executive", "deputy_mayor"]:
    """The office in `part1/1` of a signature: by what was signed, for the format has no other offices."""
    return ENDORSER if step == "endorsed" else DECIDER


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
