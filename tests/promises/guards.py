"""Attacks in SQL: refused with the guard, let through without it, so that no test passes for another reason."""

from collections.abc import Callable
from typing import Any

import psycopg2
import pytest

Sql = Callable[..., Any]


def refused(sql: Sql, attack: str, name: str, role: str = "desk") -> None:
    """The attack, as the desk's own role, is refused by the guard: a constraint's name or a trigger's words."""
    with pytest.raises(psycopg2.Error) as caught:
        sql(role, attack)
    assert name in str(caught.value), caught.value


def let_through_without(sql: Sql, guard: str, attack: str) -> None:
    """With the guard taken away (as the owner, in a transaction that is undone) the same attack succeeds."""
    try:
        sql("owner", f"BEGIN; {guard}; {attack}")
    finally:
        sql("owner", "ROLLBACK")


def trigger(table: str, *names: str) -> str:
    """SQL that switches triggers off."""
    return "; ".join(f"ALTER TABLE {table} DISABLE TRIGGER {name}" for name in names)


def constraint(table: str, name: str) -> str:
    """SQL that drops a constraint."""
    return f"ALTER TABLE {table} DROP CONSTRAINT {name}"
