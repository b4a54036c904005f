"""Migration operations that name the roles, which are called differently on every server."""

import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunSQL

from database.roles import Roles, quoted


def sql_file(migration: str, name: str) -> str:
    """The text of an app's `sql/NAME.sql`, for a migration of that app, which passes its `__file__`.

    These files are never edited after a release (tests/database/test_sql_files.py): a change is a new file.
    """
    return (Path(migration).resolve().parent.parent / "sql" / f"{name}.sql").read_text()


def configured_roles() -> Roles:
    """The roles as DATABASES names them.

    Raises:
        KeyError: an alias is not configured.
    """
    users = {alias: settings.DATABASES[alias]["USER"] for alias in ("owner", "default", "book")}
    worker = settings.DATABASES.get("worker", {}).get("USER", "")
    return Roles(owner=users["owner"], desk=users["default"], reader=users["book"], worker=worker)


class RunRoleSQL(RunSQL):
    """RunSQL in which :owner, :desk and :reader stand for the roles' names.

    RunRoleSQL("GRANT EXECUTE ON FUNCTION book.publish_due() TO :reader", "REVOKE …")
    """

    def _run_sql(self, schema_editor: BaseDatabaseSchemaEditor, sqls: Any) -> None:
        if sqls == RunSQL.noop:
            return
        roles = configured_roles()
        names = {role: quoted(name) for role, name in asdict(roles).items()}
        statements = [sqls] if isinstance(sqls, str) else sqls
        # Not after another colon: '::reader' would be a cast.
        named = [
            re.sub(r"(?<!:):(owner|desk|reader)\b", lambda role: names[role[1]], statement) for statement in statements
        ]
        super()._run_sql(schema_editor, named)  # type: ignore[misc]  # the stubs leave it out
