"""The page that records what was accepted."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.requests import DeskRequest
from components.clock import now
from components.form_pages import seen_version, sent
from components.refusals import Refused
from figures.money import format_money
from grants import actions
from grants.actions.money import BeyondAuthority
from grants.forms import OutcomeForm
from grants.meter import meters_of
from grants.models import Grant
from grants.plausibility import slips_of_outcome
from grants.views.pages import for_writers, opened_grant, page_of_grants, refused_page, warn


def _accepted_words(grant: Grant) -> str:
    """What was accepted in all; where every box is blank that is no amount, because blank is not nil."""
    total = grant.totals().overall()["accepted"]
    if total is None:
        return f"every box is blank, so no amount of {grant.code} counts as accepted"
    return f"{format_money(total)} accepted of {grant.code}"


@for_writers
def grant_outcome(request: DeskRequest, pk: int) -> HttpResponse:
    """Record what was accepted, within what decisions allow."""
    grant = opened_grant(request, pk)
    form = OutcomeForm(sent(request), grant=grant)
    context = {"grant": grant, "form": form, "seen": seen_version(request, grant.version)}
    context["meter"] = meters_of([grant])[grant.pk]
    if not form.is_valid():
        return page_of_grants(request, "grant_outcome", context, status=422 if form.is_bound else 200)
    try:
        actions.record_outcome(
            grant=grant,
            seen=seen_version(request),
            accepted=form.accepted(),
            no_more=form.cleaned_data["no_more"],
            by=request.user,
            at=now(),
        )
    except BeyondAuthority as error:
        context["draft_href"] = f"{reverse(settings.DRAFT_OF_DECISION)}?grant={pk}"
        return refused_page(request, "grant_outcome", context, error)
    except Refused as error:
        return refused_page(request, "grant_outcome", context, error)
    messages.success(request, f"The outcome is saved: {_accepted_words(grant)}.")
    warn(request, slips_of_outcome(grant))
    return redirect("grant_page", pk=pk)
