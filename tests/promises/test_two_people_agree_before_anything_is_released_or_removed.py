"""Releasing an item of Part 2 and expunging: two people, a reason, and what is left."""

import pytest
from django.db import DatabaseError, connection, transaction

from book.models import Entry
from components.refusals import NotOpen, Refused
from decisions import actions
from decisions.forms.agreeing import ProposalForm
from decisions.models import Proposal
from tests.decisions.papers import AT, HOUR, SECRET, STATED, draft, published, published_with_part_2
from tests.people import People

pytestmark = pytest.mark.django_db
LATER = AT + 9 * HOUR


def test_an_item_is_released_when_a_second_person_agrees_and_not_before(people: People) -> None:
    paper = published_with_part_2(people)
    proposal = actions.propose(
        decision=paper, kind="release", number=1, reason="The case is over.", by=people.dev, at=LATER
    )
    assert not Entry.objects.using("default").filter(kind="release").exists()
    with pytest.raises(Refused, match="A second person must agree"):
        actions.agree(proposal=proposal, by=people.dev, at=LATER)
    actions.agree(proposal=proposal, by=people.dora, at=LATER)
    entry = Entry.objects.using("default").get(kind="release")
    assert SECRET in bytes(entry.payload or b"").decode()
    with pytest.raises(NotOpen):
        actions.agree(proposal=proposal, by=people.dora, at=LATER)


def test_nothing_is_released_beside_a_paper_that_is_not_published(people: People) -> None:
    paper = draft(people, part_2=STATED)
    actions.save_part_2(
        decision=paper, items=[actions.ItemFacts(title="Detail", text=SECRET)], exemptions=[], seen=0,
        by=people.fatima, at=AT,
    )  # fmt: skip
    assert ProposalForm(decision=paper).fields["what"].choices == []  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="not published yet"):
        actions.propose(decision=paper, kind="release", number=1, reason="Because.", by=people.dev, at=LATER)


def test_a_finance_officer_proposes_nothing(people: People) -> None:
    paper = published(people)
    with pytest.raises(Refused, match="you need the office"):
        actions.propose(decision=paper, kind="release", number=1, reason="x", by=people.fatima, at=LATER)


def test_what_the_law_orders_removed_leaves_the_book_and_the_desk(people: People) -> None:
    paper = published(people, issues={"text": "The witness Quentin Oddname lives nearby."})
    entry = Entry.objects.using("default").get(key=paper.reference_key, kind="decision")
    proposal = actions.propose(
        decision=paper, kind="expunge", number=entry.number, reason="Court order of 3 May.", by=people.dev, at=LATER
    )
    actions.agree(proposal=proposal, by=people.ada, at=LATER)
    assert Entry.objects.using("default").get(number=entry.number).leaf_hash == entry.leaf_hash
    assert tables_that_hold("Oddname") == []


def tables_that_hold(word: str) -> list[str]:
    """Every table that the desk can read in which the word stands, in text or in bytes."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('public', 'book') "
            "AND has_table_privilege(format('%I.%I', schemaname, tablename), 'SELECT')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT EXISTS (SELECT FROM {table} t WHERE t::text LIKE %s OR t::text LIKE %s)",
                [f"%{word}%", f"%{word.encode().hex()}%"],
            )
            if cursor.fetchone() == (True,):
                found.append(table)
    return found


def test_nothing_is_expunged_from_the_desk_without_two_people(people: People) -> None:
    paper = published(people)
    proposal = Proposal.objects.create(
        decision=paper, kind="expunge", number=1, reason="x", proposed_by=people.dev, proposed_at=LATER
    )
    for statement in (f"SELECT decisions_expunge({proposal.pk})", "SELECT decisions_expunge(0)"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_switch_of_expunging_is_of_no_use_to_the_desk(people: People) -> None:
    paper = published(people)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL register.expunging = 'yes'")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE decisions_decision SET title = 'x' WHERE id = %s", [paper.pk])
