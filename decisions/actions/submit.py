"""Submit a paper for checking."""

from datetime import date, datetime

from accounts.models import Person
from book.paper import draw
from components.refusals import Incomplete
from decisions.actions.transition import transition
from decisions.composing import compose
from decisions.leaks import check_leaks
from decisions.models import Decision, Numbering, Submission
from decisions.profiles import profile_in_force
from decisions.readiness import obstacles
from figures.dates import london_day
from figures.references import Reference
from profiles import Series


def submit(*, decision: Decision, seen: int, by: Person, at: datetime) -> None:
    """Freeze what the paper says for this round, allot its number the first time, and pass it on for checking.

    Raises Incomplete, with a sentence for each thing that is missing or stopped by a check.
    """
    with transition("submit", decision=decision, seen=seen, by=by, at=at) as paper:
        if problems := obstacles(paper, london_day(at)):
            raise Incomplete(f"{paper.reference_words} cannot be submitted yet.", problems)
        if paper.number is None:
            allot_number(paper, london_day(at))
        paper.round += 1
        paper.profile = profile_in_force()
        part1 = compose(paper, london_day(at))
        check_leaks(paper, part1=part1, pdf=draw(part1, draft=True).pdf if paper.part_2 == "yes" else None)
        Submission.objects.create(
            decision=paper, round=paper.round, part1=part1.to_json(), digest=part1.digest(), by=by, at=at
        )


def allot_number(paper: Decision, day: date) -> None:
    """Give a paper the next number of the day's series.

    The counter's row is locked, so there are no gaps and no doubles.
    """
    reference = next_reference(*Reference.next_series(day))
    paper.series, paper.number, paper.series_year = reference.series, reference.number, reference.year
    paper.reference_key = reference.key


def next_reference(series: Series, period: int | None) -> Reference:
    """Take the next number of a series within its period; call it inside a transaction."""
    first = Reference(series.code, series.first, period)
    Numbering.objects.get_or_create(series=first.counter, defaults={"next_number": first.number})
    counter = Numbering.objects.select_for_update().get(series=first.counter)
    reference = Reference(series.code, counter.next_number, period)
    while Decision.objects.filter(reference_key=reference.key).exists():
        # An earlier decision was entered with it: it would stop every paper after it.
        reference = Reference(series.code, reference.number + 1, period)
    counter.next_number = reference.number + 1
    counter.save()
    return reference
