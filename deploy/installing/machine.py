"""What an installation asks of the machine: running commands, as root or as an account, and asking for health."""

import os
import pwd
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from deploy.installing.env_files import environment_of
from deploy.installing.layout import ACCOUNT, PORTS, Layout
from deploy.installing.releases import CannotInstall


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
    account: str = "",
    text: str = "",
) -> str:
    """Run a command to its end, as `account` where that exists and we are root; what it wrote.

    Raises:
        CannotInstall: it failed; the message has its last words.
    """
    identity = _identity(account)
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=None if environment is None else {**_basic(), **environment},
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **identity,
    )
    if done.returncode:
        words = " ".join(map(str, command))
        raise CannotInstall(f"This failed: {words}\n{done.stdout[-3000:]}")
    return done.stdout


def succeeds(command: Sequence[str | Path]) -> bool:
    """Whether a command ends well."""
    try:
        return subprocess.run([str(word) for word in command], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def manage(layout: Layout, release: Path, *arguments: str, process: str = "owner") -> str:
    """Run manage.py of `release` with the settings of a process, as the service's account."""
    python = release / ".venv" / "bin" / "python"
    return run(
        [python, release / "manage.py", *arguments],
        cwd=release,
        environment=environment_of(layout, process),
        account=ACCOUNT,
    )


def wait_until_ready(ports: Sequence[int] = tuple(PORTS.values()), *, seconds: float = 60) -> str:
    """Ask /readyz of every port until all answer 200; "" then, otherwise what is wrong with one of them."""
    until = time.monotonic() + seconds
    while True:
        wrong = [why for port in ports if (why := _not_ready(port))]
        if not wrong or time.monotonic() > until:
            return wrong[0] if wrong else ""
        time.sleep(0.5)


def _not_ready(port: int) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10):
            return ""
    except urllib.error.HTTPError as error:
        return f"127.0.0.1:{port}/readyz says {error.code}: {error.read(500).decode(errors='replace')}"
    except OSError as error:
        return f"127.0.0.1:{port} does not answer ({error})"


def _identity(account: str) -> dict[str, Any]:
    if not account or os.geteuid() != 0:
        return {}
    try:
        known = pwd.getpwnam(account)
    except KeyError:
        return {}
    return {"user": known.pw_uid, "group": known.pw_gid, "extra_groups": []}


def _basic() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
