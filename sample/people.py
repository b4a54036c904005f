"""The trial people: one or two for each office, all invented."""

from datetime import datetime, timedelta

from accounts.actions import confirm_office, create_administrators, create_person, give_office
from accounts.models import Person
from accounts.offices import Office
from accounts.proof import Proof
from figures.dates import london_day

#: Key, name, job title, offices; the e-mail address is the key at example.org.
TRIAL_PEOPLE: tuple[tuple[str, str, str, Office], ...] = (
    ("fatima", "Fatima Rahman", "Senior finance officer", Office.FINANCE_OFFICER),
    ("felix", "Felix Okoro", "Finance officer", Office.FINANCE_OFFICER),
    ("anna", "Anna Lindqvist", "Legal adviser", Office.ADVISER),
    ("dev", "Dev Patel", "Governance manager", Office.DMPC_STAFF),
    ("dora", "Dora Mensah", "Governance officer", Office.DMPC_STAFF),
    ("clare", "Clare Whitfield", "Chief Executive", Office.CHIEF_EXECUTIVE),
    ("kaya", "Kaya Adebayo", "Deputy Mayor for Policing and Crime", Office.DEPUTY_MAYOR),
    ("olu", "Olu Bright", "Internal auditor", Office.AUDITOR),
)
ADMINISTRATORS = (("ada", "Ada Brooks"), ("amir", "Amir Haddad"))


def make_trial_people(*, password: str, at: datetime) -> dict[str, Person]:
    """Make the trial people with confirmed offices held for two years; by key ("fatima", "kaya", …)."""
    since = at - timedelta(days=730)
    first, second = (
        {"email": f"{key}@example.org", "name": name, "password": password} for key, name in ADMINISTRATORS
    )
    ada, amir = create_administrators(first=first, second=second, at=since, is_trial=True)
    made = {"ada": ada, "amir": amir}
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
        made[key] = Person.objects.get(pk=person.pk)
    return made
