"""Money that is passed on: the awards out of a grant, and out of which grant an award comes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.access import for_offices
from accounts.requests import DeskRequest
from components.clock import now, today
from components.form_pages import apply_form, seen_version, sent
from grants import actions
from grants.forms.onward import OnwardForm
from grants.onward import awards_out_of
from grants.views.pages import for_writers, opened_grant, page_of_grants


@for_offices()
def passed_on_list(request: DeskRequest, pk: int) -> HttpResponse:
    """The awards out of a grant: recipient, amount, what was paid and recovered, and returns that are late."""
    grant = opened_grant(request, pk)
    return page_of_grants(request, "passed_on_list", {"grant": grant, "passed_on": awards_out_of(grant, today())})


@for_offices()
def passed_on_file(request: DeskRequest, pk: int, form: str) -> Any:
    """The same awards as CSV or spreadsheet."""
    return awards_out_of(opened_grant(request, pk), today()).table().download(form)


@for_writers
def onward_change(request: DeskRequest, pk: int) -> HttpResponse:
    """Say out of which grant an award comes, why it is made, on what conditions, and whether it is a subsidy."""
    grant = opened_grant(request, pk)
    form = OnwardForm(sent(request), initial=OnwardForm.initial_of(grant))

    def change() -> None:
        actions.put_onward(grant=grant, seen=seen_version(request), facts=form.facts(), by=request.user, at=now())

    if (status := apply_form(request, form, change)) is not None:
        context = {"grant": grant, "form": form, "seen": seen_version(request, grant.version)}
        return page_of_grants(request, "onward_change", context, status=status)
    messages.success(request, f"{grant.code} comes out of {form.cleaned_data['parent'].code}.")
    return redirect("grant_page", pk=pk)
