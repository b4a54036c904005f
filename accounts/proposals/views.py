"""The pages of what two people must agree: what waits, one proposal with its confirmation, and dropping one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.access import for_offices
from accounts.models import Proposal
from accounts.proposals.actions import can_confirm, can_see, confirm, drop
from accounts.proposals.registry import verb_named
from accounts.requests import DeskRequest
from accounts.stepup import StepUpForm, digest_of
from components.clock import now
from components.form_pages import apply_change, apply_form, sent

anybody = for_offices()


@anybody
def proposal_list(request: DeskRequest) -> HttpResponse:
    """What waits for a second person, this person's part first, and what was settled last."""
    at = now()
    open_proposals = [
        p for p in Proposal.objects.open(at).select_related("proposed_by") if can_see(p, request.user, at)
    ]
    settled_proposals = Proposal.objects.exclude(pk__in=[p.pk for p in open_proposals]).order_by("-pk")
    context = {
        "mine": [p for p in open_proposals if can_confirm(p, request.user, at)],
        "others": [p for p in open_proposals if not can_confirm(p, request.user, at)],
        "settled": [
            p
            for p in settled_proposals.select_related("proposed_by", "confirmed_by")[:50]
            if can_see(p, request.user, at)
        ],
    }
    return render(request, "accounts/proposals/list.html", context)


@anybody
def proposal_page(request: DeskRequest, pk: int) -> HttpResponse:
    """One proposal: who proposed what and why; the second person confirms it here with a fresh proof."""
    proposal, at = _visible(request, pk), now()
    rule = verb_named(proposal.verb)
    may_confirm = can_confirm(proposal, request.user, at)
    form = StepUpForm(sent(request), request=request, digest=digest_of(*proposal.facts()), purpose="confirm", at=at)
    status: int | None = 200
    if request.method == "POST":
        status = apply_form(
            request,
            form,
            lambda: confirm(proposal=proposal, proof=form.given_proof(), by=request.user, at=at),
        )
        if status is None:
            messages.success(request, "Confirmed and done.")
            return redirect("proposal_page", pk=pk)
    context = {
        "proposal": proposal,
        "label": rule.label,
        "links": rule.links(proposal),
        "texts": rule.texts(proposal, request.user, at),
        "form": form if may_confirm else None,
        "is_open": proposal.is_open(at),
        "may_drop": proposal.is_open(at) and (may_confirm or not proposal.other_of(request.user)),
        "needs": rule.office_names(rule.confirmers),
    }
    return render(request, "accounts/proposals/page.html", context, status=status)


@anybody
@require_POST
def proposal_drop(request: DeskRequest, pk: int) -> HttpResponse:
    """Drop a proposal that waits."""
    proposal = _visible(request, pk)
    if apply_change(request, lambda: drop(proposal=proposal, by=request.user, at=now())) is None:
        messages.success(request, "The proposal is dropped. Nothing was changed.")
    return redirect("proposal_page", pk=pk)


def _visible(request: DeskRequest, pk: int) -> Proposal:
    proposals = Proposal.objects.select_related("proposed_by", "confirmed_by", "dropped_by")
    proposal = get_object_or_404(proposals, pk=pk)
    if not can_see(proposal, request.user, now()):
        raise PermissionDenied("This proposal concerns other offices than yours.")
    return proposal
