"""A function that somebody edited in the database is named by `manage.py check --database default`."""

from typing import Any

import pytest

from database.function_checks import check_functions, newest_functions

pytestmark = pytest.mark.committed


def test_every_function_of_the_sql_files_is_in_the_database_as_written() -> None:
    assert {"book.publish_due", "decisions_expunge_agreed", "audit_event_chain"} <= newest_functions().keys()
    assert check_functions(["default"]) == []


def test_a_function_that_a_later_migration_drops_is_not_looked_for(sql: Any) -> None:
    dropped = {"book.expunge", "decisions_expunge", "decisions_guard_proposal"}
    assert not dropped & newest_functions().keys()
    names = [name.rpartition(".")[2] for name in dropped]
    assert sql("owner", "SELECT proname FROM pg_proc WHERE proname = ANY(%s)", [names]) == []


def test_every_function_of_ours_in_the_database_is_looked_at(sql: Any) -> None:
    stored = sql(
        "owner",
        "SELECT CASE n.nspname WHEN 'public' THEN p.proname ELSE n.nspname || '.' || p.proname END "
        "FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
        "WHERE n.nspname IN ('public', 'book') AND p.prokind = 'f'",
    )
    assert {name for (name,) in stored} == newest_functions().keys()


def test_a_function_edited_by_hand_is_named(sql: Any) -> None:
    (body,) = sql("owner", "SELECT pg_get_functiondef('book.refuse()'::regprocedure)")[0]
    sql("owner", body.replace("The book is only added to", "Never mind"))
    try:
        (error,) = check_functions(["default"])
        assert "book.refuse" in error.msg
    finally:
        sql("owner", body)
