"""Finding decisions: one page of a list, how many there are, and how they spread over the filters.

Nothing reads more than a thousand and one matches to count them, and every page is reached by its
place in the order (keyset), so that a page deep in a list costs what the first one costs.
"""

from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.core.exceptions import BadRequest
from django.db.models import Case, F, QuerySet, Value, When
from django.http import QueryDict

from book.models import PublishedDecision
from register.search.counting import (
    MOST_COUNTED,
    Count,
    Counted,
    count_matches,
    number_of_listed,
    rank_matches,
    stored_counts,
)
from register.search.filters import SORTS, DecisionFilter, phrase_query, text_query
from register.search.named import values_alike
from register.search.ordering import CHANGED, ORDERS, BadCursor, Cursor, by_index, cursor_at, first_keys

PAGE = 20
#: Added to the rank of a decision that has the question word for word.
WHOLE_PHRASE = 1.0
#: How many rows of a list are walked in order to find the next page of matches. Where matches are rarer than one in
#: twenty-five, all of them are collected and sorted instead.
NEAR = 500


@dataclass(slots=True)
class ResultPage:
    """One page of a list. `previous` and `next` are cursors, empty at the ends."""

    decisions: list[PublishedDecision]
    count: Count
    previous: str = ""
    next: str = ""
    facets: dict[str, Count] = field(default_factory=dict)


def listed() -> QuerySet[PublishedDecision]:
    """Every decision that a list may show: all but the withdrawn."""
    return PublishedDecision.objects.exclude(status=PublishedDecision.Status.WITHDRAWN)


def filters_of(data: QueryDict) -> DecisionFilter:
    """The filter set of an address."""
    return DecisionFilter(data, queryset=listed())


def chosen_sort(filters: DecisionFilter) -> str:
    """The sort that was asked for, else the best first for a question and the newest first for a list."""
    wanted = str(filters.data.get("sort", ""))
    question = filters.form.cleaned_data.get("q")
    if wanted in SORTS and (wanted != "relevance" or question):
        return wanted
    return "relevance" if question else "newest"


def find(filters: DecisionFilter, *, cursor: str = "", size: int = PAGE, with_facets: bool = False) -> ResultPage:
    """A page of the decisions that valid filters leave.

    Raises:
        BadCursor: the cursor is not one that this list gave out.
    """
    sort = chosen_sort(filters)
    place = Cursor.parse(cursor, sort) if cursor else Cursor()
    if not _filters_in_use(filters):
        page = _page_from_index(filters.qs, sort, place, size)
        page.count, page.facets = Count(number_of_listed()), {name: Count(n) for name, n in stored_counts().items()}
        return page
    with by_index(filters.qs.db) if _asks_for_words(filters) else nullcontext():
        return _filtered_page(filters, sort, place, size, with_facets)


def _filtered_page(filters: DecisionFilter, sort: str, place: Cursor, size: int, with_facets: bool) -> ResultPage:
    """A page of what the filters leave, with its count: exact where publication keeps it, else up to a limit."""
    if sort == "relevance":
        keys, counted = _best_first(filters)
        page = _ranked(keys, place.skip, size)
    else:
        counted = count_matches(filters.qs)
        near = NEAR if counted.count.capped else 0
        keys = first_keys(filters.qs, listed(), ORDERS[sort], place, size=size + 1, near=near)
        page = _page(_loaded(keys), sort, place, size)
    exact = _stored_count(filters)
    page.count = counted.count if exact is None else Count(exact)
    if with_facets:
        page.facets = _facets(filters, counted)
    return page


def newest_of(matches: QuerySet[PublishedDecision], size: int) -> list[PublishedDecision]:
    """The newest `size` of decisions that are narrowed by their facets."""
    return _loaded(first_keys(matches, listed(), ORDERS["newest"], Cursor(), size=size, near=NEAR))


def last_changed(matches: QuerySet[PublishedDecision], size: int) -> list[str]:
    """The keys of the decisions that the newest entries are about, withdrawn ones too."""
    return first_keys(matches, PublishedDecision.objects.all(), CHANGED, Cursor(), size=size, near=NEAR)


def cursor_walk(decisions: QuerySet[PublishedDecision], data: QueryDict, size: int = PAGE) -> ResultPage:
    """A page of some decisions, the newest first, from the place that an address names.

    Raises BadRequest for an address that names no place.
    """
    text = data.get("cursor", "")
    try:
        return _page_from_index(decisions, "newest", Cursor.parse(text, "newest") if text else Cursor(), size)
    except BadCursor as error:
        raise BadRequest(str(error)) from None


