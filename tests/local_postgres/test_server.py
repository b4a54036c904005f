"""The PostgreSQL of our own: first starts at once, killed servers, stale pids, odd folders, other accounts."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from local_postgres.programs import EmbeddedServerError, run
from local_postgres.server import PORT, Server

ROOT = Path(__file__).resolve().parents[2]

#: Uses the server at argv[1]: starts it if need be, writes one row, says so, waits for a line, leaves.
VISITOR = """
import contextlib, sys
from pathlib import Path
import psycopg2
from local_postgres.server import PORT, Server
server = Server(Path(sys.argv[1])).ensure()
with contextlib.closing(psycopg2.connect(
    host=server.socket_folder, port=PORT, user="register_owner", dbname="register")) as connection:
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(1)")
        cursor.execute("CREATE TABLE IF NOT EXISTS visit (who text)")
        cursor.execute("INSERT INTO visit VALUES (%s)", [sys.argv[2]])
print("written", flush=True)
sys.stdin.readline()
"""


def visit(folder: Path, who: str, *, python: tuple[str, ...] = (sys.executable,)) -> "subprocess.Popen[str]":
    """A process of its own that uses the server."""
    return subprocess.Popen(
        [*python, "-c", VISITOR, str(folder), who],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def leave(*visitors: "subprocess.Popen[str]") -> None:
    """Let visitors end; each must have written and must end well."""
    for visitor in visitors:
        output, complaint = visitor.communicate("\n", timeout=60)
        assert visitor.returncode == 0, complaint
        assert output == "written\n"


def visits(server: Server) -> set[str]:
    """Who has written."""
    connection = psycopg2.connect(host=server.socket_folder, port=PORT, user="register_owner", dbname="register")
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT who FROM visit")
        return {row[0] for row in cursor.fetchall()}


def postmaster(server: Server) -> int:
    """The pid of the running server."""
    return int((server.cluster.data / "postmaster.pid").read_text().split()[0])


def eventually(condition: object, seconds: float = 30) -> bool:
    """Whether `condition()` comes true in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the server's account may enter (pytest's own are private), with a space and a quote in its name."""
    with tempfile.TemporaryDirectory(prefix="register ' ") as name:
        Path(name).chmod(0o755)
        yield Path(name) / "postgres"
        assert eventually(Server(Path(name) / "postgres").is_stopped)


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    """A running server, stopped at the end."""
    server = Server(folder).ensure()
    yield server
    server.release(wait=30)


def test_four_first_starts_at_once_make_one_server(folder: Path) -> None:
    visitors = [visit(folder, f"visitor {number}") for number in range(4)]
    for visitor in visitors:
        assert visitor.stdout
        assert visitor.stdout.readline() == "written\n", visitor.stderr and visitor.stderr.read()
    server = Server(folder).ensure()
    assert visits(server) == {f"visitor {number}" for number in range(4)}
    for visitor in visitors:
        visitor.communicate("\n", timeout=60)
    server.release(wait=30)
    assert server.is_stopped()


def test_the_server_stops_when_its_last_user_is_killed(folder: Path) -> None:
    visitor = visit(folder, "killed")
    assert visitor.stdout
    assert visitor.stdout.readline() == "written\n"
    server = Server(folder)
    assert server.is_ready()
    visitor.kill()
    visitor.communicate()
    assert eventually(server.is_stopped)
    assert not server.is_ready()
    leave(visit(folder, "after"))
    server.ensure()
    assert visits(server) == {"killed", "after"}
    server.release(wait=30)


def test_a_killed_postmaster_is_started_again_and_keeps_every_row(server: Server, folder: Path) -> None:
    leave(visit(folder, "before"))
    os.kill(postmaster(server), signal.SIGKILL)
    assert eventually(lambda: not server.is_ready())
    server.ensure(check=True)
    assert visits(server) == {"before"}


def test_a_server_killed_with_all_its_processes_starts_again(server: Server, folder: Path) -> None:
    leave(visit(folder, "before"))
    for pid in server._workers():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    leave(visit(folder, "after"))
    assert visits(server) == {"before", "after"}


def test_a_stale_pid_that_belongs_to_another_process_is_not_signalled(folder: Path) -> None:
    leave(visit(folder, "before"))
    server = Server(folder)
    assert eventually(server.is_stopped)
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        pid_file = server.cluster.data / "postmaster.pid"
        pid_file.write_text(f"{stranger.pid}\n{server.cluster.data}\n0\n{PORT}\n{server.cluster.socket}\n\n")
        shutil.chown(pid_file, *([server.cluster.account.uid] if server.cluster.account else [os.geteuid()]))
        server.ensure()
        assert visits(server) == {"before"}
        server.release(wait=30)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_an_interrupted_first_start_leaves_nothing_half_made(folder: Path) -> None:
    leftover = folder / "making-abc" / "data"
    leftover.mkdir(parents=True)
    (leftover / "PG_VERSION").write_text("18")
    server = Server(folder).ensure()
    assert not leftover.exists()
    assert server.cluster.wanted_version is not None
    server.release(wait=30)


def test_a_folder_of_something_else_is_left_alone_with_a_sentence(folder: Path) -> None:
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "thesis.txt").write_text("mine")
    with pytest.raises(EmbeddedServerError, match="holds no PostgreSQL data"):
        Server(folder).ensure()
    assert (folder / "data" / "thesis.txt").read_text() == "mine"


def test_a_missing_version_is_said(folder: Path) -> None:
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "PG_VERSION").write_text("11\n")
    with pytest.raises(EmbeddedServerError, match="The data was made by PostgreSQL 11"):
        Server(folder).ensure()


def test_after_a_failed_start_the_server_is_not_held(folder: Path) -> None:
    (folder / "data").mkdir(parents=True)
    server = Server(folder)
    with pytest.raises(EmbeddedServerError):
        server.ensure()
    (folder / "data").rmdir()
    server.ensure()
    server.release(wait=30)
    assert server.is_stopped()


def test_a_very_long_path_gets_a_short_socket(folder: Path) -> None:
    server = Server(folder / ("long " * 20) / "postgres").ensure()
    assert len(server.socket_folder) < 80
    assert server.is_ready()
    server.release(wait=30)


def test_only_our_own_account_is_let_in(server: Server) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become another account to try it")
    code, output = run(
        [
            server.cluster.programs() / "psql",
            "-h",
            server.socket_folder,
            "-U",
            "register_desk",
            "register",
            "-c",
            "SELECT 1",
        ],
        server.cluster.account,
        cwd=Path("/"),
    )
    assert code != 0
    assert "Peer authentication failed" in output


def an_ordinary_users_python() -> tuple[str, ...] | None:
    """How to run Python with our packages as `nobody`, who may not enter every folder that root may."""
    as_nobody = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
    packages = str(Path(psycopg2.__file__).parents[1])
    trial = "import psycopg2, subprocess, sys; subprocess.run([sys.executable, '-V'], check=True)"
    for python in (sys.executable, "/usr/bin/python3"):
        command = (*as_nobody, "env", f"PYTHONPATH={packages}", python)
        if subprocess.run([*command, "-c", trial], check=False, cwd=ROOT, capture_output=True).returncode == 0:
            return command
    return None


def test_an_ordinary_user_runs_a_server_of_their_own() -> None:
    if os.geteuid() != 0:
        pytest.skip("this whole run is an ordinary user's already")
    python = an_ordinary_users_python()
    if python is None:
        pytest.skip("an ordinary user may not enter the folder of this environment")
    with tempfile.TemporaryDirectory() as name:
        shutil.chown(name, "nobody")
        folder = Path(name) / "postgres"
        leave(visit(folder, "nobody", python=python))
        assert eventually(Server(folder).is_stopped)
        assert (folder / "data").owner() == "nobody"


def test_a_folder_that_is_not_ours_is_refused_with_a_sentence(folder: Path) -> None:
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("a file where the folder should be")
    with pytest.raises(EmbeddedServerError, match="cannot be used for PostgreSQL"):
        Server(folder).ensure()
    folder.unlink()


def test_root_below_a_private_folder_keeps_it_private() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root runs PostgreSQL as another account")
    with tempfile.TemporaryDirectory() as name:  # 0700
        server = Server(Path(name) / "postgres").ensure()
        try:
            assert server.is_ready()
            assert Path(name).stat().st_mode & 0o777 == 0o700
            assert str(server.cluster.home) in (Path(name) / "postgres" / "where-the-data-is.txt").read_text()
        finally:
            server.release(wait=30)
            shutil.rmtree(server.cluster.home)
