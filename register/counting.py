"""Counting what a list matches: never more than a thousand and one, however many there are."""

from dataclasses import dataclass, field

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from register.models import Decision

#: Beyond it, a list says "more than 1,000".
MOST_COUNTED = 1_000

# The number stands under the name that no facet has.
_STATEMENT = """
    WITH found AS MATERIALIZED ({matches})
    SELECT '', count(*) FROM found
    UNION ALL
    SELECT facet, count(*) FROM found CROSS JOIN unnest(facets) facet WHERE starts_with(facet, %s) GROUP BY facet
"""


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


def count_matches(matches: QuerySet[Decision], *, facet: str = "", capped: bool = False) -> Counted:
    """Count matches and their facets.

    Args:
        matches: the decisions.
        facet: the name of the only facet whose values are wanted; all when empty.
        capped: whether there are known to be more than these.
    """
    try:
        rows, values = matches.order_by().values("facets")[: MOST_COUNTED + 1].query.sql_with_params()
    except EmptyResultSet:  # what Django says of a question that it knows to have no answer
        return Counted(Count(0))
    with connections[matches.db].cursor() as cursor:
        cursor.execute(_STATEMENT.format(matches=rows), [*values, f"{facet}:" if facet else ""])
        numbers = dict(cursor.fetchall())
    number = numbers.pop("")
    capped = capped or number > MOST_COUNTED
    spread = {name: Count(min(count, MOST_COUNTED), capped) for name, count in numbers.items()}
    return Counted(Count(min(number, MOST_COUNTED), capped), spread)
