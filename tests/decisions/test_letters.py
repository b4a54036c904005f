"""Letters: whom a paper waits for is told once it is so, and nothing of the paper is in the letter."""

import pytest
from django.core import mail
from django.db import transaction

from components.refusals import Refused
from decisions import actions
from mail.models import Letter
from tests.decisions.papers import AT, HOUR, checked, endorsed, published, submitted
from tests.people import People

pytestmark = pytest.mark.django_db


def last_letters() -> set[str]:
    """To whom the latest letters go."""
    latest = Letter.objects.order_by("-written_at").first()
    return set(Letter.objects.filter(written_at=latest.written_at).values_list("to", flat=True)) if latest else set()


def test_a_submitted_paper_is_told_to_every_member_of_staff(people: People) -> None:
    submitted(people)
    assert last_letters() == {people.dev.email, people.dora.email}


def test_a_checked_and_an_endorsed_paper_are_told_to_the_one_whose_turn_it_is(people: People) -> None:
    checked(people)
    assert last_letters() == {people.clare.email}
    endorsed(people)
    assert last_letters() == {people.kaya.email}


def test_a_paper_that_is_sent_back_is_told_to_its_author(people: People) -> None:
    paper = submitted(people)
    actions.send_back(decision=paper, seen=paper.version, note="Shorter.", by=people.dev, at=AT + 2 * HOUR)
    assert last_letters() == {people.fatima.email}
    assert "Shorter" not in Letter.objects.latest("pk").body


def test_nobody_is_told_once_the_publication_is_authorised(people: People) -> None:
    paper = published(people)
    count = Letter.objects.count()
    assert not Letter.objects.filter(written_at=paper.moves.get(step="publish").at).exists()
    assert count == 2 + 1 + 1 + 2


def test_a_letter_says_the_reference_and_nothing_of_the_paper(people: People) -> None:
    paper = submitted(people)
    letter = Letter.objects.first()
    assert letter is not None
    assert paper.reference_words in letter.subject
    assert paper.title not in f"{letter.subject} {letter.body}"


def test_a_step_that_is_refused_tells_nobody(people: People) -> None:
    paper = submitted(people)
    before = Letter.objects.count()
    with pytest.raises(Refused), transaction.atomic():
        actions.check(decision=paper, seen=paper.version, by=people.fatima, at=AT + 2 * HOUR)
    assert Letter.objects.count() == before
    assert mail.outbox == []