def _filters_in_use(filters: DecisionFilter) -> dict[str, Any]:
    """The filters that were filled in, with their cleaned values; the filters must be valid."""
    return {name: value for name, value in filters.form.cleaned_data.items() if value}


def _page_from_index(matches: QuerySet[PublishedDecision], sort: str, place: Cursor, size: int) -> ResultPage:
    """A page read along an index from a place in it."""
    order = ORDERS[sort]
    rows = matches.filter(order.beyond(place)).order_by(*order.sorted(place.back))
    return _page(list(rows[: size + 1]), sort, place, size)


def _page(rows: list[PublishedDecision], sort: str, place: Cursor, size: int) -> ResultPage:
    """A page of the rows that come after a place; one row more than the page holds says that there are more."""
    more, page = len(rows) > size, rows[:size]
    if place.back:
        page.reverse()
    if not page:
        return ResultPage([], Count(None))
    first, last = cursor_at(page[0], sort, back=True), cursor_at(page[-1], sort, back=False)
    has_previous, has_next = (more, True) if place.back else (bool(place.key), more)
    return ResultPage(page, Count(None), first if has_previous else "", last if has_next else "")


def _loaded(keys: list[str]) -> list[PublishedDecision]:
    decisions = listed().in_bulk(keys)
    return [decisions[key] for key in keys if key in decisions]


def _asks_for_words(filters: DecisionFilter) -> bool:
    return bool(filters.form.cleaned_data["q"]) and not filters.named


def _best_first(filters: DecisionFilter) -> tuple[list[str], Counted]:
    """The keys of up to a thousand matches, the best first, and their numbers."""
    if filters.named:
        rank: Any = Case(When(key__in=filters.named, then=Value(1.0)), default=Value(0.0))
    else:
        question = filters.form.cleaned_data["q"]
        rank = SearchRank(F("ranking"), text_query(question)) + Case(
            When(search=phrase_query(question), then=Value(WHOLE_PHRASE)), default=Value(0.0)
        )
    # Without an order: else the planner walks the index of dates in search of a rare word.
    matches = filters.qs.annotate(rank=rank).order_by()
    rows, counted = rank_matches(matches)
    if counted.count.capped:
        # More match than were read, and those were read in no order: rank the matches among the newest as well.
        newest = listed().order_by("-sorted_on", "-key").values("key")[:MOST_COUNTED]
        rows += matches.filter(key__in=newest).values_list("key", "rank", "sorted_on")
    places = {key: (rank, day, key) for key, rank, day in rows}
    return sorted(places, key=lambda key: places[key], reverse=True)[:MOST_COUNTED], counted


def _ranked(keys: list[str], skip: int, size: int) -> ResultPage:
    previous = f"r_{max(0, skip - size)}" if skip else ""
    following = f"r_{skip + size}" if skip + size < min(len(keys), 999) else ""
    return ResultPage(_loaded(keys[skip : skip + size]), Count(None), previous, following)


def _stored_count(filters: DecisionFilter) -> int | None:
    """The exact number for a single value of a single filter, which publication keeps."""
    chosen = _filters_in_use(filters)
    if len(chosen) != 1:
        return None
    ((name, values),) = chosen.items()
    if name in ("q", "signed_from", "signed_to") or len(values) != 1:
        return None
    value = next(iter(values.values()))
    # A decision that carries two names of one recipient would be counted twice.
    return stored_counts().get(f"{name}:{value}", 0) if len(values_alike(name, value)) == 1 else None


def _facets(filters: DecisionFilter, counted: Counted) -> dict[str, Count]:
    """Counts beside every filter; within a filter in use, of the list without it: its values are alternatives."""
    counts = counted.facets
    if counted.count.capped:
        # Not all matches were read, so a facet that none of them carries may still have some: its count is unknown.
        counts = {facet: Count(None) for facet in stored_counts()} | counts
    chosen = _filters_in_use(filters)
    for name, value in chosen.items():
        if not isinstance(value, dict):
            continue
        if len(chosen) > 1:
            beside = count_matches(filters.without(name), facet=name).facets
        else:
            beside = {facet: Count(number) for facet, number in stored_counts().items()}
        counts = {facet: count for facet, count in counts.items() if not facet.startswith(f"{name}:")}
        counts |= {facet: count for facet, count in beside.items() if facet.startswith(f"{name}:")}
    return counts
