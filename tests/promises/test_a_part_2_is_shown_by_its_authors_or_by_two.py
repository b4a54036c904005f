"""Promise: nobody alone lets somebody read a Part 2 that they did not write; and no look at it goes without a note."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Person, Proposal
from audit.models import Event
from components.refusals import NotAllowed, Refused
from decisions.confidentiality import can_read_part_2
from decisions.models import Decision
from mail.models import Letter
from part2.reader_actions import VERB, name_part_2_reader, remove_part_2_reader
from publishing.actions.release import propose_expunging, propose_release
from tests.conftest import Sql
from tests.decisions import papers
from tests.decisions.desk.conftest import NOW, As, clock, signed_in
from tests.decisions.papers import HOUR
from tests.people import People, confirmed, end_together
from tests.promises.guards import let_through_without, refused, trigger

__all__ = ["clock", "signed_in"]

LATER = NOW + HOUR


def looks(paper: Decision, person: Person) -> int:
    """How often the history says that a person opened it."""
    return Event.objects.about(paper.subject).filter(verb="decision.read_part_2", actor_id=person.pk).count()


def reads(paper: Decision, person: Person) -> bool:
    return can_read_part_2(paper, person, LATER.date())


@pytest.mark.django_db
def test_one_of_dmpc_staff_proposes_a_reader_whom_another_confirms_and_the_author_is_told_at_once(
    people: People, signed_in: As
) -> None:
    paper = papers.paper_with(people)
    address = reverse("desk:decision_part_2", args=[paper.pk])
    signed_in(people.dev).post(address, {"person": people.olu.pk})
    assert not reads(paper, people.olu)
    proposal = Proposal.objects.get(verb=VERB)
    told = Letter.objects.filter(to=people.fatima.email, subject="A change that concerns you")
    assert [proposal.sentence in letter.body for letter in told] == [True]
    assert proposal.sentence in signed_in(people.dora).get(address).content.decode()
    for nobody in (people.dev, people.ada, people.felix):
        with pytest.raises(Refused):
            confirmed(proposal, by=nobody, at=LATER)
    confirmed(proposal, by=people.dora, at=LATER)
    assert reads(paper, people.olu)
    remove_part_2_reader(decision=paper, person=people.olu, by=people.fatima, at=LATER)
    assert not reads(paper, people.olu)


@pytest.mark.django_db
def test_whoever_wrote_it_names_a_reader_alone_and_a_reader_names_nobody(people: People) -> None:
    paper = papers.paper_with(people)
    assert name_part_2_reader(decision=paper, person=people.abel, by=people.fatima, at=LATER) is None
    assert reads(paper, people.abel)
    with pytest.raises(Refused, match="may read this Part 2 already"):
        name_part_2_reader(decision=paper, person=people.abel, by=people.fatima, at=LATER)
    with pytest.raises(NotAllowed, match="you need the office"):
        name_part_2_reader(decision=paper, person=people.olu, by=people.abel, at=LATER)
    with pytest.raises(Refused, match="holds no office today"):
        name_part_2_reader(decision=paper, person=people.sam, by=people.fatima, at=LATER)


@pytest.mark.django_db
def test_whom_it_is_about_neither_proposes_nor_confirms_it(people: People) -> None:
    paper = papers.paper_with(people)
    with pytest.raises(NotAllowed, match="This concerns you"):
        name_part_2_reader(decision=paper, person=people.dora, by=people.dora, at=LATER)
    proposal = name_part_2_reader(decision=paper, person=people.dora, by=people.dev, at=LATER)
    assert proposal
    with pytest.raises(NotAllowed, match="This concerns you"):
        confirmed(proposal, by=people.dora, at=LATER)


@pytest.mark.django_db
def test_whoever_left_every_office_reads_no_part_2_that_they_were_named_on(people: People) -> None:
    paper = papers.paper_with(people)
    name_part_2_reader(decision=paper, person=people.abel, by=people.fatima, at=LATER)
    for holding in people.abel.holdings.all():
        end_together(people, holding, LATER.date() - timedelta(days=1), at=LATER)
    assert not reads(paper, people.abel)


@pytest.mark.django_db
def test_whoever_left_every_office_meanwhile_is_named_by_no_two(people: People) -> None:
    paper = papers.paper_with(people)
    proposal = name_part_2_reader(decision=paper, person=people.olu, by=people.dev, at=LATER)
    assert proposal
    for holding in people.olu.holdings.all():
        end_together(people, holding, LATER.date() - timedelta(days=1), at=LATER)
    with pytest.raises(Refused, match="holds no office any more"):
        confirmed(proposal, by=people.dora, at=LATER)


@pytest.mark.django_db
def test_no_answer_shows_a_part_2_without_a_note_of_who_looked(people: People, signed_in: As) -> None:
    paper = papers.published_with_part_2(people)
    dev, address = signed_in(people.dev), reverse("desk:decision_part_2", args=[paper.pk])
    for number, sent in enumerate(({"let_read": "yes"}, {"anything": "x"}, {"items-TOTAL_FORMS": "1"}), 1):
        assert papers.SECRET in dev.post(address, sent).content.decode(), sent
        assert looks(paper, people.dev) == number, sent
    proposal = propose_release(decision=paper, number=1, reason="Its time is over.", by=people.dev, at=LATER)
    assert papers.SECRET in dev.get(f"/desk/proposals/{proposal.pk}/").content.decode()
    assert looks(paper, people.dev) == 4
    confirmed(proposal, by=people.dora, at=LATER)
    assert papers.SECRET in dev.get(f"/desk/proposals/{proposal.pk}/").content.decode(), "it is public now"
    assert looks(paper, people.dev) == 4


@pytest.mark.django_db
def test_the_leak_gate_shows_words_of_part_2_with_a_note_of_who_looked(people: People, signed_in: As) -> None:
    paper = papers.paper_with(people, issues={"text": papers.SECRET})
    page = signed_in(people.dev).get(reverse("desk:decision_leaks", args=[paper.pk])).content.decode()
    assert "harrow road and lea bridge" in page
    assert looks(paper, people.dev) == 1


@pytest.mark.django_db
def test_whoever_confirms_a_removal_reads_which_entry_it_is(people: People, signed_in: As) -> None:
    paper = papers.published_with_part_2(people)
    removal = propose_expunging(number=1, reason="By order.", by=people.dora, at=LATER)
    page = signed_in(people.ada).get(f"/desk/proposals/{removal.pk}/").content.decode()
    assert "What is removed: entry 1 (decision)" in page
    assert paper.title in page


@pytest.mark.committed(owner=True)
def test_the_database_takes_a_reader_from_an_author_or_from_two_people_once(people: People, sql: Sql) -> None:
    paper = papers.paper_with(people)
    attack = (
        "INSERT INTO decisions_part2reader (decision_id, person_id, named_by_id, named_at) "
        f"VALUES ({paper.pk}, {people.olu.pk}, {people.dev.pk}, now())"
    )
    refused(sql, attack, "by who wrote it, or by two people")
    let_through_without(sql, trigger("decisions_part2reader", "part_2_reader_agreed"), attack)
    proposal = name_part_2_reader(decision=paper, person=people.olu, by=people.dev, at=LATER)
    assert proposal
    refused(sql, attack, "by who wrote it, or by two people")
    confirmed(proposal, by=people.dora, at=LATER)
    remove_part_2_reader(decision=paper, person=people.olu, by=people.fatima, at=LATER)
    refused(sql, attack, "by who wrote it, or by two people")
    sql("desk", attack.replace(f"{people.dev.pk}, now()", f"{people.fatima.pk}, now()"))
    assert paper.part_2_readers.get().person_id == people.olu.pk
