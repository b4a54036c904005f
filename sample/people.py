"""The trial people: one or two for each office, all invented."""

from datetime import datetime, timedelta

from accounts.actions import confirm_office, create_administrators, create_person, give_office
from accounts.models import Person
from accounts.offices import Office, body_offices
from accounts.proof import Proof
from figures.dates import london_day
from sample.papers import FOLDER

#: Key, name, office, job title where it is not the office; the e-mail address is the key at example.org.
_PEOPLE: tuple[tuple[str, str, Office, str], ...] = (
    ("fatima", "Fatima Rahman", Office.ORIGINATOR, "Senior finance officer"),
    ("felix", "Felix Okoro", Office.ORIGINATOR, "Finance officer"),
    ("anna", "Anna Lindqvist", Office.ADVISER, "Legal adviser"),
    ("dev", "Dev Patel", Office.CHECKER, "Governance manager"),
    ("dora", "Dora Mensah", Office.CHECKER, "Governance officer"),
    ("clare", "Clare Whitfield", Office.ENDORSER, ""),
    ("cora", "Cora Llewellyn", Office.CHIEF_FINANCE_OFFICER, ""),
    ("mo", "Mo Farrant", Office.MONITORING_OFFICER, ""),
    ("kaya", "Kaya Adebayo", Office.DECIDER, ""),
    ("callum", "Callum Reid", Office.CHIEF_CONSTABLE, ""),
    ("petra", "Petra Novak", Office.PUBLISHER, ""),
    ("olu", "Olu Bright", Office.AUDITOR, "Internal auditor"),
)
#: Those whose office the body has: key, name, job title, office.
TRIAL_PEOPLE: tuple[tuple[str, str, str, Office], ...] = tuple(
    (key, name, title if title and FOLDER.name != "any_body" else office.label, office)
    for key, name, office, title in _PEOPLE
    if office in body_offices()
)
ADMINISTRATORS = (("ada", "Ada Brooks"), ("amir", "Amir Haddad"))


def make_trial_people(*, password: str, at: datetime) -> dict[str, Person]:
    """Make the trial people with offices held since before the earlier grants; by key ("fatima", "kaya", …)."""
    since = at - timedelta(days=820)
    first, second = (
        {"email": f"{key}@example.org", "name": name, "password": password} for key, name in ADMINISTRATORS
    )
    ada, amir = create_administrators(first=first, second=second, at=since, is_trial=True)
    people = {"ada": ada, "amir": amir}
    for key, name, job_title, office in TRIAL_PEOPLE:
        person = create_person(
            email=f"{key}@example.org",
            name=name,
            job_title=job_title,
            by=ada,
            at=since,
            is_trial=True,
            password=password,
        )
        holding = give_office(person=person, office=office, from_on=london_day(since), by=ada, at=since)
        confirm_office(holding=holding, by=amir, at=since, proof=Proof("password"))
        people[key] = Person.objects.get(pk=person.pk)
    return people
