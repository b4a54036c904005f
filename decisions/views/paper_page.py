"""What pages about one paper have in common: the lookup, the head with its steps, refusals and their statuses."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.requests import DeskRequest
from accounts.stepup import digest_of
from components.clock import now, today
from components.refusals import Refused
from decisions.actions.writers import check_can_write, check_is_draft
from decisions.models import Decision, Move, Status
from decisions.models.decision import DECIDED
from decisions.notes import notes_on, place_of
from decisions.whole_paper import filled, with_parts
from decisions.workflow import open_steps, steps_of
from figures.dates import format_date, london_day
from grants.actions.common import check_can_enter_grants

#: A step, its words once it is taken, and its words while it is still to come.
_WAY = (
    ("submit", "Submitted", "Submission"),
    ("check", "Checked", "Check"),
    ("endorse", "Endorsed", "Endorsement"),
    ("decide", "Decided", "Decision"),
    ("publish", "Authorised for publication", "Publication"),
)
#: Nothing is needed of a paper any more.
ENDED = DECIDED | {Status.WITHDRAWN}
#: Somebody still has to do something with the paper.
UNDECIDED = frozenset(Status) - ENDED
#: Boxes of forms about a paper whose words are given back where the form is not open any more.
_TEXTS = frozenset({"note", "interests", "text", "reason"})
_DECIDING = frozenset({"approve", "refuse", "record_ink"})


def paper_of(request: DeskRequest, pk: int) -> Decision:
    """The paper that this person may open, with its parts; 404 for everybody else."""
    papers = with_parts(Decision.objects.visible_to(request.user, today()))
    return filled(get_object_or_404(papers, pk=pk), for_page=request.method in ("GET", "HEAD"))


def as_saved(paper: Decision) -> Decision:
    """The paper with its parts as they are saved now."""
    return filled(with_parts(Decision.objects.all()).get(pk=paper.pk))


def proof_for(request: DeskRequest, purpose: str, paper: Decision) -> dict[str, Any]:
    """What a form about a paper needs to ask for a fresh proof (accounts.stepup.StepUpForm)."""
    return {"request": request, "digest": digest_of(purpose, paper.pk, paper.version), "at": now()}


def closed_page(request: DeskRequest, paper: Decision, refusal: Refused) -> HttpResponse:
    """The page in place of one that is not open to this person, or not now: why, and the texts that were sent."""
    sent = [str(text) for name, text in request.POST.items() if name.rpartition("-")[2] in _TEXTS]
    context = {"sentence": str(refusal), "typed": [text for text in sent if text.strip()]}
    return paper_page(request, "decisions/decision_closed.html", paper, context, status=refusal.status)


def closed_to_writing(request: DeskRequest, paper: Decision, *, with_grants: bool = False) -> HttpResponse | None:
    """The page that says why this person cannot write in the paper now, or enter grants in it; None where they can.

    409 for a paper that is no draft, 403 without the office. None also for what was sent: the action answers that, and
    the page gives it back.
    """
    if request.method == "POST":
        return None
    try:
        check_is_draft(paper)
        check_can_write(request.user, today())
        if with_grants:
            check_can_enter_grants(request.user, today())
    except Refused as refusal:
        return closed_page(request, paper, refusal)
    return None


def paper_page(
    request: DeskRequest, template: str, paper: Decision, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page about a paper, with the head that all of them have."""
    day = today()
    notes = [note for note in notes_on(paper, request.user, day) if not note.settled_at]
    moves = [move for move in paper.moves.all() if move.round == paper.round] if paper.status != Status.DRAFT else []
    part = context["part"].key if "part" in context else ""
    frame = {
        "paper": paper,
        "submitted_before": paper.round > (paper.status != Status.DRAFT),
        "open_notes": len(notes),
        "own_notes": [
            (note, place_of(note))
            for note in notes
            if request.user.pk in (note.asked_id, note.by_id) or (part and note.part == part)
        ],
        "passed_on": moves[-1] if moves and moves[-1].note and paper.status in UNDECIDED else None,
        "way": progress_steps(paper, moves),
        "steps": open_steps(paper, request.user, day),
        "overdue": paper.is_overdue(day),
        "is_draft": paper.status == Status.DRAFT,
        "is_open": Status(paper.status) not in ENDED,
    }
    return render(request, template, frame | context, status=status)


def progress_steps(paper: Decision, moves: list[Move]) -> list[dict[str, str]]:
    """How far a paper has come by the moves of this round: a step a line, with who took it and when."""
    moves_by_step = {("decide" if move.step in _DECIDING else move.step): move for move in moves}
    steps, is_current, steps_of_paper = [], True, steps_of(paper)
    for name, done_words, to_come in _WAY:
        move = moves_by_step.get(name)
        if not move and name != "decide" and name not in steps_of_paper:
            continue  # an urgent paper, or the body, leaves it out
        state = "done" if move else "now" if is_current and paper.status != Status.WITHDRAWN else ""
        is_current = is_current and bool(move)
        note = move.by_name if move else "next" if state == "now" else ""
        on = format_date(london_day(move.at)) if move else ""
        words = (_verdict_words(paper) if name == "decide" else done_words) if move else to_come
        steps.append({"text": words, "state": state, "note": note, "on": on})
    return steps


def _verdict_words(paper: Decision) -> str:
    return Status(paper.status).label
