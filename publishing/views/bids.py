"""What became of a bid that a decision approved."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.requests import DeskRequest
from components.clock import now, today
from components.form_pages import apply_form, seen_version, sent
from components.refusals import Refused
from decisions.views.paper_page import closed_page, paper_of, paper_page
from grants.actions import check_can_enter_grants, record_bid
from grants.models import GrantOutcome
from publishing.bids import approved_bids
from publishing.forms.bids import BidForm


def decision_bid(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """Record what became of the bid of a recommendation: won, in part, lost or withdrawn, with the award by year."""
    paper = paper_of(request, pk)
    bid = get_object_or_404(approved_bids(), decision=paper, number=number)
    try:
        check_can_enter_grants(request.user, today())
    except Refused as refusal:
        return closed_page(request, paper, refusal)
    grant = bid.grant
    assert grant is not None  # approved_bids leaves out bids without a grant
    form = BidForm(sent(request), grant=grant)
    seen = seen_version(request, grant.version)
    status = apply_form(
        request,
        form,
        lambda: record_bid(
            grant=grant,
            seen=seen,
            reference=paper.reference_words,
            recommendation=number,
            by=request.user,
            at=now(),
            **form.arguments(),
        ),
    )
    if status is None:
        messages.success(request, f"The outcome of the bid is saved. {grant.code} holds what was awarded by year.")
        return redirect("grant_page", pk=grant.pk)
    recorded = GrantOutcome.objects.filter(grant=grant, reference=paper.reference_words, recommendation=number)
    context: dict[str, Any] = {"form": form, "bid": bid, "grant": grant, "seen": seen, "recorded": recorded}
    return paper_page(request, "decisions/decision_bid.html", paper, context, status=status)
