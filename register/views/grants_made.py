"""The monthly list of grants made, which the Specified Information Order asks for."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from components.clock import today
from components.tables import lines
from http_cache.pages import public_page
from register.money import grants_made
from register.views.data import CSV, for_programs


@public_page
def grants_made_months(request: HttpRequest) -> HttpResponse:
    """Every month with how many grants were made in it."""
    return render(request, "register/grants_made_months.html", {"months": grants_made.months(today())})


@public_page
def grants_made_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The grants made in one month; a month without any says so."""
    first = _month(year, month)
    grants = grants_made.grants_made_in(first)
    return render(request, "register/grants_made.html", {"month": first, "grants": grants, "ended": _has_ended(first)})


@public_page
@for_programs
def grants_made_csv(request: HttpRequest, year: int, month: int) -> HttpResponseBase:
    """The grants made in a month as CSV; the head alone for a month without any."""
    first = _month(year, month)
    table = lines(grants_made.COLUMNS, grants_made.rows(grants_made.grants_made_in(first)))
    response = HttpResponse("".join(table), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="grants-made-{first:%Y-%m}.csv"'
    return response


def _month(year: int, month: int) -> date:
    try:
        first = date(year, month, 1)
    except ValueError:
        raise Http404("There is no such month.") from None
    if not date(1990, 1, 1) <= first <= today():
        raise Http404("The list begins with the first grant and ends with this month.")
    return first


def _has_ended(first: date) -> bool:
    return grants_made.next_month(first) <= today()
