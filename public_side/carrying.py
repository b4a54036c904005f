"""The book carried to a database of the public side by PostgreSQL's logical replication.

A copy has the book's tables, their constraints and indexes, and nothing else of this database: no function that writes,
no table of the desk's. A publication names its columns one by one, so that a column that a later release adds does not
stop the copies that do not know it; the later release makes a copy of its own beside the old one (docs/deploy.md).
"""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, make_dsn, parse_dsn

from database import tools
from database.roles import literal, quoted
from local_postgres import programs

#: What of pg_dump's list makes a copy: tables and what belongs to them, neither functions nor triggers nor rights.
_OF_A_COPY = ("TABLE ", "DEFAULT ", "CONSTRAINT ", "FK CONSTRAINT ", "INDEX ", "SEQUENCE ", "SEQUENCE OWNED BY ")
_COLUMNS = """
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'book'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    GROUP BY c.relname ORDER BY c.relname
"""
_UNREADY = "SELECT count(*) FROM pg_subscription_rel WHERE srsubstate <> 'r'"


class Cursor(Protocol):
    """What is needed of a cursor: Django's and psycopg2's both fit."""

    def execute(self, query: str, /) -> object:
        """Run one statement."""

    def fetchall(self) -> list[tuple[object, ...]]:
        """The rows it gave."""


class CarryingError(RuntimeError):
    """The book was not carried; the message says why and what to do."""


def offer(cursor: Cursor) -> str:
    """Make the publication of the book as this release has it, unless it is there; returns its name.

    `cursor` is the owner's, on the primary. Two releases whose books have the same columns share a publication.

    Raises:
        CarryingError: the server's `wal_level` is not `logical`.
    """
    cursor.execute("SHOW wal_level")
    if cursor.fetchall()[0][0] != "logical":
        raise CarryingError("Set wal_level = logical in the primary's postgresql.conf and restart it.")
    cursor.execute(_COLUMNS)
    columns = {str(table): [str(name) for name in names] for table, names in cursor.fetchall()}  # type: ignore[attr-defined]
    name = "book_" + sha256(json.dumps(columns).encode()).hexdigest()[:12]
    cursor.execute(f"SELECT 1 FROM pg_publication WHERE pubname = {literal(name)}")  # noqa: S608 - quoted
    if not cursor.fetchall():
        lists = (
            f"book.{quoted(table)} ({', '.join(quoted(column) for column in names)})"
            for table, names in columns.items()
        )
        cursor.execute(f"CREATE PUBLICATION {quoted(name)} FOR TABLE {', '.join(lists)}")
    return name


def allow_carrier(cursor: Cursor, carrier: str) -> None:
    """Let the role with which the public side follows read the book's tables, and nothing else."""
    cursor.execute(f"GRANT USAGE ON SCHEMA book TO {quoted(carrier)}")
    cursor.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA book TO {quoted(carrier)}")


def make_copy(*, owner: str, admin: str, reader: str) -> None:
    """Make an empty copy of the book's tables in the database that `admin` names, for `reader` alone to read.

    The three are addresses as libpq takes them: the owner's on the primary, a superuser's and the reader's on the
    public side; the database is made where it does not exist.

    Raises:
        CarryingError: the database holds a book already, or PostgreSQL's programs refuse.
    """
    _make_database(admin)
    login = urlsplit(reader)
    name, password = unquote(login.username or ""), unquote(login.password or "")
    with connected(admin) as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'book'")
        if cursor.fetchall():
            raise CarryingError("That database holds a copy of a book already: name another in PUBLIC_ADMIN_URL.")
        make_login(cursor, name, password)
        database = quoted(str(parse_dsn(admin)["dbname"]))
        for statement in (
            f"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
            f"GRANT CONNECT ON DATABASE {database} TO {quoted(name)}",
            "REVOKE ALL ON SCHEMA public FROM PUBLIC",
            "CREATE SCHEMA book",
        ):
            cursor.execute(statement)
    _copy_structure(owner, admin)
    with connected(admin) as cursor:
        for statement in (
            f"GRANT USAGE ON SCHEMA book TO {quoted(name)}",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA book TO {quoted(name)}",
            # Nothing is published here: what is due is published on the primary, and comes.
            "CREATE FUNCTION book.publish_due() RETURNS integer LANGUAGE sql AS 'SELECT 0'",
        ):
            cursor.execute(statement)


