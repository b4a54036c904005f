"""Finding decisions: one page of a list, how many there are, and how they spread over the filters.

Nothing reads more than a thousand and one matches to count them, and every page is reached by its
place in the order (keyset), so that a page deep in a list costs what the first one costs.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal as Amount
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.core.exceptions import BadRequest
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.http import QueryDict

from register.filters import SORTS, DecisionFilter, text_query
from register.models import Decision, FacetCount
from register.serving.version import watch

#: Beyond it, a list says "more than 1,000".
MOST_COUNTED = 1_000
PAGE = 20

_CURSOR = re.compile(r"^(?P<way>[ab])_(?P<value>\d{4}-\d\d-\d\d|\d{1,14}\.\d\d)_(?P<key>[a-z]{2,8}(?:\d{4}-)?\d{1,6})$")
_RANKED = re.compile(r"^r_(?P<skip>\d{1,3})$")


class BadCursor(ValueError):
    """The place in a list that an address names is none that the register gave out."""

    def __init__(self) -> None:
        super().__init__("The address names a place in the list that does not exist. Start again from the first page.")


@dataclass(frozen=True, slots=True)
class Order:
    """A sort by a column and the key."""

    column: str
    falling: bool

    def sorted(self, back: bool = False) -> tuple[str, str]:
        """The arguments of order_by; `back` reads the list from its end."""
        sign = "-" if self.falling != back else ""
        return f"{sign}{self.column}", f"{sign}key"

    def beyond(self, cursor: "Cursor") -> Q:
        """What comes after (or before) the cursor's place."""
        word = "lt" if self.falling != cursor.back else "gt"
        here = Q(**{self.column: cursor.value, f"key__{word}": cursor.key})
        # The first condition is what the index is entered by.
        return Q(**{f"{self.column}__{word}e": cursor.value}) & (Q(**{f"{self.column}__{word}": cursor.value}) | here)


