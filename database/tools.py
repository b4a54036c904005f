"""pg_dump and pg_restore of the server's own version: a newer one writes dumps that an older server cannot restore."""

import re
import subprocess
from pathlib import Path

from local_postgres import programs


class ToolsMissing(RuntimeError):
    """This machine has no PostgreSQL programs that fit the server; the message says what to install."""


def folder_for(server_version: int) -> Path:
    """The folder of pg_dump and pg_restore whose major version is the server's.

    Raises:
        ToolsMissing: there is none.
    """
    seen = []
    for folder in programs.folders():
        version = _version(folder / "pg_dump")
        if version == server_version:
            return folder
        if version:
            seen.append(f"{version} in {folder}")
    raise ToolsMissing(
        f"The server is PostgreSQL {server_version}, and only its own pg_dump makes a backup that it takes back; this "
        f"machine has {', '.join(seen) or 'none'}. Install it (apt-get install postgresql-client-{server_version}), or "
        "name its folder in POSTGRES_BIN."
    )


def _version(program: Path) -> int | None:
    """Major version of one of PostgreSQL's programs; None when it is not there or does not run."""
    try:
        done = subprocess.run(
            [str(program), "--version"], capture_output=True, text=True, check=False, env=programs.clean_environment()
        )
    except OSError:
        return None
    match = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
    return int(match[1]) if done.returncode == 0 and match else None
