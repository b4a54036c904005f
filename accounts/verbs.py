"""The changes to people and offices that nobody makes alone; config/proposals.py registers them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.actions import holdings, people
from accounts.models import Holding, Person, Proposal
from accounts.offices import Office
from accounts.proposals.registry import Addressee, Verb
from audit.models import Event
from components.refusals import NotAllowed
from figures.dates import format_moment
from figures.text import as_it_looks

_ADMINISTRATORS = frozenset({Office.ADMINISTRATOR})


def _concerned(proposal: Proposal) -> list[Addressee]:
    """The person, at the address they have at that moment, and whoever is called alike and might be meant."""
    person = Person.objects.get(pk=proposal.number_of("person"))
    return [(somebody.email, somebody.name) for somebody in (person, *_called_alike(person, proposal))]


def _called_alike(person: Person, proposal: Proposal) -> list[Person]:
    """Everybody else with an open account whose name looks like this person's, or like the one that is proposed."""
    looks = {as_it_looks(name) for name in (person.name, proposal.arguments.get("name", person.name))}
    others = Person.objects.filter(is_active=True).exclude(pk=person.pk).order_by("pk")
    return [other for other in others if as_it_looks(other.name) in looks]


def _links(proposal: Proposal) -> list[tuple[str, str]]:
    return [("The person’s page", reverse("person_page", args=[proposal.number_of("person")]))]


def _account(proposal: Proposal, person: Person, at: datetime) -> list[tuple[str, str]]:
    """Whose account it is: who made it, whether it was used, and who is called alike. A name alone proves nothing."""
    about = Person.objects.get(pk=proposal.number_of("person"))
    events = Event.objects.filter(subject=proposal.subject)
    made = events.filter(verb="create person").first()
    maker = made.actor_name if made else "the server’s operator"
    itself = ", who proposes this" if made and made.actor_id == proposal.proposed_by_id else ""
    lines = [
        f"{about.name}{f', {about.job_title}' if about.job_title else ''} ({about.email})",
        f"Made on {format_moment(about.created_at)} by {maker}{itself}.",
        "They have signed in." if events.filter(verb="sign in").exists() else "Nobody has signed in with it yet.",
    ]
    lines += [f"Called alike: {other.name} ({other.email})." for other in _called_alike(about, proposal)]
    return [("Whose account it is", "\n".join(lines))]


def _check_no_maker(proposal: Proposal, person: Person, at: datetime) -> None:
    """Refuse who made the account, as long as no second administrator has agreed to an office of it.

    The lender chooses a colleague by name: whoever makes an account called the same would else be the only one to look.
    """
    creations = Event.objects.filter(verb="create person", subject=proposal.subject, actor_id=person.pk)
    agreed_holdings = Holding.objects.filter(person=proposal.number_of("person"), confirmed_by__isnull=False)
    if person.pk == proposal.proposed_by_id or not creations.exists():
        return
    if not agreed_holdings.exclude(delegated_by__isnull=False, confirmed_by=person).exists():
        raise NotAllowed(
            "You made this account, and nobody else has agreed to an office of it yet. Another must confirm."
        )


def _verb(name: str, label: str, perform: Callable[[Proposal, datetime], None], **options: Any) -> Verb:
    return Verb(
        name=name,
        label=label,
        proposers=_ADMINISTRATORS,
        confirmers=_ADMINISTRATORS,
        perform=perform,
        concerned=_concerned,
        links=_links,
        texts=_account,
        **options,
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
        check=_check_no_maker,
        dropped=holdings.office_not_given,
        anybody_proposes=True,
    ),
)
