"""Who writes papers, and the lock of the draft that they write in."""

from datetime import date, datetime

from accounts.models import Person
from accounts.offices import labels, offices_that_may
from components.refusals import NotAllowed, NotOpen
from decisions.models import Decision, Status
from figures.dates import london_day


def can_write(person: Person, day: date) -> bool:
    """Whether a person may write papers on a day."""
    return person.may("write", day)


def check_can_write(person: Person, day: date) -> None:
    """Raise NotAllowed for who may not write papers on a day."""
    if not can_write(person, day):
        raise NotAllowed(f"To write a paper you need the office {labels(offices_that_may('write'))}.")


def check_is_draft(paper: Decision) -> None:
    """Raise NotOpen for a paper that is no draft: only a draft is edited."""
    if paper.status != Status.DRAFT:
        status_label = Status(paper.status).label.lower()
        raise NotOpen(f"{paper.reference_words} is {status_label}. Only a draft can be edited.")


def lock_draft(decision: Decision, by: Person, at: datetime) -> Decision:
    """The locked row of a paper that this person may write now; raises Refused or NotOpen with a sentence."""
    paper = Decision.objects.select_for_update().get(pk=decision.pk)
    check_is_draft(paper)
    check_can_write(by, london_day(at))
    return paper
