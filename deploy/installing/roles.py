"""The database and its roles, made on a PostgreSQL of this machine by its administrator."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from deploy.installing import machine
from deploy.installing.env_files import read_env
from deploy.installing.layout import Layout
from deploy.installing.releases import CannotInstall


def has_database(layout: Layout) -> bool:
    """Whether the owner can sign in."""
    return _answers(read_env(layout.settings / "owner.env").get("OWNER_DATABASE_URL", ""))


def has_worker_role(layout: Layout) -> bool:
    """Whether the worker can sign in."""
    return _answers(read_env(layout.settings / "worker.env").get("WORKER_DATABASE_URL", ""))


def make_database(layout: Layout) -> None:
    """Make the owner's role, with its password, and the database.

    Raises:
        CannotInstall: the server is another machine's; the message says what its administrator runs.
    """
    _as_postgres(
        layout,
        # The owner makes the other roles, and then loses the right to make any.
        "SELECT format('CREATE ROLE %I LOGIN CREATEDB CREATEROLE', :'owner') "
        "WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'owner') \\gexec\n"
        "SELECT format('ALTER ROLE %I PASSWORD %L', :'owner', :'password') \\gexec\n"
        "SELECT format('CREATE DATABASE %I OWNER %I ENCODING UTF8 TEMPLATE template0', :'name', :'owner') "
        "WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \\gexec\n",
    )


def make_roles(layout: Layout, release: Path) -> None:
    """Make the roles that `release` knows; the owner may do so for a moment, and then no more."""
    _as_postgres(layout, "SELECT format('ALTER ROLE %I CREATEROLE', :'owner') \\gexec\n")
    machine.manage(layout, release, "set_up_roles")
    _as_postgres(layout, "SELECT format('ALTER ROLE %I NOCREATEROLE', :'owner') \\gexec\n")


def _answers(address: str) -> bool:
    return bool(address) and machine.succeeds(["psql", "--no-psqlrc", "--command", "SELECT 1", address])


def _as_postgres(layout: Layout, script: str) -> None:
    """Run SQL as the server's administrator; psql reads it, so no password is in the list of processes."""
    address = urlsplit(read_env(layout.settings / "owner.env")["OWNER_DATABASE_URL"])
    if address.hostname not in ("127.0.0.1", "localhost"):
        raise CannotInstall(
            f"The roles on the database of {address.hostname} are not all there. Have its administrator run what "
            "`register-manage set_up_roles --print` prints (docs/deploy.md)."
        )
    values = {"owner": address.username, "password": address.password, "name": address.path.removeprefix("/")}
    head = "".join(f"\\set {name} {_psql(unquote(value or ''))}\n" for name, value in values.items())
    command = ["psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", "postgres"]
    machine.run(command, account="postgres", cwd=Path("/"), text=head + script)


def _psql(text: str) -> str:
    """A word of psql's own language."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
