"""Signed means fixed: what the database refuses the desk's own role in raw SQL, and lets through without the guard."""

from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.db import connections

from decisions import actions
from tests.decisions.papers import AT, HOUR, approved, draft, endorsed, submitted
from tests.people import make_people
from tests.promises.guards import constraint, let_through_without, refused, trigger

pytestmark = pytest.mark.django_db(databases=["default", "book"])

Facts = dict[str, Any]


@pytest.fixture(scope="module")
def facts(committed_module: None) -> Iterator[Facts]:
    """One committed paper in each state: their ids, rounds and digests, and the people's ids."""
    people = make_people()
    papers = {"draft": draft(people), "submitted": submitted(people), "endorsed": endorsed(people)}
    papers["approved"] = approved(people)
    papers["withdrawn"] = submitted(people)
    gone = papers["withdrawn"]
    actions.withdraw(decision=gone, seen=gone.version, note="Not needed.", by=people.fatima, at=AT + 2 * HOUR)
    collected: Facts = {name: paper.pk for name, paper in papers.items()}
    collected |= {f"{name}_digest": p.submissions.get().digest for name, p in papers.items() if name != "draft"}
    collected |= {name: getattr(people, name).pk for name in ("fatima", "clare", "kaya", "dev", "sam")}
    yield collected
    connections["default"].close()


def attacked(sql: Any, attack: str, name: str, guard: str) -> None:
    """Refused by the guard of this name; with the guard taken away the very same attack would succeed."""
    refused(sql, attack, name)
    let_through_without(sql, guard, attack)


PARTS = {
    "section": "text = 'x'",
    "recommendation": "amount = 1",
    "declaration": "comment = 'x'",
    "boardreport": "author = 'x'",
    "decisiongrant": "position = 9",
}
PART = "a paper that is"


@pytest.mark.parametrize("state", ["submitted", "endorsed", "approved", "withdrawn"])
@pytest.mark.parametrize("table", PARTS)
def test_no_part_is_changed_or_removed_once_it_is_submitted(sql: Any, facts: Facts, state: str, table: str) -> None:
    guard = trigger(f"decisions_{table}", "part_is_fixed")
    where = f"WHERE decision_id = {facts[state]}"
    attacked(sql, f"UPDATE decisions_{table} SET {PARTS[table]} {where}", PART, guard)
    attacked(sql, f"DELETE FROM decisions_{table} {where}", PART, guard)


@pytest.mark.parametrize(
    "attack",
    [
        "INSERT INTO decisions_section (decision_id, document, kind, heading, text) "
        "VALUES ({}, 'form', 'other', '', 'x')",
        "INSERT INTO decisions_link (decision_id, kind, earlier_reference, earlier_key) "
        "VALUES ({}, 'revokes', 'PCD 1', 'pcd1')",
    ],
)
def test_nothing_is_added_to_a_decided_paper(sql: Any, facts: Facts, attack: str) -> None:
    table = attack.split()[2]
    attacked(sql, attack.format(facts["approved"]), PART, trigger(table, "part_is_fixed"))


DECISION = trigger("decisions_decision", "decision_guarded", "outcome_follows_rulings")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("title = 'x'", "only a draft is edited"),
        ("executive_summary = 'x'", "only a draft is edited"),
        ("deferral = 'yes'", "only a draft is edited"),
        ("part1 = 'x'", "what was decided never changes"),
        ("decided_on = '2001-01-01'", "what was decided never changes"),
        ("status = 'draft'", "does not go from approved to draft"),
        ("status = 'refused'", "does not go from approved to refused"),
        ("number = 7", "a reference is never changed"),
    ],
)
def test_a_decided_paper_itself_never_changes(sql: Any, facts: Facts, change: str, name: str) -> None:
    attacked(sql, f"UPDATE decisions_decision SET {change} WHERE id = {facts['approved']}", name, DECISION)


def test_a_paper_does_not_skip_a_step(sql: Any, facts: Facts) -> None:
    change = "status = 'endorsed', number = 1, reference_key = 'pcd1'"
    attack = f"UPDATE decisions_decision SET {change} WHERE id = {facts['draft']}"
    attacked(sql, attack, "does not go from draft to endorsed", DECISION)


def test_a_paper_is_not_approved_by_setting_its_status(sql: Any, facts: Facts) -> None:
    attack = f"UPDATE decisions_decision SET status = 'approved', part1 = 'x' WHERE id = {facts['endorsed']}"
    attacked(sql, attack, "a decision needs the endorsement and the decision", DECISION)


def test_a_paper_with_a_number_is_never_removed(sql: Any, facts: Facts) -> None:
    refused(sql, f"DELETE FROM decisions_decision WHERE id = {facts['submitted']}", "is never removed")


