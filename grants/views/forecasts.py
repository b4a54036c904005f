"""Pages of a grant's figures by month and year, and of a new budget or forecast."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from accounts.requests import DeskRequest
from components.clock import now, today
from components.form_pages import apply_form, sent
from grants import actions
from grants.days_at_risk import days_at_risk
from grants.forms.forecasts import ForecastForm
from grants.models import Grant, Tranche
from grants.month_figures import figures_of, month_chart, month_table
from grants.views.pages import for_writers, opened_grant, page_of_grants


def _tranche(grant: Grant, pk: int) -> Tranche:
    return get_object_or_404(grant.tranches.select_related("fund", "grant"), pk=pk)


def figures_by_year(request: DeskRequest, pk: int) -> HttpResponse:
    """Each year of a grant: budget, received, spent, committed, forecast, and the outturn that is expected."""
    grant = opened_grant(request, pk)
    figures = figures_of(grant.tranches.select_related("fund"))
    rows = [(row, row.outturn_expected(today())) for row in figures]
    context = {"grant": grant, "rows": rows, "risks": days_at_risk(Grant.objects.filter(pk=pk), today())}
    return render(request, "grants/figures_by_year.html", context)


def figures_by_month(request: DeskRequest, pk: int, tranche: int) -> HttpResponse:
    """One year of a grant by month, as chart and table; `forecast` chooses an earlier forecast."""
    grant = opened_grant(request, pk)
    number = request.GET.get("forecast", "")
    shown_forecast = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else None
    figures = figures_of([_tranche(grant, tranche)], shown_forecast=shown_forecast)[0]
    context = {
        "grant": grant,
        "figures": figures,
        "chart": month_chart(figures),
        "expected": figures.outturn_expected(today()),
        "earlier": [row for row in figures.forecasts if row.forecast.kind == "spend"],
    }
    return page_of_grants(request, "figures_by_month", context)


def figures_file(request: DeskRequest, pk: int, form: str) -> HttpResponseBase:
    """All months and years of a grant as CSV or spreadsheet."""
    return month_table(opened_grant(request, pk)).download(form)


@for_writers
def forecast_add(request: DeskRequest, pk: int, tranche: int) -> HttpResponse:
    """Enter a budget, what is committed, or a forecast, by month."""
    grant = opened_grant(request, pk)
    of = _tranche(grant, tranche)
    form = ForecastForm(sent(request), tranche=of, initial={"made_on": today()})

    def add() -> None:
        data = form.cleaned_data
        actions.add_forecast(
            tranche=of,
            kind=data["kind"],
            made_on=data["made_on"],
            months=form.months(),
            note=data["note"],
            by=request.user,
            at=now(),
        )

    status = apply_form(request, form, add)
    if status is not None:
        context = {"grant": grant, "tranche": of, "form": form}
        return page_of_grants(request, "forecast_add", context, status=status)
    messages.success(request, "It is saved, and is kept as it was made.")
    return redirect("figures_by_month", pk=pk, tranche=tranche)
