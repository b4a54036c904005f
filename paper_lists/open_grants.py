"""The grants that somebody who leaves looks after, for whoever closes their account."""

from django.urls import reverse

from accounts.models import Person
from accounts.open_work import OpenWork
from grants.models import Grant


def open_grants(person: Person) -> list[OpenWork]:
    """The person's grants, each with the page that gives them to a colleague."""
    address = reverse("desk:grants_of_person", args=[person.pk])
    return [OpenWork(str(grant), address) for grant in Grant.objects.owned_by(person).order_by("pk")]
