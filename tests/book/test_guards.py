"""What raw SQL can do to the book: as the desk and the reader nothing, as the owner nothing unnoticed."""

from hashlib import sha256
from typing import Any

import psycopg2
import pytest

from book.models import Entry
from tests.book.conftest import NOW, Publish
from tests.book.papers import PCD_510

pytestmark = pytest.mark.committed

TABLES = [
    "entry", "file", "entry_file", "decision", "link", "funder", "fund", "money", "recommendation", "outcome",
    "released", "facet_count", "word", "total", "node", "head", "state",
]  # fmt: skip


@pytest.mark.parametrize("role", ["desk", "reader"])
def test_nobody_writes_the_book_but_its_own_functions(published: Publish, sql: Any, role: str) -> None:
    published(PCD_510)
    columns = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 2"
    for table in TABLES:
        ((column,),) = sql("owner", columns, [f"book.{table}"])
        for statement in (
            f"DELETE FROM book.{table}",
            f"TRUNCATE book.{table} CASCADE",
            f'UPDATE book.{table} SET "{column}" = "{column}"',
            f"INSERT INTO book.{table} OVERRIDING SYSTEM VALUE SELECT * FROM book.{table}",
            f"ALTER TABLE book.{table} DISABLE TRIGGER ALL",
            f"DROP TABLE book.{table} CASCADE",
        ):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                sql(role, statement)
    assert Entry.objects.count() == 1


def test_even_the_owner_is_refused_by_the_triggers(published: Publish, sql: Any) -> None:
    published(PCD_510)
    sql("owner", "INSERT INTO book.head VALUES (1, book.root_of(1), 'note', now(), 'key')")
    for statement in (
        "DELETE FROM book.entry",
        "TRUNCATE book.entry CASCADE",
        "UPDATE book.entry SET summary = 'other'",
        "UPDATE book.entry SET payload = NULL, summary = ''",
        "UPDATE book.entry SET payload = 'other', payload_sha256 = encode(sha256('other'), 'hex')",
        "DELETE FROM book.file",
        "TRUNCATE book.file CASCADE",
        "UPDATE book.file SET content = NULL",
        "UPDATE book.file SET pages = 1",
        "DELETE FROM book.entry_file",
        "UPDATE book.entry_file SET name = 'other.pdf'",
        "UPDATE book.entry_file SET name = ''",
        "DELETE FROM book.node",
        "UPDATE book.node SET hash = ''",
        "TRUNCATE book.node",
        "UPDATE book.head SET size = 9",
        "DELETE FROM book.head",
        "TRUNCATE book.head CASCADE",
    ):
        with pytest.raises(psycopg2.errors.CheckViolation, match="only added to"):
            sql("owner", statement)
    assert bytes(Entry.objects.get().payload or b"") == PCD_510.to_json()


def test_triggers_fire_in_a_replica_session_too(published: Publish, sql: Any) -> None:
    enabled = sql(
        "owner",
        "SELECT DISTINCT tgenabled FROM pg_trigger WHERE NOT tgisinternal AND "
        "(tgrelid::regclass::text LIKE 'book.%%' OR tgrelid::regclass::text LIKE 'book_waiting%%')",
    )
    assert enabled == [("A",)]


def test_blanking_needs_a_notice_that_names_the_entry(published: Publish, sql: Any) -> None:
    published(PCD_510, *[])
    sql(
        "owner",
        "SELECT book.add_entry('expunged', 'PCD 510', 'pcd510', 1, 1, 'x', 'n', %s, NULL, NULL)",
        [sha256(b"n").hexdigest()],
    )
    with pytest.raises(psycopg2.errors.CheckViolation):
        sql("owner", "UPDATE book.entry SET payload = NULL, summary = '', reference = 'PCD 1' WHERE number = 1")
    with pytest.raises(psycopg2.errors.CheckViolation):
        sql("owner", "UPDATE book.entry SET payload = NULL, summary = '' WHERE number = 2")
    sql("owner", "UPDATE book.entry SET payload = NULL, summary = '' WHERE number = 1")
    assert Entry.objects.get(number=1).is_expunged


def test_the_desk_cannot_call_what_writes_the_book(published: Publish, sql: Any) -> None:
    published(PCD_510)
    names = sql("owner", "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE pronamespace = 'book'::regnamespace")
    open_to: dict[str, set[str]] = {"desk": set(), "reader": set()}
    for (name,) in names:
        for role, functions in open_to.items():
            (user,) = sql(role, "SELECT current_user")[0]
            if sql("owner", "SELECT has_function_privilege(%s, %s, 'EXECUTE')", [user, name]) == [(True,)]:
                functions.add(name.partition("(")[0].removeprefix("book."))
    witnessing = {"set_witness_policy", "keep_cosignature", "note_witness_problem"}
    keys = {"add_hand_over"}
    heads = {"add_head", "root_at"}
    # Whether the register is closed, it may ask; to close it takes the owner.
    own = {"plan", "keep_other_name", "publish_due", "publish_due_now", "expunge_agreed", "hold", "is_closed"}
    names_of_funds = {"merge_fund", "take_fund_apart"}
    assert open_to["desk"] == own | heads | witnessing | keys | names_of_funds
    # The functions for requests of accessible formats and for mistakes take in and give nothing back, and take_in calls
    # them for the worker with what a public side of its own was sent; those for alerts give back what is followed to
    # whoever holds a letter's secret, and never an address.
    alerts = {"ask_for_alert", "alert_to_confirm", "confirm_alert", "alerts_of", "change_alert", "leave_alerts"}
    assert open_to["reader"] - {"ask_for_format", "tell_mistake", "take_in"} - alerts == {"publish_due"}


def test_every_function_names_its_search_path(sql: Any) -> None:
    loose = sql(
        "owner",
        "SELECT proname FROM pg_proc WHERE pronamespace = 'book'::regnamespace AND "
        "NOT coalesce(array_to_string(proconfig, ',') LIKE '%%search_path=pg_catalog, pg_temp%%', false)",
    )
    assert [name for (name,) in loose if name != "ask_for_format"] == []


def test_what_waits_is_never_changed_by_sql_only_moved(published: Publish, sql: Any, people: Any) -> None:
    from datetime import timedelta

    from tests.book.agreeing import publish

    publish(part1=PCD_510.to_json(), pdf=b"%PDF", due_at=NOW + timedelta(days=36_500), by=people.dev, at=NOW)
    for statement in ("UPDATE book_waiting SET payload = 'x'", "UPDATE book_waitingfile SET content = 'x'"):
        with pytest.raises(psycopg2.errors.CheckViolation):
            sql("desk", statement)
    sql("desk", "UPDATE book_waiting SET due_at = due_at + interval '1 day'")
    with pytest.raises(psycopg2.errors.CheckViolation, match="Two people must agree"):
        sql("desk", "UPDATE book_waiting SET due_at = now()")


def test_models_and_tables_agree(sql: Any) -> None:
    from django.apps import apps

    compared = []
    for model in apps.get_app_config("book").get_models():
        table = model._meta.db_table.replace('"', "")
        if not table.startswith("book."):
            continue
        rows = sql(
            "owner",
            "SELECT attname, NOT attnotnull FROM pg_attribute "
            "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
            [table],
        )
        columns = {field.column: field.null for field in model._meta.concrete_fields}
        assert {name: null for name, null in rows if name in columns} == columns, table
        compared.append(table)
    assert len(compared) > 20
