"""A function that somebody edited in the database is named by `manage.py check --database default`."""

from typing import Any

import pytest

from database.function_checks import check_functions, newest_functions

pytestmark = pytest.mark.committed


def test_every_function_of_the_sql_files_is_in_the_database_as_written() -> None:
    assert {"book.publish_due", "decisions_expunge", "audit_event_chain"} <= newest_functions().keys()
    assert check_functions(["default"]) == []


def test_a_function_edited_by_hand_is_named(sql: Any) -> None:
    (body,) = sql("owner", "SELECT pg_get_functiondef('book.refuse()'::regprocedure)")[0]
    sql("owner", body.replace("The book is only added to", "Never mind"))
    try:
        (error,) = check_functions(["default"])
        assert "book.refuse" in error.msg
    finally:
        sql("owner", body)
