"""Signed means fixed: what the database refuses the desk's own role, from raw SQL."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from decisions.models import Decision
from tests.decisions.papers import approved, draft, endorsed, submitted
from tests.people import People, make_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return make_people()


def refused(statement: str, values: list[Any], *, by: str) -> None:
    """Run a statement as the desk and expect the guard of this name, or the message of a missing privilege."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    diagnosis = getattr(caught.value.__cause__, "diag", None)
    assert by in f"{getattr(diagnosis, 'constraint_name', '')} {caught.value}"


PARTS = {
    "decisions_section": "text = 'x'",
    "decisions_recommendation": "amount = 1",
    "decisions_declaration": "comment = 'x'",
    "decisions_boardreport": "author = 'x'",
    "decisions_decisiongrant": "position = 9",
}


@pytest.mark.parametrize("make", [submitted, endorsed, approved])
def test_no_part_of_a_paper_is_changed_or_removed_once_it_is_submitted(
    people: People, make: Callable[[People], Decision]
) -> None:
    paper = make(people)
    for table, change in PARTS.items():
        refused(f"UPDATE {table} SET {change} WHERE decision_id = %s", [paper.pk], by="part_is_fixed")
        refused(f"DELETE FROM {table} WHERE decision_id = %s", [paper.pk], by="part_is_fixed")


def test_a_part_is_not_added_to_a_decided_paper(people: People) -> None:
    paper = approved(people)
    refused(
        "INSERT INTO decisions_section (decision_id, document, kind, text) VALUES (%s, 'form', 'other', 'x')",
        [paper.pk],
        by="part_is_fixed",
    )
    refused(
        "INSERT INTO decisions_link (decision_id, kind, earlier_reference, earlier_key) "
        "VALUES (%s, 'revokes', 'PCD 1', 'pcd1')",
        [paper.pk],
        by="part_is_fixed",
    )


FIXED = [
    ("title = 'x'", "decision_is_fixed"),
    ("executive_summary = 'x'", "decision_is_fixed"),
    ("deferral = 'yes'", "decision_is_fixed"),
    ("part1 = 'x'", "decision_is_fixed"),
    ("decided_on = '2001-01-01'", "decision_is_fixed"),
    ("status = 'draft'", "decision_moves_along_the_steps"),
    ("status = 'refused'", "decision_moves_along_the_steps"),
    ("number = 7", "decision_reference_is_kept"),
]


def test_a_decided_paper_itself_never_changes(people: People) -> None:
    paper = approved(people)
    for change, guard in FIXED:
        refused(f"UPDATE decisions_decision SET {change} WHERE id = %s", [paper.pk], by=guard)


def test_a_paper_with_a_number_is_never_removed(people: People) -> None:
    refused("DELETE FROM decisions_decision WHERE id = %s", [submitted(people).pk], by="decision_is_kept")


HISTORY = ["partsave", "move", "submission", "signature", "sealedpaper"]


def test_history_is_only_added_to(people: People) -> None:
    paper = approved(people)
    for table in HISTORY:
        refused(f"UPDATE decisions_{table} SET id = id WHERE decision_id = %s", [paper.pk], by="only_added")
        refused(f"DELETE FROM decisions_{table} WHERE decision_id = %s", [paper.pk], by="only_added")
        refused(f"TRUNCATE decisions_{table} CASCADE", [], by="permission denied")


def test_a_paper_is_not_approved_by_setting_its_status(people: People) -> None:
    paper = endorsed(people)
    refused(
        "UPDATE decisions_decision SET status = 'approved', part1 = 'x' WHERE id = %s",
        [paper.pk],
        by="decision_is_signed_by_both",
    )


def test_a_paper_does_not_skip_a_step(people: People) -> None:
    paper = draft(people)
    refused(
        "UPDATE decisions_decision SET status = 'endorsed', number = 1, reference_key = 'pcd1' WHERE id = %s",
        [paper.pk],
        by="decision_moves_along_the_steps",
    )


def test_a_paper_is_not_born_decided(people: People) -> None:
    refused(
        "INSERT INTO decisions_decision (series, number, reference_key, status, round, version, title, "
        "executive_summary, marking, impact_state, impact_reason, deferral, deferral_reason, part_2, part_2_marking, "
        "part_2_statement, part_2_reasons, part_2_review, imported, decided_by_name, part1, created_by_id, created_at) "
        "VALUES ('PCD', 9, 'pcd9', 'approved', 1, 1, 'x', '', '', '', '', '', '', '', '', '', '', '', false, '', 'x', "
        "%s, now())",
        [people.sam.pk],
        by="decision_begins_as_a_draft",
    )


SIGN = (
    "INSERT INTO decisions_signature (decision_id, round, office, step, person_id, name, job_title, at, how, "
    "statement, interests, note, digest, delegated_from, recorded_by_name) "
    "VALUES (%s, %s, 'deputy_mayor', 'approved', %s, 'x', '', now(), 'password', '', '', '', %s, '', '')"
)


def test_an_author_does_not_sign_not_even_in_sql(people: People) -> None:
    paper = endorsed(people)
    digest = paper.submissions.get().digest
    refused(SIGN, [paper.pk, paper.round, people.fatima.pk, digest], by="signature_author_stands_aside")


def test_one_person_does_not_sign_twice_not_even_in_sql(people: People) -> None:
    paper = endorsed(people)
    digest = paper.submissions.get().digest
    refused(SIGN, [paper.pk, paper.round, people.clare.pk, digest], by="signature_once_per_person")


def test_a_signature_quotes_what_was_submitted(people: People) -> None:
    paper = endorsed(people)
    refused(SIGN, [paper.pk, paper.round, people.kaya.pk, "0" * 64], by="signature_quotes_what_was_submitted")


def test_a_paper_that_does_not_wait_for_it_takes_no_signature(people: People) -> None:
    paper = submitted(people)
    digest = paper.submissions.get().digest
    refused(SIGN, [paper.pk, paper.round, people.kaya.pk, digest], by="signature_is_of_its_time")


MOVE = (
    "INSERT INTO decisions_move (decision_id, round, step, from_status, to_status, note, by_id, by_name, at) "
    "VALUES (%s, %s, 'endorse', 'checked', 'endorsed', '', %s, 'x', now())"
)


def test_nobody_takes_two_of_check_endorse_and_decide_not_even_in_sql(people: People) -> None:
    paper = endorsed(people)
    refused(MOVE, [paper.pk, paper.round, people.dev.pk], by="move_one_person_one_signing_step")
    refused(MOVE, [paper.pk, paper.round, people.fatima.pk], by="move_author_stands_aside")


def test_the_desk_cannot_switch_a_guard_off(people: People) -> None:
    for statement in (
        "ALTER TABLE decisions_decision DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DROP TRIGGER decision_guarded ON decisions_decision",
        "CREATE OR REPLACE FUNCTION decisions_guard_decision() RETURNS trigger "
        "LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
