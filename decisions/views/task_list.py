"""The task list of a draft: its first page."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.requests import DeskRequest
from components.clock import today
from components.refusals import refusal_of
from decisions.actions.writers import check_can_write
from decisions.composing import compose
from decisions.confidentiality import can_read_part_2
from decisions.leaks import is_leaking
from decisions.models import Decision, Move, Status
from decisions.models.confidential import PART_2
from decisions.parts import Part, has_content, parts_on, read_part
from decisions.readiness import obstacles_by_part
from decisions.views.checks import problems_for
from decisions.views.paper_page import paper_page
from decisions.whole_paper import attachments_of, part_2_items_of


def decision_task_list(request: DeskRequest, paper: Decision) -> HttpResponse:
    """What is done, what is to do, what the checks say; the first page of a draft."""
    day = today()
    problems = problems_for(request, paper)
    saved = {save.part for save in paper.part_saves.all()}
    stopping = obstacles_by_part(paper, day)
    groups: dict[str, list[dict[str, Any]]] = {}
    for part in parts_on(paper).values():
        groups.setdefault(part.group, []).append(_task(paper, part, part.key in saved, problems, stopping))
    groups.setdefault("Advice", []).append(_attachments_task(paper))
    if paper.part_2 == "yes":
        groups["Declarations and publication"].append(_part_2_task(request, paper, stopping))
    todo = sum(item["status"] in ("To do", "In progress") for items in groups.values() for item in items)
    sent_back = _sent_back(paper)
    context = {"groups": groups, "problems": problems, "todo": todo, "sent_back": sent_back}
    context["is_settled"] = _is_settled(paper, sent_back)
    context["leaking"] = paper.part_2 == "yes" and is_leaking(paper, part1=compose(paper, day))
    context["reads_part_2"] = context["leaking"] and can_read_part_2(paper, request.user, day)
    context["ready"] = not context["leaking"] and not stopping
    context["begun_from"] = import_string(settings.PAGES_OF_DRAFT)(paper)
    context["refusal"] = refusal_of(check_can_write, request.user, day)
    return paper_page(request, "decisions/decision_task_list.html", paper, context)


def _task(
    paper: Decision, part: Part, saved: bool, problems: list[dict[str, Any]], stopping: list[tuple[str, str]]
) -> dict[str, Any]:
    """One line of the task list; no part is done that something `stopping` the paper is put right in."""
    href = reverse("desk:decision_part", args=[paper.pk, part.key])
    problem_sentences = {problem["sentence"] for problem in problems}
    lacking = [sentence for sentence, key in stopping if key == part.key and sentence not in problem_sentences]
    # Saving a part that may stay empty, with nothing in it, does not make it done.
    has_begun = (saved and part.required) or has_content(read_part(paper, part.key))
    status = ("In progress" if has_begun else "To do") if lacking else ("Done" if has_begun else "Optional")
    item: dict[str, Any] = {"title": part.label, "href": href, "status": status}
    open_problems = [p for p in problems if p["href"] == href and not p["reason"]]
    if any(p["severity"] == "blocks" for p in open_problems):
        item |= {"tag": "Problem", "colour": "red"}
    elif status != "Done":
        item |= {"tag": status, "colour": {"To do": "blue", "In progress": "turquoise"}.get(status, "grey")}
    item["hint"] = lacking[0] if has_begun and lacking else open_problems[0]["sentence"] if open_problems else ""
    return item


def _attachments_task(paper: Decision) -> dict[str, Any]:
    count = len(attachments_of(paper))
    item = {
        "title": "Attachments to the background papers",
        "href": reverse("desk:decision_attachments", args=[paper.pk]),
    }
    if not count:
        return item | {"status": "Optional", "tag": "Optional", "colour": "grey"}
    return item | {"status": "Done", "hint": f"{count} file{'' if count == 1 else 's'}"}


def _part_2_task(request: DeskRequest, paper: Decision, stopping: list[tuple[str, str]]) -> dict[str, Any]:
    item = {"title": "Part 2: its content (confidential)", "href": reverse("desk:decision_part_2", args=[paper.pk])}
    if not can_read_part_2(paper, request.user, today()):
        return {"title": item["title"], "status": "Confidential", "cannot_start": True}
    lacking = [sentence for sentence, key in stopping if key == PART_2]
    if not lacking:
        return item | {"status": "Done"}
    if not part_2_items_of(paper):
        return item | {"status": "To do", "tag": "To do", "colour": "blue"}
    return item | {"status": "In progress", "tag": "In progress", "colour": "turquoise", "hint": lacking[0]}


def _sent_back(paper: Decision) -> Move | None:
    """The step by which a paper was sent back last, while it is a draft again."""
    moves = [move for move in paper.moves.all() if move.step == "send_back" and move.to_status == Status.DRAFT]
    return moves[-1] if moves and paper.round else None


def _is_settled(paper: Decision, sent_back: Move | None) -> bool:
    """Whether the note with which it was sent back, which has the moment of the step, is settled."""
    return sent_back is not None and any(note.settled_at for note in paper.notes.all() if note.at == sent_back.at)
