"""What is proposed for a paper and waits for a second person; propose to release an item or to remove an entry."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.models import Proposal
from accounts.requests import DeskRequest
from components.clock import now, today
from components.form_pages import apply_form, sent
from components.refusals import Refused
from decisions.confidentiality import check_can_read_part_2
from decisions.views.paper_page import closed_page, paper_of, paper_page, proof_for
from publishing.forms.release import ProposalForm


def decision_agreements(request: DeskRequest, pk: int) -> HttpResponse:
    """What is proposed for a paper and waits for a second person; propose a release or a removal."""
    paper = paper_of(request, pk)
    try:
        check_can_read_part_2(paper, request.user, today())
    except Refused as refusal:
        return closed_page(request, paper, refusal)
    form = ProposalForm(sent(request), decision=paper, **proof_for(request, "propose", paper))
    status = apply_form(request, form, lambda: form.propose(by=request.user, at=now()))
    if status is None:
        messages.success(request, "Proposed. It is done when a second person confirms it.")
        return redirect("desk:decision_agreements", pk=pk)
    proposals = Proposal.objects.about(*paper.subjects).select_related("proposed_by", "confirmed_by").order_by("-pk")
    context = {"form": form, "proposals": proposals, "at": now()}
    return paper_page(request, "decisions/decision_agreements.html", paper, context, status=status)
