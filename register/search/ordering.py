"""The orders of a list of decisions, and the places in them: a page is reached by its place, however deep (keyset)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal as Amount
from typing import Any

from django.db import connections, transaction
from django.db.models import Q, QuerySet

from book.models import PublishedDecision

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
    descending: bool

    def sorted(self, back: bool = False) -> tuple[str, str]:
        """The arguments of order_by; `back` reads the list from its end."""
        sign = "-" if self.descending != back else ""
        return f"{sign}{self.column}", f"{sign}key"

    def beyond(self, cursor: "Cursor") -> Q:
        """What comes after (or before) the cursor's place; everything when it names none."""
        return self._side(cursor, "lt" if self.descending != cursor.back else "gt") if cursor.key else Q()

    def up_to(self, edge: "Cursor") -> Q:
        """What comes before the edge on the way from the list's start (with `back` from its end), and the edge."""
        return self._side(edge, "gt" if self.descending != edge.back else "lt") | Q(key=edge.key)

    def _side(self, cursor: "Cursor", word: str) -> Q:
        here = Q(**{self.column: cursor.value, f"key__{word}": cursor.key})
        # Redundant, but it lets PostgreSQL start reading the index at the cursor.
        return Q(**{f"{self.column}__{word}e": cursor.value}) & (Q(**{f"{self.column}__{word}": cursor.value}) | here)


ORDERS = {
    "newest": Order("sorted_on", descending=True),
    "oldest": Order("sorted_on", descending=False),
    "largest": Order("amount", descending=True),
    "smallest": Order("amount", descending=False),
}
#: The order of feeds: the last changed first.
CHANGED = Order("changed_number", descending=True)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: just after a row, or with `back` just before it; ranked lists count rows instead."""

    back: bool = False
    value: Any = None
    key: str = ""
    skip: int = 0

    @classmethod
    def parse(cls, text: str, sort: str) -> "Cursor":
        """Read a place as `cursor_at` or a ranked list wrote it for the same sort; raises BadCursor."""
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


def cursor_at(decision: PublishedDecision, sort: str, *, back: bool) -> str:
    """The text of the place just after a decision (or before it) in a sort."""
    value = decision.sorted_on.isoformat() if ORDERS[sort].column == "sorted_on" else f"{decision.amount:.2f}"
    return f"{'b' if back else 'a'}_{value}_{decision.key}"


def first_keys(
    matches: QuerySet[PublishedDecision],
    everything: QuerySet[PublishedDecision],
    order: Order,
    place: Cursor,
    *,
    size: int,
    near: int,
) -> list[str]:
    """The keys of the first matches after a place.

    Walks the list in order for at most `near` rows. Where matches are rarer than that, such as the decisions of a year
    long ago in a list of the newest, all matches are collected and sorted instead: the planner assumes that matches
    are spread evenly over the list, and would walk through all of it.

    Args:
        matches: the narrowed list, without an order.
        everything: the list that it narrows; with `near` 0 it is not looked at.
        order: the sort.
        place: where to begin.
        size: how many keys at most.
        near: how many rows of `everything` may be looked at.
    """
    matches = matches.filter(order.beyond(place))
    if near:
        edge = _edge(everything, order, place, near)
        within = matches.filter(order.up_to(edge)) if edge else matches
        keys = list(within.order_by(*order.sorted(place.back)).values_list("key", flat=True)[:size])
        if len(keys) == size or not edge:
            return keys
    return _gathered(matches, order, place, size)


def _edge(everything: QuerySet[PublishedDecision], order: Order, place: Cursor, near: int) -> Cursor | None:
    """The place of the row `near` rows further on; None when the list ends before it."""
    rows = everything.filter(order.beyond(place)).order_by(*order.sorted(place.back)).values_list(order.column, "key")
    return next((Cursor(place.back, value, key) for value, key in rows[near : near + 1]), None)


def _gathered(matches: QuerySet[PublishedDecision], order: Order, place: Cursor, size: int) -> list[str]:
    inner, values = matches.order_by().values("key", order.column).query.get_compiler(using=matches.db).as_sql()
    direction = "DESC" if order.descending != place.back else "ASC"
    # OFFSET 0 keeps the planner from merging the two queries: the matches are collected first, then sorted.
    statement = (
        f"SELECT key FROM ({inner} OFFSET 0) matches ORDER BY {order.column} {direction}, key {direction} LIMIT %s"  # noqa: S608 - names of our own
    )
    with by_index(matches.db), connections[matches.db].cursor() as cursor:
        cursor.execute(statement, [*values, size])
        return [key for (key,) in cursor.fetchall()]


@contextmanager
def by_index(alias: str) -> Iterator[None]:
    """A context in which PostgreSQL finds matches through the indexes of words and facets, not by scanning rows.

    The planner does not know that the words of a row are stored compressed outside it (TOAST), and that reading those
    of a thousand rows takes longer than reading the index.
    """
    with transaction.atomic(using=alias, savepoint=False):
        with connections[alias].cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        yield
