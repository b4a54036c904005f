"""A register that reads a copy says when the copy is old, and does not serve one that is not whole."""

from typing import Any

import pytest
from django.db import connections
from django.test import Client

from config import health
from public_side.following import Following, state_of_following

WHOLE = (False, 0, 1, 1, 3.0, 0)


class Answer:
    """A cursor that gives one row."""

    def __init__(self, row: tuple[Any, ...]) -> None:
        self.row = row

    def execute(self, sql: str) -> None:
        """Nothing is asked."""

    def fetchone(self) -> tuple[Any, ...]:
        """The row."""
        return self.row


@pytest.mark.parametrize(
    ("row", "is_whole", "words"),
    [
        (WHOLE, True, ""),
        ((False, 0, 1, 1, None, 0), True, ""),
        ((False, 0, 1, 1, 3.0, 2), False, "2 tables of the copy"),
        ((False, 0, 1, 0, None, 0), True, "does not follow the primary"),
        ((False, 0, 1, 1, 75.4, 0), True, "said nothing for 75 seconds"),
        ((False, 0, 0, 0, None, 0), True, ""),
        ((True, 1, 0, 0, None, 0), True, ""),
        ((True, 0, 0, 0, None, 0), True, "has lost its primary"),
    ],
)
def test_each_state_of_a_replica_has_a_sentence(row: tuple[Any, ...], is_whole: bool, words: str) -> None:
    state = state_of_following(Answer(row))
    assert state.is_whole is is_whole
    assert words in state.problem
    assert bool(words) == bool(state.problem)


@pytest.mark.committed
def test_a_primary_follows_nobody_and_any_login_may_ask() -> None:
    with connections["book"].cursor() as cursor:
        assert state_of_following(cursor) == Following(True, "")


@pytest.mark.committed
def test_a_replica_that_is_being_made_is_not_ready(monkeypatch: pytest.MonkeyPatch, public: Client) -> None:
    monkeypatch.setattr(health, "_following", lambda: Following(False, "4 tables are not whole yet."))
    answer = public.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["away"] == ["book"]
    assert answer.json()["degraded"] == [{"part": "book", "reason": "4 tables are not whole yet."}]
