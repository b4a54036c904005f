"""What two people must agree on, and the leak gate: released items, removed entries, words that may be public."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.offices import labels, offices_that_may
from accounts.requests import DeskRequest
from book.part1 import Part1
from components.clock import now, today
from components.form_pages import apply_change, apply_form
from components.refusals import Refused
from decisions import actions
from decisions.composing import compose
from decisions.confidentiality import check_can_read_part_2
from decisions.forms.agreeing import OverruleForm, ProposalForm
from decisions.leaks import Leak, Leaking, find_leaks, merged
from decisions.models import Decision, Proposal
from decisions.views.paper_page import closed_page, paper_of, paper_page


def decision_agreements(request: DeskRequest, pk: int) -> HttpResponse:
    """What is proposed for a paper and waits for a second person; propose a release or a removal."""
    paper = paper_of(request, pk)
    try:
        check_can_read_part_2(paper, request.user, today())
    except Refused as refusal:
        return closed_page(request, paper, refusal)
    form = ProposalForm(request.POST or None, decision=paper)
    status = apply_form(
        request, form, lambda: actions.propose(decision=paper, by=request.user, at=now(), **form.arguments())
    )
    if status is None:
        messages.success(request, "Proposed. It is done when a second person agrees.")
        return redirect("desk:decision_agreements", pk=pk)
    proposals = paper.proposals.select_related("proposed_by", "agreed_by")
    return paper_page(
        request, "decisions/decision_agreements.html", paper, {"form": form, "proposals": proposals}, status=status
    )


def decision_agreement(request: DeskRequest, pk: int, proposal: int) -> HttpResponse:
    """Agree to a proposal as the second person, or drop it. Only by POST."""
    paper = paper_of(request, pk)
    chosen = get_object_or_404(Proposal, pk=proposal, decision=paper)
    if request.method == "POST":
        settle = actions.agree if request.POST.get("answer") == "agree" else actions.drop
        if apply_change(request, lambda: settle(proposal=chosen, by=request.user, at=now())) is None:
            messages.success(request, _settled(chosen) if settle is actions.agree else "The proposal is dropped.")
    return redirect("desk:decision_agreements", pk=pk)


def _settled(proposal: Proposal) -> str:
    """What was done when the second person agreed."""
    if proposal.kind == Proposal.Kind.RELEASE:
        return f"Item {proposal.number} of Part 2 is released. Everybody can read it on the page of the decision."
    return f"The content of entry {proposal.number} is removed. A notice stands in its place."


def decision_leaks(request: DeskRequest, pk: int) -> HttpResponse:
    """What the leak gate finds in a paper, and where; let words pass with a reason."""
    paper = paper_of(request, pk)
    try:
        check_can_read_part_2(paper, request.user, today())
    except Refused as refusal:
        return closed_page(request, paper, refusal)
    leaks, trouble = _leaks(paper)
    form = OverruleForm(request.POST or None)
    status = apply_form(
        request,
        form,
        lambda: actions.overrule(
            decision=paper, leaks=leaks, reason=form.cleaned_data["reason"], by=request.user, at=now()
        ),
    )
    if status is None:
        messages.success(request, "These words may pass the leak gate.")
        return redirect("desk:decision_leaks", pk=pk)
    passed = set(paper.overrules.values_list("run_digest", flat=True))
    context = {
        "form": form,
        "leaks": merged([leak for leak in leaks if leak.digest not in passed]),
        "overrules": paper.overrules.order_by("at", "reason").values("by_name", "reason", "at").distinct(),
        "trouble": trouble,
        "overruling": labels(offices_that_may("overrule")),
    }
    return paper_page(request, "decisions/decision_leaks.html", paper, context, status=status)


def _leaks(paper: Decision) -> tuple[list[Leak], list[str]]:
    """What the gate finds in the paper as it stands, or why it could not look."""
    submission = paper.current_submission()
    content = bytes(paper.part1 or (submission.part1 if submission else b""))
    part1 = Part1.from_json(content) if content else compose(paper, today())
    try:
        return find_leaks(paper, part1=part1, pdf=None), []
    except Leaking as error:
        return [], error.problems
