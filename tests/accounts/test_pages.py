"""Pages of people at the desk, as the people who use them."""

import pytest
from django.core import mail
from django.test import Client

from accounts.models import Holding, Person, Proposal
from audit.models import Event
from tests.people import People, make_people

PASSWORD = "correct horse battery staple"


@pytest.fixture
def people(db: None) -> People:
    return make_people(password=PASSWORD)


def as_person(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


PROVED = {"password": PASSWORD}
FIRST_DAY = {"from_on_day": "1", "from_on_month": "3", "from_on_year": "2020", "reason": "She began then."}


def proposal_at(**fields: str | None) -> str:
    """The address of the one proposal like this."""
    return f"/desk/proposals/{Proposal.objects.get(**fields).pk}/"


def test_two_administrators_bring_somebody_into_office(people: People) -> None:
    ada, amir = as_person(people.ada), as_person(people.amir)
    account = {"name": "Nora New", "email": "Nora@Example.org", "job_title": "Analyst"}
    unproved = ada.post("/desk/people/add/", account)
    assert unproved.status_code == 422
    assert unproved.context["form"].errors.keys() == {"password"}
    assert not Person.objects.filter(email="nora@example.org").exists()
    added = ada.post("/desk/people/add/", account | PROVED)
    nora = Person.objects.get(email="nora@example.org")
    assert added.headers["Location"] == f"/desk/people/{nora.pk}/"
    assert [letter.to for letter in mail.outbox] == [["nora@example.org"]]
    office = {"office": "originator"} | FIRST_DAY
    assert ada.post(f"/desk/people/{nora.pk}/office/", office).status_code == 422, "nobody proved who they are"
    assert not Holding.objects.filter(person=nora).exists()
    assert ada.post(f"/desk/people/{nora.pk}/office/", office | PROVED).status_code == 302
    holding, at = Holding.objects.get(person=nora), proposal_at(subject=f"person:{nora.pk}")
    assert "You proposed this yourself" in ada.post(at, PROVED).content.decode()
    assert "This is not your password" in amir.post(at, {"password": "wrong"}).content.decode()
    assert amir.post(at, PROVED).status_code == 302
    holding.refresh_from_db()
    assert holding.confirmed_by == people.amir


def test_confirming_is_offered_to_the_other_administrator_alone(people: People) -> None:
    as_person(people.ada).post(f"/desk/people/{people.sam.pk}/office/", {"office": "auditor"} | FIRST_DAY | PROVED)
    at = proposal_at(subject=f"person:{people.sam.pk}", confirmed_at=None)
    for path in ("/desk/people/", f"/desk/people/{people.sam.pk}/", "/desk/proposals/", "/desk/"):
        assert at in as_person(people.amir).get(path).content.decode(), path
    assert "Confirm that it is you" in as_person(people.amir).get(at).content.decode()
    assert "Confirm that it is you" not in as_person(people.ada).get(at).content.decode()


def test_an_invited_person_sets_a_password_and_signs_in(people: People) -> None:
    as_person(people.ada).post("/desk/people/add/", {"name": "Nora New", "email": "nora@example.org"} | PROVED)
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))
    nora = Client()
    page = nora.get(link, follow=True)
    assert page.status_code == 200
    form_at = page.redirect_chain[-1][0]
    done = nora.post(form_at, {"password1": "a long and quiet river", "password2": "a long and quiet river"})
    assert done.status_code == 302
    signed_in = nora.post("/account/login/", {"login": "NORA@example.org", "password": "a long and quiet river"})
    assert signed_in.headers["Location"] == "/desk/"
    assert nora.get("/desk/people/me/").status_code == 200


@pytest.mark.parametrize("path", ["", "add/", "me/", "{dev}/", "{dev}/change/", "{dev}/office/", "{dev}/close/"])
def test_every_page_of_people_opens_for_an_administrator(people: People, path: str) -> None:
    page = as_person(people.ada).get(f"/desk/people/{path.format(dev=people.dev.pk)}")
    assert page.status_code == 200
    assert b"<h1" in page.content


