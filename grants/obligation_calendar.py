"""What is due as a calendar: lists by month for a page, and iCalendar (RFC 5545) for people's own programs.

A calendar at a secret address leaves the desk: it says which grant by its number alone, never by its title, and
nothing of any paper.
"""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse

from components.calendars import CalendarDay, calendar
from figures.dates import MONTHS
from grants.models import Obligation
from grants.obligation_lists import item_of, title_of


def months(rows: Iterable[Any], day: date) -> list[dict[str, Any]]:
    """Rows (`grouped`, ordered by their days) month by month, each with its items."""
    return [
        {
            "label": f"{MONTHS[month - 1]} {year}",
            "slug": f"{year}-{month:02d}",
            "items": [item_of(row, day) for row in of],
        }
        for (year, month), of in groupby(rows, key=lambda row: (row.due_on.year, row.due_on.month))
    ]


def feed(rows: Iterable[Obligation]) -> bytes:
    """Rows with their grants, those that were cancelled among them, as iCalendar."""
    title = f"Due to funders: {settings.BODY_SHORT_NAME}"
    days = (_day(row) for row in rows)
    return calendar(title, owner=settings.BODY_NAME, address=settings.REGISTER_ADDRESS, days=days)


def _day(row: Obligation) -> CalendarDay:
    return CalendarDay(
        name=f"obligation-{row.pk}",
        on=row.due_on,
        changed_at=row.changed_at,
        summary=f"Due: {title_of(row)}, {row.grant.code}",
        status="CANCELLED" if row.cancelled_at else "CONFIRMED",
        url=settings.DESK_ADDRESS + reverse("obligation_page", args=[row.pk]),
        sequence=row.sequence,
    )
