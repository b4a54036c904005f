"""The history: added to in a transaction, chained, searched, exported, verified."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from accounts.models import Person
from audit.actions import record
from audit.exporting import harmless
from audit.models import Event, Head
from audit.verifying import verify
from tests.people import People

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def told(sentence: str = "Fatima Finch did something.", **changed: Any) -> Event:
    facts: dict[str, Any] = {
        "verb": "try", "at": AT, "actor_id": 1, "actor_name": "Fatima Finch", "subject": "decision:12",
        "sentence": sentence, "details": {"before": None, "after": "£1"}, **changed,
    }  # fmt: skip
    with transaction.atomic():
        return record(**facts)


def verified(anchor: str = "") -> str:
    return verify(Event.objects.order_by("number").iterator(), Head.objects.first(), anchor).problem


def as_person(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.committed
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError, match="in the transaction of what it tells of"):
        record(verb="try", at=AT, actor_id=None, actor_name="X", subject="x:1", sentence="X.")


@pytest.mark.django_db
def test_events_are_numbered_without_gaps_and_chained() -> None:
    events = [told(f"Event {number}.") for number in range(1, 4)]
    first = events[0].number
    assert [event.number for event in events] == [first, first + 1, first + 2]
    assert bytes(events[0].hash).hex() in bytes(events[1].canonical).decode()
    assert verified() == ""


@pytest.mark.django_db
def test_what_people_send_in_attacks_is_kept_harmlessly() -> None:
    event = told("A \x00 in the sentence", details={"\x00key": ["\x00", {"a": "b\x00"}]}, actor_name="N" * 500)
    assert "\x00" not in event.sentence
    assert verified() == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "details", [{"a": 1.10}, {"a": 10**20}, {"ü": "\u2028 ' \" \\ </script>"}, {"a": [1, None, True, {}]}]
)
def test_any_details_verify(details: dict[str, Any]) -> None:
    told(details=details)
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
        told(f"Event {number}.")
    call_command("verify_audit")
    sql("owner", "ALTER TABLE audit_event DISABLE TRIGGER ALL; ALTER TABLE audit_head DISABLE TRIGGER ALL")
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
        told(f"Event {number}.")
    anchor = verify(Event.objects.order_by("number"), Head.objects.first()).anchor
    call_command("verify_audit", anchor=anchor)
    sql("owner", "ALTER TABLE audit_event DISABLE TRIGGER ALL; ALTER TABLE audit_head DISABLE TRIGGER ALL")
    try:
        sql(
            "owner",
            "DELETE FROM audit_event; DELETE FROM audit_head; "
            "ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_chain",
        )
        told("Another first event.")
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
        told(f"Event {number}.")
    with pytest.raises(CommandError, match="Event 4 is not the one that was written down"):
        call_command("verify_audit", anchor=anchor)


@pytest.mark.parametrize("anchor", ["x", "0:ab", "1:zz", "1"])
@pytest.mark.django_db
def test_a_mistyped_anchor_is_refused(anchor: str) -> None:
    with pytest.raises(CommandError, match="An anchor looks like"):
        call_command("verify_audit", anchor=anchor)


def test_a_subject_is_read_and_typed_in_words(people: People) -> None:
    told("Dev Desai passed PCD 815.", subject="decision:13")
    olu = as_person(people.olu)
    for typed in ("decision 13", "Decision:13", " decision:13 "):
        page = olu.get("/desk/history/", {"subject": typed}).content.decode()
        assert "Dev Desai passed PCD 815." in page, typed
        assert ">decision 13</a>" in page


def test_an_auditor_searches_the_history(people: People) -> None:
    told("Fatima Finch submitted PCD 510.", address="203.0.113.9")
    told(
        "Dev Desai passed PCD 815.", actor_name="Dev Desai", subject="decision:13", at=datetime(2025, 1, 1, tzinfo=UTC)
    )
    olu = as_person(people.olu)

    def found(query: str) -> str:
        page = olu.get(f"/desk/history/?{query}").content.decode()
        return page[page.index("</form>") :]

    assert "PCD 510" in found("words=pcd+510")
    assert "PCD 815" not in found("words=pcd+510")
    assert "PCD 815" in found("subject=decision:13")
    assert "PCD 510" in found("words=203.0.113.9")
    assert "PCD 815" not in found("first_on=1+January+2026")
    assert "PCD 815" in found("last_on=1+January+2025")
    assert "No event fits" in found("words=unheard")
    assert "Enter a date" in olu.get("/desk/history/?first_on=soon").content.decode()


def test_the_history_goes_on_page_by_page(people: People) -> None:
    for number in range(120):
        told(f"Event {number}.", subject="decision:99")
    olu, seen, query = as_person(people.olu), 0, "subject=decision:99"
    while query:
        page = olu.get(f"/desk/history/?{query}")
        seen += len(page.context["events"])
        query = page.context["older"]
    assert seen == 120


def test_nobody_else_reads_the_whole_history(people: People) -> None:
    for person in (people.fatima, people.kaya, people.dev, people.sam):
        for path in ("", "history.csv", "decision/12/"):
            assert as_person(person).get(f"/desk/history/{path}").status_code == 403, person.name


def test_an_export_is_safe_in_a_spreadsheet_and_is_itself_an_event(people: People) -> None:
    told('=HYPERLINK("https://evil.example","click")', actor_name="@SUM(1+1)", details={"x": "=1"})
    answer = as_person(people.olu).get("/desk/history/history.csv?subject=decision:12")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["sentence"] for row in rows] == ['\'=HYPERLINK("https://evil.example","click")']
    assert rows[0]["who"] == "'@SUM(1+1)"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="history.csv"'
    event = Event.objects.latest("number")
    assert (event.verb, event.actor_name) == ("export history", "Olu Okafor")


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "＝1", "\n=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["PCD 510", "", "a=1", "£1", "12"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell
