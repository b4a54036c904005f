"""What an installation asks of the machine: running commands, as root or as an account, and asking for health."""

import http.client
import os
import pwd
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from deploy.installing.env_files import environment_of
from deploy.installing.layout import ACCOUNT, PORTS, Layout
from deploy.installing.releases import CannotInstall


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """What is asked of a process of this machine is never asked of the site that it names."""

    def redirect_request(self, *request: object) -> None:
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects)


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
        CommandFailed: it failed; the message has its last words.
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
        raise CommandFailed(f"This failed: {words}\n{done.stdout[-3000:]}", done.returncode, done.stdout)
    return done.stdout


@contextmanager
def started(
    command: Sequence[str | Path], *, cwd: Path, environment: Mapping[str, str], account: str, output: IO[bytes]
) -> "Iterator[subprocess.Popen[bytes]]":
    """A process that runs while the block does, as `account` where that exists and we are root; ended politely."""
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=cwd,
        env={**_basic(), **environment},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        **_identity(account),
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class CommandFailed(CannotInstall):
    """A command ended with another code than 0."""

    def __init__(self, message: str, code: int, output: str) -> None:
        super().__init__(message)
        self.code, self.output = code, output


def succeeds(command: Sequence[str | Path]) -> bool:
    """Whether a command ends well."""
    try:
        return subprocess.run([str(word) for word in command], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def manage(
    layout: Layout,
    release: Path,
    *arguments: str,
    process: str = "owner",
    changes: Mapping[str, str] | None = None,
) -> str:
    """Run manage.py of `release` with the settings of a process, `changes` over them, as the service's account."""
    python = release / ".venv" / "bin" / "python"
    return run(
        [python, release / "manage.py", *arguments],
        cwd=release,
        environment={**environment_of(layout, process), **(changes or {})},
        account=ACCOUNT,
    )


def wait_until_ready(ports: Sequence[int] = tuple(PORTS.values()), *, seconds: float = 60) -> str:
    """Ask /readyz of every port until all answer 200; "" then, otherwise what is wrong with one of them."""
    until = time.monotonic() + seconds
    while True:
        wrong = [why for port in ports if (why := page_trouble(f"http://127.0.0.1:{port}/readyz"))]
        if not wrong or time.monotonic() > until:
            return wrong[0] if wrong else ""
        time.sleep(0.5)


def page_trouble(address: str, headers: Mapping[str, str] | None = None, *, seconds: float = 10) -> str:
    """Ask a process of this machine for a page: "" when it answers well, otherwise what it says instead."""
    place = address.removeprefix("http://")
    request = urllib.request.Request(address, headers=dict(headers or {}))  # noqa: S310 - this machine's own
    try:
        with _OPENER.open(request, timeout=seconds):
            return ""
    except urllib.error.HTTPError as error:
        with error:
            return f"{place} says {error.code}: {error.read(500).decode(errors='replace')}"
    except (OSError, http.client.HTTPException) as error:
        return f"{place} does not answer ({error})"


def has_account(name: str) -> bool:
    """Whether this machine knows an account."""
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _identity(account: str) -> dict[str, Any]:
    if not account or os.geteuid() != 0 or not has_account(account):
        return {}
    known = pwd.getpwnam(account)
    return {"user": known.pw_uid, "group": known.pw_gid, "extra_groups": []}


def _basic() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
