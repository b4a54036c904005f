"""What the leak gate finds in a paper, and letting words pass it with a reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.offices import labels, offices_that_may
from accounts.requests import DeskRequest
from components.clock import now, today
from components.form_pages import apply_form, sent
from components.refusals import Refused
from decisions.actions.leak_override import can_propose_overruling, propose_overruling
from decisions.actions.record_part_2_view import record_part_2_view
from decisions.confidentiality import check_can_read_part_2
from decisions.forms.leak_override import OverruleForm
from decisions.leaks import merge_neighbouring_runs
from decisions.leaks_as_it_stands import leaks_as_it_stands
from decisions.models import Decision
from decisions.views.paper_page import closed_page, paper_of, paper_page, proof_for


def decision_leaks(request: DeskRequest, pk: int) -> HttpResponse:
    """What the leak gate finds in a paper, and where; let words pass with a reason."""
    paper = paper_of(request, pk)
    try:
        check_can_read_part_2(paper, request.user, today())
    except Refused as refusal:
        return closed_page(request, paper, refusal)
    leaks, trouble = leaks_as_it_stands(paper, today())
    passed = {row.run_digest for row in paper.overrules.all()}
    fresh = [leak for leak in leaks if leak.digest not in passed]
    form = OverruleForm(sent(request), **proof_for(request, "overrule", paper))
    status = apply_form(
        request,
        form,
        lambda: propose_overruling(
            decision=paper, leaks=fresh, reason=form.cleaned_data["reason"], by=request.user, at=now()
        ),
    )
    if status is None:
        messages.success(request, "Proposed. These words may pass the leak gate once an administrator confirms it.")
        return redirect("desk:decision_leaks", pk=pk)
    if fresh or trouble:
        record_part_2_view(decision=paper, what="what the leak gate finds", by=request.user, at=now())
    context = {
        "form": form,
        "leaks": merge_neighbouring_runs(fresh),
        "overrules": _overrulings(paper),
        "trouble": trouble,
        "may_overrule": can_propose_overruling(paper, request.user, today()),
        "overruling": labels(offices_that_may("overrule")),
    }
    return paper_page(request, "decisions/decision_leaks.html", paper, context, status=status)


def _overrulings(paper: Decision) -> list[dict[str, Any]]:
    """Who let words pass, why and when: once, however many runs of words it was."""
    rows = {(row.at, row.reason, row.by_name) for row in paper.overrules.all()}
    return [{"by_name": by_name, "reason": reason, "at": at} for at, reason, by_name in sorted(rows)]
