"""Databases for tests: a template that the migrations made, a copy of it for each worker, and emptying a copy."""

import hashlib
import io
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg2 import sql

from database.operations import configured_roles
from database.roles import preparation
from profiles import current
from profiles.reading import DEFAULT

#: Any number: workers wait for one another while the template is made or copied.
LOCK = 510_816


def connect(alias: str, **changes: Any) -> Any:
    """A connection of its own with the role of `alias`, autocommitting, past Django's bookkeeping."""
    connection = psycopg2.connect(**{**connections[alias].get_connection_params(), **changes})
    connection.autocommit = True
    return connection


#: The owner's connection of this process, kept open: every test that commits needs it.
_owner: dict[str, Any] = {}


@contextmanager
def owner_cursor() -> Iterator[Any]:
    """A cursor as the owner of the database that the aliases point at, autocommitting."""
    name = connections["owner"].settings_dict["NAME"]
    if name not in _owner or _owner[name].closed:
        close_owner()
        _owner[name] = connect("owner")
    try:
        with _owner[name].cursor() as cursor:
            yield cursor
    except BaseException:
        close_owner()  # whatever it was in the middle of is undone
        raise


def close_owner() -> None:
    """Close the owner's connection: a database with a session in it is not dropped."""
    while _owner:
        _owner.popitem()[1].close()


def counters(cursor: Any) -> dict[str, int]:
    """How far each sequence that was ever used has come."""
    cursor.execute(
        "SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences "
        "WHERE last_value IS NOT NULL AND schemaname IN ('public', 'book')"
    )
    return dict(cursor.fetchall())


def set_counters(cursor: Any, values: Mapping[str, int | None]) -> None:
    """Set sequences to where they had come; None for one that was not used yet."""
    if values:
        rows = [(name, last or 1, last is not None) for name, last in values.items()]
        cursor.execute(
            "SELECT setval(name::regclass, last, used) FROM unnest(%s::text[], %s::bigint[], %s::boolean[]) "
            "AS given(name, last, used)",
            [list(column) for column in zip(*rows, strict=True)],
        )


def make_copy(worker: str) -> str:
    """Make this worker's database from the template, making that first if need be; returns its name."""
    base = f"{settings.DATABASES['owner']['NAME']}{_body()}"
    template, copy = f"test_{base}_template_{_fingerprint()}", f"test_{base}_{worker}"
    connection = connect("owner", dbname="postgres")
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 0")  # on a busy machine making the template outlasts the owner's patience
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"test_{base}_template_%"])
        there = {row[0] for row in cursor.fetchall()}
        if template not in there:
            for old in there:
                _drop(cursor, old)
            _make_template(cursor, template)
        _drop(cursor, copy)
        _run(cursor, "CREATE DATABASE {} TEMPLATE {}", copy, template)
        # Tests do not wait for the disk: nobody misses them after a power cut.
        _run(cursor, "ALTER DATABASE {} SET synchronous_commit = off", copy)
    connection.close()  # and with it the lock
    point_aliases_at(copy)
    with connections["owner"].cursor() as cursor:
        for statement in preparation(configured_roles(), copy):  # rights on a database are not copied with it
            cursor.execute(statement)
    connections["owner"].close()
    return copy


def _body() -> str:
    """What tells the databases of another body than the default apart, so that two runs do not drop each other's."""
    name = Path(os.environ.get("BODY", DEFAULT)).stem
    return "" if name == Path(DEFAULT).stem else f"_{name}"


def remove_copy(name: str) -> None:
    """Drop this worker's database."""
    connections.close_all()
    close_owner()
    connection = connect("owner", dbname="postgres")
    with connection.cursor() as cursor:
        _drop(cursor, name)
    connection.close()


def _make_template(cursor: Any, template: str) -> None:
    half = f"{template}_half"  # under its own name only when the migrations are through
    _drop(cursor, half)
    _run(cursor, "CREATE DATABASE {}", half)
    point_aliases_at(half)
    call_command("migrate", verbosity=0, interactive=False)
    connections.close_all()
    _run(cursor, "ALTER DATABASE {} RENAME TO {}", half, template)


def create_database(name: str) -> None:
    """An empty database for one test."""
    connection = connect("owner", dbname="postgres")
    with connection.cursor() as cursor:
        _drop(cursor, name)
        _run(cursor, "CREATE DATABASE {}", name)
    connection.close()


def drop_database(name: str) -> None:
    """Drop the database of one test."""
    connection = connect("owner", dbname="postgres")
    with connection.cursor() as cursor:
        _drop(cursor, name)
    connection.close()


def point_aliases_at(name: str) -> None:
    """Have every alias use another database from now on."""
    connections.close_all()
    close_owner()
    for alias in settings.DATABASES:
        connections[alias].settings_dict["NAME"] = name


