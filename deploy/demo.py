"""`make demo`: the whole register with sample papers on this machine, until Ctrl-C; nothing is left running."""

import fcntl
import io
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

import django
from django.core.management import CommandError, call_command
from django.db import connections

from database.management.commands.migrate import OlderTrial
from deploy.children import Child, end_with_parent, stop
from deploy.sign_ins import sign_ins
from local_postgres.programs import EmbeddedServerError
from local_postgres.server import server_at

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable


class DemoError(Exception):
    """The demo cannot run; the message says why and what to do."""


class Stopped(Exception):
    """Someone asked the demo to end."""


def main() -> int:
    """Run until told to stop; the exit code is 0 then, 1 when something failed."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop_asked)
    if "MAKELEVEL" in os.environ:
        end_with_parent()
    try:
        run()
    except Stopped:
        return 0
    except OlderFolder as older:
        return _begin_anew(older)
    except (DemoError, EmbeddedServerError) as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    return 0


class OlderFolder(DemoError):
    """The run-time folder was made by a version from before 0.9.0."""


def _begin_anew(older: OlderFolder) -> int:
    """Offer to set the older folder aside; nothing of it is deleted."""
    var = _var()
    aside = next(
        place for number in range(1, 1000) if not (place := var.with_name(f"{var.name}.older-{number}")).exists()
    )
    print(f"\n{older}\n", file=sys.stderr)
    if not sys.stdin.isatty():
        print(f"For example: mv {shlex.quote(str(var))} {shlex.quote(str(aside))}", file=sys.stderr)
        return 1
    if input(f"Set {var} aside as {aside} and begin anew? [y/N] ").strip().lower() not in {"y", "yes"}:
        return 1
    var.rename(aside)
    return subprocess.run([sys.executable, "-m", "deploy.demo"], check=False, cwd=ROOT).returncode


def _stop_asked(number: int, frame: FrameType | None) -> None:
    for again in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(again, signal.SIG_IGN)  # a second Ctrl-C must not break off the tidying up
    raise Stopped


def run() -> None:
    """Database, sample, worker and web server; then wait.

    Raises:
        DemoError: something cannot run.
        Stopped: we were asked to end; everything has been stopped.
    """
    port, var = _port(), _var()
    environment = _environment(port, var)
    with ExitStack() as tidying:
        _be_the_only_one(var, tidying)
        tidying.callback(print, "\nEverything is stopped. What you entered is kept in", var, flush=True)
        if not os.environ.get("DATABASE_URL"):
            print("Starting PostgreSQL …", flush=True)
            server = server_at(var / "postgres").ensure()
            tidying.callback(server.release, wait=30)
        _load(environment)
        children: list[Child] = []
        tidying.callback(stop, children)
        tidying.callback(print, "\nStopping …", flush=True)
        gunicorn: list[str | Path] = [PYTHON, "-m", "gunicorn", "--config", ROOT / "config" / "gunicorn.py"]
        children.append(Child("worker", [PYTHON, ROOT / "manage.py", "work"], environment, var / "worker.log"))
        children.append(Child("web server", gunicorn, environment, var / "web.log"))
        _wait_for_answer(port, children)
        _wait_for_papers(children)
        print(_welcome(port), flush=True)
        _watch(children)


def _port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise DemoError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            raise DemoError(
                f"Port {text} cannot be used ({error.strerror}). Try another: make demo PORT=8123"
            ) from error
    return int(text)


def _var() -> Path:
    var = Path(os.environ.get("VAR") or ROOT / "var").resolve()
    try:
        var.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DemoError(f"The folder {var} cannot be made ({error.strerror}). Choose another by VAR.") from error
    return var


def _environment(port: int, var: Path) -> dict[str, str]:
    variables = {"VAR": str(var), "PORT": str(port), "MODE": "trial", "REGISTER_ADDRESS": f"http://127.0.0.1:{port}"}
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUNBUFFERED": "1", **variables}


def _be_the_only_one(var: Path, tidying: ExitStack) -> None:
    handle = tidying.enter_context((var / "demo.lock").open("w"))
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise DemoError(f"A demo already runs with {var}. Choose another folder: make demo VAR=… PORT=…") from None


def _load(environment: dict[str, str]) -> None:
    """Schema, static files and sample, in this process: starting Django once rather than three times saves seconds."""
    os.environ.update(environment)
    django.setup()
    try:
        print("Bringing the database up to date …", flush=True)
        call_command("migrate", verbosity=0)
        call_command("load_profile", trial=True, stdout=io.StringIO())
        call_command("collectstatic", interactive=False, verbosity=0)
        print("Loading the sample papers, unless they are there …", flush=True)
        call_command("load_sample")
    except OlderTrial as reason:
        raise OlderFolder(str(reason)) from reason
    except CommandError as reason:
        raise DemoError(str(reason)) from reason
    finally:
        connections.close_all()


def _wait_for_answer(port: int, children: list[Child], patience: float = 240) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        _fail_if_ended(children)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise DemoError(f"The web server does not answer. Its last words:\n{children[-1].last_words()}")


def _wait_for_papers(children: list[Child], patience: float = 300) -> None:
    """Return when the worker has drawn every paper of the sample, so that no link of it leads nowhere."""
    from book.models import PublishedDecision  # only after django.setup()

    undrawn = PublishedDecision.objects.using("default").filter(pdf_sha256=None, expunged=False)
    undrawn = undrawn.exclude(status=PublishedDecision.Status.WITHDRAWN)
    if undrawn.exists():
        print("Drawing the papers that came without one …", flush=True)
    until = time.monotonic() + patience
    while undrawn.exists() and time.monotonic() < until:
        _fail_if_ended(children)
        time.sleep(0.3)
    connections.close_all()


def _fail_if_ended(children: list[Child]) -> None:
    for child in children:
        if child.has_ended():
            raise DemoError(f"The {child.name} has ended. Its last words ({child.log}):\n{child.last_words()}")


def _watch(children: list[Child]) -> None:
    while True:
        _fail_if_ended(children)
        time.sleep(0.5)


def _welcome(port: int) -> str:
    address = f"http://127.0.0.1:{port}"
    addresses = f"\n  The register  {address}/\n  The desk      {address}/desk/\n"
    return f"{addresses}\n{sign_ins()}\n\nCtrl-C stops everything."


if __name__ == "__main__":
    sys.exit(main())
