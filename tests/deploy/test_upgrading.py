"""An upgrade under traffic: nobody gets an error, and a release that is not healthy is taken back by itself.

Whole releases are built, started and read here, which takes minutes; what an upgrade does in which order, and what it
leaves when a part of it fails, is asked with every change in test_installing.py.
"""

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.installing import machine
from deploy.installing.env_files import add_settings
from deploy.installing.layout import Layout
from deploy.installing.releases import CannotInstall, build_release, running_release, switch
from deploy.installing.upgrading import upgrade
from deploy.seal_keys import make_seal
from tests.deploy.serving import ROOT, address_of, fetch, production_environment
from tests.deploy.test_installing import git
from tests.operations.test_checks import NOW as TODAY

pytestmark = [pytest.mark.committed(owner=True), pytest.mark.nightly]


class Services:
    """What systemd does: holds the port, and starts the web server from the release that the link names."""

    def __init__(self, layout: Layout, environment: dict[str, str]) -> None:
        self.layout, self.environment = layout, environment
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=2048)
        self.port = self.socket.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def restart(self, layout: Layout | None = None) -> None:
        """Stop what runs, then start what the link names."""
        self.stop()
        fd = self.socket.fileno()
        server = f"{sys.executable} -m gunicorn --config config/gunicorn.py"
        command = f"exec 3<&{fd}; LISTEN_FDS=1 LISTEN_PID=$$ exec {server}"
        with (self.layout.root / "web.log").open("ab") as log:
            self.process = subprocess.Popen(
                ["bash", "-c", command],
                cwd=self.layout.current,
                env=self.environment,
                pass_fds=[fd],
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def stop(self) -> None:
        """End it as systemd does: politely, and wait."""
        if self.process:
            self.process.terminate()
            self.process.wait(40)
            self.process = None

    def unready(self) -> str:
        """What is wrong with its health."""
        return machine.wait_until_ready([self.port], seconds=120)


def prepare(folder: Path) -> None:
    """What `make prepared` makes, from what is made here already."""
    for name in (".venv", "node_modules", "static/built", "documents/fonts_built"):
        (folder / name).symlink_to((ROOT / name).resolve())


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A checkout of this program."""
    folder = tmp_path / "source"
    subprocess.run(["git", "clone", "-q", "--shared", str(ROOT), str(folder)], check=True)
    return folder


def change(source: Path, name: str, text: str) -> None:
    """Commit a change to a file."""
    path = source / name
    path.write_text(path.read_text() + text)
    git(source, "add", ".")
    git(source, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "A change")


@pytest.fixture
def installed(tmp_path: Path, source: Path) -> Iterator[tuple[Layout, Services]]:
    """An installation that runs."""
    layout = Layout(tmp_path / "root")
    layout.state.mkdir(parents=True)
    environment = production_environment(layout.state) | make_seal(layout.settings, organisation="A body", at=TODAY)
    add_settings(layout, {"common.env": environment, "owner.env": {"OWNER_DATABASE_URL": address_of("owner")}})
    switch(layout, build_release(source, layout, prepare))
    machine.manage(layout, layout.current, "collectstatic", "--noinput", "--verbosity", "0")
    services = Services(layout, environment)
    try:
        services.restart()
        assert services.unready() == ""
        yield layout, services
    finally:
        services.stop()
        services.socket.close()
        shutil.rmtree(layout.root)


class Readers:
    """People who read without a pause, and what they were answered."""

    def __init__(self, port: int) -> None:
        self.statuses: list[int | str] = []
        self.longest = 0.0
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(port,)) for _ in range(4)]

    def _read(self, port: int) -> None:
        headers = {"Host": "register.example", "X-Forwarded-Proto": "https"}
        while not self._stop.is_set():
            for page in ("/", "/decisions/", "/static/built/register.css"):
                began = time.monotonic()
                try:
                    self.statuses.append(fetch(f"http://127.0.0.1:{port}{page}", headers=headers).status)
                except OSError as error:
                    self.statuses.append(repr(error))
                self.longest = max(self.longest, time.monotonic() - began)
                time.sleep(0.05)

    def __enter__(self) -> "Readers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)


def upgraded(source: Path, layout: Layout, services: Services, *, unready: Callable[[], str] | None = None) -> Path:
    """Upgrade to what `source` has checked out, with services that are processes of this test."""
    return upgrade(
        source,
        layout,
        report=lambda words: None,
        prepare=prepare,
        complete=lambda layout, release: None,
        restart_services=services.restart,
        unready=unready or services.unready,
    )


def test_an_upgrade_under_traffic_shows_nobody_an_error(installed: tuple[Layout, Services], source: Path) -> None:
    layout, services = installed
    change(source, "templates/register/front.html", "{% comment %}The next release.{% endcomment %}")
    before = running_release(layout)
    with Readers(services.port) as readers:
        after = upgraded(source, layout, services)
    assert after == running_release(layout) != before
    assert len(readers.statuses) > 20
    assert set(readers.statuses) == {200}


@pytest.mark.parametrize(
    ("file", "fault", "words"),
    [
        ("config/wsgi.py", "\nraise RuntimeError('this release does not start')\n", "does not start"),
        (
            "register/views/front.py",
            "\n\ndef _fail(request):\n    raise RuntimeError('this page does not work')\n\n\n"
            "_fail.login_required = False\nfront = _fail\n",
            r"was tried beside .* 127.0.0.1:\d+/ says 500",
        ),
    ],
)
def test_a_release_that_does_not_work_is_seen_before_anything_that_serves_is_touched(
    installed: tuple[Layout, Services], source: Path, file: str, fault: str, words: str
) -> None:
    layout, services = installed
    before, process = running_release(layout), services.process
    change(source, file, fault)
    static = sorted(path.name for path in (layout.state / "static").rglob("*"))
    with Readers(services.port) as readers, pytest.raises(CannotInstall, match=f"(?s){words}.* runs on.* Check out"):
        upgraded(source, layout, services)
    assert running_release(layout) == before
    assert services.process is process
    assert process is not None
    assert process.poll() is None
    assert sorted(path.name for path in (layout.state / "static").rglob("*")) == static
    assert set(readers.statuses) == {200}
    assert readers.longest < 3


def test_a_release_that_is_not_healthy_is_taken_back(installed: tuple[Layout, Services], source: Path) -> None:
    layout, services = installed
    before = running_release(layout)
    # A fault that no trial can see: it comes with the socket that systemd hands on.
    fault = "\nif 'LISTEN_FDS' in os.environ:\n    raise RuntimeError('this release does not start')\n"
    change(source, "config/gunicorn.py", fault)
    with pytest.raises(CannotInstall, match=r"was not healthy .* runs again: it is healthy"):
        upgraded(
            source,
            layout,
            services,
            unready=lambda: services.unready() if running_release(layout) == before else quickly(services),
        )
    assert running_release(layout) == before
    assert services.unready() == ""


def quickly(services: Services) -> str:
    """The same without patience, where nothing will come."""
    assert services.process
    services.process.wait(60)
    return "it ended at once"
