"""Pages of organisations and their funds."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.access import for_offices
from accounts.requests import DeskRequest
from components.clock import now
from components.form_pages import sent
from components.refusals import Refused
from grants import actions
from grants.forms import FundForm, OrganisationForm
from grants.models import Fund, Organisation
from grants.views.pages import for_writers, page_of_grants, refused_page


@for_offices()
def organisation_list(request: DeskRequest) -> HttpResponse:
    """Organisations with their funds."""
    organisations = Organisation.objects.prefetch_related("funds")
    return page_of_grants(request, "organisation_list", {"organisations": organisations})


@for_writers
def organisation_change(request: DeskRequest, pk: int) -> HttpResponse:
    """Correct an organisation's name or identifier."""
    organisation = get_object_or_404(Organisation, pk=pk)
    names = ("name", "short_name", "identifier")
    form = OrganisationForm(sent(request), initial={name: getattr(organisation, name) for name in names})
    context = {"organisation": organisation, "form": form}
    if not form.is_valid():
        return page_of_grants(request, "organisation_change", context, status=422 if form.is_bound else 200)
    try:
        actions.change_organisation(organisation=organisation, **form.cleaned_data, by=request.user, at=now())
    except Refused as error:
        return refused_page(request, "organisation_change", context, error)
    messages.success(request, f"{form.cleaned_data['name']} is saved.")
    return redirect("organisation_list")


@for_writers
def fund_change(request: DeskRequest, pk: int) -> HttpResponse:
    """Correct a fund's usual name."""
    fund = get_object_or_404(Fund.objects.select_related("funder"), pk=pk)
    form = FundForm(sent(request), initial={"name": fund.name})
    context = {"fund": fund, "form": form}
    if not form.is_valid():
        return page_of_grants(request, "fund_change", context, status=422 if form.is_bound else 200)
    try:
        actions.change_fund(fund=fund, name=form.cleaned_data["name"], by=request.user, at=now())
    except Refused as error:
        return refused_page(request, "fund_change", context, error)
    messages.success(request, f"{form.cleaned_data['name']} is saved.")
    return redirect("organisation_list")
