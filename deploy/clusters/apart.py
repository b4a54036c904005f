"""The public side apart: the book carried to a server without the desk's tables, and the public's messages fetched."""

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from database.roles import EMBEDDED
from deploy.clusters.parts import Site, Writer, Wrong, environment, manage
from deploy.clusters.servers import CARRIER, SUPERUSER, Passwords, PostgresServer

#: What must be true of a book at every moment: an entry comes whole, with its leaf in the tree and its row in the list.
_WHOLE = """
    SELECT count(*) = (SELECT entries FROM book.state)
        AND count(*) = (SELECT count(*) FROM book.node WHERE level = 0)
        AND NOT EXISTS (SELECT FROM book.entry e WHERE e.pdf_sha256 IS NOT NULL
            AND NOT EXISTS (SELECT FROM book.file f WHERE f.sha256 = e.pdf_sha256))
        AND NOT EXISTS (SELECT FROM book.entry e WHERE e.kind = 'decision'
            AND NOT EXISTS (SELECT FROM book.decision d WHERE d.key = e.key))
    FROM book.entry
"""
_TABLES = """
    SELECT string_agg(table_schema || '.' || table_name, ', ') FROM information_schema.tables
    WHERE table_schema NOT IN ('pg_catalog', 'information_schema', 'book')
"""
Say = Callable[[str], None]


def walk_apart(home: Path, say: Say) -> None:
    """Bring the layout up and see each promise hold, saying each.

    Raises:
        Wrong, TimeoutError: one does not.
    """
    with ExitStack() as ends:
        passwords = Passwords.new()
        primary, public = PostgresServer(home / "primary", passwords), PostgresServer(home / "public", passwords)
        for server in (primary, public):
            ends.callback(server.end)
            server.make()
            server.start()
        desk = _desk_side(primary, public, home)
        writer = Writer("apart", 1, desk, home)
        ends.callback(writer.end)
        writer.next_step("published")
        say("The desk publishes on the primary.")
        manage(desk | _admin(public, "inbox"), "set_up_inbox")
        manage(desk | _admin(public, "copy_1"), "carry_book")
        tables = public.query(_TABLES, "copy_1")[0][0]
        if tables:
            raise Wrong(f"The copy holds tables that are not the book's: {tables}")
        say("A copy of the book is whole on the public side's server, which holds no table of the desk's.")
        register = Site("register", _register(public, "copy_1", home), home)
        ends.callback(register.end)
        _published_within_a_second(writer, public, "copy_1", register, say)
        _messages_come_back(register, primary, public, desk, say)
        _broken_and_mended(writer, primary, public, register, say)
        _a_later_release(writer, primary, public, desk, register, home, say)


def _desk_side(primary: PostgresServer, public: PostgresServer, home: Path) -> dict[str, str]:
    """The desk's environment, its database migrated and filled with the sample."""
    primary.make_register()
    public.query("CREATE DATABASE inbox", "postgres")
    settings = environment(
        home,
        DATABASE_URL=primary.address(EMBEDDED.desk),
        BOOK_DATABASE_URL=primary.address(EMBEDDED.reader),
        OWNER_DATABASE_URL=primary.address(EMBEDDED.owner),
        WORKER_DATABASE_URL=primary.address(EMBEDDED.worker),
        BOOK_CARRIER_URL=primary.address(CARRIER),
        INBOX_URL=public.address("inbox_taker", "inbox"),
        POSTGRES_BIN=str(primary.programs),
    )
    manage(settings, "migrate", "--verbosity", "0")
    manage(settings, "load_sample")
    return settings


def _admin(public: PostgresServer, database: str) -> dict[str, str]:
    """What the two commands that set the public side up are told besides."""
    return {
        "INBOX_ADMIN_URL": public.address(SUPERUSER, "inbox"),
        "BOOK_INBOX_URL": public.address("inbox_public", "inbox"),
        "PUBLIC_ADMIN_URL": public.address(SUPERUSER, database),
        "PUBLIC_DATABASE_URL": public.address("public_reader", database),
    }


def _register(public: PostgresServer, database: str, home: Path) -> dict[str, str]:
    """The register's environment: two logins on the public side, and nothing of the desk's."""
    return environment(
        home,
        FACE="register",
        BOOK_DATABASE_URL=public.address("public_reader", database),
        BOOK_INBOX_URL=public.address("inbox_public", "inbox"),
    )


