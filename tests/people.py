"""The people of the tests, made by the accounts' own actions.

`people = make_people()` in any test with a database; or the fixture of the same name from tests/accounts/conftest.py.
"""

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.actions import (
    confirm_office,
    create_administrators,
    create_person,
    end_office,
    give_office,
    propose_end_of_office,
    propose_for_person,
)
from accounts.models import Holding, Person, Proposal
from accounts.offices import Office
from accounts.proof import Proof
from accounts.proposals.actions import confirm
from audit.models import Event
from mail.models import Letter
from tests.database.replays import Replay, are_empty, recorded

#: What whoever confirms something is taken to have given.
PROOF = Proof("password")
#: The day their offices begin, and the moment they were given.
SINCE = date(2018, 1, 1)
MADE_AT = datetime(2018, 1, 1, 9, 0, tzinfo=UTC)


@dataclass
class People:
    """Everybody, by first name."""

    ada: Person
    """Administrator."""
    amir: Person
    """Administrator."""
    fatima: Person
    """Finance officer."""
    felix: Person
    """Another finance officer."""
    abel: Person
    """Adviser."""
    clare: Person
    """Chief Executive."""
    cora: Person
    """Chief Finance Officer."""
    kaya: Person
    """Deputy Mayor for Policing and Crime."""
    dev: Person
    """DMPC staff."""
    dora: Person
    """More DMPC staff."""
    olu: Person
    """Auditor."""
    sam: Person
    """Holds no office."""

    def all(self) -> list[Person]:
        """Everybody in the order above."""
        return [getattr(self, field.name) for field in fields(self)]


_OFFICES = {
    "fatima": ("Fatima Finch", Office.ORIGINATOR, "Senior finance officer"),
    "felix": ("Felix Farrow", Office.ORIGINATOR, "Finance officer"),
    "abel": ("Abel Adeyemi", Office.ADVISER, "Legal adviser"),
    "clare": ("Clare Chamberlain", Office.ENDORSER, "Chief Executive"),
    "cora": ("Cora Croft", Office.CHIEF_FINANCE_OFFICER, "Chief Finance Officer"),
    "kaya": ("Kaya Kent", Office.DECIDER, "Deputy Mayor for Policing and Crime"),
    "dev": ("Dev Desai", Office.CHECKER, "Governance officer"),
    "dora": ("Dora Dunn", Office.CHECKER, "Governance manager"),
    "olu": ("Olu Okafor", Office.AUDITOR, "Internal auditor"),
    "sam": ("Sam Stone", None, ""),
}


#: Where people, their offices and the history of both stand.
_TABLES = (Person, EmailAddress, Holding, Proposal, Event)
#: What was written for each password, kept for the next test of this process.
_replays: dict[str | None, Replay] = {}


def make_people(*, is_trial: bool = True, password: str | None = None) -> People:
    """Make everybody, with confirmed offices since 1 January 2018.

    Trial people need no second factor; without `password` they sign in by `client.force_login` only.
    In a database where nothing happened yet, what the actions wrote is written again (tests/database/replays.py).
    """
    if not is_trial or not are_empty((*_TABLES, Letter)):
        _make(is_trial=is_trial, password=password)
    elif replay := _replays.get(password):
        replay.run()
    else:
        _replays[password] = recorded(lambda: _make(is_trial=True, password=password), Letter)
    by_address = {person.email: person for person in Person.objects.all()}
    return People(**{field.name: by_address[f"{field.name}@example.org"] for field in fields(People)})


def _make(*, is_trial: bool, password: str | None) -> None:
    """Everybody by the accounts' own actions."""
    ada, amir = create_administrators(
        first={"email": "ada@example.org", "name": "Ada Archer"},
        second={"email": "amir@example.org", "name": "Amir Aziz"},
        at=MADE_AT,
        is_trial=is_trial,
    )
    for first_name, (name, office, job_title) in _OFFICES.items():
        person = create_person(
            email=f"{first_name}@example.org",
            name=name,
            job_title=job_title,
            by=ada,
            at=MADE_AT,
            is_trial=is_trial,
        )
        if office:
            holding = give_office(person=person, office=office, from_on=SINCE, by=ada, at=MADE_AT)
            confirm_office(holding=holding, by=amir, at=MADE_AT, proof=PROOF)
    if password:
        # One hash for all: hashing well is slow, and these passwords are no secret.
        Person.objects.update(password=make_password(password))
    # What they were written when they got their offices is no part of any story.
    Letter.objects.all().delete()


#: The password of who is given one; browsers of the tests type it where a page asks for one.
PASSWORD = "a long password for signing"


def with_password(person: Person) -> Person:
    """The person, who from now on can prove at a page who they are."""
    Person.objects.filter(pk=person.pk).update(password=make_password(PASSWORD))
    person.refresh_from_db()
    return person


def confirmed(proposal: Proposal, *, by: Person, at: datetime) -> Proposal:
    """A proposal, confirmed by a second person."""
    return confirm(proposal=proposal, proof=PROOF, by=by, at=at)


def end_together(people: People, holding: Holding, until_on: date, *, at: datetime) -> None:
    """Ada and Amir end somebody's office; of their own two, the other's holder ends it."""
    if holding.person_id in {people.ada.pk, people.amir.pk}:
        end_office(holding=holding, until_on=until_on, by=holding.person, at=at)
        return
    confirmed(propose_end_of_office(holding=holding, until_on=until_on, by=people.ada, at=at), by=people.amir, at=at)


def close_together(people: People, person: Person, *, at: datetime) -> None:
    """Ada and Amir close somebody's account."""
    confirmed(propose_for_person(verb="person.close", person=person, by=people.ada, at=at), by=people.amir, at=at)
