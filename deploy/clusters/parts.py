"""The register's own processes beside servers of a cluster: commands, web processes, writers of papers."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from deploy.children import Child, end_with_parent, stop
from deploy.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
#: What a process of the register must not find in the environment of the one that walks.
_OURS = (
    "DATABASE_URL",
    "BOOK_DATABASE_URL",
    "OWNER_DATABASE_URL",
    "WORKER_DATABASE_URL",
    "BOOK_INBOX_URL",
    "INBOX_URL",
)


class Wrong(Exception):
    """Something is not as the documents promise; the message says what."""


def environment(var: Path, **addresses: str) -> dict[str, str]:
    """The environment of one process: its folder and its addresses, and no others."""
    variables = {"VAR": str(var), "MODE": "trial", "DJANGO_SETTINGS_MODULE": "config.settings"}
    return {name: value for name, value in os.environ.items() if name not in (*_OURS, "FACE")} | variables | addresses


def manage(settings: dict[str, str], *arguments: str) -> str:
    """Run one management command to its end; returns what it said.

    Raises:
        Wrong: it failed, with its last words.
    """
    result = subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments], env=settings, capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise Wrong(f"manage.py {' '.join(arguments)} ended with {result.returncode}: {result.stderr[-1500:].strip()}")
    return result.stdout


class Site:
    """A web server of one face on a port of its own."""

    def __init__(self, name: str, settings: dict[str, str], var: Path) -> None:
        self.port = free_port()
        address = {"PORT": str(self.port), "REGISTER_ADDRESS": f"http://127.0.0.1:{self.port}"}
        command: list[str | Path] = [sys.executable, "-m", "gunicorn", "--config", ROOT / "config" / "gunicorn.py"]
        self.child = Child(name, command, settings | address, var / f"{name}.log")
        until = time.monotonic() + 60
        while self.ask("/healthz")[0] != 200:
            if time.monotonic() > until or self.child.has_ended():
                raise Wrong(f"{name} does not answer: {self.child.last_words()}")
            time.sleep(0.2)

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and text of one page, 0 when nobody answers; with `form`, sent by POST."""
        data = urllib.parse.urlencode(form).encode() if form else None
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", data, timeout=20) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")
        except OSError:
            return 0, ""

    def end(self) -> None:
        """Stop it."""
        stop([self.child])


class Writer:
    """A process that takes papers from draft to publication, and says each step once it is committed."""

    def __init__(self, name: str, seed: int, settings: dict[str, str], var: Path) -> None:
        self.steps: queue.Queue[list[str]] = queue.Queue()
        self.log = var / f"{name}.log"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.soak.writing", name, str(seed)],
            cwd=ROOT,
            env=settings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log.open("ab"),
            text=True,
            preexec_fn=end_with_parent,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.steps.put(line.split())

    def next_step(self, expected: str, seconds: float = 90) -> list[str]:
        """The next step of a kind ("approved", "published"): its words.

        Raises:
            Wrong: none came in time, with the writer's last words.
        """
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                words = self.steps.get(timeout=1)
            except queue.Empty:
                if self.process.poll() is not None:
                    break
                continue
            if words and words[0] == expected:
                return words
        raise Wrong(f"No paper was {expected} within {seconds:g} seconds: {self.log.read_text()[-800:]}")

    def end(self) -> list[list[str]]:
        """Let it finish its paper; returns the steps that nobody has read."""
        if self.process.poll() is None:
            assert self.process.stdin
            self.process.stdin.write("\n")
            self.process.stdin.flush()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGKILL)
        time.sleep(0.2)
        return [self.steps.get_nowait() for _ in range(self.steps.qsize())]
