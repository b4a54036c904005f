"""`manage.py check --database default`: functions in the database are those of the newest SQL files."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL

_FUNCTION = re.compile(
    r"CREATE\s+(?:OR\s+REPLACE\s+)?FUNCTION\s+(?P<name>[\w.]+)\s*\(.*?AS\s+\$\$(?P<body>.*?)\$\$"
    r"|DROP\s+FUNCTION\s+(?:IF\s+EXISTS\s+)?(?P<dropped>[\w.]+)",
    re.DOTALL | re.IGNORECASE,
)
_BODIES = """
    SELECT CASE n.nspname WHEN 'public' THEN p.proname ELSE n.nspname || '.' || p.proname END, p.prosrc
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname IN ('public', 'book', 'inbox') AND p.prokind = 'f'
"""


def newest_functions() -> dict[str, str]:
    """The body of each function as the newest migration that defines it has it, by its name with its schema but for
    public; those that a later migration drops are left out.

    What migrations run forwards is read, in the order in which they are run.
    """
    bodies: dict[str, str] = {}
    for statements in _run_forwards():
        for match in _FUNCTION.finditer(statements):
            if match["dropped"]:
                bodies.pop(match["dropped"].removeprefix("public."), None)
            else:
                bodies[match["name"].removeprefix("public.")] = match["body"]
    return bodies


def function_files() -> dict[str, list[Path]]:
    """The SQL files that define each function of `newest_functions`, below the project's folder, the newest first."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(settings.BASE_DIR.glob("*/sql/*.sql"))}
    files: dict[str, list[Path]] = {}
    for name, body in newest_functions().items():
        mentioned = [path for path, text in texts.items() if _defines(text, name)]
        newest_first = sorted(mentioned, key=lambda path: body not in texts[path])
        files[name] = [path.relative_to(settings.BASE_DIR) for path in newest_first]
    return files


def _defines(text: str, name: str) -> bool:
    names = {match["name"].removeprefix("public.") for match in _FUNCTION.finditer(text) if match["name"]}
    return name in names


def _run_forwards() -> Iterator[str]:
    """The SQL of every migration of our own apps, in the order in which `migrate` runs them."""
    loader = MigrationLoader(None)
    own = {app.label for app in apps.get_app_configs() if (Path(app.path) / "sql").is_dir()}
    plan = dict.fromkeys(
        node for leaf in sorted(loader.graph.leaf_nodes()) for node in loader.graph.forwards_plan(leaf)
    )
    for app, name in plan:
        for operation in loader.graph.nodes[app, name].operations if app in own else ():
            if isinstance(operation, RunSQL):
                yield operation.sql if isinstance(operation.sql, str) else "\n".join(map(str, operation.sql))


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
