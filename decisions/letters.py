"""Letters about papers: whom a paper waits for now is told, by the queue that the worker sends after the commit."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import Holding
from accounts.offices import Office
from decisions.models import Decision, Status
from figures.dates import format_date, london_day
from mail import actions as letters

#: Whose turn it is, and what is asked of them.
_NEXT = {
    Status.SUBMITTED: (Office.DMPC_STAFF, "be checked"),
    Status.CHECKED: (Office.CHIEF_EXECUTIVE, "be endorsed"),
    Status.ENDORSED: (Office.DEPUTY_MAYOR, "be decided"),
    Status.APPROVED: (Office.DMPC_STAFF, "be published"),
    Status.REFUSED: (Office.DMPC_STAFF, "be published"),
}


def tell_whose_turn_it_is(paper: Decision, *, at: datetime) -> None:
    """Write to whoever holds the office that a paper now waits for; to its author when it was sent back.

    A letter names the reference and the day, and nothing of what the paper says.
    """
    if paper.status == Status.DRAFT:
        people, asked = [paper.created_by], "be changed: it was sent back with a note"
    elif paper.status in _NEXT and not paper.authorised_at:
        office, asked = _NEXT[Status(paper.status)]
        held = Holding.objects.on(london_day(at)).filter(office=office).select_related("person")
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
