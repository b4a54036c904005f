"""What the public reader's role can find out about what is not published. Each test also sees what is."""

from datetime import timedelta
from typing import Any

import psycopg2
import pytest
from django.conf import settings

from tests.book.agreeing import publish
from tests.book.conftest import NOW, Publish
from tests.book.papers import PCD_510, paper
from tests.people import People

pytestmark = pytest.mark.committed

SECRET = "Xanthippe"
OWNER = settings.DATABASES["owner"]["USER"]


@pytest.fixture
def deferred(published: Publish, people: People) -> None:
    """PCD 510 is published; a paper about Xanthippe waits for years."""
    published(PCD_510)
    secret = paper(1999, title=SECRET, executive_summary=SECRET)
    publish(part1=secret.to_json(), pdf=SECRET.encode(), due_at=NOW + timedelta(days=36_500), by=people.dev, at=NOW)


@pytest.mark.usefixtures("deferred")
def test_no_readable_row_anywhere_speaks_of_what_waits(sql: Any) -> None:
    tables = sql(
        "reader",
        "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind IN ('r', 'v', 'm', 'p') AND n.nspname <> 'pg_catalog' AND n.nspname <> 'information_schema' "
        "AND has_table_privilege(c.oid, 'SELECT')",
    )
    texts = []
    for (table,) in tables:
        texts += [row for (row,) in sql("reader", f"SELECT t::text FROM {table} t")]
    readable = "\n".join(texts)
    assert "PCD 510" in readable
    assert PCD_510.to_json().hex() in readable
    assert SECRET not in readable
    assert SECRET.encode().hex() not in readable
    assert "1999" not in readable


@pytest.mark.usefixtures("deferred")
def test_the_reader_may_not_look_where_things_wait(sql: Any) -> None:
    assert sql("reader", "SELECT reference FROM book.entry") == [("PCD 510",)]
    for table in ("book_waiting", "book_waitingfile", "book_waitinglink", "mail_letter"):
        for statement in ("SELECT * FROM public.{}", "SELECT count(*) FROM public.{}", "DELETE FROM public.{}"):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                sql("reader", statement.format(table))


@pytest.mark.usefixtures("deferred")
def test_the_reader_can_do_nothing_but_read(sql: Any) -> None:
    for statement in (
        "CREATE TEMP TABLE x (a int)",
        "CREATE FUNCTION pg_temp.spy() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION book.spy() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TABLE book.x (a int)",
        "CREATE SCHEMA spy",
        f'SET ROLE "{OWNER}"',
        f'SET SESSION AUTHORIZATION "{OWNER}"',
        "SELECT book.publish_one(NULL)",
        "SELECT book.expunge_agreed(1, 'x')",
        "SELECT book.hold()",
        "SELECT book.add_entry('decision', 'PCD 1', 'pcd1', 1, NULL, '', '', '', NULL, NULL)",
        "SELECT rolpassword FROM pg_authid",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY book.entry TO PROGRAM 'cat'",
        "SELECT lo_import('/etc/passwd')",
        "SELECT * FROM pg_statistic",
        "DO $$ BEGIN LOCK TABLE book.entry IN ACCESS EXCLUSIVE MODE; END $$",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            sql("reader", statement)
    assert sql("reader", "SELECT count(*) FROM book.entry") == [(1,)]


@pytest.mark.usefixtures("deferred")
def test_statistics_of_the_planner_show_nothing_of_hidden_tables(sql: Any) -> None:
    sql("owner", "ANALYZE")
    rows = sql(
        "reader", "SELECT schemaname || '.' || tablename, most_common_vals::text, histogram_bounds::text FROM pg_stats"
    )
    assert not [row for row in rows if row[0].startswith("public.")]
    assert sql("reader", "SELECT count(*) FROM book.entry") == [(1,)]


@pytest.mark.usefixtures("deferred")
def test_another_publication_shows_no_trace_of_the_one_that_waits(sql: Any, published: Publish) -> None:
    before = sql("reader", "SELECT version, entries FROM book.state")
    assert sql("reader", "SELECT book.publish_due()") == [(0,)]
    assert sql("reader", "SELECT version, entries FROM book.state") == before
    published(paper(600))
    assert sql("reader", "SELECT number, reference FROM book.entry ORDER BY number") == [(1, "PCD 510"), (2, "PCD 600")]
    assert sql("reader", "SELECT version, entries FROM book.state") == [(before[0][0] + 1, 2)]
    for table in ("entry_file", "money", "node", "recommendation", "total"):
        (highest, count) = sql("reader", f"SELECT max(id), count(*) FROM book.{table}")[0]
        if table != "total":  # rows of totals are counted up in place, and each try takes a number
            assert highest == count, f"numbers of book.{table} have gaps"
