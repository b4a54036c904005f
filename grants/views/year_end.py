"""The end of the financial year: money at risk, the closing checklist of a grant, the closing."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import for_offices
from accounts.offices import Office
from accounts.requests import DeskRequest
from accounts.stepup import digest_of
from components.clock import now, today
from components.form_pages import apply_change, sent
from figures.years import FinancialYear
from grants import actions
from grants.forms.closing import CloseForm, TickForm
from grants.models import ClosingTick, Tranche
from grants.reports import download
from grants.views.pages import opened_grant
from grants.year_end import NIL, risk_chart, year_end_report, year_end_rows


def year_of(slug: str) -> FinancialYear:
    """The financial year of an address; 404 for what is none."""
    try:
        year = FinancialYear.parse(slug)
    except ValueError:
        raise Http404 from None
    if year.slug != slug:
        raise Http404
    return year


def years_beside(year: FinancialYear) -> dict[str, FinancialYear | None]:
    """The years before and after, as far as there is money of any grant, and up to the present year."""
    years = [row.start for row in Tranche.objects.order_by().values_list("year", flat=True).distinct()]
    first, last = min(years, default=year.start), max([*years, FinancialYear.of(today()).start])
    return {
        "before": FinancialYear(year.start - 1) if year.start > first else None,
        "after": FinancialYear(year.start + 1) if year.start < last else None,
    }


@for_offices()
def year_end(request: DeskRequest, slug: str) -> HttpResponse:
    """What is at risk on 31 March, biggest first, with what can still be done, and what was received in advance."""
    year = year_of(slug)
    rows = year_end_rows(year, today())
    context = {
        "year": year,
        "rows": rows,
        "chart": risk_chart(year, rows),
        "shown": sum((row.shown for row in rows), NIL),
        "at_risk": sum((row.at_risk for row in rows), NIL),
        "in_advance": [row for row in rows if row.in_advance],
        "early": today() < date(year.start + 1, 1, 1),
        "over": today() > year.ends_on,
        **years_beside(year),
    }
    return render(request, "grants/year_end.html", context)


@for_offices()
def year_end_file(request: DeskRequest, slug: str, form: str) -> Any:
    """The same rows as CSV, spreadsheet or PDF."""
    year = year_of(slug)
    report = year_end_report(year, year_end_rows(year, today()), today())
    return download(report, form, now())


@for_offices()
def year_closing(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """A grant's closing checklist; lines are ticked off, and the chief finance officer closes the year."""
    year = year_of(slug)
    rows = year_end_rows(year, today(), grant=pk)
    if not rows:
        raise Http404
    grant = rows[0].tranche.grant
    closing = sent(request) if request.POST.get("do") == "close" else None
    digest = digest_of("close", pk, year, rows[0].cells())
    form = CloseForm(closing, request=request, digest=digest, purpose="close", at=now())
    status: int | None = 200
    if request.method == "POST":
        status = _close(request, form, pk, year) if form.is_bound else _tick(request, pk, year)
    if status is None:
        return redirect("year_closing", slug=slug, pk=pk)
    ticks = {t.item: t for t in ClosingTick.objects.filter(grant=grant, year=year.start).select_related("ticked_by")}
    context = {
        "grant": grant,
        "year": year,
        "rows": rows,
        "items": [(item.value, item.label, ticks.get(item.value)) for item in ClosingTick.Item],
        "form": form,
        "closed": rows[0].closed,
        "over": today() > year.ends_on,
    }
    context["closing_office"] = Office.CHIEF_FINANCE_OFFICER.label
    return render(request, "grants/year_closing.html", context, status=status)


def _tick(request: DeskRequest, pk: int, year: FinancialYear) -> int | None:
    grant, form = opened_grant(request, pk), TickForm(request.POST)
    if not form.is_valid():
        return 422
    facts = {"item": form.cleaned_data["item"], "note": form.cleaned_data["note"]}
    return apply_change(request, lambda: actions.tick_off(grant=grant, year=year, by=request.user, at=now(), **facts))


def _close(request: DeskRequest, form: CloseForm, pk: int, year: FinancialYear) -> int | None:
    grant = opened_grant(request, pk)
    if not form.is_valid():
        return 422
    facts = {"note": form.cleaned_data["note"], "proof": form.given_proof()}
    status = apply_change(
        request, lambda: actions.close_year(grant=grant, year=year, **facts, by=request.user, at=now())
    )
    if status is None:
        messages.success(request, f"{year} of {grant.code} is closed.")
    return status
