"""A PostgreSQL server on a port of this machine, reached as another machine is: by address, name and password."""

import os
import secrets
import shutil
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from database import roles
from deploy.ports import free_port
from local_postgres import programs

#: The bootstrap superuser of each server.
SUPERUSER = "postgres"
DATABASE = "register"
CARRIER = "register_carrier"
#: The standby's name, by which the primary waits for it and keeps its log for it.
STANDBY = "standby"
_CONFIGURATION = """\
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
max_connections = 100
shared_buffers = 64MB
wal_level = logical
timezone = 'UTC'
log_min_error_statement = panic
"""


@dataclass(frozen=True, slots=True)
class Passwords:
    """One for each login, the same on every server, so that a standby lets in whom its primary did."""

    by_name: dict[str, str]

    @classmethod
    def new(cls) -> "Passwords":
        """Fresh ones."""
        names = (SUPERUSER, CARRIER, *roles.EMBEDDED.names(), "public_reader", "inbox_public", "inbox_taker")
        return cls({name: secrets.token_hex(12) for name in names})


class PostgresServer:
    """One server: made, started, stopped, killed, promoted. `home` must be a folder that its account can enter."""

    def __init__(self, home: Path, passwords: Passwords) -> None:
        self.account = programs.server_account()
        self.home, self.data, self.log = home, home / "data", home / "server.log"
        self.passwords, self.port = passwords, free_port()
        home.mkdir()
        if self.account:
            os.chown(home, self.account.uid, self.account.gid)
        self.programs = programs.choose(None, self.account, home / "programs")

    def address(self, user: str, database: str = DATABASE) -> str:
        """Where it is reached as `user`, as libpq and the program's settings take it."""
        return f"postgresql://{user}:{self.passwords.by_name[user]}@127.0.0.1:{self.port}/{database}"

    def make(self) -> None:
        """A new server, with nothing in it."""
        secret = self.home / "password"
        self._write(secret, self.passwords.by_name[SUPERUSER])
        options = ["-U", SUPERUSER, "-E", "UTF8", "--auth=scram-sha-256", f"--pwfile={secret}", "--locale=C.UTF-8"]
        self._run("initdb", "-D", self.data, *options)
        secret.unlink()
        self._configure()

    def make_standby_of(self, primary: "PostgresServer") -> None:
        """A copy of a running server that follows it by streaming.

        The primary keeps its log for it in a replication slot: a standby that was away, or was behind when the primary
        was killed, finds what it has not read yet.
        """
        source = primary.address(SUPERUSER, "postgres") + f"?application_name={STANDBY}"
        slot = ["--create-slot", f"--slot={STANDBY}"]
        self._run("pg_basebackup", "-D", self.data, "-d", source, "-R", "--checkpoint=fast", *slot)
        self._configure()

    def start(self) -> None:
        """Start it and return when it answers."""
        self._run("pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", "60", "start")

    def stop(self) -> None:
        """Stop it at once; connections are ended."""
        self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")

    def promote(self) -> None:
        """Make a standby the primary."""
        self._run("pg_ctl", "-D", self.data, "-w", "promote")

    def processes(self) -> list[int]:
        """Its processes, the one that the others are children of first; none when it does not run."""
        try:
            parent = int((self.data / "postmaster.pid").read_text().splitlines()[0])
            if os.readlink(f"/proc/{parent}/cwd") != str(self.data):
                return []  # killed, and its number is another process's by now
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        except (OSError, ValueError, IndexError):
            return []
        return [parent, *map(int, children)]

    def kill(self) -> None:
        """kill -9 of the server and every process of it."""
        for number in self.processes():
            os.kill(number, signal.SIGKILL)

    def end(self) -> None:
        """Stop it if it runs, and remove what it was."""
        if (self.data / "postmaster.pid").exists():
            programs.run(
                [self.programs / "pg_ctl", "-D", self.data, "-m", "immediate", "stop"], self.account, cwd=self.home
            )
        shutil.rmtree(self.home, ignore_errors=True)

    def query(self, sql: str, database: str = DATABASE, user: str = SUPERUSER) -> list[tuple[object, ...]]:
        """Run one statement by itself; returns its rows."""
        connection = psycopg2.connect(self.address(user, database), connect_timeout=5)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def set(self, setting: str, value: str) -> None:
        """Change one setting of the running server."""
        self.query(f"ALTER SYSTEM SET {setting} = {roles.literal(value)}", "postgres")
        self.query("SELECT pg_reload_conf()", "postgres")

    def make_register(self) -> None:
        """The roles of the register, the login that carries the book, and the register's empty database."""
        for statement in roles.creation(roles.EMBEDDED):
            self.query(statement, "postgres")
        self.query(f"CREATE ROLE {CARRIER} LOGIN REPLICATION", "postgres")
        for name in (*roles.EMBEDDED.names(), CARRIER):
            self.query(f"ALTER ROLE {name} PASSWORD {roles.literal(self.passwords.by_name[name])}", "postgres")
        self.query(f"CREATE DATABASE {DATABASE} OWNER {roles.EMBEDDED.owner}", "postgres")
        self.query(f"GRANT CONNECT ON DATABASE {DATABASE} TO {CARRIER}", "postgres")
        self.query(roles.without_large_objects())

    def wait_for(self, question: str, seconds: float, database: str = DATABASE) -> float:
        """Ask until the answer is true; returns after how many seconds it was.

        Raises:
            TimeoutError: it was not true in time.
        """
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if self.query(question, database)[0][0]:
                return time.monotonic() - began
            time.sleep(0.02)
        raise TimeoutError(f"Not within {seconds:g} seconds: {question}")

    def _configure(self) -> None:
        self._write(self.data / "cluster.conf", _CONFIGURATION.format(port=self.port))
        main = self.data / "postgresql.conf"
        if "include 'cluster.conf'" not in main.read_text():
            with main.open("a") as file:
                file.write("\ninclude 'cluster.conf'\n")
        self._write(
            self.data / "pg_hba.conf",
            "host all all 127.0.0.1/32 scram-sha-256\nhost replication all 127.0.0.1/32 scram-sha-256\n",
        )

    def _write(self, path: Path, text: str) -> None:
        path.write_text(text)
        path.chmod(0o600)
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)

    def _run(self, program: str, *arguments: str | Path) -> None:
        code, output = programs.run([self.programs / program, *arguments], self.account, cwd=self.home)
        if code:
            raise RuntimeError(f"{program} failed: {output[-1500:].strip()}")
