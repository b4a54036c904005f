"""Administrators find the accounts of people who may have left."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.leavers import addresses_in, possible_leavers
from accounts.models import Person
from audit.actions import record
from tests.people import People

pytestmark = pytest.mark.django_db


def sign_in(person: Person, days_ago: int) -> None:
    record(
        verb="sign in", at=timezone.now() - timedelta(days=days_ago), by=person, subject=f"person:{person.pk}",
        sentence=f"{person.name} signed in.", details={"email": person.email},
    )  # fmt: skip


def test_open_accounts_that_nobody_used_for_three_months_come_with_their_offices_first(people: People) -> None:
    for person in people.all():
        if person not in (people.kaya, people.sam, people.felix):
            sign_in(person, days_ago=5)
    sign_in(people.felix, days_ago=91)
    leavers = possible_leavers(at=timezone.now())
    assert [leaver.person for leaver in leavers] == [people.kaya, people.felix, people.sam]
    assert leavers[0].offices == ["Deputy Mayor for Policing and Crime"]
    assert leavers[2].offices == []


def test_addresses_are_found_in_whatever_was_pasted() -> None:
    text = 'Name;Mail\n"Finch, Fatima";<Fatima@Example.org>, abel@example.org.\nno address here @ all'
    assert addresses_in(text) == {"fatima@example.org", "abel@example.org"}


def test_ada_sets_the_accounts_beside_the_directory_and_nothing_is_closed(people: People) -> None:
    for person in people.all():
        sign_in(person, days_ago=1)
    ada = Client()
    ada.force_login(people.ada)
    assert "There is no such account" in ada.get("/desk/people/leavers/").content.decode()
    everybody_but_felix = "\n".join(person.email for person in people.all() if person != people.felix)
    page = ada.post("/desk/people/leavers/", {"staff": everybody_but_felix}).content.decode()
    assert "Felix Farrow" in page
    assert "Not among the addresses" in page
    assert "Fatima Finch" not in page
    assert Person.objects.filter(is_active=False).count() == 0
    refused = ada.post("/desk/people/leavers/", {"staff": "nobody at all"})
    assert (refused.status_code, "no e-mail address" in refused.content.decode()) == (422, True)
    fatima = Client()
    fatima.force_login(people.fatima)
    assert fatima.get("/desk/people/leavers/").status_code == 403
