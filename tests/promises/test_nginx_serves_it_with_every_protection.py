"""The example configuration of nginx, really started in front of a production web server."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

import pytest

from deploy.ports import free_port
from tests.deploy.serving import ROOT, fetch, gunicorn, production_environment, wait_for

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"

pytestmark = [
    pytest.mark.django_db(databases=["default", "book"]),
    pytest.mark.skipif(not Path(NGINX).exists(), reason="nginx is not installed"),
]


@dataclass
class Site:
    """The running site: its ports, and the web server behind it."""

    https: int
    http: int
    behind: str
    folder: Path

    def url(self, path: str, host: str = "register.example") -> str:
        """An address of the site."""
        return f"https://{host}:{self.https}{path}"


@pytest.fixture(scope="module")
def site(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site as docs/deploy.md describes it, on ports of its own."""
    folder = tmp_path_factory.mktemp("site")
    environment = production_environment(folder / "state")
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True)
    make_certificate(folder)
    with gunicorn(environment, folder / "web.log") as (behind, _):
        ports = free_port(), free_port()
        configuration = configured(folder, behind, *ports)
        server = subprocess.Popen([NGINX, "-c", str(configuration), "-p", str(folder), "-g", "daemon off;"])
        try:
            wait_for(f"http://register.example:{ports[1]}/", folder / "error.log")
            yield Site(ports[0], ports[1], behind, folder)
        finally:
            server.terminate()
            server.wait(20)


def make_certificate(folder: Path) -> None:
    """A certificate for the test's host name."""
    options = ["-newkey", "rsa:2048", "-nodes", "-subj", "/CN=register.example", "-days", "2"]
    out = ["-keyout", f"{folder}/key.pem", "-out", f"{folder}/certificate.pem"]
    subprocess.run(["openssl", "req", "-x509", *options, *out], check=True, capture_output=True)


def configured(folder: Path, behind: str, https: int, http: int, more: dict[str, str] | None = None) -> Path:
    """The example, word for word, but for ports and places, and for what a test changes on purpose."""
    places = {
        "/etc/ssl/decision-register": str(folder),
        "/etc/nginx/decision-register-proxy.conf": str(ROOT / "deploy" / "nginx-proxy.conf"),
        "/var/log/nginx/decision-register.error.log": str(folder / "error.log"),
        "/var/lib/nginx/decision-register-pages": str(folder / "pages"),
        "/var/lib/decision-register": str(folder / "state"),
        "http://127.0.0.1:8000": behind,
        "listen 443": f"listen 127.0.0.1:{https}",
        "listen 80": f"listen 127.0.0.1:{http}",
        **(more or {}),
    }
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    for example, here in places.items():
        assert example in text
        text = text.replace(example, here)
    # What Debian installs with nginx, and an installer may not know that it is there.
    default = f'server {{ listen 127.0.0.1:{http} default_server; server_name _; return 200 "Welcome to nginx"; }}'
    whole = folder / "nginx.conf"
    whole.write_text(
        f"pid {folder}/nginx.pid;\nerror_log {folder}/main.log;\nevents {{}}\nuser root;\n"
        f"http {{ include /etc/nginx/mime.types; client_body_temp_path {folder}/body;\n{default}\n{text}\n}}\n"
    )
    (folder / "error.log").touch()
    return whole


def test_the_register_is_served_with_every_protection(site: Site) -> None:
    answer = fetch(site.url("/"))
    assert answer.status == 200
    assert b"<h1" in answer.body
    headers = answer.headers
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "/" not in headers.get("server", "")


def test_plain_http_leads_to_https(site: Site) -> None:
    answer = fetch(f"http://register.example:{site.http}/decisions/?q=a")
    assert (answer.status, answer.headers["location"]) == (301, "https://register.example/decisions/?q=a")


def test_another_host_gets_no_answer(site: Site) -> None:
    for host in ("evil.example", "127.0.0.1"):
        with pytest.raises((HTTPException, OSError)):
            fetch(site.url("/", host))


def test_the_style_sheet_comes_from_nginx(site: Site) -> None:
    answer = fetch(site.url("/static/built/register.css"))
    assert answer.status == 200
    assert "x-request-id" not in answer.headers  # did not reach the application


