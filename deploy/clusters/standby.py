"""A standby that takes over: the primary is killed under load, and no acknowledged step is lost."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from database.roles import EMBEDDED
from deploy.clusters.parts import Site, Writer, Wrong, environment, manage
from deploy.clusters.servers import DATABASE, STANDBY, Passwords, PostgresServer

Say = Callable[[str], None]
#: How many files of its log the primary fills while the standby is away: more than it keeps of itself.
LOG_FILES = 12


def walk_standby(home: Path, say: Say) -> None:
    """Bring the layout up, kill the primary, promote the standby, and compare what was said with what there is.

    Raises:
        Wrong, TimeoutError: something that was acknowledged is missing, or the desk does not work within a minute.
    """
    with ExitStack() as ends:
        passwords = Passwords.new()
        primary, standby = PostgresServer(home / "primary", passwords), PostgresServer(home / "standby", passwords)
        ends.callback(primary.end)
        ends.callback(standby.end)
        primary.make()
        primary.start()
        primary.make_register()
        settings = _settings(home, passwords, primary, standby)
        manage(settings, "migrate", "--verbosity", "0")
        manage(settings, "load_sample")
        standby.make_standby_of(primary)
        standby.start()
        _catches_up_after_being_away(primary, standby, say)
        primary.set("synchronous_standby_names", STANDBY)
        primary.wait_for("SELECT count(*) = 1 FROM pg_stat_replication WHERE sync_state = 'sync'", 30)
        say("A standby follows, and the primary acknowledges nothing that it does not hold.")
        desk = Site("desk", settings, home)
        ends.callback(desk.end)
        writers = [Writer(f"standby-{number}", number, settings, home) for number in (1, 2)]
        for writer in writers:
            ends.callback(writer.end)
        answers = [writer.next_step("approved") for writer in writers for _ in range(2)]
        primary.kill()
        killed_at = time.monotonic()
        standby.promote()
        answers += _until_it_works(writers, desk, killed_at, say)
        for writer in writers:
            answers += [answer for answer in writer.end() if answer]
        _nothing_is_missing(answers, standby, say)
        for command in ("verify_audit", "verify_book"):
            manage(settings, command)
        say("The history and the book verify on the new primary.")


def _settings(home: Path, passwords: Passwords, primary: PostgresServer, standby: PostgresServer) -> dict[str, str]:
    """Both servers in each address: whoever takes writes is the one that is used."""

    def either(role: str) -> str:
        places = f"host=127.0.0.1,127.0.0.1&port={primary.port},{standby.port}"
        password = passwords.by_name[role]
        return f"postgresql://{role}:{password}@/{DATABASE}?{places}&target_session_attrs=read-write&connect_timeout=5"

    return environment(
        home,
        DATABASE_URL=either(EMBEDDED.desk),
        BOOK_DATABASE_URL=either(EMBEDDED.reader),
        OWNER_DATABASE_URL=either(EMBEDDED.owner),
        WORKER_DATABASE_URL=either(EMBEDDED.worker),
    )


def _catches_up_after_being_away(primary: PostgresServer, standby: PostgresServer, say: Say) -> None:
    """Let the primary write and remove log files while the standby is stopped, and wait until it has read them all."""
    standby.stop()
    for _ in range(LOG_FILES):
        primary.query("SELECT pg_logical_emit_message(false, 'walk', 'a log file')")
        primary.query("SELECT pg_switch_wal()")
    primary.query("CHECKPOINT")
    written = primary.query("SELECT pg_current_wal_flush_lsn()")[0][0]
    standby.start()
    standby.wait_for(f"SELECT pg_last_wal_replay_lsn() >= '{written}'", 60)
    say(f"A standby that was away while the primary wrote {LOG_FILES} log files has read them all.")


def _until_it_works(writers: list[Writer], desk: Site, killed_at: float, say: Say) -> list[list[str]]:
    """Wait until every writer has had a paper approved again, and pages answer; at most a minute."""
    answers = []
    for writer in writers:
        # Papers that were approved before the kill may still stand in the line: two more are surely of afterwards.
        while writer.steps.qsize():
            answers.append(writer.steps.get())
        answers.append(writer.next_step("approved", 60))
    seconds = time.monotonic() - killed_at
    if seconds > 60 or desk.ask("/decisions/")[0] != 200:
        raise Wrong(f"The desk did not work within a minute (after {seconds:.0f} seconds).")
    say(f"The primary was killed and the standby promoted; papers were approved again after {seconds:.1f} seconds.")
    return answers


def _nothing_is_missing(answers: list[list[str]], standby: PostgresServer, say: Say) -> None:
    papers = {row[0] for row in standby.query("SELECT encode(sha256(pdf), 'hex') FROM decisions_sealedpaper")}
    approved = [answer for answer in answers if answer[0] == "approved"]
    missing_papers = [answer[1] for answer in approved if answer[2] not in papers]
    published = {str(row[0]) for row in standby.query("SELECT slug FROM book.decision")}
    missing_papers += [answer[1] for answer in answers if answer[0] == "published" and answer[1] not in published]
    if missing_papers or not approved:
        raise Wrong(f"Acknowledged and lost: {', '.join(missing_papers) or 'nothing was approved at all'}.")
    say(f"All {len(approved)} approvals that were acknowledged are there, with the bytes of their sealed papers.")
