"""Releasing an item of Part 2 and expunging: two people, a reason, and what is left."""

import pytest
from django.db import DatabaseError, connection, transaction

from book.models import Entry
from components.refusals import NotOpen, Refused
from part2.actions import ItemFacts, save_part_2
from publishing.actions.release import propose_expunging, propose_release
from tests.decisions.papers import AT, HOUR, SECRET, STATED, draft, published, published_with_part_2
from tests.people import People, confirmed

pytestmark = pytest.mark.django_db
LATER = AT + 9 * HOUR


def test_an_item_is_released_when_a_second_person_confirms_and_not_before(people: People) -> None:
    paper = published_with_part_2(people)
    proposal = propose_release(decision=paper, number=1, reason="The case is over.", by=people.dev, at=LATER)
    assert not Entry.objects.using("default").filter(kind="release").exists()
    with pytest.raises(Refused, match="A second person must confirm"):
        confirmed(proposal, by=people.dev, at=LATER)
    confirmed(proposal, by=people.dora, at=LATER)
    entry = Entry.objects.using("default").get(kind="release")
    assert SECRET in bytes(entry.payload or b"").decode()
    with pytest.raises(NotOpen):
        confirmed(proposal, by=people.dora, at=LATER)


def test_nothing_is_released_beside_a_paper_that_is_not_published(people: People) -> None:
    paper = draft(people, part_2=STATED)
    save_part_2(
        decision=paper, items=[ItemFacts(title="Detail", text=SECRET)], exemptions=[], seen=0,
        by=people.fatima, at=AT,
    )  # fmt: skip
    with pytest.raises(Refused, match="not published yet"):
        propose_release(decision=paper, number=1, reason="Because.", by=people.dev, at=LATER)


def test_a_finance_officer_proposes_nothing(people: People) -> None:
    paper = published_with_part_2(people)
    with pytest.raises(Refused, match="you need the office"):
        propose_release(decision=paper, number=1, reason="x", by=people.fatima, at=LATER)


def test_nothing_is_expunged_without_two_people(people: People) -> None:
    paper = published(people)
    number = Entry.objects.using("default").get(key=paper.reference_key).number
    with pytest.raises(Refused, match="you need the office"):
        propose_expunging(number=number, reason="A court order.", by=people.clare, at=LATER)
    proposal = propose_expunging(number=number, reason="A court order.", by=people.dev, at=LATER)
    for person in (people.dev, people.dora, people.kaya):
        with pytest.raises(Refused):
            confirmed(proposal, by=person, at=LATER)
    for statement in (
        f"SELECT decisions_expunge_agreed({proposal.pk})",
        "SELECT decisions_expunge_agreed(0)",
        f"SELECT decisions_expunge_paper(d) FROM decisions_decision d WHERE id = {paper.pk}",
        f"SELECT book.expunge_agreed({proposal.pk}, '{{}}')",
    ):
        with (
            pytest.raises(DatabaseError, match=r"[Tt]wo people|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_switch_of_expunging_is_of_no_use_to_the_desk(people: People) -> None:
    paper = published(people)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL register.expunging = 'yes'")
    with (
        pytest.raises(DatabaseError, match="only a draft is edited"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE decisions_decision SET title = 'x' WHERE id = %s", [paper.pk])