def test_a_paper_is_not_born_decided(sql: Any, facts: Facts) -> None:
    attack = (
        "INSERT INTO decisions_decision (series, number, reference_key, status, round, version, title, "
        "executive_summary, marking, impact_state, impact_reason, deferral, deferral_reason, part_2, part_2_marking, "
        "part_2_statement, part_2_reasons, part_2_review, imported, decided_by_name, part1, created_by_id, created_at) "
        "VALUES ('PCD', 9, 'pcd9', 'approved', 1, 1, 'x', '', '', '', '', '', '', '', '', '', '', '', false, '', 'x', "
        f"{facts['sam']}, now())"
    )
    attacked(sql, attack, "a paper begins as a draft", trigger("decisions_decision", "decision_born"))


@pytest.mark.parametrize("table", ["partsave", "move", "submission", "signature", "sealedpaper"])
def test_history_is_only_added_to(sql: Any, facts: Facts, table: str) -> None:
    guard = trigger(f"decisions_{table}", "only_added")
    where = f"WHERE decision_id = {facts['approved']}"
    attacked(sql, f"UPDATE decisions_{table} SET id = id {where}", "it is only added to", guard)
    attacked(sql, f"DELETE FROM decisions_{table} {where}", "it is only added to", guard)
    refused(sql, f"TRUNCATE decisions_{table} CASCADE", "permission denied")


def signature(facts: Facts, paper: str, person: str, digest: str = "") -> str:
    """SQL that signs a paper as the Deputy Mayor."""
    return (
        'INSERT INTO decisions_signature (decision_id, round, office, step, person_id, name, job_title, "on", at, '
        "how, statement, interests, note, digest, delegated_from, recorded_by_name) VALUES "
        f"({facts[paper]}, 1, 'decider', 'approved', {facts[person]}, 'x', '', "
        "(now() AT TIME ZONE 'Europe/London')::date, now(), 'password', '', '', '', "
        f"'{digest or facts[paper + '_digest']}', '', '')"
    )


SIGNATURE = trigger("decisions_signature", "signature_guarded")


def test_an_author_does_not_sign(sql: Any, facts: Facts) -> None:
    attacked(sql, signature(facts, "endorsed", "fatima"), "an author does not sign their own paper", SIGNATURE)


def test_a_signature_quotes_what_was_submitted(sql: Any, facts: Facts) -> None:
    attacked(sql, signature(facts, "endorsed", "kaya", "0" * 64), "the signature is for another text", SIGNATURE)


def test_a_paper_that_does_not_wait_for_it_takes_no_signature(sql: Any, facts: Facts) -> None:
    # The power of the deciding office is looked at in the state in which it decides: it would refuse as well.
    guards = f"{SIGNATURE}; {trigger('decisions_signature', 'within_power')}"
    attacked(sql, signature(facts, "submitted", "kaya"), "does not wait for this signature", guards)


def test_one_person_does_not_sign_twice(sql: Any, facts: Facts) -> None:
    attack = signature(facts, "endorsed", "clare")
    refused(sql, attack, "the office is not held on that day")
    with pytest.raises(psycopg2.IntegrityError, match="signature_once_per_person"):
        let_through_without(sql, SIGNATURE, attack)
    guard = constraint("decisions_signature", "signature_once_per_person")
    let_through_without(sql, f"{SIGNATURE}; {guard}", attack)


def move(facts: Facts, person: str) -> str:
    """SQL that takes the step of endorsing."""
    return (
        "INSERT INTO decisions_move (decision_id, round, step, from_status, to_status, note, by_id, by_name, at) "
        f"VALUES ({facts['endorsed']}, 1, 'endorse', 'checked', 'endorsed', '', {facts[person]}, 'x', now())"
    )


def test_an_author_takes_no_signing_step(sql: Any, facts: Facts) -> None:
    guard = trigger("decisions_move", "move_guarded")
    attacked(sql, move(facts, "fatima"), "an author does not check, endorse or decide", guard)


def test_nobody_takes_two_of_check_endorse_and_decide(sql: Any, facts: Facts) -> None:
    attacked(sql, move(facts, "dev"), "move_one_person", "DROP INDEX move_one_person_one_signing_step")


def test_accepted_money_stays_within_authority(sql: Any, facts: Facts) -> None:
    grants = f"SELECT grant_id FROM decisions_decisiongrant WHERE decision_id = {facts['approved']}"
    attack = f"UPDATE grants_tranche SET accepted = 600000 WHERE grant_id IN ({grants})"
    attacked(sql, attack, "is more than the", trigger("grants_tranche", "tranche_accepted_within_authority"))


def test_an_authority_is_never_raised_or_removed(sql: Any, facts: Facts) -> None:
    guard = trigger("grants_authority", "authority_is_fixed")
    attacked(sql, "UPDATE grants_authority SET amount = 9999999", "only ended", guard)
    attacked(sql, "DELETE FROM grants_authority", "only ended", guard)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE decisions_decision DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DROP TRIGGER decision_guarded ON decisions_decision",
        "CREATE OR REPLACE FUNCTION decisions_guard_decision() RETURNS trigger "
        "LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ],
)
def test_the_desk_cannot_switch_a_guard_off(sql: Any, facts: Facts, statement: str) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        sql("desk", statement)
