"""Figures that funders publish, beside ours."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.access import for_offices
from accounts.requests import DeskRequest
from components.clock import now
from components.form_pages import apply_form, sent
from components.uploads import say_refused
from grants.models import OutsideFigure, OutsideSource
from grants.reports import download
from grants.views.pages import for_writers, page_of_grants
from outside_figures.actions import enter_outside_table, rule_on_outside_figure
from outside_figures.comparing import Finding
from outside_figures.forms import OutsideRulingForm, OutsideSourceForm
from outside_figures.rows import OutsideRow, outside_report, outside_rows


def _rows() -> list[OutsideRow]:
    return outside_rows(OutsideFigure.objects.select_related("source__funder"))


@for_offices()
def outside_list(request: DeskRequest) -> HttpResponse:
    """Every published figure beside ours, what needs a person first; the tables that were entered."""
    rows = _rows()
    findings = [row.comparison.finding for row in rows]
    context = {
        "rows": rows,
        "counts": [(finding.label, findings.count(finding)) for finding in Finding],
        "waiting": sum(row.is_open for row in rows),
        "sources": OutsideSource.objects.select_related("funder", "recorded_by"),
    }
    return page_of_grants(request, "outside_list", context)


@for_offices()
def outside_file(request: DeskRequest, form: str) -> Any:
    """The same rows as CSV, spreadsheet or PDF."""
    return download(outside_report(_rows()), form, now())


@for_writers
def outside_add(request: DeskRequest) -> HttpResponse:
    """Enter a table that a funder published."""
    form = OutsideSourceForm(sent(request), request.FILES or None)

    def enter() -> None:
        enter_outside_table(facts=form.facts(), by=request.user, at=now())

    if request.method == "POST" and say_refused(request, form, "upload"):
        status: int | None = 422
    else:
        status = apply_form(request, form, enter)
    if status is not None:
        return page_of_grants(request, "outside_add", {"form": form}, status=status)
    messages.success(request, "The table is entered. Each of its figures stands beside ours.")
    return redirect("outside_list")


@for_writers
def outside_rule(request: DeskRequest, pk: int) -> HttpResponse:
    """Say how a published figure stands beside ours."""
    figure = get_object_or_404(OutsideFigure.objects.select_related("source__funder"), pk=pk)
    form = OutsideRulingForm(sent(request), figure=figure)

    def rule() -> None:
        rule_on_outside_figure(figure=figure, **form.cleaned_data, by=request.user, at=now())

    if (status := apply_form(request, form, rule)) is not None:
        rulings = figure.rulings.select_related("ruled_by", "fund")
        context = {"row": outside_rows([figure])[0], "figure": figure, "form": form, "rulings": rulings}
        return page_of_grants(request, "outside_rule", context, status=status)
    messages.success(request, "It is recorded, and stays beside the figure.")
    return redirect("outside_list")
