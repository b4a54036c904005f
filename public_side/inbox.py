"""The inbox of a public side on machines of its own: set up there, and emptied by the desk's worker.

The worker connects outward, with a login that can take messages and nothing else; no address of the desk's is known on
the public side. A message is entered on the primary by `book.take_in`, which knows what it took before: a worker that
is killed between entering and forgetting enters nothing twice.
"""

import json
import logging
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg2
from django.conf import settings
from django.db import DataError, IntegrityError, connections

from database.roles import quoted
from public_side.carrying import connected, make_login

log = logging.getLogger(__name__)
#: Messages taken in one round of the worker.
AT_ONCE = 100


def set_up_inbox(*, admin: str, public: str, taker: str) -> None:
    """Make the schema `inbox` in the database that `admin` names, with a login for each side; may be repeated.

    The three are addresses as libpq takes them: a superuser's, the register's and the worker's.
    """
    script = Path(__file__).with_name("inbox.sql").read_text()
    with connected(admin) as cursor:
        for place, address in ((":public", public), (":taker", taker)):
            login = urlsplit(address)
            name = unquote(login.username or "")
            make_login(cursor, name, unquote(login.password or ""))
            cursor.execute(f"GRANT CONNECT ON DATABASE {quoted(login.path.lstrip('/'))} TO {quoted(name)}")
            script = script.replace(place, quoted(name))
        cursor.execute(script)


def take_in() -> int:
    """Enter what the public sent on the primary and have it deleted there; returns how many messages were taken.

    Without INBOX_URL in the settings there is no inbox elsewhere, and nothing is done.

    Raises:
        psycopg2.Error: the public side does not answer; asked again in the next round.
    """
    if not settings.INBOX_URL:
        return 0
    outward = psycopg2.connect(settings.INBOX_URL, connect_timeout=5)
    try:
        with outward, outward.cursor() as cursor:
            cursor.execute("SELECT id::text, kind, content FROM inbox.waiting(%s)", [AT_ONCE])
            taken = [number for number, kind, content in cursor.fetchall() if _enter(number, kind, content)]
            cursor.execute("SELECT inbox.forget(%s::uuid[])", [taken])
    finally:
        outward.close()
    return len(taken)


def _enter(number: str, kind: str, content: dict[str, Any]) -> bool:
    """Enter one message on the primary; False when it must wait, because more came than people send in an hour."""
    try:
        with connections["book"].cursor() as cursor:
            cursor.execute("SELECT book.take_in(%s::uuid, %s, %s::jsonb)", [number, kind, json.dumps(content)])
            (entered,) = cursor.fetchone()
            return bool(entered)
    except (DataError, IntegrityError):
        # No form of ours sends what its own limits refuse, so this was made by somebody else's hand.
        log.warning("A message of the inbox was not what the form allows, and was dropped.", extra={"kind": kind})
        return True
