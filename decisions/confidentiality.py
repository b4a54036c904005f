"""Who may read a paper's Part 2: those named on it, who began the paper, and the offices in its approval."""

from datetime import date

from accounts.models import Person
from accounts.offices import Office
from decisions.models import Decision

APPROVING = frozenset({Office.DMPC_STAFF, Office.CHIEF_EXECUTIVE, Office.DEPUTY_MAYOR})


def may_read(decision: Decision, person: Person, day: date) -> str:
    """Why a person may not read the Part 2 on a day: a sentence, or nothing when they may."""
    offices = person.offices_on(day)
    if offices & APPROVING or decision.part_2_readers.filter(person=person).exists():
        return ""
    if offices and person.pk == decision.created_by_id:
        return ""
    return (
        f"Part 2 of {decision.reference_words} is confidential. Only who began the paper, the offices in its "
        "approval and people named on it may read it."
    )
