"""A cluster of our own on disk: where it lies, how it is made, and the configuration written at each start."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from database import roles
from local_postgres import programs
from local_postgres.programs import Account, EmbeddedServerError

#: Where the data of a server lies when root's folder may not be entered by the account PostgreSQL runs as.
SPARE_HOME = Path("/var/lib/decision-register")
#: The bootstrap superuser; the register itself never signs in as it, only the set-up of roles does.
SUPERUSER = "postgres"

_CONFIGURATION = """\
# Written by the register at each start; put changes of your own into postgresql.conf below the include line.
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 128MB
fsync = on
synchronous_commit = on
full_page_writes = on
timezone = 'UTC'
log_timezone = 'UTC'
# No personal data and no Part 2 in the server's log: neither failed statements nor the values of failed rows.
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length_on_error = 0
"""


class Cluster:
    """One cluster: `root` is the folder people chose, `home` the one that holds the data (nearly always the same)."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.account: Account | None = programs.server_account()
        self.home = self._find_home()
        self.data = self.home / "data"
        self.log = self.home / "server.log"
        self.socket = self._socket_folder()

    def _find_home(self) -> Path:
        """`root`, unless the account PostgreSQL runs as may not enter it (a folder below a private one of root's).

        Permissions of parents are never changed for it: what root made private stays private.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        if self.account is None or (self.root / "data").exists() or self._may_enter(self.root):
            return self.root
        mark = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
        home = SPARE_HOME / mark
        home.mkdir(parents=True, exist_ok=True)
        for folder in (SPARE_HOME, home):
            folder.chmod(0o755)
        (self.root / "where-the-data-is.txt").write_text(
            f"{home}\n\nPostgreSQL runs as '{self.account.name}', which may not enter this folder.\n"
        )
        return home

    def _may_enter(self, folder: Path) -> bool:
        try:
            code, _ = programs.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", folder], self.account, cwd=Path("/"))
        except OSError:
            return False
        return code == 0

    def _socket_folder(self) -> Path:
        """The folder of the socket: short, because the whole path of a socket may have 107 bytes only."""
        folder = self.home / "run"
        if len(os.fsencode(folder)) <= 80:
            return folder
        mark = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"register-{mark}"

    @property
    def wanted_version(self) -> int | None:
        """Major version of the PostgreSQL that made the data; None before there is any."""
        try:
            return int((self.data / "PG_VERSION").read_text())
        except FileNotFoundError:
            return None

    def programs(self) -> Path:
        """The folder of PostgreSQL's programs that fit this cluster."""
        return programs.choose(self.wanted_version, self.account, self.home / "programs")

    def run(self, *arguments: str | Path, timeout: float = 180) -> None:
        """Run one of PostgreSQL's programs as its account.

        Raises:
            EmbeddedServerError: it failed; with what it and the server's log said last.
        """
        code, output = programs.run(arguments, self.account, cwd=self.home, timeout=timeout)
        if code:
            raise EmbeddedServerError(
                f"{Path(arguments[0]).name} failed: {output[-1500:].strip()}\n{self.last_words()}"
            )

    def last_words(self) -> str:
        """The end of the server's log, for a message."""
        try:
            return self.log.read_text(errors="replace")[-1500:]
        except OSError:
            return ""

    def make(self, folder: Path) -> None:
        """Make the cluster unless it is there. It appears whole or not at all: made aside, then renamed."""
        if self.wanted_version is not None:
            return
        if self.data.exists():
            raise EmbeddedServerError(
                f"{self.data} is there but holds no PostgreSQL data. Move it away and start again."
            )
        for leftover in self.home.glob("making-*"):
            shutil.rmtree(leftover)
        aside = Path(tempfile.mkdtemp(prefix="making-", dir=self.home))
        self._give(aside)
        # The built-in locale sorts alike on every machine; before 17 the C library's own UTF-8 locale does.
        locale = ["--locale=C.UTF-8"]
        if (programs.version(folder) or 0) >= 17:
            locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options = ["-U", SUPERUSER, "-E", "UTF8", "--auth=peer", "--data-checksums", "--no-instructions"]
        self.run(folder / "initdb", "-D", aside / "data", *options, *locale)
        os.rename(aside / "data", self.data)
        aside.rmdir()

    def configure(self) -> None:
        """Write configuration, host rules and the map from our account to the roles, as they must be today."""
        socket = f'"{self.socket}"'.replace("'", "''")
        self._write("register.conf", _CONFIGURATION.format(socket=socket))
        main = self.data / "postgresql.conf"
        if "include 'register.conf'" not in main.read_text():
            with main.open("a") as file:
                file.write("\ninclude 'register.conf'\n")
        # Peer: the kernel says who connects, so there is no password to keep; nobody else of the machine is let in.
        self._write("pg_hba.conf", "local all all peer map=register\n")
        ours = programs.current_user()
        names = (SUPERUSER, *roles.EMBEDDED.names())
        self._write("pg_ident.conf", "".join(f'register "{ours}" "{name}"\n' for name in names))

    def make_socket_folder(self) -> None:
        """Make the private folder of the socket.

        Raises:
            EmbeddedServerError: another user made one of that name before us.
        """
        self.socket.mkdir(mode=0o700, exist_ok=True)
        status = os.stat(self.socket, follow_symlinks=False)
        wanted = self.account.uid if self.account else os.geteuid()
        if status.st_uid not in (wanted, os.geteuid()):
            raise EmbeddedServerError(
                f"{self.socket} belongs to another user. Remove it, or choose another folder by VAR."
            )
        self._give(self.socket)

    def prepare_log(self) -> None:
        """Give the server a log it may write to; a long one is put aside first."""
        if self.log.exists() and self.log.stat().st_size > 10_000_000:
            self.log.replace(self.log.with_suffix(".log.1"))
        self.log.touch(0o600)
        self._give(self.log)

    def _write(self, name: str, text: str) -> None:
        path = self.data / name
        path.write_text(text)
        path.chmod(0o600)
        self._give(path)

    def _give(self, path: Path) -> None:
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)
