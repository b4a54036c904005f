"""Whose session or page is too old when they save loses nothing: what they typed comes back, to be sent again."""

import pytest
from django.test import Client
from django.urls import reverse

from decisions.models import Decision
from decisions.parts import read_part
from tests.decisions import papers
from tests.decisions.desk.conftest import As
from tests.decisions.desk.typing import filled
from tests.people import People

FROM_HERE = {"origin": "http://testserver"}
TEXT = 'First.\r\n\r\nSecond <b>paragraph</b> & "quotes".'


def at(paper: Decision) -> str:
    return reverse("desk:decision_part", args=[paper.pk, "legal"])


def test_what_was_typed_when_the_session_ended_is_sent_again_after_signing_in(people: People, signed_in: As):
    paper, fatima = papers.draft(people), signed_in(people.fatima)
    sent = filled(fatima.get(at(paper)), text=TEXT)
    fatima.logout()
    page = fatima.post(at(paper), sent, headers=FROM_HERE)
    assert page.status_code == 401
    assert "You were signed out" in page.content.decode()
    assert "You may be asked to send it once more." in page.content.decode()
    again = filled(page)
    assert again["text"].replace("\r\n", "\n") == TEXT.replace("\r\n", "\n")
    fatima.force_login(people.fatima)
    assert fatima.post(at(paper), again, headers=FROM_HERE).status_code == 302
    saved = read_part(Decision.objects.get(pk=paper.pk), "legal")
    assert saved == {"text": 'First.\n\nSecond <b>paragraph</b> & "quotes".'}


def test_a_form_with_an_old_token_comes_back_with_a_new_one(people: People):
    paper = papers.draft(people)
    fatima = Client(enforce_csrf_checks=True)
    fatima.force_login(people.fatima)
    page = fatima.post(at(paper), {"text": TEXT, "seen": "1", "csrfmiddlewaretoken": "x" * 64}, headers=FROM_HERE)
    assert page.status_code == 403
    assert "This form was open too long" in page.content.decode()
    assert "since you signed in. This page did: send it once more." in page.content.decode()
    token = fatima.cookies["forms"].value
    assert token
    again = filled(page) | {"csrfmiddlewaretoken": _token(page)}
    assert fatima.post(at(paper), again, headers=FROM_HERE).status_code == 302


def _token(page) -> str:
    text = page.content.decode()
    return text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
def test_what_another_site_sends_is_not_offered_to_be_sent_again(people: People, origin: str):
    paper = papers.draft(people)
    fatima = Client(enforce_csrf_checks=True)
    fatima.force_login(people.fatima)
    headers = {"origin": origin} if origin else {}
    page = fatima.post(at(paper), {"text": "Theirs.", "seen": "1"}, headers=headers)
    assert page.status_code == 403
    assert "Theirs." not in page.content.decode()
    stranger = Client().post(at(paper), {"text": "Theirs.", "seen": "1"}, headers=headers)
    assert stranger.status_code == 302


def test_passwords_are_never_given_back(people: People, signed_in: As):
    paper, clare = papers.checked(people), signed_in(people.clare)
    address = reverse("desk:decision_step", args=[paper.pk, "endorse"])
    sent = filled(clare.get(address), note="Kept.")
    clare.logout()
    page = clare.post(address, sent | {"password": "secret words"}, headers=FROM_HERE).content.decode()
    assert "Kept." in page
    assert "secret words" not in page
