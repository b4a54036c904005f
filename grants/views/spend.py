"""The page that reports what was spent."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.requests import DeskRequest
from components.clock import now
from components.form_pages import sent
from components.refusals import Refused
from grants import actions
from grants.forms import SpendForm
from grants.models import Grant, SpendReturn
from grants.plausibility import slips_of_spend
from grants.views.pages import for_writers, opened_grant, page_of_grants, refused_page, warn


def returns_of(grant: Grant) -> QuerySet[SpendReturn]:
    """What was reported as spent, the years in order and the latest return first."""
    returns = SpendReturn.objects.filter(tranche__grant=grant).select_related("tranche__fund", "reported_by")
    return returns.order_by("tranche__year", "tranche__fund__name", "-until_on", "-pk")


@for_writers
def grant_spend(request: DeskRequest, pk: int) -> HttpResponse:
    """Report what was spent; earlier returns below."""
    grant = opened_grant(request, pk)
    form = SpendForm(sent(request), grant=grant)
    context = {"grant": grant, "form": form, "returns": returns_of(grant)}
    if not form.is_valid():
        return page_of_grants(request, "grant_spend", context, status=422 if form.is_bound else 200)
    try:
        spend_return = actions.report_spend(**form.cleaned_data, by=request.user, at=now())
    except Refused as error:
        return refused_page(request, "grant_spend", context, error)
    messages.success(request, f"The return is saved: {form.sentence()}.")
    warn(request, slips_of_spend(spend_return))
    return redirect("grant_page", pk=pk)
