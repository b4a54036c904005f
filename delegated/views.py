"""Decisions under delegation at the desk: what was entered, and the short form."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import for_ability
from accounts.models import Proposal
from accounts.requests import DeskRequest
from components.clock import now
from components.form_pages import apply_form, sent
from decisions.models import Decision
from delegated.actions import can_enter_delegated, propose_delegated
from delegated.forms import DelegatedForm
from profiles import current

#: The newest that the list shows; the public list has them all, by quarter.
SHOWN = 50


@for_ability("history")
def delegated_list(request: DeskRequest) -> HttpResponse:
    """What was entered, the newest first."""
    codes = [series.code for series in current().references.series if series.delegated]
    rows = Decision.objects.filter(series__in=codes).order_by("-decided_on", "-pk")[:SHOWN]
    return render(
        request,
        "decisions/delegated_list.html",
        {"rows": rows, "may_add": can_enter_delegated(request.user, now()), "shown": SHOWN},
    )


@for_ability("history")
@require_http_methods(["GET", "HEAD", "POST"])
def delegated_add(request: DeskRequest) -> HttpResponse:
    """The short form; once sent, it waits for a second person."""
    if not can_enter_delegated(request.user, now()):
        raise Http404("This body numbers no decisions under delegation.")
    form = DelegatedForm(sent(request))
    proposals: list[Proposal] = []

    def send() -> None:
        proposals.append(propose_delegated(facts=form.facts(), by=request.user, at=now()))

    status = apply_form(request, form, send)
    if status is None:
        messages.success(request, "Proposed. It is published when a second person confirms it.")
        return redirect("proposal_page", pk=proposals[0].pk)
    context = {"form": form, "delegations": _delegations()}
    return render(request, "decisions/delegated_add.html", context, status=status)


def _delegations() -> tuple[str, ...]:
    """The powers of other offices than the decider's, as the profile words them: what the form suggests."""
    citations = [power.citation for power in current().powers if power.office != "decider"]
    return tuple(dict.fromkeys(citations))
