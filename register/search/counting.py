"""Counting what a list matches: never more than a thousand and one, however many there are."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from book.models import FacetCount, PublishedDecision
from http_cache.book_version import book_version

#: Beyond it, a list says "more than 1,000".
MOST_COUNTED = 1_000

# Matches are read once: for their rows or their number, and for the facets that they carry.
_READ = "WITH matches AS MATERIALIZED ({matches}) SELECT {columns} FROM matches UNION ALL {facets}"
_FACETS = """
    SELECT facet, count(*){more} FROM matches CROSS JOIN unnest(facets) facet
    WHERE starts_with(facet, %s) GROUP BY facet
"""


@dataclass(frozen=True, slots=True)
class Count:
    """How many; `capped` when there may be more. None: not counted, there may be some."""

    number: int | None
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """How many matches there are, and how many of those that were read carry each facet."""

    count: Count
    facets: dict[str, Count] = field(default_factory=dict)


def stored_counts() -> dict[str, int]:
    """Number of decisions by facet without any filter, as publication stores it."""
    return book_version.remembered(
        "facets", lambda: dict(FacetCount.objects.filter(count__gt=0).values_list("facet", "count"))
    )


def number_of_listed() -> int:
    """How many decisions a list without any filter shows."""
    counts = stored_counts()
    return counts.get("force:yes", 0) + counts.get("force:no", 0)


def count_matches(matches: QuerySet[PublishedDecision], *, facet: str = "") -> Counted:
    """Count matches and their facets.

    Args:
        matches: the decisions.
        facet: the name of the only facet whose values are wanted; all when empty.
    """
    # The total is the row with the empty name, which no facet has.
    rows = _read_matches(matches.values("facets"), "'', count(*)", "", f"{facet}:" if facet else "")
    numbers = dict(rows)
    return _counted(numbers.pop("", 0), numbers)


def rank_matches(matches: QuerySet[Any]) -> tuple[list[tuple[str, float, date]], Counted]:
    """Up to a thousand and one matches as key, rank and day, in no order, and their numbers.

    Args:
        matches: the decisions, with their `rank` annotated.
    """
    rows = _read_matches(matches.values("key", "rank", "sorted_on", "facets"), "key, rank, sorted_on", ", NULL", "")
    ranked = [row for row in rows if row[2]]
    return ranked, _counted(len(ranked), {facet: int(number) for facet, number, day in rows if not day})


def _read_matches(matches: QuerySet[Any], columns: str, more: str, prefix: str) -> list[Any]:
    """The columns of at most 1,001 matches, then a row for each facet: its name and how many of them carry it."""
    try:
        first = matches.order_by()[: MOST_COUNTED + 1]
        inner, values = first.query.get_compiler(using=matches.db).as_sql()
    except EmptyResultSet:  # Django raises it for a query that can match no row
        return []
    with connections[matches.db].cursor() as cursor:
        cursor.execute(
            _READ.format(matches=inner, columns=columns, facets=_FACETS.format(more=more)), [*values, prefix]
        )
        return cursor.fetchall()


def _counted(number: int, facets: dict[str, int]) -> Counted:
    capped = number > MOST_COUNTED
    spread = {facet: Count(min(count, MOST_COUNTED), capped) for facet, count in facets.items()}
    return Counted(Count(min(number, MOST_COUNTED), capped), spread)
