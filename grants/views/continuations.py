"""Enter the grant that continues another one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.requests import DeskRequest
from components.clock import now, today
from components.form_pages import sent
from components.refusals import Refused
from components.rows import opened, pressed_button
from grants import actions
from grants.continuing import rows_to_begin_with
from grants.forms import TrancheRows
from grants.forms.continuations import ContinuationForm
from grants.forms.fund_question import with_answer
from grants.models import Grant
from grants.views.pages import for_writers, opened_grant, page_of_grants, refused_page


@for_writers
def grant_continue(request: DeskRequest, pk: int) -> HttpResponse:
    """Enter the continuation of a grant: its facts are carried over, its amounts are confirmed, its paper is begun."""
    earlier, button = opened_grant(request, pk), pressed_button(request.POST, "tranches")
    rows = rows_to_begin_with(earlier)
    data = with_answer(sent(request))
    fields = {name: request.POST.get(name, "") for name in ContinuationForm.base_fields}
    form = ContinuationForm(
        None if button else data, initial=fields if button else ContinuationForm.initial_of(earlier)
    )
    formset = opened(TrancheRows, data, prefix="tranches", initial=rows, button=button, grant=earlier)
    context = {"grant": earlier, "form": form, "formset": formset, "sources": [row["source"] for row in rows]}
    if button or not (form.is_valid() & formset.is_valid()):
        return page_of_grants(request, "grant_continue", context, status=422 if form.is_bound else 200)
    texts = {name: form.cleaned_data[name] for name in ("title", "purpose")}
    try:
        grant = actions.continue_grant(earlier=earlier, **texts, rows=formset.facts(), by=request.user, at=now())
    except Refused as error:
        return refused_page(request, "grant_continue", context, error)
    messages.success(request, f"{grant.code} is saved. It continues {earlier.code}.")
    if anticipation := earlier.anticipated.filter(outcome=None, year__in=grant.tranches.values("year")).first():
        messages.info(request, f"{anticipation}: record with {earlier.code} that it came, once it is certain.")
    return redirect(_paper_about(request, grant, earlier))


def _paper_about(request: DeskRequest, grant: Grant, earlier: Grant) -> str:
    """Where the paper about a continuation is begun; the grant's own page for who writes none."""
    if not request.user.may("write", today()):
        return reverse("grant_page", args=[grant.pk])
    authority = earlier.authorities.in_force().order_by("-from_at").first()
    query = {"grant": grant.pk} | ({"continues": authority.reference} if authority else {})
    return f"{reverse('desk:decision_add')}?{urlencode(query)}"
