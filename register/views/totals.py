"""What the decisions of a list come to: by year, funder, fund, recipient or who decided, as a page and as CSV."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from components.tables import lines as csv_lines
from http_cache.limits import SEARCHES, limited
from http_cache.pages import public_page
from register.money import list_totals
from register.presenters import listing
from register.presenters.labels import MONEY, bodies
from register.search.filters import DecisionFilter
from register.search.finding import filters_of
from register.views.data import CSV, for_programs
from register.views.decisions import PATH, problem_with

#: Rows of one table on the page; the file has them all.
MOST_ROWS = 100


@public_page
@limited(SEARCHES, when=lambda request: bool(request.GET.get("q")))
def totals(request: HttpRequest) -> HttpResponse:
    """What the decisions of a list bid for, were offered and accepted."""
    filters = filters_of(request.GET)
    each = request.GET.get("each", "funder")
    problem = _problem(filters, each)
    if problem:
        return render(request, "register/refused.html", {"sentence": problem}, status=400)
    query = listing.without(listing.without(request.GET, "sort"), "each")
    chosen = {name: value for name, value in filters.form.cleaned_data.items() if value}
    lines = list_totals.lines_of(filters, each)
    context = {
        "each": list_totals.GROUPING_LABELS[each],
        "chips": listing.chips(request.path, request.GET, chosen),
        "sections": [_section(each, *part) for part in list_totals.by_direction(lines)],
        "tabs": [
            {"text": words, "href": _with_each(query, name), "current": name == each}
            for name, words in list_totals.GROUPING_LABELS.items()
        ],
        "csv_href": _with_each(query, each, "/totals.csv"),
        "list_href": listing.address(PATH, query),
        "narrowed": list_totals.narrowed_money(request.GET),
    }
    return render(request, "register/totals.html", context)


@public_page
@for_programs
@limited(SEARCHES, when=lambda request: bool(request.GET.get("q")))
def totals_csv(request: HttpRequest) -> HttpResponseBase:
    """The totals as CSV: a row for each direction, financial year and subject."""
    filters = filters_of(request.GET)
    each = request.GET.get("each", "funder")
    problem = _problem(filters, each)
    if problem:
        return HttpResponse(f"{problem}\n", content_type="text/plain; charset=utf-8", status=400)
    lines = list_totals.lines_of(filters, each)
    table = csv_lines(list_totals.COLUMNS, list_totals.rows(lines))
    response = HttpResponse("".join(table), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="totals-by-{each}.csv"'
    return response


def _problem(filters: DecisionFilter, each: str) -> str:
    if each not in list_totals.GROUPINGS:
        return f"Totals can be had by: {', '.join(list_totals.GROUPINGS)}."
    return problem_with(filters, "sort", "cursor", "each")


def _with_each(query: Any, each: str, path: str = "/totals/") -> str:
    changed = query.copy()
    changed["each"] = each
    return listing.address(path, changed)


def _section(each: str, direction: str, words: str, lines: list[list_totals.Line]) -> dict[str, Any]:
    """What the page shows of one direction: its sums, its years, and the table."""
    years = list_totals.by_year(lines)
    if each == "year":
        groups = years
    else:
        groups = list_totals.largest_first(list_totals.grouped(lines, lambda line: (line.subject, line.name)))
    total = list_totals.total(lines)
    kinds = [kind for kind in MONEY if total[kind] is not None]
    return {
        "direction": direction,
        "title": words,
        "chart": list_totals.titled_chart(words, years),
        "columns": [MONEY[kind] for kind in kinds],
        "rows": [
            {
                "name": group.name or "Not stated",
                "href": _href(each, group),
                "amounts": [group.amounts[kind] for kind in kinds],
            }
            for group in groups[:MOST_ROWS]
        ],
        "left_out": max(0, len(groups) - MOST_ROWS),
        "totals": [total[kind] for kind in kinds],
    }


def _href(each: str, group: list_totals.Group) -> str:
    """The page of what a row is about; "" when it has none."""
    if each == "year":
        return f"/years/{group.name.replace('/', '-')}/"
    slug = bodies().get(f"{each}:{group.subject}", ("", ""))[1]
    return f"/{each}s/{slug}/" if slug else ""
