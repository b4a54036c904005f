"""Audit: append-only and hash-chained, against raw SQL as the desk's role and as the owner; no forks under haste."""

import hashlib
import threading
from typing import Any

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection, transaction

from audit.actions import record
from audit.models import Event, Head
from tests.audit.events import AT, FATIMA
from tests.promises.guards import let_through_without, refused, trigger

pytestmark = pytest.mark.committed


def record_sentence(sentence: str) -> Event:
    with transaction.atomic():
        return record(verb="try", at=AT, by=FATIMA, subject="decision:1", sentence=sentence)


@pytest.mark.parametrize("role", ["desk", "owner"])
@pytest.mark.parametrize(
    ("attack", "guards"),
    [
        ("UPDATE audit_event SET sentence = 'Nothing happened.'", ["audit_event_fixed"]),
        ("UPDATE audit_event SET hash = ''", ["audit_event_fixed"]),
        ("DELETE FROM audit_event", ["audit_event_fixed"]),
    ],
)
def test_an_event_is_never_changed_or_removed(sql: Any, role: str, attack: str, guards: list[str]) -> None:
    record_sentence("Something happened.")
    refused(sql, attack, "An event is never changed or removed", role)
    let_through_without(sql, trigger("audit_event", *guards), attack)
    assert Event.objects.latest("number").sentence == "Something happened."


def test_the_table_is_never_emptied(sql: Any) -> None:
    record_sentence("Something happened.")
    attack = "TRUNCATE audit_event, audit_words"
    refused(sql, attack, "permission denied")
    refused(sql, attack, "An event is never changed or removed", "owner")
    let_through_without(sql, trigger("audit_event", "audit_event_kept"), attack)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE audit_head SET count = 0, hash = ''",
        "DELETE FROM audit_head",
        "INSERT INTO audit_head (id, count, hash) VALUES (1, 0, '') ON CONFLICT (id) DO UPDATE SET count = 0",
    ],
)
def test_the_head_is_moved_by_events_alone(sql: Any, attack: str) -> None:
    record_sentence("Something happened.")
    refused(sql, attack, "moved by adding an event")
    let_through_without(sql, trigger("audit_head", "audit_head_guard"), attack)


@pytest.mark.parametrize(
    "attack",
    [
        "ALTER TABLE audit_event DISABLE TRIGGER audit_event_fixed",
        "DROP TRIGGER audit_event_fixed ON audit_event",
        "SET session_replication_role = replica",
        "ALTER TABLE audit_event RENAME TO old",
        "CREATE OR REPLACE FUNCTION audit_event_fixed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ],
)
def test_the_desks_role_cannot_switch_the_guard_off(sql: Any, attack: str) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        sql("desk", attack)


def test_a_session_that_plays_replica_is_guarded_as_well(sql: Any) -> None:
    """ENABLE ALWAYS: even where somebody may set session_replication_role, which switches ordinary triggers off."""
    states = sql(
        "owner",
        "SELECT tgname, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN "
        "('audit_event'::regclass, 'audit_head'::regclass, 'audit_words'::regclass, 'accounts_holding'::regclass)",
    )
    assert {name for name, _ in states} == {
        "accounts_delegation_inside", "accounts_holding_fixed", "accounts_holding_kept", "holding_guarded",
        "holding_was_used", "audit_event_chain", "audit_event_fixed", "audit_event_kept", "audit_head_guard",
        "audit_head_kept", "words_are_kept",
    }  # fmt: skip
    assert {state for _, state in states} == {"A"}


def test_a_forged_number_or_hash_is_overwritten(sql: Any) -> None:
    first = record_sentence("Something happened.")
    sql(
        "desk",
        "INSERT INTO audit_event (number, recorded_at, at, verb, actor_name, subject, sentence, details, address, "
        "canonical, hash) VALUES (1000, '1999-01-01', now(), 'x', 'X', 'x:1', 'X.', '{}', '', 'forged', 'forged')",
    )
    forged = Event.objects.latest("number")
    assert forged.number == first.number + 1
    assert forged.recorded_at is not None
    assert forged.recorded_at.year > 2000
    assert hashlib.sha256(bytes(forged.canonical)).digest() == bytes(forged.hash)
    call_command("verify_audit")


def test_twenty_writers_at_once_make_one_chain_without_gaps(sql: Any) -> None:
    before = record_sentence("Before.").number
    failures: list[Exception] = []

    def write(number: int) -> None:
        try:
            for turn in range(5):
                record_sentence(f"Writer {number}, turn {turn}.")
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(20)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    head = Head.objects.get()
    assert head.count == before + 100
    numbers = Event.objects.filter(number__gt=before).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(before + 1, before + 101))
    call_command("verify_audit")


def test_a_change_that_fails_takes_its_event_with_it() -> None:
    before = record_sentence("Before.").number

    def fail() -> None:
        with transaction.atomic():
            record(verb="try", at=AT, by=FATIMA, subject="decision:1", sentence="Never.")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert record_sentence("After.").number == before + 1
    assert not Event.objects.filter(sentence="Never.").exists()
