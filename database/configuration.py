"""Django's DATABASES from the environment: alias `default` is the desk, `book` the public reader, `owner` migrates,
`worker` verifies what was signed, `inbox` takes in what the public sends where the book is a copy."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from database.roles import DATABASE, EMBEDDED

#: What every connection of an alias is told, in libpq's own words. Times are milliseconds.
_OPTIONS = {
    "default": "-c statement_timeout=30000",
    # A public search may be slow, never endless; and no name is looked up outside the book.
    "book": "-c search_path=book -c statement_timeout=3000",
    # A migration that would have to wait behind a long query gives up, rather than blocking all readers behind it.
    "owner": "-c lock_timeout=15000",
    # A worker whose machine is lost gives up its turn within a minute, not after the two hours of the system's default.
    "worker": "-c statement_timeout=30000 -c tcp_keepalives_idle=30 "
    "-c tcp_keepalives_interval=10 -c tcp_keepalives_count=3",
    "inbox": "-c search_path=inbox -c statement_timeout=3000",
}
_VARIABLES = {
    "default": "DATABASE_URL",
    "book": "BOOK_DATABASE_URL",
    "owner": "OWNER_DATABASE_URL",
    "worker": "WORKER_DATABASE_URL",
    "inbox": "BOOK_INBOX_URL",
}
#: What a process that serves the register alone may hold.
_PUBLIC = {"book", "inbox"}
_NEEDED = {"desk": {"default"}, "register": {"book"}, "both": {"default", "book"}}


def databases(environ: Mapping[str, str], var: Path, face: str = "both") -> dict[str, dict[str, Any]]:
    """DATABASES for this process.

    Without DATABASE_URL (for the register's face: BOOK_DATABASE_URL) it is the PostgreSQL of our own below `var`.
    With `face` "register" there is no `default`: the process holds no credentials that could read a draft.

    Raises:
        ImproperlyConfigured: a URL is missing or wrong; the message says which, never the URL itself.
    """
    if face not in _NEEDED:
        raise ImproperlyConfigured(f"FACE must be desk, register or both, not {face!r}.")
    first = "BOOK_DATABASE_URL" if face == "register" else "DATABASE_URL"
    if environ.get(first):
        settings = {
            alias: _from_url(alias, environ[name])
            for alias, name in _VARIABLES.items()
            if environ.get(name) and (face != "register" or alias in _PUBLIC)
        }
    else:
        users = {
            "default": EMBEDDED.desk,
            "book": EMBEDDED.reader,
            "owner": EMBEDDED.owner,
            "worker": EMBEDDED.worker,
        }
        wanted = {"book"} if face == "register" else set(users)
        settings = {alias: _embedded(alias, user, var) for alias, user in users.items() if alias in wanted}
    for alias in sorted(_NEEDED[face] - settings.keys()):
        raise ImproperlyConfigured(f"{_VARIABLES[alias]} is not set; FACE={face} needs it.")
    _refuse_shared_roles(settings)
    return {"default": {}, **settings}


def router_paths() -> list[str]:
    """DATABASE_ROUTERS."""
    return ["database.router.BookRouter"]


def _common(alias: str) -> dict[str, Any]:
    return {"CONN_MAX_AGE": 0 if alias in {"owner", "worker"} else 60, "CONN_HEALTH_CHECKS": True}


def _embedded(alias: str, user: str, var: Path) -> dict[str, Any]:
    options = {"embedded": str(var / "postgres"), "options": _OPTIONS[alias], "application_name": f"register {alias}"}
    return {"ENGINE": "local_postgres.backend", "NAME": DATABASE, "USER": user, "OPTIONS": options, **_common(alias)}


def _from_url(alias: str, url: str) -> dict[str, Any]:
    """One alias from postgresql://user:password@host:port/name?sslmode=…"""
    variable = _VARIABLES[alias]
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"{variable} is not an address. {_FORM}") from None
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name or not parts.username:
        raise ImproperlyConfigured(f"{variable} must name PostgreSQL, a role and a database. {_FORM}")
    options: dict[str, Any] = {"application_name": f"register {alias}", **dict(parse_qsl(parts.query))}
    options["options"] = f"{_OPTIONS[alias]} {options.get('options', '')}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", "") or parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": options,
        **_common(alias),
    }


_FORM = "It looks like postgresql://role:password@host:5432/database?sslmode=require"


def _refuse_shared_roles(settings_by_alias: dict[str, dict[str, Any]]) -> None:
    """The public reader's protection is a role of its own; one role in two URLs would quietly undo it."""
    users: dict[str, str] = {}
    for alias, settings in settings_by_alias.items():
        # The register's own login may be the one that its inbox knows: neither can do what the other may not.
        if alias == "inbox":
            continue
        other = users.setdefault(settings["USER"], alias)
        if other != alias:
            raise ImproperlyConfigured(
                f"{_VARIABLES[other]} and {_VARIABLES[alias]} sign in as the same role. "
                "Desk, reader, worker and owner need a role each; `manage.py set_up_roles` prints how to make them."
            )
