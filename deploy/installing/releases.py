"""Releases, each in a folder of its own, and the link that says which one runs."""

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from deploy.installing.layout import Layout

#: How many releases are kept, the running one among them.
RELEASES_KEPT = 3
_READY = ".release-is-ready"


class CannotInstall(Exception):
    """Something cannot be done; the message says what, and what to do."""


def commit_of(source: Path) -> str:
    """The commit of a checkout, short.

    Raises:
        CannotInstall: it is no checkout of git.
    """
    result = subprocess.run(
        ["git", "-c", f"safe.directory={source}", "-C", str(source), "rev-parse", "--short=12", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise CannotInstall(f"{source} is no checkout of git: {result.stderr.strip()}")
    return result.stdout.strip()


def release_of(layout: Layout, commit: str) -> Path | None:
    """The folder of a commit that is installed and complete."""
    folders = [path for path in _releases(layout) if path.name.endswith(f"-{commit}")]
    return folders[-1] if folders else None


def build_release(source: Path, layout: Layout, prepare: Callable[[Path], None]) -> Path:
    """The commit that `source` has checked out, in a folder of its own, prepared there; built once.

    `prepare` makes the environment inside; a folder it failed in is removed.
    """
    commit = commit_of(source)
    if existing := release_of(layout, commit):
        return existing
    folder = layout.releases / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{commit}"
    folder.mkdir(parents=True, mode=0o755)
    try:
        archive = ["git", "-c", f"safe.directory={source}", "-C", str(source), "archive", commit]
        with subprocess.Popen(archive, stdout=subprocess.PIPE) as packing:
            unpacked = subprocess.run(["tar", "-x", "-C", str(folder)], stdin=packing.stdout, check=False)
        if packing.returncode or unpacked.returncode:
            raise CannotInstall(f"{source} could not be copied to {folder}.")
        prepare(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    (folder / _READY).touch()
    return folder


def running_release(layout: Layout) -> Path | None:
    """The release that the link names."""
    return layout.current.resolve() if layout.current.exists() else None


def switch(layout: Layout, release: Path) -> None:
    """Let the link name `release`: in one step, so that there is always one."""
    new = layout.home / ".current-new"
    new.unlink(missing_ok=True)
    new.symlink_to(release)
    os.replace(new, layout.current)


def remove_old(layout: Layout) -> list[Path]:
    """Remove all but the newest releases; the running one stays whatever its age."""
    running = running_release(layout)
    old = [path for path in _releases(layout)[:-RELEASES_KEPT] if path != running]
    for path in old:
        shutil.rmtree(path)
    return old


def _releases(layout: Layout) -> list[Path]:
    """Complete releases, oldest first: their names begin with the moment."""
    if not layout.releases.is_dir():
        return []
    return sorted(path.resolve() for path in layout.releases.iterdir() if (path / _READY).exists())
