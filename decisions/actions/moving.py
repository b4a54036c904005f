"""Submit, check, send back, withdraw."""

from datetime import date, datetime

from accounts.models import Person
from book.paper import draw
from decisions.actions.stepping import step
from decisions.composing import compose
from decisions.errors import Incomplete, Refused
from decisions.leaks import gate
from decisions.models import Decision, Numbering, Submission
from decisions.profiles import profile_in_force
from decisions.readiness import obstacles
from figures.dates import london_day
from figures.references import Reference


def submit(*, decision: Decision, seen: int, by: Person, at: datetime) -> None:
    """Freeze what the paper says for this round, allot its number the first time, and pass it on for checking.

    Raises Incomplete, with a sentence for each thing that is missing or stopped by a check.
    """
    with step("submit", decision=decision, seen=seen, by=by, at=at) as paper:
        if problems := obstacles(paper, london_day(at)):
            raise Incomplete(f"{paper.reference_words} cannot be submitted yet.", problems)
        if paper.number is None:
            allot_number(paper, london_day(at))
        paper.round += 1
        paper.profile = profile_in_force()
        part1 = compose(paper, london_day(at))
        gate(paper, part1=part1, pdf=draw(part1, draft=True).pdf if paper.part_2 == "yes" else None)
        Submission.objects.create(
            decision=paper, round=paper.round, part1=part1.to_json(), digest=part1.digest(), by=by, at=at
        )


def allot_number(paper: Decision, day: date) -> None:
    """Give a paper the next number of the day's series.

    The counter's row is locked, so there are no gaps and no doubles.
    """
    series, period = Reference.next_series(day)
    first = Reference(series.code, series.first, period)
    Numbering.objects.get_or_create(series=first.counter, defaults={"next_number": first.number})
    counter = Numbering.objects.select_for_update().get(series=first.counter)
    reference = Reference(series.code, counter.next_number, period)
    paper.series, paper.number, paper.series_year = reference.series, reference.number, reference.year
    paper.reference_key = reference.key
    counter.next_number += 1
    counter.save()


def check(*, decision: Decision, seen: int, note: str = "", by: Person, at: datetime) -> None:
    """Whoever checks has read the paper and passes it on to be endorsed or decided."""
    with step("check", decision=decision, seen=seen, by=by, at=at, note=note.strip()):
        pass


def send_back(*, decision: Decision, seen: int, note: str, by: Person, at: datetime) -> None:
    """Make the paper a draft again, with a note that says what is wanted; signatures given in this round are void."""
    if not note.strip():
        raise Refused("Write what should be changed, so that the author knows what to do.")
    with step("send_back", decision=decision, seen=seen, by=by, at=at, note=note.strip()):
        pass


def withdraw(*, decision: Decision, seen: int, note: str, by: Person, at: datetime) -> None:
    """End a paper that has not been decided. Its number is not used again."""
    if not note.strip():
        raise Refused("Write why the paper is withdrawn.")
    with step("withdraw", decision=decision, seen=seen, by=by, at=at, note=note.strip()):
        pass
