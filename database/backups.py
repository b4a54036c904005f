"""Backup and restore: one file with PostgreSQL's own dump and a manifest, trusted only after a trial restore."""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command, get_commands
from django.db import connections
from psycopg2 import sql
from psycopg2.extensions import make_dsn

from database import roles, tools
from database.operations import configured_roles
from local_postgres import programs
from local_postgres.backend.base import DatabaseWrapper

Report = Callable[[str], None]
#: Commands that verify the history and the book; run on the restored copy where they are installed.
PROOFS = ("verify_audit", "verify_book")
_TABLES = """
    SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname IN ('public', 'book') ORDER BY 1
"""


class BackupError(RuntimeError):
    """A backup cannot be made or trusted; the message says why, and what to do."""


class ProofError(BackupError):
    """What was backed up or restored is all there, but it is not sound: somebody altered the database itself."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: when and by which server it was made, for which roles, and how many rows each table had."""

    made_at: str
    server_version: int
    roles: dict[str, str]
    rows: dict[str, int]
    sha256: str


def back_up(target: Path, *, at: datetime, report: Report) -> Manifest:
    """Write a backup to `target` (only its owner may read it), restore it into a scratch database, verify it.

    Raises:
        BackupError: it could not be made, or what was restored differs; then there is no file.
        ProofError: the register itself is not sound; the file is kept, for there may be no better one.
    """
    if target.exists():
        raise BackupError(f"{target} exists already. Name another file.")
    with _working_folder(target.parent) as folder:
        dump = folder / "register.dump"
        report("Writing out the database")
        rows, version = _dump(dump)
        manifest = Manifest(at.isoformat(), version, asdict(configured_roles()), rows, _sha256(dump))
        (folder / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1))
        unchecked = folder / "unchecked"
        with tarfile.open(unchecked, "w") as archive:
            for name in ("manifest.json", "register.dump"):
                archive.add(folder / name, arcname=name)
        unchecked.chmod(0o600)
        report("Checking the backup by restoring it into a database of its own")
        try:
            check(unchecked, report=report)
        except ProofError:
            os.replace(unchecked, target)
            raise
        os.replace(unchecked, target)
    return manifest


def check(backup: Path, *, report: Report) -> Manifest:
    """Restore `backup` into a scratch database, verify it there, and drop it again.

    Raises:
        BackupError: the file or what it holds is not whole.
    """
    scratch = f"{settings.DATABASES['owner']['NAME']}_check_{os.getpid()}"
    with _unpacked(backup) as (manifest, dump):
        _on_server("DROP DATABASE IF EXISTS {}", scratch)
        _on_server("CREATE DATABASE {}", scratch)
        try:
            with _aliases_at(scratch):
                _load(dump, manifest, report)
        finally:
            _on_server("DROP DATABASE IF EXISTS {}", scratch)
    return manifest


def restore(backup: Path, *, report: Report) -> Manifest:
    """Bring `backup` back into the configured database, which must be empty, and verify it.

    Raises:
        BackupError: the file is not whole, the database is not empty, or the roles are called differently.
    """
    with _unpacked(backup) as (manifest, dump):
        with connections["owner"].cursor() as cursor:
            cursor.execute(_TABLES)
            if cursor.fetchall():
                name = settings.DATABASES["owner"]["NAME"]
                raise BackupError(
                    f"The database {name} is not empty. Restore into a new one, such as VAR=another-folder; "
                    "for an installation docs/backup.md says how, under “Restore on an empty machine”."
                )
        _load(dump, manifest, report)
    return manifest


def _load(dump: Path, manifest: Manifest, report: Report) -> None:
    """Load a dump into the database the aliases point at and compare it with its manifest."""
    ours = configured_roles()
    if any(name != asdict(ours).get(role) for role, name in manifest.roles.items() if name):
        raise BackupError(
            f"This backup belongs to the roles {', '.join(manifest.roles.values())}; here they are called "
            f"{', '.join(ours.names())}. Use the same names in the three database addresses."
        )
    name = connections["owner"].settings_dict["NAME"]
    _run_tool("pg_restore", "--exit-on-error", "--no-owner", "--single-transaction", "--dbname", _address(), dump)
    with connections["owner"].cursor() as cursor:
        for statement in roles.preparation(ours, name):
            cursor.execute(statement)  # rights on the database itself are not part of a dump
        counts = _count(cursor)
    if counts != manifest.rows:
        wrong = sorted(
            table for table in counts.keys() | manifest.rows.keys() if counts.get(table) != manifest.rows.get(table)
        )
        raise BackupError(f"What was restored differs from what was backed up, in {', '.join(wrong[:5])}.")
    for command in PROOFS:
        if command in get_commands():
            report(f"Running {command} over what was restored")
            try:
                call_command(command)
            except CommandError as error:
                raise ProofError(f"All rows are there, but {command} says: {error}") from error


