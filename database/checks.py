"""`manage.py check --database default`: what the desk's and the reader's roles can really do, asked of PostgreSQL."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

_HINT = "Run `manage.py set_up_roles` and then `manage.py migrate`; docs/deploy.md explains the roles."

_MEMBERSHIPS = """
    SELECT r.rolname FROM pg_roles r
    WHERE r.rolname <> %(role)s AND pg_has_role(%(role)s, r.oid, 'MEMBER')
"""
_POWERS = """
    SELECT concat_ws(', ',
        CASE WHEN rolsuper THEN 'is a superuser' END,
        CASE WHEN rolcreaterole THEN 'may make roles' END,
        CASE WHEN rolcreatedb THEN 'may make databases' END,
        CASE WHEN rolbypassrls THEN 'ignores row security' END,
        CASE WHEN rolreplication THEN 'may replicate' END)
    FROM pg_roles WHERE rolname = %(role)s
"""
_DEFINES = """
    SELECT 'database ' || datname FROM pg_database
    WHERE datname = current_database() AND (has_database_privilege(%(role)s, oid, 'CREATE')
        OR has_database_privilege(%(role)s, oid, 'TEMP'))
    UNION ALL
    SELECT 'schema ' || nspname FROM pg_namespace
    WHERE has_schema_privilege(%(role)s, oid, 'CREATE')
    UNION ALL
    SELECT 'table ' || c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('public', 'book') AND c.relkind IN ('r', 'p')
      AND (pg_has_role(%(role)s, c.relowner, 'MEMBER')
        OR has_table_privilege(%(role)s, c.oid, 'TRUNCATE')
        OR has_table_privilege(%(role)s, c.oid, 'TRIGGER')
        OR has_table_privilege(%(role)s, c.oid, 'REFERENCES'))
"""
_READS = """
    SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname NOT IN ('book', 'pg_catalog', 'information_schema', 'pg_toast')
      AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
      AND (CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(%(role)s, c.oid, 'USAGE, SELECT, UPDATE')
           ELSE has_any_column_privilege(%(role)s, c.oid, 'SELECT, INSERT, UPDATE')
             OR has_table_privilege(%(role)s, c.oid, 'DELETE') END)
"""
_WRITES = """
    SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'book' AND c.relkind IN ('r', 'p', 'v')
      AND (has_any_column_privilege(%(role)s, c.oid, 'INSERT, UPDATE')
        OR has_table_privilege(%(role)s, c.oid, 'DELETE'))
"""
#: A role may change what is stored on it: its search path, its limits. The program sets its own for each connection.
_STORED = """
    SELECT unnest(s.setconfig) FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole
    WHERE r.rolname = %(role)s
"""


@register(Tags.database)
def check_roles(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Whether each role of the asked aliases can do only what it is for.

    The reader is asked about with the desk too, so that `check --database default` covers both.
    """
    aliases = set(databases or ())
    errors: list[CheckMessage] = []
    if "default" in aliases:
        errors += _desk_errors("default")
    if aliases & {"default", "book"} and "book" in connections.settings:
        errors += _reader_errors("book")
    return errors


def _query_names(alias: str, query: str) -> list[str]:
    """The names in the first column of a query's rows."""
    with connections[alias].cursor() as cursor:
        cursor.execute(query, {"role": connections[alias].settings_dict["USER"]})
        return [row[0] for row in cursor.fetchall() if row[0]]


def _shared_errors(alias: str, who: str, number: int) -> list[CheckMessage]:
    errors: list[CheckMessage] = []
    questions = (
        ("belongs to the roles", _MEMBERSHIPS),
        ("has powers it must not have:", _POWERS),
        ("can change the structure of", _DEFINES),
        ("has settings stored on it:", _STORED),
    )
    for place, (words, query) in enumerate(questions):
        if answers := _query_names(alias, query):
            message = f"The {who} role {words} {_abbreviated(answers)}."
            errors.append(Error(message, hint=_HINT, id=f"database.E{number + place:03}"))
    return errors


def _desk_errors(alias: str) -> list[CheckMessage]:
    if not connections.settings[alias].get("USER"):
        return []
    return _shared_errors(alias, "desk's", 1)


def _reader_errors(alias: str) -> list[CheckMessage]:
    errors = _shared_errors(alias, "public reader's", 11)
    for number, words, query in ((15, "can reach outside the book:", _READS), (16, "can write in the book:", _WRITES)):
        if answers := _query_names(alias, query):
            errors.append(
                Error(
                    f"The public reader's role {words} {_abbreviated(answers)}.", hint=_HINT, id=f"database.E0{number}"
                )
            )
    return errors


def _abbreviated(names: list[str]) -> str:
    """At most five names, and how many more there are."""
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more