def _published_within_a_second(writer: Writer, public: PostgresServer, database: str, register: Site, say: Say) -> None:
    if not public.query(_WHOLE, database)[0][0]:
        raise Wrong("The copy is not whole to begin with.")
    torn: list[str] = []
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(public, database, torn, over))
    watcher.start()
    waits = []
    try:
        for _ in range(3):
            slug = writer.next_step("published")[1]
            waits.append(public.wait_for(_shown(slug), 5, database))
        began = time.monotonic()
        while register.ask(f"/decisions/{slug}/")[0] != 200:
            if time.monotonic() - began > 5:
                raise Wrong(f"{slug} is in the copy, and the register does not show it.")
            time.sleep(0.1)
    finally:
        over.set()
        watcher.join()
    if torn:
        raise Wrong(torn[0])
    if max(waits) > 1:
        raise Wrong(f"A publication was seen after {max(waits):.2f} seconds only.")
    say(
        f"Three publications were seen in the copy after at most {max(waits):.2f} seconds, each whole, and on the page."
    )


def _watch(public: PostgresServer, database: str, torn: list[str], over: threading.Event) -> None:
    while not over.is_set() and not torn:
        if not public.query(_WHOLE, database)[0][0]:
            torn.append("An entry was seen in part.")


def _shown(slug: str) -> str:
    return f"SELECT EXISTS (SELECT FROM book.decision WHERE slug = '{slug}')"  # noqa: S608 - a slug of our own


def _messages_come_back(
    register: Site, primary: PostgresServer, public: PostgresServer, desk: dict[str, str], say: Say
) -> None:
    form = {"about": "PCD 510", "wanted": "large-print", "email": "reader@example.org"}
    status, page = register.ask("/accessible-format/", form)
    if status != 200 or "AF-" not in page:
        raise Wrong(f"The register did not take a request in: {status}")
    manage(desk, "work", "--face=desk", "--once")
    if primary.query("SELECT count(*) FROM book_formatrequest WHERE email = 'reader@example.org'") != [(1,)]:
        raise Wrong("The request did not reach the desk.")
    if public.query("SELECT count(*) FROM inbox.message", "inbox") != [(0,)]:
        raise Wrong("The inbox still holds what was taken.")
    say("A request that the public sent waited in the inbox, was fetched by the worker, and is deleted there.")


def _broken_and_mended(
    writer: Writer, primary: PostgresServer, public: PostgresServer, register: Site, say: Say
) -> None:
    primary.stop()
    until = time.monotonic() + 30
    while '"part": "book"' not in register.ask("/readyz")[1]:
        if time.monotonic() > until:
            raise Wrong(f"/readyz does not say that the copy follows nobody: {register.ask('/readyz')}")
        time.sleep(0.2)
    statuses = {register.ask(path)[0] for path in ("/readyz", "/decisions/", "/")}
    if statuses != {200}:
        raise Wrong(f"Without its primary the register answers {statuses}.")
    say("Without the primary the register goes on answering, and /readyz says degraded.")
    primary.start()
    slug = writer.next_step("published")[1]
    public.wait_for(_shown(slug), 30, "copy_1")
    say("The primary is back, and the copy follows again.")


def _a_later_release(
    writer: Writer,
    primary: PostgresServer,
    public: PostgresServer,
    desk: dict[str, str],
    register: Site,
    home: Path,
    say: Say,
) -> None:
    owner = EMBEDDED.owner
    primary.query("ALTER TABLE book.decision ADD COLUMN later_release text", user=owner)
    slug = writer.next_step("published")[1]
    public.wait_for(_shown(slug), 10, "copy_1")
    say("The primary is migrated first, and the copy that does not know the new column goes on following.")
    manage(desk | _admin(public, "copy_2"), "carry_book")
    with ExitStack() as ends:
        second = Site("register-2", _register(public, "copy_2", home), home)
        ends.callback(second.end)
        slug = writer.next_step("published")[1]
        for database in ("copy_1", "copy_2"):
            public.wait_for(_shown(slug), 10, database)
        register.end()
        manage(desk | _admin(public, "copy_1"), "carry_book", "--drop")
        if second.ask("/decisions/")[0] != 200 or second.ask("/readyz")[0] != 200:
            raise Wrong("The register of the later release does not answer.")
        slots = primary.query("SELECT count(*) FROM pg_replication_slots", "postgres")
        if slots != [(1,)]:
            raise Wrong(f"The primary keeps {slots} slots after the old copy is gone.")
    say("The later release has a copy of its own; the old one is dropped when nobody reads it any longer.")
