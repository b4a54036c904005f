"""Deciding by recommendation, and ticking off the conditions of a decision."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from accounts.models import Proposal
from accounts.requests import DeskRequest
from components.clock import now, today
from components.form_pages import apply_form, seen_version, sent
from components.refusals import Refused
from components.rows import pressed_button
from decisions.models import Condition, Decision, Status
from decisions.rulings import check_can_rule
from decisions.views.paper_page import closed_page, paper_of, paper_page
from decisions.workflow import can_take
from rulings.actions import propose_meeting, save_rulings
from rulings.forms import PREFIX, MeetForm, condition_facts, open_conditions, open_rulings


def decision_rulings(request: DeskRequest, pk: int) -> HttpResponse:
    """Write what is decided on each recommendation and under which conditions; it is signed on the page after."""
    paper = paper_of(request, pk)
    try:
        check_can_rule(paper, request.user, today())
    except Refused as refusal:
        return closed_page(request, paper, refusal)
    data, button = (request.POST if request.method == "POST" else None), pressed_button(request.POST, PREFIX)
    forms = open_rulings(paper, data, rearranged=bool(button))
    formset = open_conditions(paper, data, button=button, today=today())
    context = {"forms": forms, "formset": formset, "seen": seen_version(request, paper.version)}
    template = "decisions/decision_rulings.html"
    if data is None or button or not all([*(form.is_valid() for form in forms), formset.is_valid()]):
        return paper_page(request, template, paper, context, status=200 if data is None or button else 422)
    rulings = {form.recommendation.number: form.facts() for form in forms}
    try:
        save_rulings(
            decision=paper,
            seen=seen_version(request),
            rulings=rulings,
            conditions=condition_facts(formset),
            by=request.user,
            at=now(),
        )
    except Refused as error:
        messages.error(request, str(error))
        paper.refresh_from_db()
        context["seen"] = paper.version
        return paper_page(request, template, paper, context, status=error.status)
    messages.success(request, "What you decide is written down. Nothing is decided until it is signed.")
    return redirect("desk:decision_step", pk=pk, step=_step_after(request, paper))


def _step_after(request: DeskRequest, paper: Decision) -> str:
    """The step that signs what was written, or records that it was signed in ink."""
    if can_take("record_ink", paper, request.user, today()):
        return "record_ink"
    all_refused = all(row.outcome == row.Outcome.REFUSED for row in paper.rulings.filter(round=paper.round))
    return "refuse" if all_refused else "approve"


def decision_conditions(request: DeskRequest, pk: int) -> HttpResponse:
    """The conditions of a decision: what is met, what shows it, what is still open; propose to tick one off."""
    paper = paper_of(request, pk)
    conditions = list(paper.conditions.filter(round=paper.round).select_related("met"))
    if paper.status != Status.APPROVED or not conditions:
        raise Http404
    unmet = [row for row in conditions if not hasattr(row, "met")]
    form = MeetForm(sent(request), conditions=unmet)
    status = apply_form(
        request, form, lambda: propose_meeting(decision=paper, by=request.user, at=now(), **form.cleaned_data)
    )
    if status is None:
        messages.success(request, "Proposed. The condition is ticked off when a second person confirms it.")
        return redirect("desk:decision_conditions", pk=pk)
    context: dict[str, Any] = {
        "rows": [condition_row(row) for row in conditions],
        "form": form if unmet else None,
        "waiting": Proposal.objects.about(paper.subject).filter(
            verb="decision.meet_condition", confirmed_at=None, dropped_at=None, lapses_at__gt=now()
        ),
    }
    return paper_page(request, "decisions/decision_conditions.html", paper, context, status=status)


def condition_row(condition: Condition) -> dict[str, Any]:
    """A condition in words, with what shows that it was met."""
    met = getattr(condition, "met", None)
    late = met is None and condition.by_when is not None and condition.by_when < today()
    return {"condition": condition, "met": met, "late": late}
