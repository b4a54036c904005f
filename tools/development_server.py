"""`make run`: a server for whoever works on the register, until Ctrl-C.

It reloads when Python changes, builds the style sheet when its sources change, writes logs for people, shows errors
with their code and the debug toolbar, and runs the worker. People, papers and data are those of `make demo`.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from deploy.children import end_with_parent

ROOT = Path(__file__).resolve().parent.parent
#: Builds the style sheet; a mistake in it is told on standard error.
BUILD = ("npm", "run", "--silent", "build:style")


class Stopped(Exception):
    """Someone asked the server to end."""


def main() -> int:
    """Run until told to stop; 0 then, 1 when a part ended on its own or could not start."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop_asked)
    with ExitStack() as tidying:
        try:
            return _run(tidying)
        except Stopped:
            print("\nStopped. What you entered is kept.", flush=True)
            return 0


def _run(tidying: ExitStack) -> int:
    environment = environment_for_development(dict(os.environ))
    var = Path(environment["VAR"])
    var.mkdir(parents=True, exist_ok=True)
    lock = tidying.enter_context((var / "demo.lock").open("w"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print(f"A demo or another `make run` has {var}. Choose another: make run VAR=… PORT=…", file=sys.stderr)
        return 1
    for arguments in (["migrate", "--verbosity", "0"], ["load_sample"]):
        if subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=False).returncode:
            return 1
    parts: dict[str, subprocess.Popen[bytes]] = {}
    tidying.callback(_end, parts)
    for name, command in commands(environment["PORT"]).items():
        parts[name] = subprocess.Popen(
            command, cwd=ROOT, env=environment, start_new_session=True, preexec_fn=end_with_parent
        )
    print(f"\n  http://127.0.0.1:{environment['PORT']}/  and  /desk/   Ctrl-C stops everything.\n", flush=True)
    subprocess.run([sys.executable, "-c", _SIGN_INS], cwd=ROOT, env=environment, check=False)
    styles = StyleSheet(ROOT / "static" / "scss", environment)
    while not (ended_parts := [name for name, part in parts.items() if part.poll() is not None]):
        styles.build_if_changed()
        time.sleep(0.3)
    print(f"The {' and the '.join(ended_parts)} ended; the reason is above.", file=sys.stderr)
    return 1


_SIGN_INS = "import django; django.setup(); from deploy.sign_ins import sign_ins; print(sign_ins(), flush=True)"


def environment_for_development(environment: dict[str, str]) -> dict[str, str]:
    """The environment of every part: a trial with DEBUG, on a port and a folder that can be chosen."""
    port = environment.get("PORT", "8000")
    defaults = {
        "MODE": "trial",
        "DEBUG": "1",
        "PORT": port,
        "VAR": str(Path(environment.get("VAR") or ROOT / "var").resolve()),
        "REGISTER_ADDRESS": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUNBUFFERED": "1",
        # Found in a terminal and in an editor alike.
        "PATH": f"{ROOT / '.venv' / 'bin'}{os.pathsep}{environment.get('PATH', '')}",
    }
    return {**environment, **defaults}


def commands(port: str) -> dict[str, list[str]]:
    """The parts that run side by side."""
    manage = [sys.executable, "manage.py"]
    return {
        "web server": [*manage, "runserver", f"127.0.0.1:{port}"],
        "worker": [*manage, "work"],
    }


class StyleSheet:
    """The style sheet, built whenever one of its sources changes.

    Sources are looked at rather than watched: the compiler's own watching takes in all of node_modules.
    """

    def __init__(self, sources: Path, environment: dict[str, str], command: Sequence[str] = BUILD) -> None:
        self._sources, self._environment, self._command = sources, environment, command
        self._seen = self._state()

    def build_if_changed(self) -> bool:
        """Build it if a source changed since the last time; a mistake in one is shown and the old sheet stays."""
        state = self._state()
        if state == self._seen:
            return False
        self._seen = state
        code = subprocess.run(self._command, cwd=ROOT, env=self._environment, check=False).returncode
        print(
            "The style sheet is built." if code == 0 else "The style sheet could not be built; see above.", flush=True
        )
        return True

    def _state(self) -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in self._sources.rglob("*.scss")}


def _stop_asked(number: int, frame: FrameType | None) -> None:
    for again in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(again, signal.SIG_IGN)  # a second Ctrl-C must not break off the tidying up
    raise Stopped


def _end(parts: dict[str, subprocess.Popen[bytes]], patience: float = 15) -> None:
    """End each part with the processes it started: the reloading server is two."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        for part in parts.values():
            try:
                os.killpg(part.pid, number)
            except ProcessLookupError:
                continue
        until = time.monotonic() + patience
        while time.monotonic() < until and any(part.poll() is None for part in parts.values()):
            time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
