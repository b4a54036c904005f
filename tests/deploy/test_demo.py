"""`make demo` as a process: it serves, keeps what there is, and leaves nothing running however it ends.

`make test` starts it once, on the database of the tests; `make nightly` from an empty folder, with a server and the
sample of its own, and kills it.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.ports import free_port
from local_postgres.server import Server
from tests.deploy.serving import ROOT, address_of, fetch
from tests.local_postgres.test_server import eventually
from tests.people import make_people

#: The settings that name a server which is there, and the roles that sign in to it.
DATABASES = {
    "DATABASE_URL": "default",
    "BOOK_DATABASE_URL": "book",
    "WORKER_DATABASE_URL": "worker",
    "OWNER_DATABASE_URL": "owner",
}
_running: list["Demo"] = []


class Demo:
    """A demo that runs, and all it has printed."""

    def __init__(self, var: Path, port: int, databases: dict[str, str] | None = None) -> None:
        environment = {**os.environ, "VAR": str(var), "PORT": str(port)}
        for name in (*DATABASES, "MAKELEVEL", "DEMO_PASSWORD"):
            environment.pop(name, None)
        environment |= databases or {}
        self.output: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "deploy.demo"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        _running.append(self)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout:
            for line in self.process.stdout:
                self.output.append(line)

    def has_said(self, words: str, seconds: float = 180) -> bool:
        """Whether it says these words in time."""
        return eventually(lambda: words in "".join(self.output) or self.process.poll() is not None, seconds) and (
            words in "".join(self.output)
        )

    def ends(self, seconds: float = 60) -> int:
        """Its exit code, when it has ended and said all."""
        code = self.process.wait(seconds)
        self._reader.join(10)
        return code


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """A folder for run-time data that the account of the database may enter."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name) / "some folder"
        for demo in _running:
            demo.process.terminate()
            demo.ends()
        assert eventually(Server(Path(name) / "some folder" / "postgres").is_stopped, 60)


def processes_of(var: Path) -> list[str]:
    """Command lines of live processes that have our folder in their environment or work in it."""
    commands = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                mine = str(var).encode() in (entry / "environ").read_bytes() or str(var) in os.readlink(entry / "cwd")
                if mine and (entry / "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z":
                    commands.append((entry / "cmdline").read_text().replace("\0", " "))
            except OSError:
                continue
    return commands


OFFICES = ("Finance officer", "Chief Executive", "Deputy Mayor", "DMPC staff", "Auditor", "Administrator")


@pytest.mark.committed(owner=True)
def test_a_demo_on_a_register_that_is_there_serves_it_and_leaves_nothing_running(tmp_path: Path) -> None:
    make_people()
    port, databases = free_port(), {name: address_of(alias) for name, alias in DATABASES.items()}
    demo = Demo(tmp_path, port, databases)
    try:
        assert demo.has_said("Ctrl-C stops everything."), "".join(demo.output)
        words = "".join(demo.output)
        assert f"http://127.0.0.1:{port}/desk/" in words
        assert [office for office in OFFICES if office not in words] == []
        assert fetch(f"http://127.0.0.1:{port}/decisions/").status == 200
        again = Demo(tmp_path, free_port(), databases)
        assert again.ends() == 1
        assert "A demo already runs" in "".join(again.output)
    finally:
        demo.process.send_signal(signal.SIGINT)
        assert demo.ends() == 0
    assert processes_of(tmp_path) == []
    assert "What you entered is kept" in "".join(demo.output)


@pytest.mark.nightly
def test_the_demo_from_first_start_to_last(var: Path) -> None:
    port = free_port()
    demo = Demo(var, port)
    assert demo.has_said("Ctrl-C stops everything."), "".join(demo.output)
    words = "".join(demo.output)
    assert f"http://127.0.0.1:{port}/desk/" in words
    assert [office for office in OFFICES if office not in words] == []
    page = fetch(f"http://127.0.0.1:{port}/decisions/PCD-510/")
    assert page.status == 200
    assert b"PCD 510" in page.body
    assert fetch(f"http://127.0.0.1:{port}/decisions/PCD-510/decision.pdf").status == 200
    assert processes_of(var)

    again = Demo(var, free_port())
    assert again.ends() == 1
    assert "A demo already runs" in "".join(again.output)
    assert "Everything is stopped" not in "".join(again.output)

    demo.process.kill()  # nothing can be tidied up now: the parts must see it for themselves
    demo.ends()
    assert eventually(lambda: not processes_of(var), 60), processes_of(var)

    second = Demo(var, port)
    assert second.has_said("Ctrl-C stops everything."), "".join(second.output)
    assert fetch(f"http://127.0.0.1:{port}/decisions/PCD-510/").status == 200
    second.process.send_signal(signal.SIGINT)
    assert second.ends() == 0
    assert processes_of(var) == []
    assert "What you entered is kept" in "".join(second.output)


@pytest.mark.parametrize(
    ("port", "words"),
    [("no", "PORT must be a number"), ("0", "PORT must be a number"), ("99999", "PORT must be a number")],
)
def test_a_wrong_port_is_said(port: str, words: str, tmp_path: Path) -> None:
    environment = {**os.environ, "VAR": str(tmp_path), "PORT": port}
    done = subprocess.run(
        [sys.executable, "-m", "deploy.demo"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
