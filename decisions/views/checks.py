"""What the checks found, as pages show it: the gravest first, with the place to mend it and the reasons given."""

from typing import Any

from django.urls import reverse

from accounts.requests import DeskRequest
from components.clock import today
from decisions.checked_paper import part_of, problems_of
from decisions.confidentiality import can_read_part_2
from decisions.models import Decision
from decisions.models.confidential import PART_2
from decisions.parts import PARTS

Item = dict[str, Any]


def problems_for(request: DeskRequest, paper: Decision) -> list[Item]:
    """The problems of a paper that this person may see: those of the confidential part only if they may read it."""
    day = today()
    explained = {(e.code, e.where): e for e in paper.explanations.all()}
    visible = problems_of(paper, day)
    if not can_read_part_2(paper, request.user, day):
        visible = [problem for problem in visible if part_of(problem) != PART_2]
    return [_item(paper, problem, explained.get((problem.code, problem.where))) for problem in visible]


def _item(paper: Decision, problem: Any, explanation: Any) -> Item:
    part = part_of(problem)
    place, href = "", ""
    if part == PART_2:
        place, href = "Part 2", reverse("desk:decision_part_2", args=[paper.pk])
    elif part in PARTS:
        place, href = PARTS[part].full_label, reverse("desk:decision_part", args=[paper.pk, part])
    return {
        "severity": problem.severity,
        "code": problem.code,
        "at": problem.where,
        "sentence": problem.sentence,
        "where": place,
        "href": href,
        "reason": explanation.reason if explanation else "",
        "reason_by": explanation.by_name if explanation else "",
    }
