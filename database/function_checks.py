"""`manage.py check --database default`: functions in the database are those of the newest SQL files."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

_FUNCTION = re.compile(
    r"CREATE\s+(?:OR\s+REPLACE\s+)?FUNCTION\s+(?P<name>[\w.]+)\s*\(.*?AS\s+\$\$(?P<body>.*?)\$\$",
    re.DOTALL | re.IGNORECASE,
)
_BODIES = """
    SELECT CASE n.nspname WHEN 'public' THEN p.proname ELSE n.nspname || '.' || p.proname END, p.prosrc
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname IN ('public', 'book', 'inbox') AND p.prokind = 'f'
"""


def newest_functions() -> dict[str, str]:
    """The body of each function in the newest SQL file that defines it, by its name with its schema but for public.

    The order of an app's files is that in which its migrations run them.
    """
    bodies: dict[str, str] = {}
    for app in apps.get_app_configs():
        folder = Path(app.path)
        order = "".join(path.read_text() for path in sorted((folder / "migrations").glob("0*.py")))
        files = sorted((folder / "sql").glob("*.sql"), key=lambda path: order.find(f'"{path.stem}"'))
        for file in files:
            for function in _FUNCTION.finditer(file.read_text()):
                bodies[function["name"].removeprefix("public.")] = function["body"]
    return bodies


@register(Tags.database)
def check_functions(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Whether a function was changed in the database by hand, or a migration has not been run."""
    if "default" not in set(databases or ()) or not connections.settings["default"].get("USER"):
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(_BODIES)
        stored: dict[str, set[str]] = {}
        for name, body in cursor.fetchall():
            stored.setdefault(name, set()).add(body)
    changed = sorted(name for name, body in newest_functions().items() if body not in stored.get(name, set()))
    if not changed:
        return []
    hint = "Run `manage.py migrate`; where that changes nothing, somebody has edited the database by hand."
    return [Error(f"Functions differ from the SQL files: {', '.join(changed)}.", hint=hint, id="database.E021")]
