"""The portfolio of all grants, and what was anticipated of one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import for_offices
from accounts.requests import DeskRequest
from components.clock import now, today
from components.form_pages import apply_form, sent
from figures.years import FinancialYear
from grants import actions
from grants.days_at_risk import days_at_risk
from grants.forms.anticipated import AnticipatedForm, SettleForm
from grants.models import AnticipatedMoney, Direction, Grant, Tranche
from grants.portfolio import GROUPINGS, Portfolio, portfolio
from grants.reports import download
from grants.views.pages import for_writers, opened_grant, page_of_grants


def _portfolio(request: DeskRequest) -> Portfolio:
    by, direction = request.GET.get("by", ""), request.GET.get("direction", "")
    try:
        year = FinancialYear.parse(request.GET.get("year", ""))
    except ValueError:
        year = None
    return portfolio(
        by=by if by in GROUPINGS else "funder",
        day=today(),
        direction=direction if direction in Direction.values else Direction.RECEIVED,
        year=year,
    )


@for_offices()
def portfolio_page(request: DeskRequest) -> HttpResponse:
    """All grants by funder, fund, year, unit, recipient or stage, each kind of money apart."""
    portfolio = _portfolio(request)
    years = sorted(set(Tranche.objects.order_by().values_list("year", flat=True).distinct()), reverse=True)
    choices = [(key, label, key == portfolio.by) for key, (label, _) in GROUPINGS.items()]
    risks = days_at_risk(Grant.objects.filter(direction=Direction.RECEIVED), today())
    *groups, total = portfolio.rows()
    context = {
        "groups": groups,
        "total": total,
        "head": GROUPINGS[portfolio.by][0],
        "choices": choices,
        "years": [(str(year), year.slug, year == portfolio.year) for year in years],
        "directions": [(value, label, value == portfolio.direction) for value, label in Direction.choices],
        "waiting": [risk for risk in risks if not risk.decided_on and risk.until_decided],
        "anticipated": AnticipatedMoney.objects.filter(outcome__isnull=True).select_related("grant"),
    }
    return render(request, "grants/portfolio.html", context)


@for_offices()
def portfolio_file(request: DeskRequest, form: str) -> Any:
    """The same groups as CSV, spreadsheet or PDF."""
    return download(_portfolio(request).report(), form, now())


def anticipated_list(request: DeskRequest, pk: int) -> HttpResponse:
    """What was said to be coming of a grant, and what became of it."""
    grant = opened_grant(request, pk)
    rows = grant.anticipated.select_related("outcome__came_as__fund", "outcome__came_as__grant", "recorded_by")
    return page_of_grants(request, "anticipated_list", {"grant": grant, "rows": rows})


@for_writers
def anticipated_add(request: DeskRequest, pk: int) -> HttpResponse:
    """Record that money was said to be coming."""
    grant = opened_grant(request, pk)
    form = AnticipatedForm(sent(request))

    def add() -> Any:
        return actions.anticipate(grant=grant, **form.cleaned_data, by=request.user, at=now())

    status = apply_form(request, form, add)
    if status is not None:
        return page_of_grants(request, "anticipated_add", {"grant": grant, "form": form}, status=status)
    messages.success(request, "It is recorded. It stays here until what became of it is known.")
    return redirect("anticipated_list", pk=pk)


@for_writers
def anticipated_settle(request: DeskRequest, pk: int, anticipated: int) -> HttpResponse:
    """Record what became of it."""
    grant = opened_grant(request, pk)
    anticipation = get_object_or_404(grant.anticipated.select_related("grant"), pk=anticipated)
    form = SettleForm(sent(request), anticipated=anticipation, initial={"on": today()})

    def settle() -> Any:
        return actions.settle_anticipation(anticipated=anticipation, **form.cleaned_data, by=request.user, at=now())

    status = apply_form(request, form, settle)
    if status is not None:
        context = {"grant": grant, "form": form, "anticipated": anticipation}
        return page_of_grants(request, "anticipated_settle", context, status=status)
    messages.success(request, "It is recorded.")
    return redirect("anticipated_list", pk=pk)
