"""What was promised against what came."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import for_offices
from accounts.requests import DeskRequest
from components.clock import now
from figures.years import FinancialYear
from grants.models import Tranche
from grants.promised import PromisedRow, promised_report, promised_rows, promised_totals
from grants.reports import download


def _promised(request: DeskRequest) -> tuple[list[PromisedRow], FinancialYear | None]:
    try:
        year = FinancialYear.parse(request.GET.get("year", ""))
    except ValueError:
        year = None
    return promised_rows(year), year


@for_offices()
def promised_page(request: DeskRequest) -> HttpResponse:
    """What was bid for, promised, received, spent and returned, by fund and financial year."""
    rows, year = _promised(request)
    years = sorted(set(Tranche.objects.order_by().values_list("year", flat=True).distinct()), reverse=True)
    context = {
        "rows": rows,
        "totals": promised_totals(rows),
        "years": [(str(each_year), each_year.slug, each_year == year) for each_year in years],
    }
    return render(request, "grants/promised.html", context)


@for_offices()
def promised_file(request: DeskRequest, form: str) -> Any:
    """The same rows as CSV, spreadsheet or PDF."""
    rows, year = _promised(request)
    return download(promised_report(rows, year), form, now())
