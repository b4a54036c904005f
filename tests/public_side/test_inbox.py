"""A public side on machines of its own: what the public sends waits there, and is fetched by the desk's worker."""

import uuid
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from book.models import Alert, FormatRequest, MistakeReport
from public_side import inbox
from public_side.carrying import connected
from public_side.inbox import set_up_inbox, take_in
from register import inbox as register_inbox
from tests.conftest import Sql
from tests.deploy.serving import address_of

pytestmark = pytest.mark.committed

NAME = "inbox_of_tests"
NEEDED = {"about": "PCD 510", "wanted": "large-print", "email": "rosa@example.org"}


def place(alias: str) -> str:
    """The inbox's database, through the login of an alias."""
    address, _, query = address_of(alias).partition("?")
    return f"{address.rpartition('/')[0]}/{NAME}?{query}"


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch, people: Any) -> Iterator[None]:
    """An inbox in a database without any table of ours; the reader's login is the public's, the worker's takes."""
    with connected(address_of("owner")) as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {NAME}")
    for _ in range(2):  # may be run again
        set_up_inbox(admin=place("owner"), public=place("book"), taker=place("worker"))
    public = connections["book"].copy()
    public.settings_dict = {**public.settings_dict, "NAME": NAME}
    monkeypatch.setitem(settings.DATABASES, "inbox", public.settings_dict)
    monkeypatch.setattr(register_inbox, "connections", {"inbox": public, "book": connections["book"]})
    monkeypatch.setattr(settings, "INBOX_URL", place("worker"))
    yield
    public.close()
    with connected(address_of("owner")) as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def test_what_the_public_sends_waits_in_the_inbox_and_is_taken_in_once(
    elsewhere: None, public: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert public.post("/accessible-format/", NEEDED).status_code == 302
    assert public.post("/alerts/?q=online", {"email": "rosa@example.org", "often": "daily"}).status_code == 302
    assert not FormatRequest.objects.exists()
    # The worker is killed after entering and before the messages are forgotten there.
    forgetting = inbox._enter
    monkeypatch.setattr(inbox, "_enter", lambda *message: forgetting(*message) and None)
    take_in()
    monkeypatch.setattr(inbox, "_enter", forgetting)
    assert take_in() == 2
    assert take_in() == 0
    assert FormatRequest.objects.get().email == "rosa@example.org"
    alert = Alert.objects.get()
    assert (alert.query, alert.often, alert.confirmed_at) == ("q=online", "daily", None)

    page = public.get(f"/alerts/confirm/{alert.secret}/").content.decode()
    assert "Confirm your alert" in page
    assert "online" not in page
    assert "is passed on" in public.post(f"/alerts/confirm/{alert.secret}/").content.decode()
    assert take_in() == 1
    alert.refresh_from_db()
    assert alert.confirmed_at is not None
    secret = alert.subscriber.secret
    assert "cannot show what you follow" in public.get(f"/alerts/{secret}/").content.decode()
    assert public.post(f"/alerts/leave/{secret}/").status_code == 200
    assert take_in() == 1
    assert not Alert.objects.exists()


def test_a_mistake_that_is_told_comes_in_as_it_was_written(elsewhere: None) -> None:
    text = "The sum “£1,200” is wrong; see C:\\papers and 50% of it"
    register_inbox.send("tell_mistake", "M-ABCDEFGH", "PCD 510", text, "", "Rosa", "", True, "a" * 64)
    assert take_in() == 1
    assert (MistakeReport.objects.get().wrong, MistakeReport.objects.get().credited) == (text, True)


def test_nobody_sends_more_than_people_do_also_when_the_worker_takes_it_at_once(
    elsewhere: None, public: Client
) -> None:
    for _ in range(5):
        assert public.post("/accessible-format/", NEEDED).status_code == 302
        assert take_in() == 1
    assert public.post("/accessible-format/", NEEDED).status_code == 429


def test_the_publics_login_reads_nothing_and_the_takers_only_takes(elsewhere: None, public: Client) -> None:
    public.post("/accessible-format/", NEEDED)
    closed = {
        "book": ["SELECT * FROM inbox.message", "SELECT * FROM inbox.waiting(1)", "SELECT inbox.forget('{}')"],
        "worker": [
            "SELECT * FROM inbox.message",
            "SELECT inbox.confirm_alert('x')",
            "INSERT INTO inbox.message (kind, content) VALUES ('leave', '{}')",
        ],
    }
    for alias, statements in closed.items():
        for statement in statements:
            with connected(place(alias)) as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute(statement)


def test_what_no_form_sends_is_dropped_with_a_line_in_the_log(
    elsewhere: None, caplog: pytest.LogCaptureFixture
) -> None:
    with connected(place("owner")) as cursor:
        cursor.execute(
            """INSERT INTO inbox.message (kind, content) VALUES ('alert', '{"email": "x", "often": "hourly"}')"""
        )
    assert take_in() == 1
    assert "was dropped" in caplog.text
    assert not Alert.objects.exists()


def test_a_replica_without_an_inbox_says_where_to_write(public: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CONTACT_EMAIL", "papers@example.org")
    with connections["book"].cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    try:
        for address, form in (
            ("/accessible-format/", NEEDED),
            ("/alerts/?q=online", {"email": "rosa@example.org", "often": "daily"}),
        ):
            answer = public.post(address, form)
            assert answer.status_code == 503
            assert "takes nothing in. Write to papers@example.org" in answer.content.decode()
    finally:
        connections["book"].close()


def test_the_desk_cannot_enter_what_nobody_sent(sql: Sql) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        sql("desk", "SELECT book.take_in(%s, 'leave', '{}')", [str(uuid.uuid4())])
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        sql("reader", "SELECT * FROM public.book_takenin")