def _dump(target: Path) -> tuple[dict[str, int], int]:
    """Dump the database; returns the rows of each table in the very state that was dumped, and the server's version."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            counted = _count(cursor)
            cursor.execute("SHOW server_version_num")
            version = int(cursor.fetchone()[0]) // 10_000
            # Rights on the server's own functions are its set-up's (roles.without_large_objects), and only a superuser
            # could bring them back.
            excluded = ("--no-blobs", "--exclude-schema=pg_catalog")
            _run_tool("pg_dump", "--format=custom", *excluded, f"--snapshot={snapshot}", f"--file={target}", _address())
        finally:
            cursor.execute("ROLLBACK")
    return counted, version


def _count(cursor: Any) -> dict[str, int]:
    cursor.execute(_TABLES)
    tables = [row[0] for row in cursor.fetchall()]
    if not tables:
        raise BackupError("The database holds nothing yet: run manage.py migrate first.")
    counts = (f"SELECT {roles.literal(table)}, count(*) FROM {table}" for table in tables)  # noqa: S608 - from the catalog
    cursor.execute(" UNION ALL ".join(counts))
    return dict(cursor.fetchall())


def _address() -> str:
    """The owner's database in libpq's words, without the password."""
    params = connections["owner"].get_connection_params()
    parameters = {
        name: value for name, value in params.items() if name not in {"password", "cursor_factory", "client_encoding"}
    }
    return str(make_dsn(**parameters))


def _run_tool(name: str, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's programs against the owner's database; the password travels in the environment."""
    password = connections["owner"].get_connection_params().get("password", "")
    environment = programs.clean_environment() | ({"PGPASSWORD": password} if password else {})
    done = subprocess.run(
        [str(_tools() / name), *map(str, arguments)],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{name} failed: {done.stderr[-2000:].strip()}")


def _tools() -> Path:
    """The folder of programs of the server's own version."""
    connection = connections["owner"]
    if isinstance(connection, DatabaseWrapper):
        return connection.server.cluster.programs()
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0]) // 10_000
    try:
        return tools.folder_for(version)
    except tools.ToolsMissing as missing:
        raise BackupError(str(missing)) from None


@contextmanager
def _unpacked(backup: Path) -> Iterator[tuple[Manifest, Path]]:
    """The manifest and the dump of a backup, compared with one another."""
    try:
        # The dump is far larger than memory may be: unpacked beside the backup, where there is room for it.
        with _working_folder(backup.parent) as folder, tarfile.open(backup, "r:") as archive:
            for name in ("manifest.json", "register.dump"):
                # Read, not extracted, so that paths, owners and modes in the archive have no effect.
                member = archive.extractfile(name)
                if member is None:
                    raise KeyError(name)
                with member, (folder / name).open("wb") as out:
                    shutil.copyfileobj(member, out)
            manifest = Manifest(**json.loads((folder / "manifest.json").read_text()))
            if _sha256(folder / "register.dump") != manifest.sha256:
                raise BackupError(f"{backup} is damaged: its content does not have the checksum it was written with.")
            yield manifest, folder / "register.dump"
    except (tarfile.TarError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise BackupError(f"{backup} is not a backup of the register, or it is cut short.") from error
    except OSError as error:
        raise BackupError(f"{backup} cannot be read: {error.strerror or error}.") from error


@contextmanager
def _working_folder(parent: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=".register-", dir=parent) as name:
        yield Path(name)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _on_server(statement: str, name: str) -> None:
    connection = connections["owner"]
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(sql.Identifier(name)).as_string(cursor.cursor))


@contextmanager
def _aliases_at(name: str) -> Iterator[None]:
    """Point every alias of this process at another database of the same server for a while."""
    known = {
        alias: connections[alias].settings_dict["NAME"] for alias in settings.DATABASES if settings.DATABASES[alias]
    }
    connections.close_all()
    for alias in known:
        connections[alias].settings_dict["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        for alias, former in known.items():
            connections[alias].settings_dict["NAME"] = former
