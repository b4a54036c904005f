"""A grant has somebody who looks after it, and is given to a colleague."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from components.refusals import NotAllowed, Refused
from grants.actions import give_grants
from grants.models import Grant
from mail.models import Letter
from tests.grants.making import AT, make_grant
from tests.people import People

As = Callable[[Person], Client]


def test_a_leavers_grants_are_listed_and_given_to_a_colleague(people: People, signed_in: As):
    first, second = (make_grant(people.fatima, title=title) for title in ("Online team", "Second team"))
    give = reverse("desk:grants_of_person", args=[people.fatima.pk])
    close = reverse("person_deed", args=[people.fatima.pk, "close"])
    assert f'<a class="govuk-link" href="{give}">{first}</a>' in signed_in(people.ada).get(close).content.decode()
    one_ticked = signed_in(people.felix).get(f"{give}?grant={second.pk}").content.decode()
    assert one_ticked.count(" checked") == 1
    assert f"{people.dev.name} ({people.dev.email})" in one_ticked, "two may be called the same"
    nobody = signed_in(people.ada).post(give, {"grants": [first.pk], "to": ""})
    assert nobody.status_code == 422
    assert "Choose a colleague." in nobody.content.decode()
    signed_in(people.ada).post(give, {"grants": [first.pk], "to": people.felix.pk})
    assert [Grant.objects.get(pk=grant.pk).owner for grant in (first, second)] == [people.felix, people.fatima]
    assert first.code in Letter.objects.get(to=people.felix.email).body
    page = signed_in(people.fatima).get(reverse("grant_page", args=[first.pk])).content.decode()
    assert "Felix Farrow" in page
    assert f"{reverse('desk:grants_of_person', args=[people.felix.pk])}?grant={first.pk}" in page


def test_grants_are_given_by_and_to_those_who_enter_grants(people: People, signed_in: As):
    grant = make_grant(people.fatima)
    with pytest.raises(NotAllowed, match="To give grants to a colleague"):
        give_grants(grants=[grant.pk], owner=people.fatima, to=people.felix, by=people.clare, at=AT)
    people.dora.is_active = False
    for to in (people.kaya, people.fatima, people.dora):
        with pytest.raises(Refused, match="cannot look after these grants"):
            give_grants(grants=[grant.pk], owner=people.fatima, to=to, by=people.dev, at=AT)
    with pytest.raises(Refused, match="Choose at least one grant"):
        give_grants(grants=[grant.pk], owner=people.dev, to=people.felix, by=people.dev, at=AT)
    refused = signed_in(people.clare).get(reverse("desk:grants_of_person", args=[people.fatima.pk]))
    assert refused.status_code == 403
