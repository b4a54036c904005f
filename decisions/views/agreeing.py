"""What two people must agree on, and the leak gate: released items, removed entries, words that may be public."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.requests import DeskRequest
from book.part1 import read_part1
from components.clock import now, today
from decisions import actions
from decisions.composing import compose
from decisions.confidentiality import may_read
from decisions.errors import Refused
from decisions.forms.agreeing import OverruleForm, ProposalForm
from decisions.leaks import Leak, Leaking, find_leaks, merged
from decisions.models import Decision, Proposal
from decisions.views.paper_page import paper_of, paper_page, say_refusal, status_of


def decision_agreements(request: DeskRequest, pk: int) -> HttpResponse:
    """What is proposed for a paper and waits for a second person; propose a release or a removal."""
    paper = paper_of(request, pk)
    if sentence := may_read(paper, request.user, today()):
        return paper_page(request, "decisions/decision_closed.html", paper, {"sentence": sentence}, status=403)
    form = ProposalForm(request.POST or None, decision=paper)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.propose(decision=paper, by=request.user, at=now(), **form.arguments())
                messages.success(request, "Proposed. It is done when a second person agrees.")
                return redirect("desk:decision_agreements", pk=pk)
            except Refused as error:
                say_refusal(request, error)
                status = status_of(error)
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
        try:
            settle(proposal=chosen, by=request.user, at=now())
            messages.success(request, _settled(chosen) if settle is actions.agree else "The proposal is dropped.")
        except (Refused, ValueError) as error:
            messages.error(request, str(error))
    return redirect("desk:decision_agreements", pk=pk)


def _settled(proposal: Proposal) -> str:
    """What was done when the second person agreed."""
    if proposal.kind == Proposal.Kind.RELEASE:
        return f"Item {proposal.number} of Part 2 is released. Everybody can read it on the page of the decision."
    return f"The content of entry {proposal.number} is removed. A notice stands in its place."


def decision_leaks(request: DeskRequest, pk: int) -> HttpResponse:
    """What the leak gate finds in a paper, and where; let words pass with a reason."""
    paper = paper_of(request, pk)
    if sentence := may_read(paper, request.user, today()):
        return paper_page(request, "decisions/decision_closed.html", paper, {"sentence": sentence}, status=403)
    leaks, trouble = _leaks(paper)
    form, status = OverruleForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.overrule(decision=paper, leaks=leaks, reason=reason, by=request.user, at=now())
            messages.success(request, "These words may pass the leak gate.")
            return redirect("desk:decision_leaks", pk=pk)
        except Refused as error:
            say_refusal(request, error)
            status = status_of(error)
    passed = set(paper.overrules.values_list("run_digest", flat=True))
    context = {
        "form": form,
        "leaks": merged([leak for leak in leaks if leak.digest not in passed]),
        "overrules": paper.overrules.order_by("at", "reason").values("by_name", "reason", "at").distinct(),
        "trouble": trouble,
    }
    return paper_page(request, "decisions/decision_leaks.html", paper, context, status=422 if form.errors else status)


def _leaks(paper: Decision) -> tuple[list[Leak], list[str]]:
    """What the gate finds in the paper as it stands, or why it could not look."""
    submission = paper.current_submission()
    content = bytes(paper.part1 or (submission.part1 if submission else b""))
    part1 = read_part1(content) if content else compose(paper, today())
    try:
        return find_leaks(paper, part1=part1, pdf=None), []
    except Leaking as error:
        return [], error.problems
