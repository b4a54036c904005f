"""Planned and published decisions as a calendar, which people subscribe to in their own."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext

from book.models import Planned, PublishedDecision
from components import calendars
from components.calendars import CalendarDay
from languages.texts import body_name, in_every_language


def calendar(planned: Iterable[Planned], published: Iterable[PublishedDecision]) -> bytes:
    """The calendar: a planned item on the first day of its month, a published decision on the day it was signed."""
    days = [_planned(item) for item in planned]
    for decision in published:
        if decision.decided_on:
            summary = f"{decision.reference}: {decision.title or in_every_language(lambda: gettext('content removed'))}"
            days.append(
                CalendarDay(
                    name=f"decision-{decision.slug}",
                    on=decision.decided_on,
                    changed_at=decision.changed_at,
                    summary=summary,
                    status="CONFIRMED",
                    url=f"{settings.REGISTER_ADDRESS}/decisions/{decision.slug}/",
                )
            )
    title = in_every_language(lambda: gettext("Decisions of %(body)s") % {"body": body_name()})
    return calendars.calendar(title, owner=settings.BODY_NAME, address=settings.REGISTER_ADDRESS, days=days)


def _planned(item: Planned) -> CalendarDay:
    dropped = item.state == Planned.State.DROPPED
    stands = in_every_language(lambda: gettext("Dropped") if dropped else gettext("Expected this month"))
    decider = in_every_language(lambda: gettext("To be decided by"))
    return CalendarDay(
        name=f"planned-{item.pk}",
        on=item.expected_on,
        changed_at=item.changed_at,
        summary=f"{stands}: {item.title}",
        description="\n".join(filter(None, (f"{decider}: {item.office}", item.note))),
        url=f"{settings.REGISTER_ADDRESS}/forward-plan/",
        status="CANCELLED" if dropped else "TENTATIVE",
    )
