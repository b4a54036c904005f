"""Readers who take a large export a byte at a time: pages go on being answered, with nginx in front and without."""

import json
import socket
import ssl
import time
from contextlib import ExitStack
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from http_cache.book_version import book_version
from register.opendata.export_files import state_of_the_book
from register.opendata.export_folder import ExportFile, Exports
from tests.book.conftest import Publish
from tests.book.papers import PCD_510
from tests.deploy.serving import fetch, gunicorn, production_environment
from tests.people import People
from tests.promises.test_nginx_serves_it_with_every_protection import NGINX
from tests.promises.test_nothing_of_one_reader_is_kept_for_another import Site, running

pytestmark = pytest.mark.committed

PATH = "/open-data/decisions.ndjson"
#: Far more than the buffers of a connection hold.
SIZE = 30_000_000


@pytest.fixture
def large(tmp_path: Path, published: Publish) -> bytes:
    """A large export of this very state of the book, where the worker would have written it."""
    published(PCD_510)
    book_version.forget()
    content = b"0123456789abcde\n" * (SIZE // 16)
    folder = tmp_path / "state" / "exports"
    folder.mkdir(parents=True)
    name = sha256(content).hexdigest()
    (folder / name).write_bytes(content)
    exports = Exports(state_of_the_book(), {"decisions.ndjson": ExportFile(name, len(content))}, 1.0, 0.0)
    (folder / "current.json").write_text(json.dumps(asdict(exports)))
    return content


def slow_download(stack: ExitStack, port: int, *, tls: bool) -> socket.socket:
    """A download whose reader has taken the head of the answer, and then stops reading."""
    connection: Any = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(30)
    connection.connect(("127.0.0.1", port))
    if tls:
        anybody = ssl.create_default_context()
        anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
        connection = anybody.wrap_socket(connection, server_hostname="register.example")
    stack.callback(connection.close)
    head = f"GET {PATH} HTTP/1.1\r\nHost: register.example\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"
    connection.sendall(head.encode())
    answered: socket.socket = connection
    return answered


def status_of(connection: socket.socket) -> int:
    return int(connection.recv(300).split(b" ")[1])


@pytest.mark.nightly
@pytest.mark.skipif(not Path(NGINX).exists(), reason="nginx is not installed")
def test_two_hundred_slow_downloads_leave_pages_as_they_were(large: bytes, people: People, tmp_path: Path) -> None:
    more = {"limit_conn downloads 4;": "limit_conn downloads 400;"}
    with running(tmp_path, people, more=more, EXPORTS_THROUGH_NGINX="/-/exports/") as site, ExitStack() as stack:
        downloads = [slow_download(stack, site.https, tls=True) for _ in range(200)]
        assert {status_of(download) for download in downloads} == {200}
        read_pages(site)


@pytest.mark.skipif(not Path(NGINX).exists(), reason="nginx is not installed")
def test_one_address_has_four_downloads_at_once_and_pages_beside_them(
    large: bytes, people: People, tmp_path: Path
) -> None:
    with running(tmp_path, people, EXPORTS_THROUGH_NGINX="/-/exports/") as site:
        with ExitStack() as stack:
            downloads = [slow_download(stack, site.https, tls=True) for _ in range(4)]
            assert {status_of(download) for download in downloads} == {200}
            read_pages(site)
            refused = fetch(f"https://register.example:{site.https}{PATH}")
            assert (refused.status, refused.headers["retry-after"]) == (429, "30")
            assert b"more of this at once than one address may" in refused.body
            # The folder itself can be asked for by nobody.
            assert site.ask(f"/-/exports/{sha256(large).hexdigest()}").status == 404
        whole = site.ask(PATH)
        assert whole.body == large
        assert whole.headers["content-type"] == "application/x-ndjson; charset=utf-8"
        assert whole.headers["content-disposition"] == 'attachment; filename="decisions.ndjson"'
        assert whole.headers["access-control-allow-origin"] == "*"
        assert whole.headers["x-content-type-options"] == "nosniff"
        assert whole.headers["strict-transport-security"] == "max-age=31536000"
        part = site.ask(PATH, headers={"Range": "bytes=16-31"})
        assert (part.status, part.body) == (206, large[16:32])


def read_pages(site: Site) -> None:
    """Pages are answered, as if nobody downloaded anything."""
    for path in ("/", "/decisions/", "/decisions/PCD-510/", "/healthz", "/decisions/?q=goods") * 4:
        assert site.ask(path).status == 200


def test_without_nginx_slow_downloads_leave_threads_for_pages(large: bytes, tmp_path: Path) -> None:
    headers = {"Host": "register.example", "X-Forwarded-Proto": "https"}
    with gunicorn(production_environment(tmp_path / "state", WEB_WORKERS="2"), tmp_path / "web.log") as (address, _):
        with ExitStack() as stack:
            port = int(address.rpartition(":")[2])
            downloads = [slow_download(stack, port, tls=False) for _ in range(12)]
            statuses = [status_of(download) for download in downloads]
            assert set(statuses) <= {200, 429, 503}
            assert 1 <= statuses.count(200) <= 4
            for path in ("/", "/decisions/", "/decisions/PCD-510/", "/healthz") * 5:
                assert fetch(f"{address}{path}", headers=headers).status == 200
        # The places come back when the readers go away.
        until = time.monotonic() + 30
        while fetch(f"{address}{PATH}", headers=headers).status != 200:
            assert time.monotonic() < until
            time.sleep(0.2)
