"""What an installation consists of: steps that know whether they are done, in their order."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deploy.installing import machine, roles
from deploy.installing.env_files import (
    add_settings,
    empty_settings,
    environment_of,
    missing_settings,
    wanted_settings,
)
from deploy.installing.layout import ACCOUNT, PUBLIC_ACCOUNT, SERVICES, SOCKETS, TIMERS, Layout
from deploy.installing.releases import CannotInstall, build_release, commit_of, release_of, switch
from deploy.installing.site import site_text
from deploy.installing.upgrading import prepare_release, restart

PACKAGES = ("nginx", "git", "make", "python3-venv", "libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")


@dataclass(frozen=True)
class Step:
    """One thing: words for it, whether it is so, how to make it so (None: only a person can), and what to say then."""

    words: str
    is_done: Callable[[], bool]
    do: Callable[[], object] | None
    hint: str = ""


@dataclass(frozen=True)
class Installation:
    """What is installed where: from which checkout, under which host name."""

    source: Path
    layout: Layout
    host: str

    def steps(self) -> list[Step]:
        """All of it, in order."""
        return [*self._ground(), *self._database(), *self._program(), *self._services(), *self._web()]

    def _ground(self) -> list[Step]:
        at = self.layout
        return [
            Step("Accounts", self._has_accounts, self._make_accounts),
            Step("Folders", self._has_folders, self._make_folders),
            Step(
                "Settings",
                lambda: not missing_settings(at, wanted_settings(at, self.host)),
                lambda: add_settings(at, missing_settings(at, wanted_settings(at, self.host))),
                "Some are missing in the env files; deploy/install adds them.",
            ),
            Step("Key of the log", lambda: (at.settings / "log.key").exists(), self._make_log_key),
            Step(
                "Key and certificates of the seal",
                lambda: all((at.settings / name).exists() for name in ("seal.key", "seal.crt", "roots.crt")),
                None,
                f"Make them as docs/seal.md says and put seal.key, seal.crt and roots.crt into {at.settings}.",
            ),
            Step(
                "Keys are for the service alone, certificates for all", self._keys_are_private, self._make_keys_private
            ),
            Step(
                "Nothing left to fill in",
                lambda: not empty_settings(at),
                None,
                f"Fill in, in {at.settings}: {', '.join(empty_settings(at))}.",
            ),
        ]

    def _database(self) -> list[Step]:
        at = self.layout
        return [Step("Database and its roles", lambda: roles.has_database(at), lambda: roles.make_database(at))]

    def _program(self) -> list[Step]:
        at = self.layout
        return [
            Step("Program", lambda: release_of(at, commit_of(self.source)) is not None, self._build),
            Step("Link to the program", self._is_linked, self._link),
            Step("Command register-manage", self._has_wrapper, self._copy_wrapper),
            Step(
                "Role of the worker",
                lambda: roles.has_worker_role(at),
                lambda: roles.make_roles(at, self._release()),
            ),
            Step("Tables", lambda: self._manages("migrate", "--check"), self._make_tables),
            Step("Static files", (at.state / "static").is_dir, lambda: self._manage("collectstatic", "--noinput")),
            Step(
                "Settings are safe",
                lambda: self._manages("check", "--deploy", "--database", "default", process="check"),
                lambda: self._manage("check", "--deploy", "--database", "default", process="check"),
            ),
        ]

    def _services(self) -> list[Step]:
        units = self.source / "deploy" / "systemd"
        return [
            Step("Units", lambda: _same_files(units, self.layout.units), self._copy_units),
            Step("Services run, with these units and settings", self._are_running, self._start),
            Step("Each face is ready", lambda: not machine.wait_until_ready(seconds=0), self._wait),
        ]

    def _web(self) -> list[Step]:
        return [
            Step("nginx", self._has_site, self._make_site),
            Step(
                "Deletion of old logs",
                (self.layout.root / "etc/logrotate.d/decision-register").exists,
                lambda: self._copy("logrotate.conf", self.layout.root / "etc/logrotate.d/decision-register"),
            ),
        ]

    def _has_accounts(self) -> bool:
        return all(machine.succeeds(["id", "-u", name]) for name in (ACCOUNT, PUBLIC_ACCOUNT))

    def _make_accounts(self) -> None:
        for name in (ACCOUNT, PUBLIC_ACCOUNT):
            if not machine.succeeds(["id", "-u", name]):
                machine.run(
                    ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
                )

    def _folders(self) -> dict[Path, int]:
        at = self.layout
        return {at.releases: 0o755, at.settings: 0o755, at.state: 0o755, at.backups: 0o700}

    def _has_folders(self) -> bool:
        return all(path.is_dir() for path in self._folders())

    def _make_folders(self) -> None:
        for path, mode in self._folders().items():
            path.mkdir(parents=True, exist_ok=True)
            path.chmod(mode)
        for path in (self.layout.state, self.layout.backups):
            shutil.chown(path, ACCOUNT, ACCOUNT)

    def _make_log_key(self) -> None:
        path = self.layout.settings / "log.key"
        machine.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", path])
        path.chmod(0o400)
        shutil.chown(path, ACCOUNT, ACCOUNT)

    def _private_keys(self) -> list[Path]:
        """Keys by their usual names and by those that the env files give, as after a change of keys."""
        names = ("SEAL_KEY_FILE", "LOG_KEY_FILE", "LOG_FORMER_KEY_FILE")
        environment = environment_of(self.layout, "worker")
        paths = {self.layout.settings / name for name in ("seal.key", "log.key")}
        paths |= {Path(environment[name]) for name in names if environment.get(name)}
        return sorted(path for path in paths if path.exists())

    def _keys_are_private(self) -> bool:
        private = all(not path.stat().st_mode & 0o077 and path.owner() == ACCOUNT for path in self._private_keys())
        return private and all(path.stat().st_mode & 0o004 for path in self._certificates())

    def _make_keys_private(self) -> None:
        for path in self._private_keys():
            path.chmod(0o400)
            shutil.chown(path, ACCOUNT, ACCOUNT)
        for path in self._certificates():
            path.chmod(0o644)

    def _certificates(self) -> list[Path]:
        """What the public process reads too."""
        return [path for name in ("seal.crt", "roots.crt") if (path := self.layout.settings / name).exists()]

    def _build(self) -> None:
        build_release(self.source, self.layout, prepare_release)

    def _release(self) -> Path:
        folder = self._running() or release_of(self.layout, commit_of(self.source))
        if folder is None:
            raise CannotInstall("The program is not installed yet.")
        return folder

    def _running(self) -> Path | None:
        """The release that the link names, once it was started: from then on `deploy/upgrade` alone changes it."""
        is_installed = (self.layout.units / f"{SERVICES[0]}.service").exists()
        return self.layout.current.resolve() if is_installed and self.layout.current.exists() else None

    def _is_linked(self) -> bool:
        """Whether the link names the release of this commit; one that stopped half-way may go on with another."""
        return self.layout.current.exists() and self.layout.current.resolve() == self._release()

    def _make_tables(self) -> None:
        self._manage("migrate", "--noinput")
        self._manage("load_profile")

    def _link(self) -> None:
        roles.make_roles(self.layout, self._release())
        switch(self.layout, self._release())

    def _manage(self, *arguments: str, process: str = "owner") -> None:
        machine.manage(self.layout, self._release(), *arguments, process=process)

    def _manages(self, *arguments: str, process: str = "owner") -> bool:
        try:
            self._manage(*arguments, process=process)
        except CannotInstall:
            return False
        return True

    def _has_wrapper(self) -> bool:
        source_file = self.source / "deploy" / "register-manage"
        return self.layout.wrapper.exists() and self.layout.wrapper.read_bytes() == source_file.read_bytes()

    def _copy_wrapper(self) -> None:
        self._copy("register-manage", self.layout.wrapper, mode=0o755)

    def _copy(self, name: str, target: Path, *, mode: int = 0o644) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.source / "deploy" / name, target)
        target.chmod(mode)

    def _copy_units(self) -> None:
        for unit in sorted((self.source / "deploy" / "systemd").iterdir()):
            self._copy(f"systemd/{unit.name}", self.layout.units / unit.name)
        machine.run(["systemctl", "daemon-reload"])
        self.layout.restart_due.touch(mode=0o600)

    def _are_running(self) -> bool:
        names = (*SOCKETS, *(f"{name}.service" for name in SERVICES), *TIMERS)
        return not self.layout.restart_due.exists() and machine.succeeds(["systemctl", "is-active", "--quiet", *names])

    def _start(self) -> None:
        machine.run(["systemctl", "enable", "--now", *SOCKETS, *TIMERS])
        machine.run(["systemctl", "enable", *(f"{name}.service" for name in SERVICES)])
        restart(self.layout)

    def _wait(self) -> None:
        if trouble := machine.wait_until_ready():
            raise CannotInstall(f"{trouble}\nLook at: journalctl -u decision-register-web -n 50")

    def _site(self) -> Path:
        return self.layout.nginx / "sites-enabled" / "decision-register"

    def _has_site(self) -> bool:
        return self._site().exists() and f"server_name {self.host};" in self._site().read_text()

    def _make_site(self) -> None:
        certificate = Path("/etc/ssl/decision-register/certificate.pem")
        if not certificate.exists():
            raise CannotInstall(
                f"There is no certificate for https://{self.host}. Put it at {certificate}, and its key "
                "at key.pem beside it."
            )
        self._copy("nginx-proxy.conf", self.layout.nginx / "decision-register-proxy.conf")
        self._site().write_text(site_text((self.source / "deploy" / "nginx.conf").read_text(), self.host))
        machine.run(["nginx", "-t"])
        machine.run(["systemctl", "reload-or-restart", "nginx"])


def _same_files(source: Path, installed: Path) -> bool:
    return all(
        (installed / path.name).exists() and (installed / path.name).read_bytes() == path.read_bytes()
        for path in source.iterdir()
    )


def missing_packages() -> list[str]:
    """The packages of Debian that are not installed; all of them are said at once."""
    return [name for name in PACKAGES if not machine.succeeds(["dpkg", "-s", name])]


def require_root() -> None:
    """Refuse whoever is not root.

    Raises:
        CannotInstall: we are not.
    """
    if os.geteuid() != 0:
        raise CannotInstall("Installing makes accounts and units, so it is for root: sudo deploy/install …")
