"""Trying a release on ports of its own, beside the one that serves and before anything of that is touched."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from deploy.installing import machine
from deploy.installing.env_files import environment_of
from deploy.installing.layout import ACCOUNT, PUBLIC_ACCOUNT, Layout
from deploy.installing.releases import CannotInstall
from deploy.ports import free_port

#: Seconds in which a face must be ready; the release that serves goes on answering meanwhile.
PATIENCE = 60.0


@dataclass(frozen=True)
class Face:
    """A web process: whose settings it gets (FILES_OF), the account that runs it, and the pages that it must answer."""

    process: str
    account: str
    pages: tuple[str, ...]


FACES = (
    Face("register", PUBLIC_ACCOUNT, ("/", "/decisions/")),
    Face("web", ACCOUNT, ("/account/login/",)),
)


def try_imports(layout: Layout, release: Path) -> None:
    """Have every process of `release` read its settings and import its program, then end; nothing is written.

    Raises:
        CannotInstall: one of them cannot; the message ends with its last words.
    """
    for face in FACES:
        command = [*_gunicorn(release), "--check-config"]
        machine.run(command, cwd=release, environment=environment_of(layout, face.process), account=face.account)
    machine.manage(layout, release, "work", "--help", process="worker")


def try_faces(layout: Layout, release: Path, *, patience: float = PATIENCE) -> None:
    """Start both faces of `release` on spare ports, one after the other, and ask each for its health and for pages.

    They read the real databases, which must be migrated, and their own copy of the static files.

    Raises:
        CannotInstall: one does not start, is not ready within `patience` seconds, or answers a page with an error.
    """
    with _folder() as folder:
        machine.manage(layout, release, "collectstatic", "--noinput", "--verbosity", "0", changes={"VAR": str(folder)})
        for face in FACES:
            _try_face(layout, release, face, folder, patience)


def _gunicorn(release: Path) -> list[str | Path]:
    """The command of a web process."""
    return [release / ".venv" / "bin" / "python", "-m", "gunicorn", "--config", "config/gunicorn.py"]


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for VAR that both accounts can read and the desk's can write."""
    with tempfile.TemporaryDirectory(prefix="decision-register-trial-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        if os.geteuid() == 0 and machine.has_account(ACCOUNT):
            shutil.chown(folder, ACCOUNT, ACCOUNT)
        yield folder


def _try_face(layout: Layout, release: Path, face: Face, folder: Path, patience: float) -> None:
    port = free_port()
    settings = environment_of(layout, face.process)
    own = {"BIND": f"127.0.0.1:{port}", "PORT": str(port), "VAR": str(folder), "WEB_WORKERS": "1"}
    log = folder / f"{face.process}.log"
    started = partial(
        machine.started, _gunicorn(release), cwd=release, environment=settings | own, account=face.account
    )
    with log.open("wb") as output, started(output=output) as process:
        trouble = _until_ready(process, port, patience) or _page_trouble(settings, port, face.pages)
    if trouble:
        words = log.read_text(errors="replace")[-1500:].strip()
        raise CannotInstall(f"The {face.process} process of it: {trouble}\nIts last words: {words or 'none'}")


def _until_ready(process: "subprocess.Popen[bytes]", port: int, patience: float) -> str:
    """Wait until it is ready: "" then, otherwise why not. One that has ended is not waited for."""
    until = time.monotonic() + patience
    while True:
        if process.poll() is not None:
            return f"it ended with {process.returncode}."
        trouble = machine.wait_until_ready([port], seconds=0)
        if not trouble or time.monotonic() > until:
            return trouble
        time.sleep(0.2)


def _page_trouble(settings: dict[str, str], port: int, pages: tuple[str, ...]) -> str:
    """Ask for pages as nginx would for a reader: "" when all are answered, otherwise what one of them says."""
    headers = {"Host": settings.get("ALLOWED_HOSTS", "").split(",")[0], "X-Forwarded-Proto": "https"}
    if name := settings.get("CLIENT_ADDRESS_HEADER"):
        headers[name] = "127.0.0.1"
    for page in pages:
        if trouble := machine.page_trouble(f"http://127.0.0.1:{port}{page}", headers):
            return trouble
    return ""
