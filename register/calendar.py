"""Planned and published decisions as a calendar (iCalendar, RFC 5545), which people subscribe to in their own."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.conf import settings
from icalendar import Calendar, Event

from book.models import Planned, PublishedDecision


def calendar(planned: Iterable[Planned], published: Iterable[PublishedDecision]) -> bytes:
    """The calendar: a planned item on the first day of its month, a published decision on the day it was signed."""
    made = Calendar()
    made.add("prodid", f"-//{settings.BODY_NAME}//decision register//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"Decisions of {settings.BODY_NAME}")
    for item in planned:
        made.add_component(_planned(item))
    for decision in published:
        if decision.decided_on:
            made.add_component(_published(decision, decision.decided_on))
    content: bytes = made.to_ical()
    return content


def _planned(item: Planned) -> Event:
    dropped = item.state == Planned.State.DROPPED
    event = _event(f"planned-{item.pk}", item.expected_on, item.changed_at)
    event.add("summary", f"{'Dropped' if dropped else 'Expected this month'}: {item.title}")
    event.add("description", "\n".join(filter(None, (f"To be decided by: {item.office}", item.note))))
    event.add("url", f"{settings.REGISTER_ADDRESS}/forward-plan/")
    # RFC 5545, 3.8.1.11: what was dropped stays in the reader's calendar, struck out.
    event.add("status", "CANCELLED" if dropped else "TENTATIVE")
    return event


def _published(decision: PublishedDecision, on: date) -> Event:
    event = _event(f"decision-{decision.slug}", on, decision.changed_at)
    event.add("summary", f"{decision.reference}: {decision.title or 'content removed'}")
    event.add("url", f"{settings.REGISTER_ADDRESS}/decisions/{decision.slug}/")
    event.add("status", "CONFIRMED")
    return event


def _event(name: str, on: date, changed_at: datetime) -> Event:
    """A day without a time. DTSTAMP is when the item changed, so that the same book gives the same bytes."""
    event = Event()
    host = settings.REGISTER_ADDRESS.partition("://")[2]
    event.add("uid", f"{name}@{host}")
    event.add("dtstamp", changed_at.astimezone(UTC))
    event.add("dtstart", on)
    event.add("transp", "TRANSPARENT")
    return event
