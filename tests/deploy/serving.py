"""A production web server for tests: real gunicorn on this worker's test database, in a process of its own."""

import http.client
import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.db import connections

from deploy.check import PRODUCTION
from deploy.ports import free_port

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Answer:
    """What a server answered; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


def fetch(
    address: str, *, method: str = "GET", headers: dict[str, str] | None = None, body: bytes | None = None
) -> Answer:
    """One request, following no redirect and believing any certificate: it is our own machine."""
    parts = urlsplit(address)
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        anybody = ssl.create_default_context()
        anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection("127.0.0.1", parts.port, timeout=30, context=anybody)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=30)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(method, path or "/", body, {"Host": parts.hostname or "", **(headers or {})})
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def address_of(alias: str) -> str:
    """The address of this worker's test database, for the role of `alias`."""
    params = connections[alias].get_connection_params()
    user, password = quote(str(params["user"])), quote(str(params.get("password", "")))
    place = f"host={quote(str(params.get('host', '')), safe='')}"
    port = f":{params['port']}" if params.get("port") else ""
    return f"postgresql://{user}{':' + password if password else ''}@{port}/{quote(params['dbname'])}?{place}"


def production_environment(var: Path, **changes: str) -> dict[str, str]:
    """The environment of a production process on the test database; its server has one worker, unless `changes` say."""
    addresses = {"DATABASE_URL": address_of("default"), "BOOK_DATABASE_URL": address_of("book")}
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    own = {"VAR": str(var), "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUNBUFFERED": "1", "WEB_WORKERS": "1"}
    return {**inherited, **PRODUCTION, **addresses, **own, **changes}


@contextmanager
def gunicorn(
    environment: dict[str, str], log: Path, config: Path = Path("config/gunicorn.py")
) -> "Iterator[tuple[str, subprocess.Popen[bytes]]]":
    """A running web server: its address and process. It is stopped at the end."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", str(config)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**environment, "PORT": str(port)}, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/healthz", log)
        yield address, process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def wait_for(address: str, log: Path, seconds: float = 60) -> None:
    """Return when `address` answers at all."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            fetch(address)
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} does not answer. The log says:\n{log.read_text()[-3000:]}")
