"""The roles of the register and the SQL that makes and limits them: owner migrates, desk writes, reader reads, and the
worker verifies what was signed before it is published."""

from dataclasses import astuple, dataclass


def quoted(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """`text` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True)
class Roles:
    """Names of the login roles. The owner migrates, the desk's role has DML only, the reader sees the book only.

    The worker reads what was signed and writes down that it verified it; empty where none is configured.
    """

    owner: str
    desk: str
    reader: str
    worker: str = ""

    def names(self) -> tuple[str, ...]:
        """The names of those that there are."""
        return tuple(name for name in astuple(self) if name)


#: The roles of the PostgreSQL of our own.
EMBEDDED = Roles("register_owner", "register_desk", "register_reader", "register_worker")
#: Its database.
DATABASE = "register"


def creation(roles: Roles) -> list[str]:
    """SQL that makes the roles, for someone with CREATEROLE; harmless when they are there.

    Roles belong to the whole server, so two set-ups may race: the loser's error is swallowed, nothing else.
    """
    # The owner makes scratch databases: to check a backup by restoring it, and for tests.
    return [
        f"DO $$ BEGIN CREATE ROLE {quoted(name)} LOGIN NOSUPERUSER NOCREATEROLE "
        f"{'CREATEDB' if name == roles.owner else 'NOCREATEDB'}; "
        "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        for name in roles.names()
    ]


def preparation(roles: Roles, database: str) -> list[str]:
    """SQL that limits the roles in one database, run by the owner before any table is made; may be repeated.

    What the owner makes later is covered by default privileges: the desk gets rows, not structure; the reader gets
    what lies in schema book and nothing elsewhere.
    """
    name = quoted(database)
    owner, desk, reader = quoted(roles.owner), quoted(roles.desk), quoted(roles.reader)
    # No privilege TEMP: a temporary function or table is the classic way around a view's filter.
    return [
        f"REVOKE ALL ON DATABASE {name} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {name} TO {desk}, {reader}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {desk}",
        f"CREATE SCHEMA IF NOT EXISTS book AUTHORIZATION {owner}",
        f"GRANT USAGE ON SCHEMA book TO {desk}, {reader}",
        "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
        f"ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO {desk}",
        f"ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {desk}",
        f"ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO {desk}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA book GRANT SELECT ON TABLES TO {reader}",
        *preparation_for_worker(roles, database),
    ]


#: What the worker's role reads to verify what was signed, and the tables that it alone writes or locks.
WORKER_READS = (
    "book_waiting",
    "decisions_decision",
    "decisions_signature",
    "decisions_passkeyrule",
    "accounts_person",
    "mfa_authenticator",
)
WORKER_WRITES = ("book_verification", "accounts_knownpasskey", "operations_workerturn")


def preparation_for_worker(roles: Roles, database: str) -> list[str]:
    """SQL that lets the worker's role in, and gives it its rights on those of its tables that are there already."""
    if not roles.worker:
        return []
    worker, desk = quoted(roles.worker), quoted(roles.desk)
    return [
        f"GRANT CONNECT ON DATABASE {quoted(database)} TO {worker}",
        f"GRANT USAGE ON SCHEMA public TO {worker}",
        *(_where_there(table, f"GRANT SELECT ON public.{table} TO {worker}") for table in WORKER_READS),
        *(
            _where_there(table, f"GRANT SELECT, INSERT, UPDATE ON public.{table} TO {worker}")
            for table in WORKER_WRITES
        ),
        *(
            _where_there(table, f"REVOKE INSERT, UPDATE, DELETE ON public.{table} FROM {desk}")
            for table in WORKER_WRITES
        ),
    ]


def _where_there(table: str, statement: str) -> str:
    return f"DO $$ BEGIN IF to_regclass('public.{table}') IS NOT NULL THEN {statement}; END IF; END $$"


#: Functions that store bytes outside every table: a backup without large objects would not hold them, one with them
#: could be broken by whoever made one.
_LARGE_OBJECTS = (
    "lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea), lo_open(oid, integer), lo_put(oid, bigint, bytea), "
    "lo_unlink(oid), lo_truncate(integer, integer), lo_truncate64(integer, bigint), lowrite(integer, bytea)"
)


def without_large_objects() -> str:
    """SQL that closes large objects to everybody in one database, for a superuser: they belong to the server's own."""
    return f"REVOKE EXECUTE ON FUNCTION {_LARGE_OBJECTS} FROM PUBLIC"


def closing(roles: Roles, database: str) -> list[str]:
    """SQL that keeps desk and reader out of another database of the same server (template1, postgres)."""
    return [
        f"REVOKE ALL ON DATABASE {quoted(database)} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {quoted(database)} TO {quoted(roles.owner)}",
    ]