ORDERS = {
    "newest": Order("sorted_on", falling=True),
    "oldest": Order("sorted_on", falling=False),
    "largest": Order("amount", falling=True),
    "smallest": Order("amount", falling=False),
}


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: just after a row, or with `back` just before it; ranked lists count rows instead."""

    back: bool = False
    value: Any = None
    key: str = ""
    skip: int = 0

    @classmethod
    def parse(cls, text: str, sort: str) -> "Cursor":
        """Read a cursor as `after`, `before` or `ranked` wrote it for the same sort; raises BadCursor."""
        if sort == "relevance":
            match = _RANKED.match(text)
            if not match:
                raise BadCursor
            return cls(skip=int(match["skip"]))
        match = _CURSOR.match(text)
        if not match or ("-" in match["value"]) != (ORDERS[sort].column == "sorted_on"):
            raise BadCursor
        try:
            value = date.fromisoformat(match["value"]) if "-" in match["value"] else Amount(match["value"])
        except ValueError:
            raise BadCursor from None
        return cls(back=match["way"] == "b", value=value, key=match["key"])


def cursor_at(decision: Decision, sort: str, *, back: bool) -> str:
    """The text of the place just after a decision (or before it) in a sort."""
    value = decision.sorted_on.isoformat() if ORDERS[sort].column == "sorted_on" else f"{decision.amount:.2f}"
    return f"{'b' if back else 'a'}_{value}_{decision.key}"


@dataclass(frozen=True, slots=True)
class Count:
    """How many; `capped` when there may be more."""

    number: int | None
    capped: bool = False


@dataclass(slots=True)
class Found:
    """One page of a list. `previous` and `next` are cursors, empty at the ends."""

    decisions: list[Decision]
    count: Count
    previous: str = ""
    next: str = ""
    facets: dict[str, Count] = field(default_factory=dict)


def listed() -> QuerySet[Decision]:
    """Every decision that a list may show: all but the withdrawn."""
    return Decision.objects.exclude(status=Decision.Status.WITHDRAWN)


def filters_of(data: QueryDict) -> DecisionFilter:
    """The filter set of an address."""
    return DecisionFilter(data, queryset=listed())


def usual_sort(filters: DecisionFilter) -> str:
    """The sort that was asked for, else the best first for a question and the newest first for a list."""
    wanted = str(filters.data.get("sort", ""))
    asked = filters.form.cleaned_data.get("q")
    if wanted in SORTS and (wanted != "relevance" or asked):
        return wanted
    return "relevance" if asked else "newest"


def kept_counts() -> dict[str, int]:
    """The counts that publication keeps: facet to number, without any filter."""
    return watch.remembered(
        "facets", lambda: dict(FacetCount.objects.filter(count__gt=0).values_list("facet", "count"))
    )


def find(filters: DecisionFilter, *, cursor: str = "", size: int = PAGE, with_facets: bool = False) -> Found:
    """A page of the decisions that valid filters leave.

    Raises:
        BadCursor: the cursor is none that this list gave out.
    """
    sort = usual_sort(filters)
    place = Cursor.parse(cursor, sort) if cursor else Cursor()
    if not _chosen(filters):
        found = _walk(filters.qs, sort, place, size)
        found.count, found.facets = _everything(), {name: Count(n) for name, n in kept_counts().items()}
        return found
    matches = _Matches(filters, sort)
    found = matches.page(place, size)
    if with_facets:
        found.facets = _facets(filters, matches)
    return found


def cursor_walk(decisions: QuerySet[Decision], data: QueryDict, size: int = PAGE) -> Found:
    """A page of some decisions, the newest first, from the place that an address names.

    Raises BadRequest for an address that names no place.
    """
    text = data.get("cursor", "")
    try:
        return _walk(decisions, "newest", Cursor.parse(text, "newest") if text else Cursor(), size)
    except BadCursor as error:
        raise BadRequest(str(error)) from None


def _chosen(filters: DecisionFilter) -> dict[str, Any]:
    return {name: value for name, value in filters.form.cleaned_data.items() if value}


def _everything() -> Count:
    kept = kept_counts()
    return Count(kept.get("force:yes", 0) + kept.get("force:no", 0))


def _walk(matches: QuerySet[Decision], sort: str, place: Cursor, size: int) -> Found:
    """A page read along an index from a place in it."""
    order = ORDERS[sort]
    rows = matches.filter(order.beyond(place)) if place.key else matches
    page = list(rows.order_by(*order.sorted(place.back))[: size + 1])
    more, page = len(page) > size, page[:size]
    if place.back:
        page.reverse()
    if not page:
        return Found([], Count(None))
    first, last = cursor_at(page[0], sort, back=True), cursor_at(page[-1], sort, back=False)
    has_previous, has_next = (more, True) if place.back else (bool(place.key), more)
    return Found(page, Count(None), first if has_previous else "", last if has_next else "")


@dataclass(frozen=True, slots=True)
class _Row:
    """What is needed of a match to sort and count it."""

    key: str
    sorted_on: date
    amount: Amount
    facets: list[str]
    rank: float


class _Matches:
    """What a narrowed list matches: up to a thousand rows in hand, or the knowledge that there are more."""

    def __init__(self, filters: DecisionFilter, sort: str) -> None:
        self.filters, self.sort = filters, sort
        rank = self._rank() if sort == "relevance" else Value(0.0)
        columns = ("key", "sorted_on", "amount", "facets", "rank")
        # Without an order: the planner must not walk the dates in search of a rare word.
        found = filters.qs.annotate(rank=rank).order_by().values_list(*columns)
        self.rows = [_Row(*row) for row in found[: MOST_COUNTED + 1]]
        self.capped = len(self.rows) > MOST_COUNTED
        if self.capped and sort == "relevance":
            # Of a word that thousands of papers hold, the newest are looked at as well as those at hand.
            newest = listed().order_by("-sorted_on", "-key").values("key")[:MOST_COUNTED]
            recent = filters.qs.filter(key__in=newest).annotate(rank=rank).order_by().values_list(*columns)
            self.rows = list({row.key: row for row in (*self.rows, *(_Row(*row) for row in recent))}.values())
        self.rows.sort(key=self._place, reverse=sort not in ("oldest", "smallest"))
        self.rows = self.rows[:MOST_COUNTED]

    def _rank(self) -> Any:
        if self.filters.named:
            return Case(When(key__in=self.filters.named, then=Value(1.0)), default=Value(0.0))
        return SearchRank(F("ranking"), text_query(self.filters.form.cleaned_data["q"]))

    def _place(self, row: _Row) -> Any:
        if self.sort == "relevance":
            return row.rank, row.sorted_on, row.key
        return getattr(row, ORDERS[self.sort].column), row.key

    def page(self, place: Cursor, size: int) -> Found:
        """The page at a place, with the count."""
        if self.sort != "relevance" and self.capped:
            found = _walk(self.filters.qs, self.sort, place, size)
        elif self.sort == "relevance":
            found = self._ranked(place.skip, size)
        else:
            found = self._at_hand(place, size)
        found.count = self._count()
        return found

    def _ranked(self, skip: int, size: int) -> Found:
        previous = f"r_{max(0, skip - size)}" if skip else ""
        following = f"r_{skip + size}" if skip + size < min(len(self.rows), 999) else ""
        return Found(self._loaded(self.rows[skip : skip + size]), Count(None), previous, following)

    def _at_hand(self, place: Cursor, size: int) -> Found:
        """A page of rows that are all in memory already, in their order."""
        here, falling = (place.value, place.key), ORDERS[self.sort].falling
        earlier = [
            row for row in self.rows if place.key and self._place(row) != here and (self._place(row) > here) == falling
        ]
        at = len(earlier) + any(self._place(row) == here for row in self.rows)
        start, end = (max(0, len(earlier) - size), len(earlier)) if place.back else (at, at + size)
        found = Found(self._loaded(self.rows[start:end]), Count(None))
        if found.decisions:
            found.previous = cursor_at(found.decisions[0], self.sort, back=True) if start > 0 else ""
            found.next = cursor_at(found.decisions[-1], self.sort, back=False) if end < len(self.rows) else ""
        return found

    def _loaded(self, rows: list[_Row]) -> list[Decision]:
        found = listed().in_bulk([row.key for row in rows])
        return [found[row.key] for row in rows if row.key in found]

    def _count(self) -> Count:
        exact = _kept_for(self.filters)
        if self.capped and exact is None:
            return Count(MOST_COUNTED, capped=True)
        return Count(len(self.rows) if exact is None else exact)

    def spread(self) -> dict[str, Count]:
        """How the matches spread over the facets."""
        tally = Counter(facet for row in self.rows for facet in row.facets)
        return {facet: Count(number, self.capped) for facet, number in tally.items()}


def _kept_for(filters: DecisionFilter) -> int | None:
    """The exact number for a single value of a single filter, which publication keeps."""
    chosen = _chosen(filters)
    if len(chosen) != 1:
        return None
    ((name, values),) = chosen.items()
    if name in ("q", "signed_from", "signed_to") or len(values) != 1:
        return None
    return kept_counts().get(f"{name}:{next(iter(values.values()))}", 0)


def _facets(filters: DecisionFilter, matches: _Matches) -> dict[str, Count]:
    """Counts beside every filter; within a filter in use, of the list without it: its values are alternatives."""
    counts = matches.spread()
    if matches.capped:
        # Where not all matches were read, a value not met among them may still have some.
        counts = {facet: Count(None) for facet in kept_counts()} | counts
    for name, value in _chosen(filters).items():
        if not isinstance(value, dict):
            continue
        data = filters.data.copy()
        del data[name]
        others = filters_of(data)
        if others.is_valid() and _chosen(others):
            beside = _Matches(others, "newest").spread()
        else:
            beside = {facet: Count(number) for facet, number in kept_counts().items()}
        counts = {facet: count for facet, count in counts.items() if not facet.startswith(f"{name}:")}
        counts |= {facet: count for facet, count in beside.items() if facet.startswith(f"{name}:")}
    return counts
