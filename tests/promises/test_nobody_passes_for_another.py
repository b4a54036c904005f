"""An account that reads like another's, and words agreed to unread: what one administrator once slipped past."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.actions import change_person, create_person, give_office, propose_for_person
from accounts.models import Person, Proposal
from accounts.offices import Office
from components.clock import held_at
from components.refusals import Refused
from decisions.models import StandingText
from decisions.models.content import Action
from figures.dates import london_day
from figures.text import is_mixed
from mail.models import Letter
from tests.decisions.papers import AT
from tests.people import People
from wording.actions import propose_power, propose_standing_text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("kaya@\u0435xample.org", "Kay Example"),
        ("kaya@ex\u00e4mple.org", "Kay Example"),
        ("k\u0131aya@example.org", "Kay Example"),
        ('"kaya@example.org"@elsewhere.example', "Kay Example"),
        ("kay@example.org", "K\u0430ya Example"),
        ("kay@example.org", "Kaya \u0391dams"),
    ],
)
def test_no_account_is_made_with_an_address_or_name_of_letters_that_look_like_others(
    people: People, email: str, name: str
) -> None:
    with pytest.raises(Refused, match=r"plain Latin letters|two alphabets"):
        create_person(email=email, name=name, by=people.ada, at=AT)
    with pytest.raises(Refused, match=r"plain Latin letters|two alphabets"):
        change_person(person=people.sam, email=email, name=name, job_title="", by=people.ada, at=AT)


@pytest.mark.parametrize(
    ("command", "arguments"),
    [("changepassword", ["kaya@example.org"]), ("createsuperuser", ["--email", "x@example.org", "--noinput"])],
)
def test_no_command_of_djangos_makes_whoever_is_at_the_machine_another_person(
    people: People, command: str, arguments: list[str]
) -> None:
    before = list(Person.objects.order_by("pk").values_list("email", "password"))
    with pytest.raises(CommandError, match=r"Nobody (sets a password for somebody else|may do everything here)"):
        call_command(command, *arguments)
    assert list(Person.objects.order_by("pk").values_list("email", "password")) == before


def test_names_of_one_alphabet_are_names() -> None:
    for name in ("Łukasz", "O’Brien", "Müller-Lüdenscheidt", "Анна", "Ngũgĩ", "佐藤", "D’Arcy3"):
        assert not is_mixed(name), name


def test_whoever_confirms_reads_the_address_and_who_is_called_the_same_is_told(people: People) -> None:
    twin = create_person(email="twin@example.org", name=people.kaya.name, by=people.ada, at=AT)
    give_office(person=twin, office=Office.DECIDER, from_on=london_day(AT), by=people.ada, at=AT)
    proposal = Proposal.objects.get(subject=f"person:{twin.pk}")
    assert f"Give {people.kaya.name} (twin@example.org) the office" in proposal.sentence
    assert Letter.objects.filter(to="kaya@example.org", body__contains="(twin@example.org)").exists()
    for verb in ("person.close", "person.invite"):
        sentence = propose_for_person(verb=verb, person=people.kaya, by=people.ada, at=AT).sentence
        assert "kaya@example.org" in sentence, sentence


def test_whoever_confirms_new_words_or_a_power_reads_all_of_it(people: People) -> None:
    day = london_day(AT)
    before = StandingText.objects.on(day)["interests"]
    facts: dict[str, Any] = {"heading": "Deferral", "text": "Nothing is declared.", "from_on": day}
    text = propose_standing_text(key="interests", **facts, by=people.ada, at=AT)
    power = propose_power(
        action=Action.AWARD,
        citation="Scheme, 4.8",
        from_on=day,
        until_on=day + timedelta(days=400),
        by=people.ada,
        at=AT,
    )
    amir = Client()
    amir.force_login(people.amir)
    with held_at(AT):
        page = amir.get(f"/desk/proposals/{text.pk}/").content.decode()
        for words in ("interests", before.text.split(".")[0], "Deferral", "Nothing is declared."):
            assert words in page, words
        page = amir.get(f"/desk/proposals/{power.pk}/").content.decode()
        for words in (Action.AWARD.label, "Scheme, 4.8", str((day + timedelta(days=400)).year)):
            assert str(words) in page, words
