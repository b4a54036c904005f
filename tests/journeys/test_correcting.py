"""Dora proposes a correction; Dev sees what the page will say and the page as it stands, and only then agrees."""

import pytest
from django.test import Client
from django.urls import reverse

from book.actions.propose import propose_correction, propose_withdrawal
from components.clock import held_at
from tests.decisions import papers
from tests.decisions.papers import AT, HOUR
from tests.journeys.walking import Walker
from tests.people import confirmed, make_people

WRONG = "The paper names 2018/19; the second year is 2019/20."


@pytest.mark.committed
def test_who_agrees_to_a_correction_or_a_withdrawal_sees_what_the_public_will_read() -> None:
    people = make_people()
    paper, at = papers.published(people), AT + 6 * HOUR
    reference = paper.reference
    assert reference is not None
    correction = propose_correction(reference=reference, text=WRONG, by=people.dora, at=at)
    with held_at(at):
        page = Walker(people.dev).open(reverse("proposal_page", args=[correction.pk])).content.decode()
    assert "On the page, under “What happened since”" in page
    assert page.count(WRONG) == 2
    assert 'href="/decisions/PCD-1901/"' in page
    assert WRONG not in Client().get("/decisions/PCD-1901/").content.decode()
    confirmed(correction, by=people.dev, at=at)
    assert WRONG in Client().get("/decisions/PCD-1901/").content.decode()
    withdrawal = propose_withdrawal(reference=reference, reason="Published in error.", by=people.dora, at=at)
    with held_at(at):
        page = Walker(people.dev).open(reverse("proposal_page", args=[withdrawal.pk])).content.decode()
    assert "In place of the page" in page
    confirmed(withdrawal, by=people.dev, at=at)
    gone = Client().get("/decisions/PCD-1901/")
    assert gone.status_code == 410
    assert "Published in error." in gone.content.decode()
