"""The public page as it will be, before anything of it is published."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from components.clock import held_at
from tests.decisions import papers
from tests.decisions.papers import AT, HOUR, SECRET
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened() -> Callable[[Person, int], str]:
    """The preview of a paper as a person opens it."""

    def open_preview(person: Person, pk: int) -> str:
        client = Client()
        client.force_login(person)
        with held_at(AT + 6 * HOUR):
            response = client.get(reverse("desk:decision_public_preview", args=[pk]))
        assert response.status_code == 200
        return response.content.decode()

    return open_preview


def test_who_publishes_sees_the_page_as_it_will_be(people: People, opened: Callable[[Person, int], str]) -> None:
    page = opened(people.dora, papers.approved(people).pk)
    assert "Nothing of it is published" in page
    assert "Accept the offer of up to £500,000 from the Home Office." in page
    assert "Kaya Kent" in page


def test_a_draft_shows_no_decision_and_nothing_of_part_2(people: People, opened: Callable[[Person, int], str]) -> None:
    page = opened(people.fatima, papers.paper_with(people).pk)
    assert "Not signed yet" in page
    assert SECRET not in page
