"""The offices of `part1/1`, which has two: who endorses and who decides. Their keys are a published format.

The desk's own keys are neutral (accounts/offices.py). Offices that are consulted stand as endorsing, with their title.
"""

from typing import Literal

ENDORSER: Literal["chief_executive"] = "chief_executive"
DECIDER: Literal["deputy_mayor"] = "deputy_mayor"


def published_office(step: str) -> Literal["chief_executive", "deputy_mayor"]:
    """The office in `part1/1` of a signature: by what was signed, for the format has no other offices."""
    return ENDORSER if step == "endorsed" else DECIDER
