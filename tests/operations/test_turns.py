"""Two workers may run: one works at a time, and the other takes over when it ends or is killed."""

import os
import signal
import subprocess
import sys
import time
from io import StringIO

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connections

from config.management.commands import work
from operations.turns import Turn
from tests.conftest import Sql

pytestmark = pytest.mark.committed

_HOLDER = """
import os, sys, psycopg2
connection = psycopg2.connect(os.environ["WORKER"])
connection.cursor().execute("SELECT id FROM operations_workerturn FOR UPDATE")
print("held", flush=True)
sys.stdin.readline()
"""


def test_one_worker_works_and_another_takes_over_when_it_is_killed(request: pytest.FixtureRequest) -> None:
    params = connections["worker"].get_connection_params()
    address = psycopg2.extensions.make_dsn(
        **{name: params[name] for name in ("host", "port", "user", "password", "dbname") if params.get(name)}
    )
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER],
        env={**os.environ, "WORKER": address},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        turn = Turn()
        request.addfinalizer(turn.close)
        with turn as mine:
            assert mine is False
        other.send_signal(signal.SIGKILL)
    for _ in range(200):
        with turn as mine:
            if mine:
                break
        time.sleep(0.05)
    assert mine is True


def test_no_transaction_stays_open_between_two_rounds(sql: Sql, request: pytest.FixtureRequest) -> None:
    first, second = Turn(), Turn()
    for turn in (first, second):
        request.addfinalizer(turn.close)
    with first as mine:
        assert mine is True
        with second as also_mine:
            assert also_mine is False
    with second as mine:
        assert mine is True
    left_open = sql(
        "owner",
        "SELECT count(*) FROM pg_stat_activity WHERE usename = %s AND state = 'idle in transaction'",
        [connections["worker"].settings_dict["USER"]],
    )
    assert left_open == [(0,)]


def test_a_worker_that_has_not_its_turn_does_nothing_and_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = iter([False, False, True])
    rounds: list[bool] = []

    class Waiting(Turn):
        def __enter__(self) -> bool:
            rounds.append(next(turns))
            return rounds[-1]

    monkeypatch.setattr(work, "Turn", Waiting)
    monkeypatch.setattr(work, "work_round", lambda jobs, at: {"entries published": 0})
    call_command("work", "--once", "--every", "0.01", stdout=StringIO())
    assert rounds == [False, False, True]


@pytest.mark.parametrize("role", ["desk", "reader"])
def test_nobody_else_can_hold_up_the_work(role: str, sql: Sql) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        sql(role, "SELECT id FROM public.operations_workerturn FOR UPDATE")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        sql(role, "DELETE FROM public.operations_workerturn")
