"""On which day the holder of an office last took a step on a paper, or signed one, in it."""

from datetime import date

from accounts.models import Holding
from decisions.models import Move, Signature
from decisions.workflow import STEPS
from figures.dates import london_day


def last_use(holding: Holding) -> date | None:
    """The last day on which this holding's person acted in its office; None where they never did."""
    signatures = Signature.objects.filter(person=holding.person, office=holding.office).exclude(how="ink")
    steps = [step.name for step in STEPS.values() if any(holding.office in offices for offices in step.moves.values())]
    moves = Move.objects.filter(by=holding.person, step__in=steps)
    days = [day for day in signatures.values_list("on", flat=True) if day]
    days += [london_day(at) for at in moves.values_list("at", flat=True)]
    covered = [day for day in days if holding.from_on <= day and (not holding.until_on or day <= holding.until_on)]
    return max(covered, default=None)
