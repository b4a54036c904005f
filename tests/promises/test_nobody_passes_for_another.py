"""An account that reads like another's, and words agreed to unread: what one administrator once slipped past."""

import unicodedata
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.actions import (
    change_person,
    confirm_office,
    create_person,
    delegate_office,
    end_sessions,
    give_office,
    propose_for_person,
)
from accounts.models import Person, Proposal
from accounts.offices import Office
from accounts.proposals.actions import propose
from components.clock import held_at
from components.refusals import NotAllowed, Refused
from decisions.models import Power, StandingText
from decisions.models.content import Action
from figures.dates import format_date, london_day
from figures.text import as_it_looks, is_mixed, is_name
from mail.models import Letter
from tests.decisions.papers import AT
from tests.people import PROOF, People, confirmed
from wording.actions import propose_end_of_power, propose_power, propose_standing_text

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
        ("kay@example.org", "\u041a\u0430\u0443\u0430 Kent"),
        ("kay@example.org", "Kaya Kent (kaya@example.org)"),
        ("kay@example.org", "Kaya\u034f Kent"),
        ("kay@example.org", "Kaya\ufe0f Kent"),
        ("kay@example.org", "Kaya\u2800 Kent"),
        ("kay@example.org", "\uff2b\uff41\uff59\uff41 Kent"),
        ("kay@example.org", "\U0001d5aa\U0001d5ba\U0001d5d2\U0001d5ba Kent"),
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
    for name in (
        "Łukasz Żak",
        "Sinéad O’Brien",
        "Anne-Marie St. John",
        "Анна Иванова",
        "Ngũgĩ wa Thiong'o",
        "佐藤 さくら",
    ):
        assert is_name(unicodedata.normalize("NFC", name)), name
        assert is_name(unicodedata.normalize("NFD", name)), name


@pytest.mark.parametrize("name", ["KAYA KENT", "Kaya Kent.", "Kay\u00e1 Kent", "Kaya-Kent", "K\u0430ya K\u0435nt"])
def test_names_that_look_alike_are_taken_for_one(name: str) -> None:
    assert as_it_looks(name) == as_it_looks("Kaya Kent")
    assert as_it_looks("Clara I1lingworth") == as_it_looks("Clara Illingworth")
    assert as_it_looks("Kaya Kent") != as_it_looks("Kate Kent")


def test_whoever_is_called_alike_is_told_of_an_office_and_of_a_change_of_name(people: People) -> None:
    twin = create_person(email="twin@example.org", name="Kay\u00e0 Kent", by=people.ada, at=AT)
    give_office(person=twin, office=Office.ORIGINATOR, from_on=london_day(AT), by=people.ada, at=AT)
    assert Letter.objects.filter(to="kaya@example.org", body__contains="(twin@example.org)").count() == 1
    change_person(person=people.sam, email="sam@example.org", name="Kaya Kent", job_title="", by=people.ada, at=AT)
    assert Letter.objects.filter(to="kaya@example.org", body__contains="name from Sam Stone to Kaya Kent").exists()


def test_whoever_confirms_reads_who_made_the_account_and_who_is_called_alike(people: People) -> None:
    twin = create_person(email="ada+dora@example.org", name=people.dora.name, by=people.ada, at=AT)
    give_office(person=twin, office=Office.CHECKER, from_on=london_day(AT), by=people.ada, at=AT)
    proposal = Proposal.objects.get(subject=f"person:{twin.pk}")
    amir = Client()
    amir.force_login(people.amir)
    with held_at(AT):
        page = amir.get(f"/desk/proposals/{proposal.pk}/").content.decode()
    for words in ("by Ada Archer, who proposes this", "Nobody has signed in with it yet", "(dora@example.org)"):
        assert words.replace("Ada Archer", people.ada.name) in page, words


def test_whoever_lends_an_office_reads_whose_address_it_is(people: People) -> None:
    """Two who are called the same stand in the list; one of them an administrator has just made."""
    create_person(email="ada+dora@example.org", name=people.dora.name, by=people.ada, at=AT)
    kaya = Client()
    kaya.force_login(people.kaya)
    with held_at(AT):
        page = kaya.get(f"/desk/people/offices/{people.kaya.holdings.get().pk}/delegate/").content.decode()
    assert "(ada+dora@example.org)" in page
    assert "(dora@example.org)" in page


def test_whoever_is_signed_out_by_somebody_else_is_told(people: People) -> None:
    end_sessions(person=people.amir, by=people.ada, at=AT)
    assert Letter.objects.filter(to="amir@example.org", body__contains="Ada Archer signed you out").count() == 1
    end_sessions(person=people.dev, by=people.dev, at=AT)
    assert not Letter.objects.filter(to="dev@example.org", subject__contains="signed out").exists()


