"""Letters: whom a paper waits for is told once it is so, and nothing of the paper is in the letter."""

from datetime import date

import pytest
from django.core import mail
from django.db import transaction

from accounts.models import Person
from components.refusals import Refused
from decisions import actions
from decisions.actions.notify_authors import notify_authors
from decisions.models import Status
from decisions.rulings import digest_to_sign
from mail.models import Letter
from rulings.actions import ConditionFacts, RulingFacts, save_rulings
from tests.decisions.papers import (
    AT,
    HOUR,
    SECRET,
    checked,
    endorsed,
    published,
    published_with_part_2,
    signing,
    submitted,
)
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
    # Two in DMPC staff, the Chief Executive, the Deputy Mayor; the author and staff again once it is approved.
    assert count == 2 + 1 + 1 + 1 + 2


def letters_to(person: Person) -> list[Letter]:
    return list(Letter.objects.filter(to=person.email).order_by("pk"))


def test_the_author_is_told_of_an_approval_with_its_conditions(people: People) -> None:
    paper = endorsed(people)
    save_rulings(
        decision=paper,
        seen=paper.version,
        rulings={1: RulingFacts(outcome="approved")},
        conditions=[ConditionFacts(text="The Treasury agrees."), ConditionFacts(text="A review in May.")],
        by=people.kaya,
        at=AT + 4 * HOUR,
    )
    paper.refresh_from_db()
    rulings = digest_to_sign(paper, "approve")
    actions.approve(**signing(paper), rulings=rulings, by=people.kaya, at=AT + 5 * HOUR)
    (letter,) = letters_to(people.fatima)
    assert letter.subject == f"{paper.reference_words} is approved"
    assert f"{paper.reference_words} was approved on 20 November 2018, with 2 conditions." in letter.body
    assert "Treasury" not in letter.body


def test_the_author_is_told_of_a_refusal(people: People) -> None:
    paper = endorsed(people)
    actions.refuse(**signing(paper), note="Too dear.", by=people.kaya, at=AT + 4 * HOUR)
    (letter,) = letters_to(people.fatima)
    assert f"{paper.reference_words} was refused on 20 November 2018." in letter.body
    assert "Too dear" not in letter.body


def test_whoever_was_to_check_is_told_that_a_paper_was_taken_back_and_its_author_is_not_asked_to_change_it(
    people: People,
) -> None:
    paper = submitted(people)
    actions.take_back(decision=paper, seen=paper.version, note="A year is wrong.", by=people.fatima, at=AT + 2 * HOUR)
    assert last_letters() == {people.dev.email, people.dora.email}
    assert "was taken back by Fatima" in Letter.objects.latest("pk").body
    assert letters_to(people.fatima) == []


def test_the_author_is_told_once_of_the_publication_and_where_it_is_read(people: People) -> None:
    paper = published(people)
    assert notify_authors(at=AT + 6 * HOUR) == 1
    assert notify_authors(at=AT + 7 * HOUR) == 0
    letter = letters_to(people.fatima)[-1]
    assert letter.subject == f"{paper.reference_words} is published"
    assert "/decisions/PCD-1901/" in letter.body


def test_no_author_is_told_of_a_publication_that_waits_for_the_end_of_its_deferral(people: People) -> None:
    until = {"deferral": "yes", "deferral_reason": "A tender.", "deferral_until": date(2090, 1, 1)}
    paper = published(people, deferral=until)
    assert paper.status == Status.APPROVED
    assert notify_authors(at=AT + 6 * HOUR) == 0


def test_no_letter_says_a_word_of_part_2(people: People) -> None:
    published_with_part_2(people)
    notify_authors(at=AT + 6 * HOUR)
    words = [word for word in SECRET.split() if len(word) > 4]
    text = " ".join(f"{letter.subject} {letter.body}" for letter in Letter.objects.all())
    assert [word for word in words if word in text] == []


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
