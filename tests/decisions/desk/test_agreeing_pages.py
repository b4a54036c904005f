"""The pages on which two people agree, the leak gate's page, and the form's words."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person, Proposal
from book.models import Entry
from components.clock import held_at, now, today
from decisions.models import Overrule, Power, StandingText
from figures.dates import format_date
from tests.decisions.desk.conftest import NOW
from tests.decisions.desk.typing import PASSWORD
from tests.decisions.papers import SECRET, paper_with, published_with_part_2
from tests.people import People

pytestmark = pytest.mark.django_db


PROVED = {"password": PASSWORD}


def as_(person: Person) -> Client:
    if not person.has_usable_password():
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
    client = Client()
    client.force_login(person)
    return client


def confirming(verb: str) -> str:
    return reverse("proposal_page", args=[Proposal.objects.get(verb=verb, confirmed_at=None).pk])


def test_dev_proposes_a_release_and_dora_confirms(people: People) -> None:
    paper = published_with_part_2(people)
    page = reverse("desk:decision_agreements", args=[paper.pk])
    dev, dora = as_(people.dev), as_(people.dora)
    with held_at(NOW):
        release = {"what": "release-1", "reason": "The case is over."}
        assert dev.post(page, release).status_code == 422, "nobody proved who they are"
        assert dev.post(page, release | PROVED).status_code == 302
        answer = confirming("decision.release")
        assert "A second person must confirm it" in dev.post(answer, PROVED).content.decode()
        assert "Waiting for a second person" in dora.get("/desk/").content.decode()
        assert dora.post(answer, {}).status_code == 422
        assert not Entry.objects.using("default").filter(kind="release").exists()
        assert dora.post(answer, PROVED, follow=True).status_code == 200
    assert Entry.objects.using("default").filter(kind="release").count() == 1


def test_a_proposal_without_a_reason_is_told_and_keeps_what_was_chosen(people: People) -> None:
    paper = published_with_part_2(people)
    answer = as_(people.dev).post(reverse("desk:decision_agreements", args=[paper.pk]), {"what": "release-1"} | PROVED)
    assert answer.status_code == 422
    assert "Write the reason." in answer.content.decode()


def test_only_readers_of_part_2_open_these_pages(people: People) -> None:
    paper = published_with_part_2(people)
    for name in ("decision_agreements", "decision_leaks"):
        page = reverse(f"desk:{name}", args=[paper.pk])
        assert as_(people.felix).get(page).status_code == 403
        assert SECRET not in as_(people.felix).get(page).content.decode()
        assert as_(people.sam).get(page).status_code == 403


def test_the_way_to_a_release_is_shown_to_whoever_may_go_it(people: People) -> None:
    paper = published_with_part_2(people)
    page = reverse("desk:decision_publication", args=[paper.pk])
    agreements = reverse("desk:decision_agreements", args=[paper.pk])
    for person in (people.dev, people.kaya, people.felix, people.olu, people.ada):
        opens = as_(person).get(agreements).status_code == 200
        assert (agreements in as_(person).get(page).content.decode()) == opens, person.name
    assert agreements in as_(people.dev).get(page).content.decode()
    assert agreements not in as_(people.olu).get(page).content.decode()


def test_the_leak_gates_page_shows_what_leaks_and_lets_staff_overrule(people: People) -> None:
    paper = paper_with(people, issues={"text": SECRET})
    page = reverse("desk:decision_leaks", args=[paper.pk])
    assert "watched by seven officers" in as_(people.dev).get(page).content.decode()
    assert as_(people.fatima).post(page, {"reason": "Known."} | PROVED).status_code == 403
    assert as_(people.dev).post(page, {"reason": ""} | PROVED).status_code == 422
    assert as_(people.dev).post(page, {"reason": "It was in the news."} | PROVED).status_code == 302
    assert not Overrule.objects.filter(decision=paper).exists(), "an administrator has not confirmed it"
    assert as_(people.dora).post(confirming("decision.overrule"), PROVED).status_code == 403
    assert as_(people.ada).post(confirming("decision.overrule"), PROVED).status_code == 302
    assert Overrule.objects.filter(decision=paper).exists()
    assert "Nothing of Part 2 stands" in as_(people.dev).get(page).content.decode()


def test_an_administrator_gives_the_form_new_words_from_a_day_on(people: People) -> None:
    page = reverse("desk:wording_text", args=["interests"])
    new = {"heading": "Interests", "text": "New words.", "from_on": "1 April 2199"}
    assert as_(people.ada).post(page, new | PROVED).status_code == 302
    assert not StandingText.objects.filter(text="New words.").exists(), "one administrator alone changes nothing"
    waiting = "Change the form’s text “Interests” from 1 April 2199 on."
    assert waiting in as_(people.ada).get(reverse("desk:wording_list")).content.decode(), "the list says what waits"
    assert as_(people.amir).post(confirming("wording.text"), PROVED).status_code == 302
    assert StandingText.objects.get(text="New words.").from_on.year == 2199
    assert "New words." in as_(people.ada).get(reverse("desk:wording_list")).content.decode()
    assert as_(people.ada).post(page, new | PROVED).status_code == 422
    assert as_(people.fatima).get(page).status_code == 403


def test_new_words_do_not_begin_in_the_past(people: People) -> None:
    page = reverse("desk:wording_text", args=["interests"])
    old = {"heading": "", "text": "Old.", "from_on": "1 April 2001"}
    answer = as_(people.ada).post(page, old | PROVED)
    assert answer.status_code == 422
    assert "today or later" in answer.content.decode()
    assert "Old." in answer.content.decode()


def test_an_administrator_adds_a_power(people: People) -> None:
    page = reverse("desk:wording_list")
    new = {"action": "award", "citation": "Scheme, paragraph 5.1"}
    new |= {"from_on": "1 April 2199"}
    assert as_(people.ada).post(page, new | PROVED).status_code == 302
    assert not Power.objects.filter(citation="Scheme, paragraph 5.1").exists()
    assert as_(people.amir).post(confirming("wording.power"), PROVED).status_code == 302
    assert Power.objects.filter(citation="Scheme, paragraph 5.1").count() == 1


def test_an_administrator_ends_a_power_on_a_day_that_another_confirms(people: People) -> None:
    power = Power.objects.earliest("pk")
    page = reverse("desk:power_end", args=[power.pk])
    assert page in as_(people.ada).get(reverse("desk:wording_list")).content.decode()
    assert power.citation in as_(people.ada).get(page).content.decode()
    past = as_(people.ada).post(page, {"until_on": "1 April 2001"} | PROVED)
    assert past.status_code == 422
    assert "let it end today or later" in past.content.decode()
    assert as_(people.ada).post(page, {"until_on": ""} | PROVED).status_code == 422
    assert as_(people.ada).post(page, {"until_on": format_date(today())} | PROVED).status_code == 302
    power.refresh_from_db()
    assert power.until_on is None, "one administrator alone ends nothing"
    assert as_(people.amir).post(confirming("wording.end_power"), PROVED).status_code == 302
    power.refresh_from_db()
    assert power.until_on == today()
    assert as_(people.fatima).get(page).status_code == 403
    ended = f"The power ended on {format_date(today())}."
    with held_at(now() + timedelta(days=2)):
        assert page not in as_(people.ada).get(reverse("desk:wording_list")).content.decode()
        again = as_(people.ada).post(page, {"until_on": "31 March 2199"} | PROVED)
    assert again.status_code == 422
    assert ended in again.content.decode()