def test_whoever_made_an_account_does_not_confirm_alone_that_an_office_is_lent_to_it(people: People) -> None:
    """One administrator, with an account called like a colleague, would become the Deputy Mayor."""
    twin = create_person(email="ada+dora@example.org", name=people.dora.name, by=people.ada, at=AT)
    day = london_day(AT)
    lent = delegate_office(
        holding=people.kaya.holdings.get(), to=twin, from_on=day, until_on=day, by=people.kaya, at=AT
    )
    with pytest.raises(NotAllowed, match="You made this account"):
        confirm_office(holding=lent, by=people.ada, at=AT, proof=PROOF)
    assert not twin.offices_on(day)
    confirm_office(holding=lent, by=people.amir, at=AT, proof=PROOF)
    assert twin.offices_on(day) == {Office.DECIDER}


def test_an_account_that_another_administrator_has_agreed_to_is_like_any_other(people: People) -> None:
    """Who made an account long ago confirms that an office is lent to it, and lends it their own."""
    nora = create_person(email="nora@example.org", name="Nora New", by=people.ada, at=AT)
    day, lender = london_day(AT), people.kaya.holdings.get()
    first = delegate_office(holding=lender, to=nora, from_on=day, until_on=day, by=people.kaya, at=AT)
    confirm_office(holding=first, by=people.amir, at=AT, proof=PROOF)
    later = day + timedelta(days=7)
    second = delegate_office(holding=lender, to=nora, from_on=later, until_on=later, by=people.kaya, at=AT)
    confirm_office(holding=second, by=people.ada, at=AT, proof=PROOF)
    assert nora.offices_on(later) == {Office.DECIDER}


def test_what_is_agreed_to_is_read_in_one_line_that_nothing_turns_round(people: People) -> None:
    facts = {"email": "dev.d@example.org", "name": people.dev.name}
    title = "Boss\u202e\nNothing else is changed"
    proposal = change_person(person=people.dev, job_title=title, **facts, by=people.ada, at=AT)
    assert proposal is not None
    assert "Boss Nothing else" in proposal.sentence
    assert proposal.arguments["job_title"] == "Boss Nothing else is changed"
    for title in ("Boss\u200b", "Governance officer (dora@example.org)"):
        with pytest.raises(Refused, match="no address and nothing in it that cannot be seen"):
            change_person(person=people.dora, job_title=title, **facts, by=people.ada, at=AT)
    citation = "Scheme\u202e\nalready agreed"
    power = propose_power(
        action=Action.AWARD, citation=citation, from_on=london_day(AT), until_on=None, by=people.ada, at=AT
    )
    assert power.arguments["citation"] == "Scheme already agreed"
    given = propose(
        verb="person.close", subject=f"person:{people.sam.pk}", sentence="Close\u202e\nit.", arguments={},
        by=people.ada, at=AT,
    )  # fmt: skip
    assert given.sentence == "Close it."


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


def test_an_end_that_is_confirmed_when_the_power_has_ended_does_not_bring_it_back(people: People) -> None:
    day, power = london_day(AT), Power.objects.earliest("pk")
    end = propose_end_of_power(power=power, until_on=day + timedelta(days=5), by=people.ada, at=AT)
    confirmed(end, by=people.amir, at=AT)
    power.refresh_from_db()
    sooner = propose_end_of_power(power=power, until_on=day + timedelta(days=3), by=people.ada, at=AT)
    with pytest.raises(Refused, match="add it anew"):
        confirmed(sooner, by=people.amir, at=AT + timedelta(days=6))
    power.refresh_from_db()
    assert power.until_on == day + timedelta(days=5)


def test_ending_a_power_never_lengthens_it(people: People) -> None:
    """One administrator once proposed to “end” a power, and another confirmed that it lasted 170 years longer."""
    day = london_day(AT)
    power = Power.objects.earliest("pk")
    soon, later = day + timedelta(days=30), day + timedelta(days=60)
    confirmed(propose_end_of_power(power=power, until_on=soon, by=people.ada, at=AT), by=people.amir, at=AT)
    power.refresh_from_db()
    assert power.until_on == soon
    for until_on in (soon, later):
        with pytest.raises(Refused, match="add it anew"):
            propose_end_of_power(power=power, until_on=until_on, by=people.ada, at=AT)
    sooner = propose_end_of_power(power=power, until_on=day, by=people.ada, at=AT)
    amir = Client()
    amir.force_login(people.amir)
    with held_at(AT):
        page = amir.get(f"/desk/proposals/{sooner.pk}/").content.decode()
    assert f"to {format_date(soon)}" in page
