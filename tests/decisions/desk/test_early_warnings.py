"""What will stop a paper stands in its task list, for its author long before submission."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from components.clock import held_at
from tests.decisions import papers
from tests.decisions.papers import AT, HOUR, SECRET
from tests.people import People

pytestmark = pytest.mark.django_db


def page(person: Person, name: str, *args: int) -> str:
    client = Client()
    client.force_login(person)
    with held_at(AT + 6 * HOUR):
        return client.get(reverse(name, args=args)).content.decode()


def test_the_task_list_says_that_words_of_part_2_would_be_public(people: People) -> None:
    leaking = papers.paper_with(people, legal={"text": SECRET})
    fine = papers.paper_with(people)
    assert "Words of Part 2 stand in what would be public" in page(people.fatima, "desk:decision_page", leaking.pk)
    assert SECRET not in page(people.fatima, "desk:decision_page", leaking.pk)
    assert "What the leak gate finds" not in page(people.fatima, "desk:decision_page", fine.pk)


def test_only_who_may_let_words_pass_is_offered_to(people: People) -> None:
    leaking = papers.paper_with(people, legal={"text": SECRET})
    assert "Propose to let them pass" in page(people.dev, "desk:decision_leaks", leaking.pk)
    assert "Propose to let them pass" not in page(people.fatima, "desk:decision_leaks", leaking.pk)