@pytest.mark.parametrize("path", ["add/", "{sam}/change/", "{sam}/office/", "{sam}/close/", "{sam}/sign-out/"])
def test_nobody_but_administrators_changes_accounts(people: People, path: str) -> None:
    for person in (people.kaya, people.dev, people.olu, people.sam):
        answer = as_person(person).post(f"/desk/people/{path.format(sam=people.sam.pk)}", {"name": "X"})
        assert answer.status_code == 403, person.name
        sentence = b"Administrator" if person != people.sam else b"You hold no office"
        assert sentence in answer.content, person.name


def test_a_closed_account_is_signed_out_at_once(people: People) -> None:
    dev = as_person(people.dev)
    assert dev.get("/desk/people/").status_code == 200
    as_person(people.ada).post(f"/desk/people/{people.dev.pk}/close/", PROVED)
    assert dev.get("/desk/people/").status_code == 200, "one administrator alone closes nothing"
    as_person(people.amir).post(proposal_at(verb="person.close"), PROVED)
    assert dev.get("/desk/people/").headers["Location"].startswith("/account/login/")


def test_clare_delegates_her_office_for_an_absence_and_ends_it(people: People) -> None:
    clare, holding = as_person(people.clare), people.clare.holdings.get()
    delegation = {"to": people.dora.pk, "from_on": "2027-01-04", "until_on": "2027-01-15", "password": PASSWORD}
    assert clare.post(f"/desk/people/offices/{holding.pk}/delegate/", delegation).status_code == 302
    lent = Holding.objects.get(delegated_by=holding)
    assert b"Dora Dunn" in as_person(people.clare).get("/desk/people/me/").content
    assert clare.post(f"/desk/people/offices/{lent.pk}/end/", {"until_on": "2027-01-05"} | PROVED).status_code == 302
    stranger = as_person(people.dev).get(f"/desk/people/offices/{holding.pk}/delegate/")
    assert stranger.status_code == 404, "somebody else's office is not there"


def test_nobody_is_offered_an_office_that_their_own_rules_out(people: People) -> None:
    holding = people.clare.holdings.get()
    offered = as_person(people.clare).get(f"/desk/people/offices/{holding.pk}/delegate/").content.decode()
    # The Deputy Mayor signs the same papers, an auditor has no hand in them, and Clare holds the office herself.
    for person, is_offered in ((people.dora, True), (people.kaya, False), (people.olu, False), (people.clare, False)):
        assert (f'<option value="{person.pk}">' in offered) == is_offered, person.name


def test_a_form_that_is_wrong_says_so_and_loses_nothing(people: People) -> None:
    page = as_person(people.ada).post("/desk/people/add/", {"name": "Nora New", "email": "not an address"})
    text = page.content.decode()
    assert "Nora New" in text
    assert "not an address" in text
    assert "Enter an email address" in text


def test_a_last_day_before_the_first_is_told_at_the_box_of_the_last_day(people: People) -> None:
    holding, days = people.clare.holdings.get(), {"from_on": "2027-01-15", "until_on": "2027-01-04"}
    delegation = {"to": people.dora.pk, "password": PASSWORD} | days
    tried = (
        as_person(people.ada).post(f"/desk/people/{people.sam.pk}/office/", {"office": "auditor"} | days | PROVED),
        as_person(people.clare).post(f"/desk/people/offices/{holding.pk}/delegate/", delegation),
    )
    for page in tried:
        assert page.context["form"].errors == {"until_on": ["The last day must be the first day or later."]}
        assert "The last day must be the first day or later." in page.content.decode()
    assert not Holding.objects.filter(from_on="2027-01-15").exists()


def test_who_is_refused_a_page_is_written_down(people: People) -> None:
    as_person(people.sam).get("/desk/history/")
    as_person(people.dev).post("/desk/people/add/", {"name": "X"})
    sentences = list(Event.objects.filter(verb="be refused").order_by("number").values_list("sentence", flat=True))
    assert sentences == [
        "Sam Stone tried to open /desk/history/ and was refused.",
        "Dev Desai tried to change something at /desk/people/add/ and was refused.",
    ]
