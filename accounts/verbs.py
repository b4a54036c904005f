"""The changes to people and offices that nobody makes alone; config/proposals.py registers them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.actions import holdings, people
from accounts.models import Person, Proposal
from accounts.offices import Office
from accounts.proposals.registry import Addressee, Verb

_ADMINISTRATORS = frozenset({Office.ADMINISTRATOR})


def _concerned(proposal: Proposal) -> list[Addressee]:
    """The person, at the address they have at that moment, and whoever is called the same and might be meant."""
    person = Person.objects.get(pk=_person_id(proposal))
    namesakes = Person.objects.filter(name__iexact=person.name, is_active=True).exclude(pk=person.pk).order_by("pk")
    return [(somebody.email, somebody.name) for somebody in (person, *namesakes)]


def _links(proposal: Proposal) -> list[tuple[str, str]]:
    return [("The person’s page", reverse("person_page", args=[_person_id(proposal)]))]


def _person_id(proposal: Proposal) -> int:
    return int(proposal.subject.removeprefix("person:"))


def _verb(name: str, label: str, perform: Callable[[Proposal, datetime], None], **more: Any) -> Verb:
    return Verb(
        name=name,
        label=label,
        proposers=_ADMINISTRATORS,
        confirmers=_ADMINISTRATORS,
        perform=perform,
        concerned=_concerned,
        links=_links,
        **more,
    )


VERBS = (
    _verb("person.change", "Change a name, a job title or an address", people.confirmed_change),
    _verb("person.remove_factor", "Remove a second factor", people.confirmed_removal_of_factor),
    _verb("person.unlink", "Remove the link to the organisation’s account", people.confirmed_unlinking),
    _verb("person.invite", "Send a new link to set a password", people.confirmed_invitation),
    _verb("person.close", "Close an account", people.confirmed_closing),
    _verb("person.reopen", "Open an account again", people.confirmed_reopening),
    _verb("office.give", "Give an office", holdings.confirmed_office, dropped=holdings.office_not_given),
    _verb("office.end", "End an office", holdings.confirmed_end),
    _verb(
        "office.delegate",
        "Let somebody stand in",
        holdings.confirmed_office,
        dropped=holdings.office_not_given,
        anybody_proposes=True,
    ),
)