def _fingerprint() -> str:
    """Changes whenever a migration, or what they call in database/, changes."""
    digest = hashlib.sha256(f"{configured_roles()} {current().digest}".encode())
    for path in sorted(
        [
            *settings.BASE_DIR.glob("*/migrations/*.*"),
            *settings.BASE_DIR.glob("*/sql/*.sql"),
            *settings.BASE_DIR.glob("database/*.py"),
            settings.BASE_DIR / "decisions" / "profiles.py",
        ]
    ):
        if path.suffix in {".py", ".sql"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _run(cursor: Any, statement: str, *names: str) -> None:
    cursor.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))


def _drop(cursor: Any, name: str) -> None:
    """Drop a database a broken-off run may have left. Its sessions ended with it."""
    _run(cursor, "DROP DATABASE IF EXISTS {}", name)


def _all(cursor: Any, statements: list[str]) -> None:
    """Run them in one go."""
    if statements:
        cursor.execute(";\n".join(statements))


class Emptier:
    """Brings a copy back to what the migrations left, as the owner."""

    def __init__(self) -> None:
        with owner_cursor() as cursor:
            self.tables = self._tables(cursor)
            self.seeds = {table: self._copied_out(cursor, table) for table in self._filled(cursor)}
            self.counters = counters(cursor)

    def empty(self) -> None:
        """Delete what tests wrote, triggers or not, and bring back the rows and counters that the migrations made.

        DELETE rather than TRUNCATE: tests write few rows, and a truncated table is made anew on disk with its indexes.
        """
        with owner_cursor() as cursor:
            cursor.execute("BEGIN")
            changed = self._changed(cursor)
            triggers = self._switch_triggers_off(cursor, changed)
            _all(cursor, [f"DELETE FROM {table}" for table in reversed(changed)])
            for table in changed:
                if table in self.seeds:
                    cursor.copy_expert(f"COPY {table} FROM STDIN", io.StringIO(self.seeds[table]))
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or ALTER TABLE would refuse
            moved = counters(cursor).items() - self.counters.items()
            set_counters(cursor, {name: self.counters.get(name) for name, _ in moved})
            _all(cursor, [*triggers, "COMMIT"])

    def _changed(self, cursor: Any) -> list[str]:
        """Tables that differ from what the migrations left."""
        filled = set(self._filled(cursor))
        return [
            table
            for table in self.tables
            if (self._copied_out(cursor, table) != self.seeds[table] if table in self.seeds else table in filled)
        ]

    def _tables(self, cursor: Any) -> list[str]:
        """Every table, those first that others refer to, so that rows can be brought back in this order."""
        cursor.execute(
            "SELECT c.oid, format('%I.%I', n.nspname, c.relname), "
            "  array(SELECT confrelid FROM pg_constraint WHERE contype = 'f' AND conrelid = c.oid) "
            "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE c.relkind = 'r' AND n.nspname IN ('public', 'book') AND c.relname <> 'django_migrations' ORDER BY 1"
        )
        waiting = {number: (name, set(others) - {number}) for number, name, others in cursor.fetchall()}
        ordered: list[str] = []
        while waiting:
            ready = [number for number, (_, others) in waiting.items() if not others & waiting.keys()] or [*waiting]
            ordered += [waiting.pop(number)[0] for number in ready]
        return ordered

    def _filled(self, cursor: Any) -> list[str]:
        cursor.execute(" UNION ALL ".join(f"SELECT '{t}' WHERE EXISTS (SELECT FROM {t})" for t in self.tables))
        filled = {row[0] for row in cursor.fetchall()}
        return [table for table in self.tables if table in filled]

    def _copied_out(self, cursor: Any, table: str) -> str:
        rows = io.StringIO()
        cursor.copy_expert(f"COPY {table} TO STDOUT", rows)
        return rows.getvalue()

    def _switch_triggers_off(self, cursor: Any, tables: list[str]) -> list[str]:
        """Switch off our own triggers on these tables; returns the SQL that puts each back as it was."""
        cursor.execute(
            "SELECT format('%%I.%%I', n.nspname, c.relname), quote_ident(t.tgname), t.tgenabled FROM pg_trigger t "
            "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE NOT t.tgisinternal AND t.tgparentid = 0 "
            "AND format('%%I.%%I', n.nspname, c.relname) = ANY(%s)",
            [tables],
        )
        words = {"A": "ENABLE ALWAYS", "O": "ENABLE", "R": "ENABLE REPLICA", "D": "DISABLE"}
        triggers = cursor.fetchall()
        _all(cursor, [f"ALTER TABLE {table} DISABLE TRIGGER {trigger}" for table, trigger, _ in triggers])
        return [f"ALTER TABLE {table} {words[state]} TRIGGER {trigger}" for table, trigger, state in triggers]
