"""The service as in production, on the book that is being measured: gunicorn, and the shipped nginx before it."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from deploy.ports import free_port
from tests.deploy.serving import gunicorn, production_environment, wait_for
from tests.promises.test_nginx_serves_it_with_every_protection import NGINX, configured, make_certificate

HEADERS = ("Host: register.example", "X-Forwarded-Proto: https")
#: Connections that ask at once, and for how many seconds.
CONNECTIONS, SECONDS = 32, 4


@dataclass(frozen=True)
class Site:
    """Addresses of the running site, and the folder whose files nginx serves under /static/."""

    front: str
    behind: str
    static: Path
    log: Path
    master: "subprocess.Popen[bytes]"
    nginx: "subprocess.Popen[bytes]"

    def processor_seconds(self) -> float:
        """Seconds of processor time that nginx and the service have used so far, all their processes together."""
        return processor_seconds(self.master.pid, self.nginx.pid)


@contextmanager
def site() -> Iterator[Site]:
    """gunicorn and nginx, stopped at the end; nginx as shipped, but that one address may ask as often as it likes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        static = folder / "state" / "static"
        static.mkdir(parents=True)
        make_certificate(folder)
        log = folder / "web.log"
        with gunicorn(production_environment(folder / "state", LOG_LEVEL="WARNING", WEB_WORKERS="2"), log) as (
            behind,
            master,
        ):
            https, http = free_port(), free_port()
            configuration = configured(folder, behind, https, http, more={"rate=20r/s": "rate=1000000r/s"})
            # As Debian's own nginx.conf has it: a process a core, files sent by the kernel.
            text = configuration.read_text().replace(
                "events {}", "worker_processes auto;\nevents { worker_connections 2048; }"
            )
            configuration.write_text(text.replace("http { include", "http { sendfile on; tcp_nopush on; include"))
            server = subprocess.Popen([NGINX, "-c", str(configuration), "-p", str(folder), "-g", "daemon off;"])
            try:
                wait_for(f"http://register.example:{http}/", folder / "error.log")
                yield Site(f"https://127.0.0.1:{https}", behind, static, log, master, server)
            finally:
                server.terminate()
                with suppress(subprocess.TimeoutExpired):
                    server.wait(20)


@dataclass(frozen=True)
class Rate:
    """What wrk saw."""

    per_second: float
    p99_ms: float
    longest_ms: float
    failures: int


def load(address: str, *, encoding: str = "br", seconds: int = SECONDS, connections: int = CONNECTIONS) -> Rate:
    """Ask for one address as fast as it is answered."""
    headers = [*HEADERS, f"Accept-Encoding: {encoding}"]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "30s"]
    for header in headers:
        command += ["-H", header]
    output = subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", output)
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", output)
    longest = re.search(r"Latency\s+\S+\s+\S+\s+([\d.]+)(us|ms|s)", output)
    if not rate or not p99 or not longest:
        raise RuntimeError(f"wrk says:\n{output}")
    failures = sum(int(count) for count in errors.groups()) if errors else 0
    return Rate(float(rate[1]), _ms(p99), _ms(longest), failures + (int(wrong[1]) if wrong else 0))


def _ms(match: "re.Match[str]") -> float:
    return float(match[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[match[2]]


def processor_seconds(*roots: int) -> float:
    """Seconds of processor time of these processes and of those they began."""
    output = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(pid): int(parent) for pid, parent in map(str.split, output.splitlines())}
    family = set(roots)
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    ticks = 0
    for pid in family:
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
