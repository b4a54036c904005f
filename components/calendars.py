"""A list of days as a calendar (iCalendar, RFC 5545), which people subscribe to in their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from icalendar import Calendar, Event

MEDIA_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class CalendarDay:
    """Something that falls on a day, without a time.

    `name` makes the identifier (UID), which stays the same when the day moves; `sequence` rises with each change (RFC
    5545, 3.8.7.4). What is "CANCELLED" stays in the reader's calendar, struck out (3.8.1.11).
    """

    name: str
    on: date
    changed_at: datetime
    summary: str
    status: Literal["TENTATIVE", "CONFIRMED", "CANCELLED"]
    url: str
    description: str = ""
    sequence: int | None = None


@dataclass(frozen=True, kw_only=True)
class OtherDay:
    """Something due that comes from elsewhere: a line of a task list, of a table (by column), and of a calendar."""

    item: dict[str, Any]
    cells: dict[str, Any]
    day: CalendarDay


def calendar(title: str, *, owner: str, address: str, days: Iterable[CalendarDay]) -> bytes:
    """A calendar of an owner; `address` is where the service is reached, such as https://register.example."""
    feed = Calendar()
    feed.add("prodid", f"-//{owner}//decision register//EN")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", title)
    host = address.partition("://")[2]
    for day in days:
        feed.add_component(_event(day, host))
    content: bytes = feed.to_ical()
    return content


def _event(day: CalendarDay, host: str) -> Event:
    """A whole day. DTSTAMP is when the item changed, so that the same rows give the same bytes."""
    event = Event()
    event.add("uid", f"{day.name}@{host}")
    event.add("dtstamp", day.changed_at.astimezone(UTC))
    event.add("dtstart", day.on)
    event.add("transp", "TRANSPARENT")
    event.add("summary", day.summary)
    if day.description:
        event.add("description", day.description)
    event.add("url", day.url)
    event.add("status", day.status)
    if day.sequence is not None:
        event.add("sequence", day.sequence)
    return event
