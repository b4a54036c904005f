"""The quarterly list of what officers decided under delegation: pages, table and feed."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from components.clock import today
from components.tables import lines
from figures.quarters import Quarter
from http_cache.pages import public_page
from register.delegated import COLUMNS, decided_in, delegated, quarters_with_counts, table
from register.opendata.feeds import feed, newest_entries
from register.views.data import ATOM, CSV, for_programs

_FIRST = 1990


@public_page
def delegated_quarters(request: HttpRequest) -> HttpResponse:
    """Every quarter with how many decisions were taken in it."""
    return render(request, "register/delegated_quarters.html", {"quarters": quarters_with_counts(today())})


@public_page
def delegated_quarter(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The decisions of one quarter; a quarter without any says so."""
    quarter = _quarter(year, number)
    context = {"quarter": quarter, "decisions": decided_in(quarter), "ended": quarter.ends_on < today()}
    return render(request, "register/delegated_quarter.html", context)


@public_page
@for_programs
def delegated_csv(request: HttpRequest, year: int, number: int) -> HttpResponseBase:
    """The decisions of a quarter as CSV; the head alone for a quarter without any."""
    quarter = _quarter(year, number)
    text = "".join(lines(COLUMNS, table(decided_in(quarter), settings.REGISTER_ADDRESS)))
    response = HttpResponse(text, content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="delegated-{quarter.slug}.csv"'
    return response


@public_page
@for_programs
def delegated_atom(request: HttpRequest) -> HttpResponseBase:
    """The newest entries about decisions under delegation."""
    entries = newest_entries(delegated())
    return HttpResponse(
        feed("Decisions under delegation", "/delegated.atom", "/delegated/", entries), content_type=ATOM
    )


def _quarter(year: int, number: int) -> Quarter:
    if not (_FIRST <= year <= today().year and 1 <= number <= 4):
        raise Http404("There is no such quarter.")
    quarter = Quarter(year, number)
    if quarter.starts_on > today():
        raise Http404("The list ends with this quarter.")
    return quarter
