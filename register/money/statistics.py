"""How many decisions were signed, how fast they were published and what they approved, counted in the book."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connections

from http_cache.book_version import book_version

_YEARS = """
    SELECT extract(year FROM d.decided_on)::integer, count(*), count(*) FILTER (WHERE d.late),
           count(*) FILTER (WHERE d.deferred), count(*) FILTER (WHERE 'urgent:yes' = ANY (d.facets)),
           percentile_disc(0.5) WITHIN GROUP (ORDER BY d.days_to_publish),
           percentile_disc(0.9) WITHIN GROUP (ORDER BY d.days_to_publish), count(d.days_to_publish)
    FROM book.decision d WHERE d.decided_on IS NOT NULL AND d.status <> 'withdrawn'
    GROUP BY 1 ORDER BY 1 DESC
"""
_MONTHS = """
    WITH dated AS (
        SELECT date_trunc('month', d.decided_on)::timestamp AS month, count(*) AS decisions FROM book.decision d
        WHERE d.status <> 'withdrawn' AND d.decided_on IS NOT NULL GROUP BY 1
    ), ends AS (
        SELECT greatest(min(month), max(month) - interval '23 months') AS oldest, max(month) AS newest FROM dated
    )
    SELECT every.month::date, coalesce(dated.decisions, 0)
    FROM ends CROSS JOIN generate_series(ends.oldest, ends.newest, interval '1 month') AS every (month)
    LEFT JOIN dated ON dated.month = every.month
    ORDER BY 1 DESC
"""
_UNDATED = "SELECT count(*) FROM book.decision d WHERE d.status <> 'withdrawn' AND d.decided_on IS NULL"
_APPROVED = """
    SELECT extract(year FROM d.decided_on)::integer, r.action, sum(r.amount)
    FROM book.decision d JOIN book.recommendation r ON r.key = d.key
    WHERE d.counted AND d.decided_on IS NOT NULL AND r.amount IS NOT NULL
    GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Year:
    """One calendar year of decisions. Days are calendar days from signature to publication; None when none are known.

    `slowest` is the number of days within which nine in ten were published. `approved` holds pounds by action.
    """

    year: int
    decisions: int
    late: int
    deferred: int
    urgent: int
    median: int | None
    slowest: int | None
    timed: int
    approved: dict[str, Decimal]


def years() -> list[Year]:
    """Every calendar year with a dated decision, the newest first."""
    return book_version.remembered("statistics by year", _years)


def months() -> list[tuple[date, int]]:
    """Decisions a month over the two years up to the newest decision: first day of the month, number.

    Months without a decision are included as 0, so that neighbouring columns of the chart are consecutive months.
    """
    return book_version.remembered("statistics by month", lambda: _rows(_MONTHS))


def undated() -> int:
    """How many decisions state no date of signing, so that no year and no month counts them or their value."""
    return book_version.remembered("statistics without a date", lambda: int(_rows(_UNDATED)[0][0]))


def _years() -> list[Year]:
    approved: dict[int, dict[str, Decimal]] = {}
    for year, action, amount in _rows(_APPROVED):
        approved.setdefault(year, {})[action] = amount
    rows = _rows(_YEARS)
    return [Year(*(*row, approved.get(row[0], {}))) for row in rows]


def _rows(query: str) -> list[Any]:
    with connections["book"].cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())