def follow(*, admin: str, carrier: str, publication: str, wait: Callable[[], None], patience: float = 3600) -> None:
    """Subscribe the copy to the primary and return when it holds all that the primary held.

    `carrier` is the address of the primary as the public side's server reaches it. `wait` is called between two looks.

    Raises:
        CarryingError: the copy is not whole after `patience` seconds; it goes on by itself meanwhile.
    """
    name = str(parse_dsn(admin)["dbname"])
    with connected(admin) as cursor:
        cursor.execute(
            f"CREATE SUBSCRIPTION {quoted(name)} CONNECTION {literal(make_dsn(carrier))} "
            f"PUBLICATION {quoted(publication)} WITH (streaming = off)"
        )
        until = time.monotonic() + patience
        while True:
            cursor.execute(_UNREADY)
            if cursor.fetchall()[0][0] == 0:
                return
            if time.monotonic() > until:
                raise CarryingError("The copy is not whole yet; the public side's server log says why.")
            wait()


def drop_copy(*, admin: str) -> None:
    """Stop following and remove a copy that no process reads any longer; the primary then keeps nothing back for it."""
    name = str(parse_dsn(admin)["dbname"])
    with connected(admin) as cursor:
        cursor.execute(f"DROP SUBSCRIPTION IF EXISTS {quoted(name)}")
    with connected(_beside(admin)) as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)")


def make_login(cursor: Cursor, name: str, password: str) -> None:
    """Make a role that may sign in and nothing else, unless it is there; with the password given, if any."""
    cursor.execute(f"SELECT 1 FROM pg_roles WHERE rolname = {literal(name)}")  # noqa: S608 - quoted
    if not cursor.fetchall():
        cursor.execute(f"CREATE ROLE {quoted(name)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE")
    if password:
        cursor.execute(f"ALTER ROLE {quoted(name)} PASSWORD {literal(password)}")


@contextmanager
def connected(address: str) -> Iterator[Cursor]:
    """A connection of its own to one address, each statement by itself; closed at the end."""
    connection = psycopg2.connect(address, connect_timeout=10)
    try:
        connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        yield connection.cursor()
    finally:
        connection.close()


def _beside(admin: str) -> str:
    """The same server's own database, from which others are made and removed."""
    return str(make_dsn(admin, dbname="postgres"))


def _make_database(admin: str) -> None:
    name = str(parse_dsn(admin)["dbname"])
    with connected(_beside(admin)) as cursor:
        cursor.execute(f"SELECT 1 FROM pg_database WHERE datname = {literal(name)}")  # noqa: S608 - quoted
        if not cursor.fetchall():
            cursor.execute(f"CREATE DATABASE {quoted(name)} TEMPLATE template0 ENCODING 'UTF8'")


def _copy_structure(owner: str, admin: str) -> None:
    with connected(owner) as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(str(cursor.fetchall()[0][0])) // 10_000
    try:
        folder = tools.folder_for(version)
    except tools.ToolsMissing as missing:
        raise CarryingError(str(missing)) from None
    with tempfile.TemporaryDirectory() as home:
        dump, wanted = Path(home, "book.dump"), Path(home, "book.list")
        shape = ("--schema-only", "--schema=book", "--no-owner", "--no-privileges", "--format=custom")
        _run([folder / "pg_dump", *shape, f"--file={dump}"], owner)
        lines = _run([folder / "pg_restore", "--list", dump], owner).splitlines()
        wanted.write_text("\n".join(line for line in lines if _belongs_to_a_copy(line)))
        restore = ("--no-owner", "--no-privileges", "--exit-on-error", f"--use-list={wanted}")
        database = str(parse_dsn(admin)["dbname"])
        _run([folder / "pg_restore", *restore, f"--dbname={database}", dump], admin)


def _belongs_to_a_copy(line: str) -> bool:
    """Whether a line of pg_restore's list (“12; 1259 16385 TABLE book entry owner”) is part of a copy."""
    kind = line.partition("; ")[2].split(" ", 2)[-1]
    return kind.startswith(_OF_A_COPY)


def _run(arguments: Sequence[str | Path], address: str) -> str:
    """Run one of PostgreSQL's programs against an address, which travels in the environment; returns what it said.

    Raises:
        CarryingError: it failed, with its words.
    """
    parts = parse_dsn(address)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    given = {variable: parts[name] for name, variable in names.items() if name in parts}
    given |= {"PGSSLMODE": parts["sslmode"]} if "sslmode" in parts else {}
    done = subprocess.run(
        [str(argument) for argument in arguments],
        env=programs.clean_environment() | given | {"PATH": os.environ.get("PATH", "")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CarryingError(f"{Path(arguments[0]).name} failed: {done.stderr[-1500:].strip()}")
    return done.stdout
