"""Kill -9 of PostgreSQL under writers: no acknowledged row is lost, and the writers go on by themselves."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2

from local_postgres.server import PORT, Server
from tests.local_postgres.test_server import ROOT, eventually, folder, postmaster, server  # noqa: F401 - fixtures

#: Writes numbered rows through Django until told to stop; says each number after its commit. A row whose commit was
#: interrupted may be there or not; it is written under a new number either way.
WRITER = """
import sys, threading, time
from django.conf import settings
settings.configure(DATABASES={"default": {"ENGINE": "local_postgres.backend", "NAME": "register",
    "USER": "register_owner",
    "OPTIONS": {"embedded": sys.argv[1]}, "CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": None}})
import django
django.setup()
from django.db import InterfaceError, OperationalError, connection, transaction
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
number = 0
while not stop.is_set():
    number += 1
    try:
        connection.close_if_unusable_or_obsolete()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO written VALUES (%s, %s)", [sys.argv[2], number])
        print(number, flush=True)
    except (OperationalError, InterfaceError):
        connection.close()
    time.sleep(0.002)
"""


def writer(folder: Path, name: str) -> "subprocess.Popen[str]":  # noqa: F811
    """A process that writes."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_sql(server: Server, statement: str) -> list[tuple[str, int]]:  # noqa: F811
    """Rows of one statement as the owner; [] when it gives none."""
    connection = psycopg2.connect(host=server.socket_folder, port=PORT, user="register_owner", dbname="register")
    with contextlib.closing(connection), connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def count(server: Server) -> int:  # noqa: F811
    """How many rows there are; none while the server is just coming back."""
    try:
        return len(run_sql(server, "SELECT * FROM written"))
    except psycopg2.OperationalError:
        return 0


def test_no_acknowledged_row_is_lost_when_postgresql_is_killed_under_writers(server: Server, folder: Path) -> None:  # noqa: F811
    run_sql(server, "CREATE TABLE written (who text, number int, PRIMARY KEY (who, number))")
    writers = {name: writer(folder, name) for name in ("first", "second", "third")}
    assert eventually(lambda: len(run_sql(server, "SELECT DISTINCT who, 1 FROM written")) == 3, 60)
    for whole in (False, True, False):
        victims = server._workers() if whole else [postmaster(server)]
        before = count(server)
        for pid in victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        server.ensure(check=True)
        assert eventually(lambda so_far=before: count(server) > so_far + 20, 60)
    time.sleep(0.2)
    acknowledged = set()
    for name, process in writers.items():
        acknowledgements, complaint = process.communicate("\n", timeout=60)
        assert process.returncode == 0, complaint
        acknowledged |= {(name, int(line)) for line in acknowledgements.split()}
    written = set(run_sql(server, "SELECT who, number FROM written"))
    assert len(acknowledged) > 60
    assert acknowledged <= written
