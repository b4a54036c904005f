"""Two of DMPC staff, named by one administrator and confirmed by the other: `register-manage shell < FILE`."""

from django.utils import timezone

from accounts.actions.holdings import confirm_office, give_office
from accounts.actions.people import create_person
from accounts.models import Person
from accounts.proof import Proof
from figures.dates import london_day

ada, amir = (Person.objects.get(email=f"{name}@example.org") for name in ("ada", "amir"))
for name in ("Dora Dunn", "Dev Desai"):
    now = timezone.now()
    person = create_person(email=f"{name.split()[0].lower()}@example.org", name=name, by=ada, at=now)
    holding = give_office(person=person, office="checker", from_on=london_day(now), by=ada, at=now)
    confirm_office(holding=holding, proof=Proof("password"), by=amir, at=timezone.now())
