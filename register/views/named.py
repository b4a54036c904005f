"""Pages of the recipients, units, boards and people that decisions name, like those of funders and funds."""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render

from http_cache.pages import public_page
from register.money import list_totals
from register.presenters import body_list, listing
from register.presenters.labels import MONEY
from register.search.finding import filters_of, find
from register.search.named import KINDS, Named, all_named

#: How many of its decisions a page shows before it links to them all.
SHOWN = 10
#: Kinds whose money is added up in the list, with the grouping of `list_totals` that does it.
_WITH_MONEY = {"recipient": "recipient", "by": "decider"}
_LEADS = {
    "recipient": "Who receives the money, as the papers name them.",
    "by": "Who took the decisions, as the papers name them.",
    "unit": "The units whose reports the decisions rest on.",
    "board": "The boards that the reports went to.",
}


@public_page
def named_list(request: HttpRequest, kind: str) -> HttpResponse:
    """Everybody of a kind, with their decisions and money."""
    context = body_list.listed([_body(named) for named in all_named(kind).values()], request.path, request.GET)
    words = KINDS[kind]
    return render(request, "register/body_list.html", context | {"title": words.words, "lead": _LEADS[kind]})


def _body(named: Named) -> body_list.Body:
    sums: body_list.Sums = {}
    if named.kind in _WITH_MONEY:
        known = list_totals.sums_by_subject(_WITH_MONEY[named.kind])
        for facet in named.facets:
            for column, amount in known.get(facet.partition(":")[2], {}).items():
                sums[column] = sums.get(column, Decimal(0)) + amount
    return body_list.Body(named.name, named.href, named.decisions, sums)


@public_page
def named(request: HttpRequest, kind: str, slug: str) -> HttpResponseBase:
    """A recipient, unit, board or decider: their money by year, their newest decisions."""
    subject = all_named(kind).get(slug)
    if subject is None:
        raise Http404(f"No published decision names this {KINDS[kind].word.lower()}.")
    query = QueryDict(mutable=True)
    query[kind] = slug
    filters = filters_of(query)
    filters.is_valid()
    page = find(filters, size=SHOWN)
    context = {
        "kind": KINDS[kind],
        "named": subject,
        "identifiers": [value for facet in subject.facets if not (value := facet.partition(":")[2]).startswith("name:")]
        if kind == "recipient"
        else [],
        "items": listing.items(page.decisions),
        "count": listing.count_words(page.count),
        "more": bool(page.next),
        "query": query.urlencode(),
        "sections": [_section(*part) for part in list_totals.by_direction(list_totals.lines_of(filters))],
        "narrowed": list_totals.narrowed_money(query),
    }
    return render(request, "register/named.html", context)


def _section(direction: str, words: str, lines: list[list_totals.Line]) -> dict[str, Any]:
    """Chart and table of one direction's money by year."""
    years, total = list_totals.by_year(lines), list_totals.total(lines)
    kinds = [kind for kind in MONEY if total[kind] is not None]
    return {
        "direction": direction,
        "title": words,
        "chart": list_totals.titled_chart(words, years),
        "columns": [MONEY[kind] for kind in kinds],
        "rows": [{"year": year.name, "amounts": [year.amounts[kind] for kind in kinds]} for year in years],
        "totals": [total[kind] for kind in kinds],
    }
