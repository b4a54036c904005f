"""A PostgreSQL of our own: started by whoever needs it first, stopped when the last process that uses it has gone.

Two locks hold it together, and the kernel frees the locks of a killed process, so there are no lists of pids:
`start.lock` (exclusive) stands around starting and stopping; `users.lock` is held shared by every process that uses
the server. The keeper (keeper.py) waits for `users.lock` alone and stops the server when it gets it.
"""

import contextlib
import fcntl
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2

from database import roles
from local_postgres.cluster import SUPERUSER, Cluster
from local_postgres.programs import EmbeddedServerError

logger = logging.getLogger("database")

PORT = 5432


class Server:
    """The server whose folder is `root`. Safe for several threads and processes at once."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)
        self._thread_lock = threading.Lock()
        self._users: int | None = None
        self._pid: int | None = None
        self._cluster: Cluster | None = None

    @property
    def cluster(self) -> Cluster:
        """What lies on disk; made on first use, because it may make folders."""
        if self._cluster is None:
            try:
                self._cluster = Cluster(self.root)
            except OSError as error:
                raise EmbeddedServerError(_unusable(self.root, error)) from error
        return self._cluster

    @property
    def socket_folder(self) -> str:
        """What a client gives as its host."""
        return str(self.cluster.socket)

    def ensure(self, *, check: bool = False) -> "Server":
        """Have the server running and hold it for this process; with `check`, even where we held it already.

        Raises:
            EmbeddedServerError: it cannot be started; the message says why.
        """
        with self._thread_lock:
            if self._users is not None and self._pid == os.getpid() and not (check and not self.is_ready()):
                return self
            with self._lock("start.lock", fcntl.LOCK_EX):
                self._hold()
                try:
                    self._start_if_needed()
                except BaseException:
                    self._let_go()  # a failed start must not keep the server from being stopped
                    raise
        return self

    def release(self, *, wait: float = 0) -> None:
        """This process needs the server no longer; with `wait`, stay up to so many seconds until it has stopped."""
        with self._thread_lock:
            self._let_go()
        until = time.monotonic() + wait
        while wait and not self.is_stopped() and time.monotonic() < until:
            time.sleep(0.02)

    def is_ready(self) -> bool:
        """Whether something accepts connections on the socket."""
        with contextlib.closing(socket.socket(socket.AF_UNIX)) as probe:
            probe.settimeout(3)
            try:
                probe.connect(f"{self.cluster.socket}/.s.PGSQL.{PORT}")
            except OSError:
                return False
        return True

    def is_stopped(self) -> bool:
        """Whether neither server nor keeper runs."""
        try:
            with self._lock("keeper.lock", fcntl.LOCK_EX | fcntl.LOCK_NB):
                return not self._workers()
        except BlockingIOError:
            return False

    def keep(self, keeper_lock: int) -> None:
        """Wait until no process uses the server, then stop it: the keeper's whole work.

        `keeper_lock` is the locked file the keeper was started with. It is given back before the start lock is, so
        that whoever starts the server next finds that it needs a new keeper.
        """
        while True:
            with self._lock("users.lock", fcntl.LOCK_EX):
                pass  # unused, at least for a moment
            with (
                self._lock("start.lock", fcntl.LOCK_EX),
                contextlib.suppress(BlockingIOError),
                self._lock("users.lock", fcntl.LOCK_EX | fcntl.LOCK_NB),
            ):
                self._stop()
                os.close(keeper_lock)
                return

    def _stop(self) -> None:
        if self._workers():
            pg_ctl = self.cluster.programs() / "pg_ctl"
            self.cluster.run(pg_ctl, "stop", "-m", "fast", "-w", "-t", "60", "-D", self.cluster.data)

    @contextlib.contextmanager
    def _lock(self, name: str, kind: int) -> Iterator[int]:
        handle = self._open(name)
        try:
            fcntl.flock(handle, kind)
            yield handle
        finally:
            os.close(handle)

    def _open(self, name: str) -> int:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            return os.open(self.root / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise EmbeddedServerError(_unusable(self.root, error)) from error

    def _hold(self) -> None:
        if self._users is None or self._pid != os.getpid():
            # A forked child inherits its parent's handle, which stays the parent's; it takes one of its own.
            handle = self._open("users.lock")
            fcntl.flock(handle, fcntl.LOCK_SH)
            self._users, self._pid = handle, os.getpid()

    def _let_go(self) -> None:
        if self._users is not None and self._pid == os.getpid():
            os.close(self._users)
        self._users = None

    def _start_if_needed(self) -> None:
        cluster = self.cluster
        if not self.is_ready():
            folder = cluster.programs()
            if cluster.wanted_version is None:
                logger.info("Making a PostgreSQL of our own in %s (once)", cluster.home)
            cluster.make(folder)
            cluster.configure()
            cluster.make_socket_folder()
            cluster.prepare_log()
            self._clear_after_crash()
            cluster.run(folder / "pg_ctl", "start", "-w", "-t", "170", "-D", cluster.data, "-l", cluster.log)
            self._make_roles()
        self._start_keeper()

    def _make_roles(self) -> None:
        """Make roles and database where they are missing; repeated at each start, so an interrupted set-up heals."""
        connection = psycopg2.connect(host=self.socket_folder, port=PORT, user=SUPERUSER, dbname="postgres")
        with contextlib.closing(connection):
            connection.autocommit = True
            with connection.cursor() as cursor:
                statements = [*roles.creation(roles.EMBEDDED)]
                for name in ("postgres", "template1"):
                    statements += roles.closing(roles.EMBEDDED, name)
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [roles.DATABASE])
                if cursor.fetchone() is None:
                    owner = roles.quoted(roles.EMBEDDED.owner)
                    statements.append(f"CREATE DATABASE {roles.quoted(roles.DATABASE)} OWNER {owner}")
                for statement in statements:
                    cursor.execute(statement)
        # Every database made from now on is made like the first; the register's own may be there already.
        for name in ("template1", roles.DATABASE):
            self._close_large_objects(name)

    def _close_large_objects(self, name: str) -> None:
        connection = psycopg2.connect(host=self.socket_folder, port=PORT, user=SUPERUSER, dbname=name)
        with contextlib.closing(connection):
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(roles.without_large_objects())

    def _start_keeper(self) -> None:
        """Start the process that stops the server after the last user. One lives at most: it inherits its lock."""
        with contextlib.suppress(BlockingIOError), self._lock("keeper.lock", fcntl.LOCK_EX | fcntl.LOCK_NB) as handle:
            keeper = subprocess.Popen(
                [sys.executable, "-m", "local_postgres.keeper", str(self.root.resolve()), str(handle)],
                cwd=Path(__file__).resolve().parent.parent,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C and a closed terminal reach us, not the keeper
                pass_fds=[handle],
            )
            # It outlives this process, so nobody waits for it; Python would warn of a child whose end was not seen.
            keeper.returncode = 0

    def _workers(self) -> list[int]:
        """Live processes that work in the data folder: the postmaster, or backends orphaned by its death."""
        pids = []
        for entry in os.listdir("/proc"):
            if entry.isdigit() and int(entry) != os.getpid():
                with contextlib.suppress(OSError):
                    state = Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()[0]
                    if state not in "ZX" and os.readlink(f"/proc/{entry}/cwd") == str(self.cluster.data):
                        pids.append(int(entry))
        return pids

    def _clear_after_crash(self) -> None:
        """Remove what a crashed server left: its pid may belong to another process by now.

        No pid is ever signalled. While any process works in the data folder nothing is removed, because PostgreSQL
        tells by that file that orphaned backends still hold its shared memory; it then refuses with its own words.
        """
        until = time.monotonic() + 20
        while self._workers():
            if time.monotonic() > until:
                return
            time.sleep(0.05)
        for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
            (self.cluster.socket / name).unlink(missing_ok=True)
        (self.cluster.data / "postmaster.pid").unlink(missing_ok=True)


def _unusable(root: Path, error: OSError) -> str:
    return (
        f"The folder {root} cannot be used for PostgreSQL ({error.strerror or error}). "
        "Choose another by VAR, or give it to the account that runs the register."
    )


_servers: dict[Path, Server] = {}
_servers_lock = threading.Lock()


def server_at(root: Path | str) -> Server:
    """The one Server object of this process for the folder `root`."""
    path = Path(root)
    with _servers_lock:
        return _servers.setdefault(path, Server(path))
