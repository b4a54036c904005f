"""Promise: the public reader's role can read the book and nothing else; the desk's role cannot change the schema."""

from datetime import timedelta

import psycopg2
import pytest
from django.conf import settings
from django.db import connections

from book.models import PublishedDecision
from book.part1.v1 import Deferral
from database.checks import check_roles
from database.management.commands.migrate import LOCK
from tests.book.conftest import NOW, Publish
from tests.book.papers import PCD_510, paper
from tests.conftest import Sql

pytestmark = pytest.mark.committed

DENIED = psycopg2.errors.InsufficientPrivilege

#: Every table, view and sequence of the database that is not PostgreSQL's own.
RELATIONS = """
    SELECT format('%I.%I', n.nspname, c.relname), n.nspname = 'book', c.relkind FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
"""
#: Catalogs and functions that hold secrets or reach the machine.
SECRETS = [
    "SELECT rolpassword FROM pg_authid",
    "SELECT * FROM pg_user_mapping",
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT pg_ls_dir('.')",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY (SELECT 1) TO '/tmp/register-leak'",
    "SELECT lo_import('/etc/passwd')",
    "SELECT pg_reload_conf()",
    "ALTER SYSTEM SET fsync = off",
    "SET session_replication_role = replica",
    "SET ROLE {other}",
    "SET ROLE {owner}",
    "SET SESSION AUTHORIZATION {owner}",
]
#: Ways to make something, of which a temporary function is the classic one around a view's filter.
MAKING = [
    "CREATE TABLE stolen (x int)",
    "CREATE TABLE book.stolen (x int)",
    "CREATE TEMPORARY TABLE stolen (x int)",
    "CREATE FUNCTION pg_temp.spy(text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    "CREATE FUNCTION book.spy(text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    "CREATE SCHEMA mine",
    "CREATE ROLE mine",
    "CREATE DATABASE mine",
]


def current_role(sql: Sql, name: str) -> str:
    """What the role is called on this server."""
    return str((sql(name, "SELECT quote_ident(current_user)") or [("",)])[0][0])


@pytest.mark.postgres15
def test_the_reader_sees_what_is_published_and_no_other_table(published: Publish, sql: Sql) -> None:
    published(PCD_510)
    assert PublishedDecision.objects.get().reference == "PCD 510"
    assert sql("reader", "SELECT current_user") != sql("desk", "SELECT current_user")
    relations = sql("owner", RELATIONS) or []
    outside = [name for name, in_book, _ in relations if not in_book]
    assert len(outside) > 40
    for name in outside:
        with pytest.raises(DENIED):
            sql("reader", f"SELECT * FROM {name} LIMIT 1")
    for name, in_book, kind in relations:
        if in_book and kind == "r":
            sql("reader", f"SELECT * FROM {name} LIMIT 1")


@pytest.mark.postgres15
def test_the_reader_writes_nowhere(published: Publish, sql: Sql) -> None:
    published(PCD_510)
    for name, _, kind in sql("owner", RELATIONS) or []:
        if kind == "r":
            for statement in (f"DELETE FROM {name}", f"TRUNCATE {name}", f"DROP TABLE {name}"):
                with pytest.raises(DENIED):
                    sql("reader", statement)
    assert PublishedDecision.objects.count() == 1


def test_a_deferred_paper_is_not_in_anything_the_reader_can_select(published: Publish, sql: Sql) -> None:
    hidden = paper(1902, title="Operation Nightjar", deferral=Deferral(True, "Arrests come first", None))
    published(hidden, due_at=NOW + timedelta(days=36_500))
    published(PCD_510)
    seen = ""
    for name, in_book, kind in sql("owner", RELATIONS) or []:
        if in_book and kind == "r":
            seen += str(sql("reader", f"SELECT t::text FROM {name} t"))
    assert "PCD 510" in seen
    assert "Nightjar" not in seen
    assert "1902" not in seen
    waiting = sql("owner", "SELECT count(*) FROM book_waiting WHERE reference = 'PCD 1902'")
    assert waiting == [(1,)]


@pytest.mark.parametrize("role", ["reader", "desk"])
@pytest.mark.parametrize("statement", SECRETS + MAKING)
def test_neither_role_reaches_secrets_or_makes_anything(role: str, statement: str, sql: Sql) -> None:
    other = {"reader": "desk", "desk": "reader"}[role]
    names = {word: current_role(sql, name) for word, name in (("owner", "owner"), ("other", other))}
    with pytest.raises(DENIED):
        sql(role, statement.format(**names))


def test_the_reader_calls_only_what_it_is_for(sql: Sql) -> None:
    callable_ = sql(
        "reader",
        "SELECT n.nspname || '.' || p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
        "WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND has_function_privilege(p.oid, 'EXECUTE') "
        "AND has_schema_privilege(n.oid, 'USAGE') ORDER BY 1",
    )
    assert callable_
    alerts = {"ask_for_alert", "alert_to_confirm", "confirm_alert", "alerts_of", "change_alert", "leave_alerts"}
    # What a public side of its own was sent is taken in by the functions that the reader calls where there is none.
    expected = {"book.ask_for_format", "book.tell_mistake", "book.publish_due", "book.take_in"}
    expected |= {f"book.{name}" for name in alerts}
    assert {name for (name,) in callable_} == expected


@pytest.mark.postgres15
def test_the_desk_cannot_switch_off_a_trigger_or_change_a_table(sql: Sql) -> None:
    triggers = sql(
        "owner",
        "SELECT c.oid::regclass::text, quote_ident(tgname) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE NOT tgisinternal",
    )
    assert triggers
    assert len(triggers) > 10
    for table, trigger in triggers:
        for statement in (
            f"ALTER TABLE {table} DISABLE TRIGGER {trigger}",
            f"DROP TRIGGER {trigger} ON {table}",
            f"TRUNCATE {table}",
        ):
            with pytest.raises(DENIED):
                sql("desk", statement)


@pytest.mark.postgres15
def test_no_lock_that_the_reader_can_take_holds_publication_up(published: Publish, sql: Sql) -> None:
    for number in (7301, 7302, 7303, 7304, 190_019):
        sql("reader", f"SELECT pg_advisory_lock({number})")
    locks = (
        "SELECT FROM book.state FOR UPDATE",
        "SELECT FROM book.state FOR SHARE",
        "SELECT book.hold()",
        "SELECT FROM public.book_formatlock FOR UPDATE",
        "SELECT FROM public.book_alertlock FOR UPDATE",
        "SELECT FROM public.book_mistakelock FOR UPDATE",
        "DO $$ BEGIN LOCK TABLE book.state IN EXCLUSIVE MODE; END $$",
    )
    for lock in locks:
        with pytest.raises(DENIED):
            sql("reader", lock)
    published(PCD_510)
    assert sql("reader", "SELECT reference FROM book.decision") == [("PCD 510",)]
    # What the public sends in is taken at once as well: a lock that were waited for would end by the time limit.
    sender = "0" * 64
    with connections["book"].cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")
        cursor.execute("SELECT book.ask_for_alert('reader@example.org', '', 'daily', %s)", [sender])
        assert cursor.fetchone() == (True,)
        mistake: list[str | bool] = ["R-123456", "PCD 510", "The year is wrong.", "", "", "", False, sender]
        cursor.execute("SELECT book.tell_mistake(%s, %s, %s, %s, %s, %s, %s, %s)", mistake)
        assert cursor.fetchone() == (True,)


def test_nothing_waits_for_a_lock_that_every_role_could_take(sql: Sql) -> None:
    """An advisory lock needs no right: neither the database's functions nor the program use one."""
    functions = "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.prosrc ILIKE '%advisory%' AND "
    assert sql("owner", functions + "p.pronamespace IN ('public'::regnamespace, 'book'::regnamespace)") == []
    folders = {path.parent for path in settings.BASE_DIR.glob("*/__init__.py")} - {settings.BASE_DIR / "tests"}
    sources = [path for folder in folders for path in folder.rglob("*.py")]
    assert len(sources) > 400
    assert not [path for path in sources if "pg_advisory" in path.read_text() or "pg_try_advisory" in path.read_text()]
    # Migrations wait for one another by a table that the owner alone may lock.
    for role in ("reader", "desk", "worker"):
        with pytest.raises(DENIED):
            sql(role, f"BEGIN; LOCK TABLE {LOCK} IN ACCESS SHARE MODE")
        sql(role, "ROLLBACK")


def test_the_reader_and_the_desk_store_nothing_outside_the_tables(sql: Sql) -> None:
    for role in ("reader", "desk"):
        for statement in ("SELECT lo_create(0)", "SELECT lo_from_bytea(0, 'x')", "SELECT lo_creat(-1)"):
            with pytest.raises(DENIED):
                sql(role, statement)


def test_a_setting_stored_on_a_role_is_reported(sql: Sql) -> None:
    name = connections["book"].settings_dict["USER"]
    sql("reader", f'ALTER ROLE "{name}" SET search_path = pg_temp')
    try:
        assert any(
            "settings stored on it: search_path=pg_temp" in str(message.msg) for message in check_roles(["book"])
        )
    finally:
        sql("reader", f'ALTER ROLE "{name}" RESET search_path')


@pytest.mark.postgres15
def test_the_roles_are_as_check_wants_them() -> None:
    assert check_roles(["default"]) == []
    assert check_roles(["book"]) == []


@pytest.mark.parametrize(
    ("wrong", "undo", "words"),
    [
        ("GRANT SELECT ON audit_event TO {reader}", "REVOKE SELECT ON audit_event FROM {reader}", "outside the book"),
        ("GRANT SELECT (id) ON audit_event TO {reader}", "REVOKE SELECT (id) ON audit_event FROM {reader}", "outside"),
        ("GRANT INSERT ON book.entry TO {reader}", "REVOKE INSERT ON book.entry FROM {reader}", "write in the book"),
        ("GRANT SELECT ON audit_event TO PUBLIC", "REVOKE SELECT ON audit_event FROM PUBLIC", "outside the book"),
        ("GRANT CREATE ON SCHEMA public TO {desk}", "REVOKE CREATE ON SCHEMA public FROM {desk}", "structure"),
        ("GRANT TRUNCATE ON audit_event TO {desk}", "REVOKE TRUNCATE ON audit_event FROM {desk}", "structure"),
        ("GRANT CREATE ON SCHEMA book TO {reader}", "REVOKE CREATE ON SCHEMA book FROM {reader}", "structure"),
    ],
)
def test_check_finds_a_wrong_grant(wrong: str, undo: str, words: str, sql: Sql) -> None:
    names = {name: current_role(sql, name) for name in ("reader", "desk")}
    sql("owner", wrong.format(**names))
    try:
        assert any(words in message.msg for message in check_roles(["default"]))
    finally:
        sql("owner", undo.format(**names))
    assert check_roles(["default"]) == []
