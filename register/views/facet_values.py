"""All values of one filter, with the rest of the list's query kept: where the list shows only the first of them."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from book.search_text import searchable
from http_cache.limits import SEARCHES, limited
from http_cache.pages import public_page
from register.presenters import listing
from register.presenters.labels import facet_words
from register.search.filters import FACETS, LONGEST
from register.search.finding import filters_of, find
from register.search.other_names import other_names_of
from register.views.decisions import PATH, hidden_fields, problem_with

#: Values on the page; the box finds the others.
MOST_SHOWN = 500


@public_page
@limited(SEARCHES, when=lambda request: bool(request.GET.get("q")))
def facet_values(request: HttpRequest, facet: str) -> HttpResponse:
    """Every value of a filter among the decisions of the list, each a link to the list narrowed by it as well."""
    if facet not in FACETS or facet == "more":
        raise Http404("There is no such filter.")
    filters = filters_of(request.GET)
    problem = problem_with(filters, "sort", "cursor", "among")
    among = " ".join(request.GET.get("among", "").split())
    if problem or len(among) > LONGEST or not among.isprintable():
        raise BadRequest(problem or f"Type {LONGEST} characters of a name or fewer, without control characters.")
    chosen = {name: value for name, value in filters.form.cleaned_data.items() if value}
    counts = find(filters, size=1, with_facets=True).facets
    words = searchable(among).casefold().split()
    fitting = {
        name: count
        for name, count in counts.items()
        if name.startswith(f"{facet}:") and all(word in _names_of(name) for word in words)
    }
    query = listing.without(listing.without(request.GET, "cursor"), "among")
    rows = listing.facet_rows(PATH, query, chosen, facet, fitting)
    context = {
        "title": FACETS[facet],
        "path": request.path,
        "among": among,
        "rows": rows[:MOST_SHOWN],
        "left_out": max(0, len(rows) - MOST_SHOWN),
        "chips": listing.chips(PATH, query, chosen),
        "kept": hidden_fields(request.GET, "among"),
        "list_href": listing.address(PATH, query),
        "all_href": listing.address(request.path, query),
    }
    return render(request, "register/facet_values.html", context)


def _names_of(facet: str) -> str:
    """What the value of a filter is called, with its other names, as the box reads it."""
    words = facet_words(facet)
    return searchable(" ".join([words, *other_names_of(words)])).casefold()
