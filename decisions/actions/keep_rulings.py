"""Keep the decision on each recommendation, before it is signed."""

from components.refusals import Refused
from decisions.models import Decision, Ruling
from decisions.rulings import rulings_of


def keep_rulings(paper: Decision, step: str) -> list[Ruling]:
    """Keep the decision on each recommendation as the step makes it, before it is signed.

    Raises:
        Refused: every recommendation is refused, and yet the paper is to be approved.
    """
    rulings = rulings_of(paper, step)
    if step == "approve" and rulings and all(row.outcome == Ruling.Outcome.REFUSED for row in rulings):
        raise Refused("You refuse every recommendation, so this is a refusal of the paper. Choose “Refuse” instead.")
    if step == "refuse":
        paper.conditions.filter(round=paper.round).delete()
        paper.rulings.filter(round=paper.round).delete()
    for row in rulings:
        if row.pk is None:
            row.save(force_insert=True)
    return rulings
