"""Letters about papers: whom a paper waits for now is told, by the queue that the worker sends after the commit."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import Holding
from decisions.models import Decision, Status
from decisions.workflow import next_step, offices_due
from figures.dates import format_date, london_day
from mail import actions as letters


def tell_whose_turn_it_is(paper: Decision, *, at: datetime) -> None:
    """Write to whoever holds the office that a paper now waits for; to its author when it was sent back.

    A letter names the reference and the day, and nothing of what the paper says.
    """
    if paper.status == Status.DRAFT:
        people, asked = [paper.created_by], "be changed: it was sent back with a note"
    elif (step := next_step(paper)) and not paper.authorised_at:
        asked = step.asked
        held = Holding.objects.on(london_day(at)).filter(office__in=offices_due(step, paper)).select_related("person")
        people = list(dict.fromkeys(holding.person for holding in held))
    else:
        return
    needed = f" It is needed by {format_date(paper.needed_by)}." if paper.needed_by else ""
    address = f"{settings.DESK_ADDRESS}{reverse('desk:decision_page', args=[paper.pk])}"
    for person in people:
        letters.write(
            to=person.email,
            subject=f"{paper.reference_words} waits for you",
            body=f"{person.name},\n\n{paper.reference_words} waits to {asked}.{needed}\n\n{address}\n",
            at=at,
        )
