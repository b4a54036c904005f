"""The history is added to in the transaction of what it tells of, chained, and what is altered or removed is named."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from audit.actions import record
from audit.models import Event, Head
from audit.verifying import verify
from tests.audit.events import AT, recorded


def verified(anchor: str = "") -> str:
    return verify(Event.objects.order_by("number").iterator(), Head.objects.first(), anchor).problem


@pytest.mark.committed
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError, match="in the transaction of what it tells of"):
        record(verb="try", at=AT, by="X", subject="x:1", sentence="X.")


@pytest.mark.django_db
def test_events_are_numbered_without_gaps_and_chained() -> None:
    events = [recorded(f"Event {number}.") for number in range(1, 4)]
    first = events[0].number
    assert [event.number for event in events] == [first, first + 1, first + 2]
    assert bytes(events[0].hash).hex() in bytes(events[1].canonical).decode()
    assert verified() == ""


@pytest.mark.django_db
def test_what_people_send_in_attacks_is_kept_harmlessly() -> None:
    event = recorded("A \x00 in the sentence", details={"\x00key": ["\x00", {"a": "b\x00"}]}, by="N" * 500)
    assert "\x00" not in event.sentence
    assert verified() == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "details", [{"a": 1.10}, {"a": 10**20}, {"ü": "\u2028 ' \" \\ </script>"}, {"a": [1, None, True, {}]}]
)
def test_events_with_any_kind_of_details_verify(details: dict[str, Any]) -> None:
    recorded(details=details)
    assert verified() == ""


@pytest.mark.committed
@pytest.mark.parametrize(
    ("forgery", "sentence"),
    [
        ("UPDATE audit_event SET sentence = 'Nothing.' WHERE number = 2", "Event 2 was altered: its sentence"),
        ("UPDATE audit_event SET at = at - interval '1 day' WHERE number = 2", "Event 2 was altered: its at"),
        ("UPDATE audit_event SET actor_id = 9 WHERE number = 2", "Event 2 was altered: its actor_id"),
        ("UPDATE audit_event SET details = '{}' WHERE number = 1", "Event 1 was altered: its details"),
        ("UPDATE audit_event SET canonical = canonical || ' ' WHERE number = 2", "Event 2 was altered: its bytes"),
        (
            "UPDATE audit_event SET canonical = c, hash = sha256(c) FROM (SELECT convert_to(replace(convert_from("
            "canonical, 'UTF8'), 'Event 2', 'Event X'), 'UTF8') c FROM audit_event WHERE number = 2) x "
            "WHERE number = 2",
            "Event 2 was altered: its sentence",
        ),
        (
            "UPDATE audit_event SET sentence = 'Event X.', canonical = c, hash = sha256(c) FROM (SELECT convert_to("
            "replace(convert_from(canonical, 'UTF8'), 'Event 2.', 'Event X.'), 'UTF8') c FROM audit_event "
            "WHERE number = 2) x WHERE number = 2",
            "Event 3 does not follow event 2",
        ),
        ("DELETE FROM audit_event WHERE number = 1", "Event 1 was removed"),
        ("DELETE FROM audit_event WHERE number IN (1, 2)", "Events 1 to 2 were removed"),
        ("DELETE FROM audit_event WHERE number = 4", "Event 4 was removed"),
        ("DELETE FROM audit_event WHERE number > 2", "Events 3 to 4 were removed"),
        ("DELETE FROM audit_event", "Events 1 to 4 were removed"),
        ("DELETE FROM audit_head", "The head of the history does not fit"),
        (
            "INSERT INTO audit_event SELECT id + 1000, number + 1, recorded_at, at, verb, actor_id, actor_name, "
            "subject, sentence, details, address, canonical, hash FROM audit_event WHERE number = 4",
            "Event 5 does not follow event 4",
        ),
    ],
)
def test_verify_audit_names_the_first_event_that_was_altered_or_removed(sql: Any, forgery: str, sentence: str) -> None:
    for number in range(1, 5):
        recorded(f"Event {number}.")
    call_command("verify_audit")
    sql("owner", "ALTER TABLE audit_event DISABLE TRIGGER USER; ALTER TABLE audit_head DISABLE TRIGGER USER")
    try:
        sql("owner", forgery)
    finally:
        for table, names in {
            "audit_event": ("audit_event_chain", "audit_event_fixed", "audit_event_kept"),
            "audit_head": ("audit_head_guard", "audit_head_kept"),
        }.items():
            for name in names:
                sql("owner", f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
    with pytest.raises(CommandError, match=sentence):
        call_command("verify_audit")


@pytest.mark.committed
def test_an_anchor_kept_elsewhere_notices_a_history_that_was_rewritten_whole(sql: Any) -> None:
    for number in range(1, 5):
        recorded(f"Event {number}.")
    anchor = verify(Event.objects.order_by("number"), Head.objects.first()).anchor
    call_command("verify_audit", anchor=anchor)
    sql("owner", "ALTER TABLE audit_event DISABLE TRIGGER USER; ALTER TABLE audit_head DISABLE TRIGGER USER")
    try:
        sql("owner", "DELETE FROM audit_event; DELETE FROM audit_head")
        sql("owner", "ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_chain")
        recorded("Another first event.")
    finally:
        sql(
            "owner",
            "ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_fixed, ENABLE ALWAYS TRIGGER audit_event_kept",
        )
        sql(
            "owner",
            "ALTER TABLE audit_head ENABLE ALWAYS TRIGGER audit_head_guard, ENABLE ALWAYS TRIGGER audit_head_kept",
        )
    assert verified() == "", "the chain alone cannot know"
    with pytest.raises(CommandError, match="Event 4, which was written down"):
        call_command("verify_audit", anchor=anchor)
    for number in range(2, 6):
        recorded(f"Event {number}.")
    with pytest.raises(CommandError, match="Event 4 is not the one that was written down"):
        call_command("verify_audit", anchor=anchor)


@pytest.mark.parametrize("anchor", ["x", "0:ab", "1:zz", "1"])
@pytest.mark.django_db
def test_a_mistyped_anchor_is_refused(anchor: str) -> None:
    with pytest.raises(CommandError, match="An anchor looks like"):
        call_command("verify_audit", anchor=anchor)
