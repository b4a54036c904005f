"""The grant that a paper tells of: shown with its source lines, entered only as a person confirms it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.requests import DeskRequest
from components.clock import now, today
from components.form_pages import sent
from components.refusals import Refused, refusal_of
from decisions.actions.writers import check_can_write
from decisions.models import Decision, Status
from decisions.views.paper_page import paper_of, paper_page
from figures.money import format_money
from grants import actions as grants
from grants.forms.fund_question import with_answer
from intake.actions.adopt_grant import take_grant
from intake.forms.grant_suggestions import GrantSuggestionForm
from intake.grant_suggestions import SuggestedTranche, known_grant_facts, suggested_tranches, without_entered
from intake.views.review import reading_of

_HEAD = ("Financial year", "Amount", "What it is", "Fund as written", "Where the paper says it", "Taken over")


def adoption_refusal(request: DeskRequest, paper: Decision) -> str:
    """Why this person may not take grants over into this paper: a sentence, or nothing when they may."""
    if paper.status != Status.DRAFT:
        return f"{paper.reference_words} is {Status(paper.status).label.lower()}. Only a draft takes over grants."
    return refusal_of(check_can_write, request.user, today()) or refusal_of(
        grants.check_can_enter_grants, request.user, today()
    )


def grant_suggestions(request: DeskRequest, pk: int) -> HttpResponse:
    """The money that a paper tells of; what a person ticks becomes a grant of the draft."""
    paper = paper_of(request, pk)
    reading, _ = reading_of(paper)
    lines, read_paper = reading.lines, reading.paper
    tranches = suggested_tranches(read_paper, lines)
    open_rows = without_entered(paper, tranches)
    refusal = adoption_refusal(request, paper)
    data = with_answer(sent(request)) if not refusal else None
    form, status = (
        GrantSuggestionForm(data, suggestions=open_rows, initial=known_grant_facts(read_paper)),
        403 if refusal else 200,
    )
    if open_rows and form.is_valid():
        try:
            return _take_grant(request, paper, form)
        except Refused as error:
            messages.error(request, str(error))
            status = error.status
    context = {
        "head": [{"text": words} for words in _HEAD],
        "rows": _table(tranches, open_rows),
        "form": form if open_rows and not refusal else None,
        "refusal": refusal,
    }
    return paper_page(request, "intake/grant_suggestions.html", paper, context, status=422 if form.errors else status)


def _take_grant(request: DeskRequest, paper: Decision, form: GrantSuggestionForm) -> HttpResponse:
    """Enter the grant and go back to the comparison."""
    lines = [suggestion.line for suggestion in form.chosen_suggestions()]
    grant = take_grant(
        decision=paper, facts=form.facts(), tranches=form.tranches(), lines=lines, by=request.user, at=now()
    )
    messages.success(request, f"{grant.code} is entered, and this paper is about it.")
    return redirect("intake:upload_review", pk=paper.pk)


def _table(tranches: list[SuggestedTranche], open_rows: list[SuggestedTranche]) -> list[list[dict[str, Any]]]:
    """What was found, a row a tranche, each with the line of the paper that tells it."""
    kinds = {"bid": "Bid for", "offered": "Offered", "accepted": "Accepted"}
    rows = []
    for suggestion in tranches:
        cells = [
            str(suggestion.year),
            format_money(suggestion.amount),
            kinds.get(suggestion.kind, "Not stated"),
            suggestion.fund or "Not stated",
            f"Line {suggestion.line}: {suggestion.text[:200]}",
            "No" if suggestion in open_rows else "Yes",
        ]
        rows.append([{"label": label, "text": text} for label, text in zip(_HEAD, cells, strict=True)])
    return rows
