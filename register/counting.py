"""Counting what a list matches: never more than a thousand and one, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from register.models import Decision, FacetCount
from register.serving.version import watch

#: Beyond it, a list says "more than 1,000".
MOST_COUNTED = 1_000

# The number stands under the name that no facet has.
_STATEMENT = """
    WITH found AS MATERIALIZED ({matches})
    SELECT '', count(*) FROM found
    UNION ALL
    SELECT facet, count(*) FROM found CROSS JOIN unnest(facets) facet WHERE starts_with(facet, %s) GROUP BY facet
"""


# One array: a thousand keys as a thousand parameters take longer to write than to look up.
_BY_KEY = "SELECT facets FROM book.decision WHERE key = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Count:
    """How many; `capped` when there may be more. None is "some, perhaps"."""

    number: int | None
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """How many matches there are, and how those that were looked at spread over the facets."""

    count: Count
    facets: dict[str, Count] = field(default_factory=dict)


def kept_counts() -> dict[str, int]:
    """The counts that publication keeps: facet to number, without any filter."""
    return watch.remembered(
        "facets", lambda: dict(FacetCount.objects.filter(count__gt=0).values_list("facet", "count"))
    )


def number_of_listed() -> int:
    """How many decisions a list without any filter shows."""
    kept = kept_counts()
    return kept.get("force:yes", 0) + kept.get("force:no", 0)


def count_matches(matches: QuerySet[Decision], *, facet: str = "") -> Counted:
    """Count matches and their facets.

    Args:
        matches: the decisions.
        facet: the name of the only facet whose values are wanted; all when empty.
    """
    try:
        rows, values = matches.order_by().values("facets")[: MOST_COUNTED + 1].query.sql_with_params()
    except EmptyResultSet:  # what Django says of a question that it knows to have no answer
        return Counted(Count(0))
    return _counted(matches.db, rows, values, facet)


def count_of(keys: Sequence[str], *, capped: bool) -> Counted:
    """Count the facets of the decisions with these keys; `capped` when there are more matches than these."""
    return _counted(Decision.objects.db, _BY_KEY, (list(keys),), "", capped)


def _counted(alias: str, rows: str, values: Sequence[Any], facet: str, capped: bool = False) -> Counted:
    with connections[alias].cursor() as cursor:
        cursor.execute(_STATEMENT.format(matches=rows), [*values, f"{facet}:" if facet else ""])
        numbers = dict(cursor.fetchall())
    number = numbers.pop("")
    capped = capped or number > MOST_COUNTED
    spread = {name: Count(min(count, MOST_COUNTED), capped) for name, count in numbers.items()}
    return Counted(Count(min(number, MOST_COUNTED), capped), spread)
