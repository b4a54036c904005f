"""Whether a paper is ready to be submitted: what is missing, what a check stops, what its links lack."""

from datetime import date

from decisions.checking import problems_of
from decisions.models import Decision
from decisions.models.decision import DECIDED
from decisions.parts import PARTS, missing


def obstacles(decision: Decision, day: date) -> list[str]:
    """Everything that keeps a paper from being submitted on a day, a sentence each; none when it is ready."""
    found = [sentence for key in PARTS for sentence in missing(decision, key)]
    found += _link_obstacles(decision)
    if decision.part_2 == "yes" and not decision.part_2_items.exists():
        found.append("There is a Part 2, but nothing has been put into it yet.")
    explained = {(e.code, e.where) for e in decision.explanations.all()}
    found += [
        problem.sentence
        for problem in problems_of(decision, day)
        if problem.severity == "blocks" and (problem.code, problem.where) not in explained
    ]
    return found


def _link_obstacles(decision: Decision) -> list[str]:
    """A link goes from an earlier decision that is already decided; so a loop cannot arise."""
    keys = {link.earlier_key: link for link in decision.links.all()}
    found = []
    for earlier in Decision.objects.filter(reference_key__in=keys):
        if earlier.pk == decision.pk:
            found.append("A paper cannot be linked to itself.")
        elif earlier.status not in DECIDED:
            found.append(f"{earlier.reference_words} has not been decided yet, so no later paper can build on it.")
    return found