def test_nothing_beside_the_static_files_is_served(site: Site) -> None:
    for path in ("/static/../secret_key", "/static..%2fsecret_key", "/static/%2e%2e/secret_key", "/.env", "/var/"):
        assert fetch(site.url(path)).status in {301, 302, 400, 404}


def test_what_a_visitor_says_of_the_connection_is_not_believed(site: Site) -> None:
    given = {"X-Request-ID": "visitor-chosen-id", "X-Forwarded-Proto": "http"}
    answer = fetch(site.url("/healthz"), headers=given)
    assert answer.status == 200
    assert answer.headers["x-request-id"] != "visitor-chosen-id"
    assert fetch(site.url("/"), headers=given).status == 200  # believed, it would be sent to https again


def test_the_desk_asks_to_sign_in_and_its_cookies_are_for_this_host_only(site: Site) -> None:
    answer = fetch(site.url("/desk/"))
    assert answer.status == 302
    form = fetch(site.url("/account/login/"))
    assert form.status == 200
    cookie = form.headers["set-cookie"]
    assert cookie.startswith("__Host-")
    assert "Secure" in cookie
    assert "HttpOnly" in cookie


def test_a_huge_upload_is_refused_before_it_reaches_the_application(site: Site) -> None:
    answer = fetch(
        site.url("/account/login/"), method="POST", headers={"Content-Length": str(60 * 1024 * 1024)}, body=b""
    )
    assert answer.status == 413


@pytest.fixture(scope="module")
def answered_in_a_burst(site: Site) -> set[int]:
    """What one address is answered that asks for the page of signing in more often than ten times a second."""
    # In rounds: on a busy machine the first may be answered no faster than is allowed.
    answers: set[int] = set()
    with ThreadPoolExecutor(50) as together:
        for _ in range(8):
            answers |= set(together.map(lambda _: fetch(site.url("/account/login/")).status, range(250)))
            if 429 in answers:
                break
    return answers


def test_a_burst_of_sign_ins_from_one_address_is_slowed(answered_in_a_burst: set[int]) -> None:
    assert 429 in answered_in_a_burst


def test_refusals_leave_no_address_in_the_error_log(site: Site, answered_in_a_burst: set[int]) -> None:
    too_large = {"Content-Length": str(60 * 1024 * 1024)}
    refused = {*answered_in_a_burst, fetch(site.url("/verify/"), method="POST", headers=too_large, body=b"").status}
    assert refused >= {429, 413}
    assert "127.0.0.1" not in (site.folder / "error.log").read_text()


def test_readiness_is_told_to_this_machine(site: Site) -> None:
    answer = fetch(site.url("/readyz"))
    assert answer.status == 200
    assert b'"ready": true' in answer.body


def test_a_stop_finishes_what_is_under_way(django_db_setup: None, tmp_path: Path) -> None:
    with gunicorn(production_environment(tmp_path), tmp_path / "web.log") as (address, process):
        slow = slow_request(address)
        assert slow.stderr
        assert slow.stderr.readline() == b"sent\n"
        time.sleep(0.5)
        process.terminate()
        time.sleep(0.5)
        slow.stdin.write(b"rest=1")  # type: ignore[union-attr]
        slow.stdin.close()  # type: ignore[union-attr]
        assert process.wait(40) == 0
        assert slow.stdout
        with slow.stdout, slow.stderr:
            assert slow.stdout.read().startswith(b"HTTP/1.1 ")
        slow.wait(10)


def slow_request(address: str) -> "subprocess.Popen[bytes]":
    """A client that has sent its head and sends the body when it is told to."""
    script = (
        "import socket, sys; host, port = sys.argv[1].split('//')[1].split(':'); "
        "s = socket.create_connection((host, int(port)), 40); "
        "s.sendall(b'POST /account/login/ HTTP/1.1\\r\\nHost: register.example\\r\\nX-Forwarded-Proto: https\\r\\n"
        "Content-Type: application/x-www-form-urlencoded\\r\\nContent-Length: 6\\r\\nConnection: close\\r\\n\\r\\n'); "
        "print('sent', file=sys.stderr, flush=True); s.sendall(sys.stdin.buffer.read()); "
        "sys.stdout.buffer.write(s.recv(65536))"
    )
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", script, address], stdin=pipe, stdout=pipe, stderr=pipe)
