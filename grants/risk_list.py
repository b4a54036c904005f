"""The money at risk as a first page lists it: the biggest sums of the year whose end is nearest."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from figures.dates import format_date
from figures.money import format_money
from grants.year_end import year_end_rows, year_to_close


def at_risk_items(day: date, limit: int) -> list[dict[str, Any]]:
    """Items of a task list: what is at risk on 31 March of each grant's fund, the biggest sum first."""
    year = year_to_close(day)
    rows = [row for row in year_end_rows(year, day) if row.at_risk > Decimal(0)]
    return [
        {
            "title": f"{format_money(row.at_risk)} of {row.tranche.grant.code} {row.tranche.grant.title}",
            "href": reverse("year_closing", args=[year.slug, row.tranche.grant_id]),
            "hint": f"{row.tranche.fund.name}, by {format_date(year.ends_on)}. {row.remedies()[0].words}.",
            "tag": "Lost" if day > year.ends_on else "At risk",
            "colour": "red" if day > year.ends_on else "orange",
        }
        for row in rows[:limit]
    ]
