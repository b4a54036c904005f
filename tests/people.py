"""The people of the tests, made by the accounts' own actions.

`people = make_people()` in any test with a database; or the fixture of the same name from tests/accounts/conftest.py.
"""

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime

from django.contrib.auth.hashers import make_password

from accounts.actions import confirm_office, create_administrators, create_person, give_office
from accounts.models import Person
from accounts.offices import Office

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
    "kaya": ("Kaya Kent", Office.DECIDER, "Deputy Mayor for Policing and Crime"),
    "dev": ("Dev Desai", Office.CHECKER, "Governance officer"),
    "dora": ("Dora Dunn", Office.CHECKER, "Governance manager"),
    "olu": ("Olu Okafor", Office.AUDITOR, "Internal auditor"),
    "sam": ("Sam Stone", None, ""),
}


def make_people(*, is_trial: bool = True, password: str | None = None) -> People:
    """Make everybody, with confirmed offices since 1 January 2018.

    Trial people need no second factor; without `password` they sign in by `client.force_login` only.
    """
    ada, amir = create_administrators(
        first={"email": "ada@example.org", "name": "Ada Archer"},
        second={"email": "amir@example.org", "name": "Amir Aziz"},
        at=MADE_AT,
        is_trial=is_trial,
    )
    made: dict[str, Person] = {}
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
            confirm_office(holding=holding, by=amir, at=MADE_AT)
        made[first_name] = person
    if password:
        # One hash for all: hashing well is slow, and these passwords are no secret.
        Person.objects.update(password=make_password(password))
    for person in (ada, amir, *made.values()):
        person.refresh_from_db()
    return People(ada=ada, amir=amir, **made)
