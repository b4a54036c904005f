"""Where an installation keeps what, below `/` or, in tests, below another folder."""

from dataclasses import dataclass
from pathlib import Path

#: The account of the desk, the worker and the commands; and that of the public process, which may not read their files.
ACCOUNT, PUBLIC_ACCOUNT = "decision-register", "decision-register-public"
#: The units that an installation runs; the sockets hold their ports while the services restart.
SERVICES = ("decision-register-web", "decision-register-public", "decision-register-worker")
SOCKETS = ("decision-register-web.socket", "decision-register-public.socket")
TIMERS = ("decision-register-backup.timer", "decision-register-backup-test.timer")
#: Where each face answers on this machine.
PORTS = {"desk": 8000, "register": 8001}


@dataclass(frozen=True)
class Layout:
    """The folders and files of one installation."""

    root: Path = Path("/")

    @property
    def home(self) -> Path:
        """The program: releases, and a link to the one that runs."""
        return self.root / "opt" / "decision-register"

    @property
    def releases(self) -> Path:
        """One folder for each release that was installed."""
        return self.home / "releases"

    @property
    def current(self) -> Path:
        """The link to the release that runs."""
        return self.home / "current"

    @property
    def settings(self) -> Path:
        """The env files and keys."""
        return self.root / "etc" / "decision-register"

    @property
    def restart_due(self) -> Path:
        """Lies here while settings or units are newer than the services that run."""
        return self.settings / ".restart-due"

    @property
    def state(self) -> Path:
        """VAR: static files."""
        return self.root / "var" / "lib" / "decision-register"

    @property
    def backups(self) -> Path:
        """Where the nightly backup writes."""
        return self.root / "var" / "lib" / "decision-register-backups"

    @property
    def units(self) -> Path:
        """systemd's units of this machine's own."""
        return self.root / "etc" / "systemd" / "system"

    @property
    def nginx(self) -> Path:
        """nginx's configuration."""
        return self.root / "etc" / "nginx"

    @property
    def wrapper(self) -> Path:
        """The command that runs manage.py as the service does."""
        return self.root / "usr" / "local" / "bin" / "register-manage"
