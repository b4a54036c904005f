"""The list of decisions: as a page, as data, as a feed. What one filters is what one downloads."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from book.models import PublishedDecision
from figures.fields import DayField
from http_cache.limits import SEARCHES, limited
from http_cache.pages import public_page
from register.money import list_totals
from register.presenters import listing
from register.search.filters import SORTS, DecisionFilter, unknown_parameters
from register.search.finding import ResultPage, chosen_sort, filters_of, find
from register.search.ordering import BadCursor

PATH = "/decisions/"
#: The boxes for the days of signature, with their labels.
DAYS = {"signed_from": "From", "signed_to": "To"}


@public_page
@limited(SEARCHES, when=lambda request: bool(request.GET.get("q")))
def decision_list(request: HttpRequest) -> HttpResponse:
    """Search and filter all published decisions."""
    straight = _straight_to(request.GET)
    if straight:
        return HttpResponseRedirect(f"/decisions/{straight.slug}/")
    filters = filters_of(request.GET)
    problem = problem_with(filters, "sort", "cursor")
    if problem:
        context = _refused(request.GET, filters, problem)
        return render(request, "register/decision_list_refused.html", context, status=400)
    try:
        page = find(filters, cursor=request.GET.get("cursor", ""), with_facets=True)
    except BadCursor as error:
        raise BadRequest(str(error)) from None
    return render(request, "register/decision_list.html", _context(request.GET, filters, page))


def printable(text: str) -> str:
    """What somebody typed, fit to be shown in the box again."""
    return "".join(character if character.isprintable() else " " for character in text[:300])


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


def _straight_to(data: QueryDict) -> PublishedDecision | None:
    """The decision that a question alone names: PCD 510, pcd510, 510."""
    if [name for name, value in data.items() if value] != ["q"]:
        return None
    filters = filters_of(data)
    if not filters.is_valid():
        return None
    return PublishedDecision.objects.filter(key=filters.named[0]).first() if len(filters.named) == 1 else None


def _context(data: QueryDict, filters: DecisionFilter, page: ResultPage) -> dict[str, Any]:
    """What the page of the list draws: rows, filters in use and to choose from, sorts, pages, totals of money."""
    chosen = {name: value for name, value in filters.form.cleaned_data.items() if value}
    question = chosen.get("q", "")
    sort = chosen_sort(filters)
    groups = listing.facet_groups(PATH, data, chosen, page.facets)
    return {
        "path": PATH,
        "question": question,
        "items": listing.items(page.decisions, "" if filters.named else question),
        "count": listing.count_words(page.count),
        "chips": listing.chips(PATH, data, chosen),
        "groups": groups,
        "filters_used": _number_of_filters(chosen),
        "counts_note": listing.counts_note(groups),
        "sorts": listing.sorts(PATH, data, sort, bool(question)),
        "forms": listing.in_other_forms(data),
        "follow_href": listing.address("/alerts/", listing.without(data, "cursor")),
        "pages": listing.pagination(PATH, data, page),
        "money": _money(data, filters) if page.decisions else None,
        "kept": hidden_fields(data, "q"),
        "kept_days": hidden_fields(data, *DAYS),
        "boxes": _boxes({name: DayField().prepare_value(chosen.get(name, "")) for name in DAYS}, {}),
        "days_open": any(name in chosen for name in DAYS),
        "meant": listing.suggestion(PATH, data, question) if question and not page.decisions else None,
        "otherwise": listing.other_names(PATH, data, "" if filters.named else question),
        "relaxations": listing.relaxations(PATH, data, chosen),
        "ranked": sort == "relevance" and page.count.capped,
    }


def _number_of_filters(chosen: dict[str, Any]) -> int:
    """How many values the list is narrowed by, the question not counted."""
    return sum(len(value) if isinstance(value, dict) else 1 for name, value in chosen.items() if name != "q")


def _money(data: QueryDict, filters: DecisionFilter) -> dict[str, Any]:
    """The sums of money of the list's decisions; of a very long list only a link to the page of totals."""
    query = listing.without(listing.without(data, "sort"), "each")
    counted = list_totals.few_enough(filters)
    lines = list_totals.lines_of(filters) if counted else []
    return {
        "counted": counted,
        "sections": list_totals.summary(lines),
        "charts": [
            list_totals.titled_chart(words, list_totals.by_year(rows))
            for _, words, rows in list_totals.by_direction(lines)
        ],
        "href": listing.address("/totals/", query),
        "narrowed": list_totals.narrowed_money(data),
    }


def _refused(data: QueryDict, filters: DecisionFilter, problem: str) -> dict[str, Any]:
    """What the page of a refused address shows: what is wrong, and what was typed, to be put right there."""
    wrong = {name: messages[0] for name, messages in filters.errors.items()}
    wrong_days = {name: wrong[name] for name in DAYS if name in wrong}
    errors = [{"text": message, "href": f"#{_box_id(name)}"} for name, message in wrong_days.items()]
    if problem not in wrong_days.values():
        errors.insert(0, {"text": problem, "href": ""})
    # Wrong values of other filters are not sent again with the form: they would only be refused again.
    left_out = {*wrong, *unknown_parameters(data, "sort")}
    if data.get("sort", "") not in SORTS:
        left_out.add("sort")
    return {
        "path": PATH,
        "errors": errors,
        "question": printable(data.get("q", "")),
        "kept": hidden_fields(data, "q", *left_out),
        "kept_days": hidden_fields(data, *DAYS, *left_out),
        "boxes": _boxes({name: printable(data.get(name, "")) for name in DAYS}, wrong_days),
        "days_wrong": bool(wrong_days),
    }


def _boxes(values: dict[str, str], wrong: dict[str, str]) -> list[dict[str, str]]:
    """The boxes for days with what stands in them and what is wrong with it."""
    return [
        {"id": _box_id(name), "name": name, "label": label, "value": values[name], "error": wrong.get(name, "")}
        for name, label in DAYS.items()
    ]


def _box_id(name: str) -> str:
    return name.replace("_", "-")


def hidden_fields(data: QueryDict, *own: str) -> list[dict[str, str]]:
    """What a form sends along besides its own fields: the rest of the address, from the first page."""
    return [
        {"name": name, "value": value} for name, many in data.lists() if name not in (*own, "cursor") for value in many
    ]
