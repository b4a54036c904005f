"""The list of decisions: as a page, as data, as a feed. What one filters is what one downloads."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from figures.fields import DayField
from register.filters import SORTS, DecisionFilter, unknown_parameters
from register.models import Decision
from register.ordering import BadCursor
from register.search import Found, filters_of, find, usual_sort
from register.serving.pages import public_page
from register.showing import listing

PATH = "/decisions/"


@public_page
def decision_list(request: HttpRequest) -> HttpResponse:
    """Search and filter all published decisions."""
    straight = _straight_to(request.GET)
    if straight:
        return HttpResponseRedirect(f"/decisions/{straight.slug}/")
    filters = filters_of(request.GET)
    problem = problem_with(filters, "sort", "cursor")
    if problem:
        context = {"problem": problem, "question": printable(request.GET.get("q", "")), "path": PATH}
        return render(request, "register/decision_list_refused.html", context, status=400)
    try:
        found = find(filters, cursor=request.GET.get("cursor", ""), with_facets=True)
    except BadCursor as error:
        raise BadRequest(str(error)) from None
    return render(request, "register/decision_list.html", _context(request.GET, filters, found))


def printable(text: str) -> str:
    """What somebody asked, fit to be shown in the box again."""
    return "".join(sign if sign.isprintable() else " " for sign in text[:300])


def problem_with(filters: DecisionFilter, *more: str) -> str:
    """What is wrong with an address, in one sentence; "" when nothing is. `more` are other names it may hold."""
    unknown = unknown_parameters(filters.data, *more)
    if unknown:
        known = ", ".join([*filters.base_filters, *more])
        return f"There is no filter called “{unknown[0][:40]}”. The filters are: {known}."
    sort = filters.data.get("sort", "")
    if sort and sort not in SORTS:
        return f"A list can be sorted by: {', '.join(SORTS)}."
    if not filters.is_valid():
        return next(message for messages in filters.errors.values() for message in messages)
    return ""


def _straight_to(data: QueryDict) -> Decision | None:
    """The decision that a question alone names: PCD 510, pcd510, 510."""
    if [name for name, value in data.items() if value] != ["q"]:
        return None
    filters = filters_of(data)
    if not filters.is_valid():
        return None
    return Decision.objects.filter(key=filters.named[0]).first() if len(filters.named) == 1 else None


def _context(data: QueryDict, filters: DecisionFilter, found: Found) -> dict[str, Any]:
    chosen = {name: value for name, value in filters.form.cleaned_data.items() if value}
    question = chosen.get("q", "")
    sort = usual_sort(filters)
    return {
        "path": PATH,
        "question": question,
        "items": listing.items(found.decisions, "" if filters.named else question),
        "count": listing.count_words(found.count),
        "chips": listing.chips(PATH, data, chosen),
        "groups": listing.facet_groups(PATH, data, chosen, found.facets),
        "sorts": listing.sorts(PATH, data, sort, bool(question)),
        "forms": listing.in_other_forms(data),
        "pages": listing.pagination(PATH, data, found),
        "kept": _kept(data, "q"),
        "kept_days": _kept(data, "signed_from", "signed_to"),
        "signed_from": DayField().prepare_value(chosen.get("signed_from")),
        "signed_to": DayField().prepare_value(chosen.get("signed_to")),
        "relaxations": listing.relaxations(PATH, data, chosen),
        "ranked": sort == "relevance" and found.count.capped,
    }


def _kept(data: QueryDict, *own: str) -> list[dict[str, str]]:
    """What a form sends along besides its own fields: the rest of the address, from the first page."""
    return [{"name": name, "value": one} for name, many in data.lists() if name not in (*own, "cursor") for one in many]
