"""What is due as a calendar: lists by month for a page, and iCalendar (RFC 5545) for people's own programs.

A calendar at a secret address leaves the desk: it says which grant by its number alone, never by its title, and
of a paper its reference alone.
"""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.models import Person
from components.calendars import CalendarDay, OtherDay, calendar
from figures.dates import MONTHS
from grants.models import Obligation
from grants.obligation_lists import item_of, title_of


def other_days(person: Person, day: date, *, mine: bool) -> list[OtherDay]:
    """What is due beside obligations and a person may read, or what is their own alone, by its day."""
    days: list[OtherDay] = import_string(settings.OTHER_DAYS)(person, day, mine=mine)
    return days


def months(rows: Iterable[Any], others: Iterable[OtherDay], day: date) -> list[dict[str, Any]]:
    """Rows (`grouped`) and what else is due month by month, each with its items."""
    entries = [(row.due_on, item_of(row, day)) for row in rows] + [(other.day.on, other.item) for other in others]
    entries.sort(key=lambda entry: entry[0])
    return [
        {"label": f"{MONTHS[month - 1]} {year}", "slug": f"{year}-{month:02d}", "items": [item for _, item in of]}
        for (year, month), of in groupby(entries, key=lambda entry: (entry[0].year, entry[0].month))
    ]


def feed(rows: Iterable[Obligation], others: Iterable[OtherDay]) -> bytes:
    """Rows with their grants, those that were cancelled among them, and what else is due, as iCalendar."""
    title = f"Due to funders: {settings.BODY_SHORT_NAME}"
    days = [*(_day(row) for row in rows), *(other.day for other in others)]
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
