"""The soak itself: starts everything, kills parts of it at random, and compares at the end.

A server with a streaming replica, the web and two workers, a register beside the replica, readers of both, writers, and
one backup after another.

MINUTES (default 10) and SEED in the environment. Works in a temporary folder of its own; ends with 1 on any fault.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from tqdm import tqdm

from benchmarks.soak.backups import Backups
from benchmarks.soak.reading import CLIENT, Findings, read_until
from database.roles import EMBEDDED
from deploy.children import Child, end_with_parent, stop
from deploy.clusters.parts import environment
from deploy.clusters.servers import Passwords, PostgresServer
from deploy.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
READERS, WRITERS = 3, 2
#: How much of each there must be in a minute, on average, for the soak to count: a fraction of what two quiet cores do.
LEAST_PUBLISHED, LEAST_ANSWERS, LEAST_BACKUPS, LEAST_KILLS = 1.0, 60.0, 0.2, 2.0


class Soak:
    """Everything that runs, and what has been found."""

    def __init__(self, var: Path, seed: int) -> None:
        self.var, self.seed = var, seed
        self.chance = random.Random(seed)  # noqa: S311 - what is killed when
        self.port, self.replica_port = free_port(), free_port()
        passwords = Passwords.new()
        self.primary = PostgresServer(var / "primary", passwords)
        self.replica = PostgresServer(var / "replica", passwords)
        self.environment = self._environment(
            self.port,
            DATABASE_URL=self.primary.address(EMBEDDED.desk),
            BOOK_DATABASE_URL=self.primary.address(EMBEDDED.reader),
            OWNER_DATABASE_URL=self.primary.address(EMBEDDED.owner),
            WORKER_DATABASE_URL=self.primary.address(EMBEDDED.worker),
        )
        #: A register beside the replica, with the reader's login there and nothing of the desk's.
        self.replica_environment = self._environment(
            self.replica_port, FACE="register", BOOK_DATABASE_URL=self.replica.address(EMBEDDED.reader)
        )
        self.findings = Findings()
        self.children: dict[str, Child] = {}
        self.writers: dict[str, subprocess.Popen[str]] = {}
        self.kills: list[str] = []
        self.started = 0
        self.backups = Backups(var / "backups", self.environment, lambda: len(self.kills))

    def _environment(self, port: int, **addresses: str) -> dict[str, str]:
        site = f"http://127.0.0.1:{self.port}"
        return environment(self.var, PORT=str(port), CLIENT_ADDRESS_HEADER=CLIENT, REGISTER_ADDRESS=site, **addresses)

    def make(self) -> None:
        """Make both servers and the register with its sample."""
        self.primary.make()
        self.primary.start()
        self.primary.make_register()
        self.manage("migrate", "--verbosity", "0")
        self.manage("load_sample")
        self.replica.make_standby_of(self.primary)
        self.replica.start()

    def manage(self, *arguments: str) -> None:
        """Run one management command to its end."""
        subprocess.run([PYTHON, ROOT / "manage.py", *arguments], env=self.environment, check=True)

    def start_missing(self) -> None:
        """Start whatever does not run."""
        for server in (self.primary, self.replica):
            if not server.processes():
                # What was left of a killed server may hold its memory for a moment: then the next round starts it.
                with suppress(RuntimeError):
                    server.start()
        web: list[str | Path] = [PYTHON, "-m", "gunicorn", "--config", ROOT / "config" / "gunicorn.py"]
        worker: list[str | Path] = [PYTHON, ROOT / "manage.py", "work"]
        commands = {
            "web": (web, self.environment),
            "replica web": (web, self.replica_environment),
            "worker": (worker, self.environment),
            "second worker": (worker, self.environment),
        }
        for name, (command, variables) in commands.items():
            if name not in self.children or self.children[name].has_ended():
                self.children[name] = Child(name, command, variables, self.var / f"{name}.log")
        for number in range(WRITERS):
            name = f"writer-{number}"
            code = self.writers[name].poll() if name in self.writers else 0
            if code is not None:
                if code not in {0, -signal.SIGKILL}:
                    words = (self.var / f"{name}.log").read_text(errors="replace")[-600:]
                    self.findings.accuse(f"{name} met what it cannot explain: {words}")
                self.writers[name] = self._start_writer(name)

    def _start_writer(self, name: str) -> "subprocess.Popen[str]":
        self.started += 1
        process = subprocess.Popen(
            [PYTHON, "-m", "benchmarks.soak.writing", name, str(self.seed + self.started)],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(self.var / f"{name}.log").open("ab"),
            text=True,
            preexec_fn=end_with_parent,
        )
        threading.Thread(target=self._listen, args=(process,), daemon=True).start()
        return process

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        """Note every acknowledged step."""
        assert process.stdout
        for line in process.stdout:
            # A writer that was killed in the middle of a line has acknowledged nothing with it.
            with self.findings.lock:
                match line.split():
                    case ["approved", slug, pdf]:
                        self.findings.approved[slug] = pdf
                    case ["published", slug, part1, pdf]:
                        self.findings.published[slug] = (part1, pdf)

    def kill_writers(self) -> None:
        """End the writers, wherever they are."""
        for writer in self.writers.values():
            writer.kill()
            writer.wait()

    def kill_something(self) -> None:
        """Kill -9 one part, chosen at random."""
        parts = (
            "postmaster",
            "postgres",
            "replica",
            "web",
            "web worker",
            "replica web",
            "worker",
            "second worker",
            "writer",
        )
        what = self.chance.choice(parts)
        if what == "postgres":
            victims = self.primary.processes()
        elif what == "postmaster":
            victims = self.primary.processes()[:1]
        elif what == "replica":
            victims = self.replica.processes()
        elif what == "writer":
            victims = [self.chance.choice(list(self.writers.values())).pid]
        elif what == "web worker":
            victims = _children_of(self.children["web"].process.pid)[:1]
        else:
            victims = [self.children[what].process.pid]
        for pid in victims:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.kills.append(what)


def _children_of(parent: int) -> list[int]:
    text = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(pid) for pid in text.read_text().split()] if text.exists() else []


def run(soak: Soak, seconds: float) -> None:
    """Readers, writers and kills for so many seconds, then an orderly end."""
    over = threading.Event()
    for number in range(READERS):
        arguments = (over, soak.port, soak.findings, soak.seed + 1000 + number)
        threading.Thread(target=read_until, args=arguments, daemon=True).start()
    arguments = (over, soak.replica_port, soak.findings, soak.seed + 2000)
    threading.Thread(target=read_until, args=arguments, kwargs={"may_lag": True}, daemon=True).start()
    soak.backups.begin()
    until = time.monotonic() + seconds
    next_kill = time.monotonic() + 20
    with tqdm(total=int(seconds), unit="s", desc="Soak", disable=None) as bar:
        while time.monotonic() < until:
            soak.start_missing()
            if time.monotonic() > next_kill:
                soak.kill_something()
                next_kill = time.monotonic() + soak.chance.uniform(4, 15)
            time.sleep(1)
            bar.update(1)
            bar.set_postfix(published=len(soak.findings.published), kills=len(soak.kills))
    for writer in soak.writers.values():
        with suppress(OSError, subprocess.TimeoutExpired):
            writer.communicate("\n", timeout=90)
    time.sleep(2)
    over.set()
    soak.backups.stop()


def reckon(soak: Soak, seconds: float) -> int:
    """Compare what was acknowledged with what there is, prove the book and the history, and say so."""
    findings = soak.findings
    for server in (soak.primary, soak.replica):
        if not server.processes():
            server.start()
    for command in (("work", "--once"), ("verify_audit",), ("verify_book",)):
        code = subprocess.run([PYTHON, ROOT / "manage.py", *command], env=soak.environment, check=False).returncode
        if code:
            findings.accuse(f"manage.py {' '.join(command)} ended with {code}.")
    _compare_replica(soak)
    findings.wrong += [sentence for sentence in (*soak.backups.faults, soak.backups.prove()) if sentence]
    account = [PYTHON, "-m", "benchmarks.soak.accounting"]
    known = "\n".join(
        [f"approved {slug} {pdf}" for slug, pdf in findings.approved.items()]
        + [f"published {slug} {part1} {pdf}" for slug, (part1, pdf) in findings.published.items()]
    )
    account_output = subprocess.run(
        account, cwd=ROOT, env=soak.environment, input=known, capture_output=True, text=True, check=False
    )
    if account_output.returncode:
        findings.accuse(f"The reckoning failed: {account_output.stderr[-1000:]}")
    findings.wrong += account_output.stdout.splitlines()
    findings.wrong += too_little(
        seconds / 60,
        published=len(findings.published),
        answers=findings.statuses["200"],
        backups=len(soak.backups.whole),
        kills=len(soak.kills),
    )
    ordered = sorted(findings.seconds) or [0.0]
    print(f"\n{len(soak.kills)} kills: {', '.join(f'{soak.kills.count(k)} {k}' for k in sorted(set(soak.kills)))}")
    print(
        f"{len(findings.approved)} papers approved, {len(findings.published)} of them published at once, acknowledged"
    )
    print(f"{len(soak.backups.whole)} backups whole, {soak.backups.interrupted} interrupted by a kill")
    print(f"Answers: {dict(sorted(findings.statuses.items()))}; p95 {ordered[int(len(ordered) * 0.95)] * 1000:.0f} ms")
    for sentence in findings.wrong[:20]:
        print(f"WRONG: {sentence}")
    print("Soak failed." if findings.wrong else "Nothing lost, nothing leaked, every seal and proof valid.")
    return 1 if findings.wrong else 0


def too_little(minutes: float, *, published: int, answers: int, backups: int, kills: int) -> list[str]:
    """A sentence for whatever happened so seldom that the soak has proved nothing of it."""
    least = {
        "papers were published": (published, LEAST_PUBLISHED),
        "pages were answered": (answers, LEAST_ANSWERS),
        "backups came to their end": (backups, LEAST_BACKUPS),
        "parts were killed": (kills, LEAST_KILLS),
    }
    return [
        f"Only {seen} {what} in {minutes:g} minutes; a soak of that length needs {max(1, int(of_a_minute * minutes))}."
        for what, (seen, of_a_minute) in least.items()
        if seen < max(1, int(of_a_minute * minutes))
    ]


def _compare_replica(soak: Soak) -> None:
    """Accuse unless the replica has caught up, and holds the same book, which verifies there too."""
    written = soak.primary.query("SELECT pg_current_wal_lsn()")[0][0]
    try:
        soak.replica.wait_for(f"SELECT pg_last_wal_replay_lsn() >= '{written}'", 60)
    except TimeoutError as late:
        soak.findings.accuse(f"The replica has not caught up. {late}")
        return
    everything = "SELECT md5(string_agg(e::text, '|' ORDER BY e.number)) FROM book.entry e"
    if soak.primary.query(everything) != soak.replica.query(everything):
        soak.findings.accuse("The replica holds another book than the primary.")
    there = soak.environment | {"BOOK_DATABASE_URL": soak.replica.address(EMBEDDED.reader)}
    if subprocess.run([PYTHON, ROOT / "manage.py", "verify_book"], env=there, check=False).returncode:
        soak.findings.accuse("The book on the replica does not verify.")


def main() -> int:
    """Run for MINUTES; 0 when all is well."""
    seconds = float(os.environ.get("MINUTES", "10")) * 60
    seed = int(os.environ.get("SEED", str(int(time.time()))))
    end_with_parent()
    print(f"Soak for {seconds / 60:g} minutes with SEED={seed}, on this machine only", flush=True)
    with ExitStack() as tidying:
        name = tidying.enter_context(tempfile.TemporaryDirectory(prefix="register-soak-", ignore_cleanup_errors=True))
        Path(name).chmod(0o755)  # the account that runs PostgreSQL must be able to enter
        soak = Soak(Path(name), seed)
        tidying.callback(soak.primary.end)
        tidying.callback(soak.replica.end)
        soak.make()
        tidying.callback(soak.kill_writers)
        tidying.callback(lambda: stop(list(soak.children.values())))
        run(soak, seconds)
        stop(list(soak.children.values()))
        return reckon(soak, seconds)


if __name__ == "__main__":
    sys.exit(main())
