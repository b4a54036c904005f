"""Packages of the operating system that the register needs, and installing the missing ones with apt."""

import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


class CannotPrepare(Exception):
    """The machine lacks something that cannot be installed from here; the message says what to run."""


@dataclass(frozen=True)
class Need:
    """One thing the machine must have: the packages that bring it, and how to see that it is there."""

    packages: tuple[str, ...]  # tried in this order: names differ between releases
    program: str = ""
    file: str = ""
    module: str = ""  # of this Python itself
    why: str = ""

    def is_met(self) -> bool:
        """Whether it is there, however it came."""
        if self.program:
            return shutil.which(self.program) is not None or Path("/usr/sbin", self.program).exists()
        if self.module:
            return importlib.util.find_spec(self.module) is not None
        if self.file:
            return any(Path("/").glob(self.file.lstrip("/")))
        return False


LIBRARIES = "usr/lib/*-linux-gnu*"
TO_RUN = [
    Need(("libpango-1.0-0",), file=f"{LIBRARIES}/libpango-1.0.so.0", why="draws the paper"),
    Need(("libpangoft2-1.0-0",), file=f"{LIBRARIES}/libpangoft2-1.0.so.0", why="draws the paper"),
    Need(("libharfbuzz-subset0",), file=f"{LIBRARIES}/libharfbuzz-subset.so.0", why="draws the paper"),
]
#: Debian's Python cannot make an environment without it.
TO_MAKE_ENVIRONMENT = [Need(("python3-venv",), module="ensurepip", why="makes the Python environment")]
#: What the register runs without; whoever prepares a machine is told what it would add.
TO_OFFER = [Need(("tesseract-ocr",), program="tesseract", why="reads scanned pages, which are only told of without it")]
TO_TEST = [
    Need(("chromium",), program="chromium", why="walks the pages"),
    Need(("default-jre-headless",), program="java", why="checks the HTML of the pages"),
    Need(("poppler-utils",), program="pdfsig", why="reads the papers"),
    Need(("qpdf",), program="qpdf", why="checks the papers"),
    Need(("openssl",), program="openssl", why="checks the seals"),
    Need(("softhsm2",), program="softhsm2-util", why="seals with a token"),
    Need(("postgresql-15", "postgresql"), file="usr/lib/postgresql/*/bin/initdb", why="a second PostgreSQL to run on"),
    Need(("nginx-light", "nginx"), program="nginx", why="runs the example configuration"),
    Need(("systemd",), program="systemd-analyze", why="checks the example units"),
]


def offers() -> list[str]:
    """A line on each package that is not there and could be of use, with how to get it."""
    lines = [(need.packages[0], need.why) for need in TO_OFFER if not need.is_met()]
    return [f"Not needed, and useful: {name} {why} (apt-get install {name})." for name, why in lines]


def install_missing(needs: list[Need]) -> None:
    """Install what is missing.

    Raises:
        CannotPrepare: something is missing and apt cannot be used from here; the message is the line to run.
    """
    missing = [need for need in needs if not need.is_met()]
    if missing:
        install([need.packages for need in missing])
        still = [need.packages[0] for need in missing if not need.is_met()]
        if still:
            raise CannotPrepare(f"Installed, yet not found: {', '.join(still)}. Please look at what apt said above.")


def install(alternatives: list[tuple[str, ...]]) -> None:
    """Install with apt one package of each tuple, the first that this release of the system has."""
    if shutil.which("apt-get") is None:
        names = " ".join(names[0] for names in alternatives)
        raise CannotPrepare(f"This machine has no apt. Please install what Debian calls: {names}")
    before = _as_root()
    if before is None:
        names = " ".join(names[0] for names in alternatives)
        sudo = "sudo " if shutil.which("sudo") else ""
        instruction = "run this line" if sudo else "have root run this line (there is no sudo here)"
        raise CannotPrepare(
            f"Some packages are missing. Please {instruction}, then make again:\n\n  {sudo}apt-get install -y {names}"
        )
    _apt(before, "update", "-qq")
    packages = [next((name for name in names if _is_known(name)), names[0]) for names in alternatives]
    print(f"  installing {' '.join(packages)} with apt", flush=True)
    _apt(before, "install", "-y", "-qq", "--no-install-recommends", *packages)


def _as_root() -> list[str] | None:
    """What to put before a command to run it as root; None when we cannot."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def _is_known(package: str) -> bool:
    policy = subprocess.run(["apt-cache", "policy", package], capture_output=True, text=True, check=False)
    return "Candidate:" in policy.stdout and "Candidate: (none)" not in policy.stdout


def _apt(before: list[str], *arguments: str) -> None:
    """Run apt-get without questions; its words are shown only when it fails."""
    command = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300", *arguments]
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if result.returncode:
        sys.stderr.write(result.stdout[-3000:] + result.stderr[-3000:])
        raise CannotPrepare(f"apt-get {arguments[0]} failed; its last words are above.")
