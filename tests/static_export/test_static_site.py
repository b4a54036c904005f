"""The register as plain files: every link resolves on a server that knows nothing, and the audit passes on it."""

import json
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

import pytest
from django.conf import settings
from django.db import OperationalError
from warcio.archiveiterator import ArchiveIterator

from accounts.models import Person
from book.actions import publish_due
from book.log.heads import sign_head
from figures.references import Reference
from register.opendata.export_folder import ExportFile
from static_export.folder import NotAnExport
from static_export.links import links
from static_export.own_requests import Register
from static_export.writing import RegisterDoesNotAnswer, Report, export_site, export_when_changed
from tests.book.agreeing import withdraw
from tests.book.conftest import NOW
from tests.people import make_people
from tests.register.sample import FIRST, MARKER, make_book

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.django_db(databases=["default", "book"])]


@pytest.fixture(scope="module")
def site(committed_module: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample book as files, written once."""
    people = make_people()
    make_book(people, more=3)
    sign_head()
    folder = tmp_path_factory.mktemp("export") / "site"
    report = export_site(folder, at=NOW)
    assert report.faults == []
    return folder


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder behind the plainest web server there is."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def status(address: str) -> tuple[int, str]:
    """Status and type, redirects not followed."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: Any) -> None:
            return None

    try:
        with urllib.request.build_opener(Stay).open(address) as answer:
            return answer.status, answer.headers.get_content_type()
    except HTTPError as error:
        with error:
            return error.code, error.headers.get_content_type()


def test_a_crawl_along_links_alone_reaches_everything_and_no_link_is_dead(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A reader follows what the walk left out as well.
    monkeypatch.setattr("static_export.links.NOT_EXPORTED", ())
    waiting, seen, dead = ["/"], {"/"}, []
    with served(site) as address:
        while waiting:
            path = waiting.pop()
            try:
                with urllib.request.urlopen(f"{address}{path}") as answer:
                    kind, body = answer.headers["Content-Type"], answer.read()
            except HTTPError as error:
                error.close()
                dead.append((path, error.code))
                continue
            addresses = [target for target in links(path, kind, body) if not ("css" in kind and "/images/" in target)]
            waiting += [target for target in addresses if target not in seen]
            seen.update(addresses)
    assert dead == []
    decisions = ("PCD-510", "PCD-815", "PCD-1901", "PCD-1906", "PCD-2000")
    for ending in ("/", ".json"):
        assert {f"/decisions/{slug}{ending}" for slug in decisions} <= seen
    assert {"/decisions/PCD-510/decision.pdf", "/decisions/PCD-510/decision.tlog-proof", "/decisions.csv"} <= seen
    assert "holds no files of earlier days" in (site / "open-data/history/index.html").read_text()


def test_old_addresses_answer_with_their_status_behind_nginx_and_in_words_without_rules(
    site: Path, tmp_path: Path
) -> None:
    cases = [
        ("/decisions/PCD-510/", 200, "text/html"),
        ("/decisions/pcd510/", 301, "text/html"),
        ("/v/PCD-510", 301, "text/html"),
        ("/decisions/PCD-1905/", 410, "text/html"),
        ("/decisions/PCD-1905/decision.pdf", 410, "text/html"),
        ("/decisions/?year=2018-19", 200, "text/html"),
        ("/log/checkpoint", 200, "text/plain"),
        ("/log/tile/0/000.p/17", 200, "application/octet-stream"),
        ("/decisions/PCD-510/decision.tlog-proof", 200, "text/plain"),
        ("/api/v1/decisions/", 200, "application/json"),
        ("/nowhere/", 404, "text/html"),
    ]
    entries = int((site / "log/checkpoint/index.html").read_text().split("\n")[1])
    assert entries == 17
    with behind_nginx(site, tmp_path) as address:
        assert [(path, *status(address + path)) for path, _, _ in cases] == cases
    with served(site) as address:
        for path in ("/decisions/PCD-1905/", "/decisions/PCD-1905/decision.pdf"):
            with urllib.request.urlopen(address + path) as answer:
                assert "It named somebody who must not be named." in answer.read().decode()
        with urllib.request.urlopen(f"{address}/v/PCD-510") as answer:
            assert 'url=/decisions/PCD-510/"' in answer.read().decode()
    rules = (site / "_redirects").read_text().splitlines()
    assert "/decisions/PCD-1905/ /decisions/PCD-1905/index.html 410" in rules


@contextmanager
def behind_nginx(folder: Path, own: Path) -> Iterator[str]:
    """The folder behind nginx, with the rules that were written."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    temporary = " ".join(
        f"{name}_temp_path {own}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (own / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {own}/pid; error_log {own}/error.log; events {{ }}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off; types_hash_max_size 4096; {temporary}\n"
        f"server {{ listen 127.0.0.1:{port}; root {folder}; include {folder}/nginx-rules.conf; }} }}\n"
    )
    nginx = subprocess.Popen(["nginx", "-c", str(own / "nginx.conf")], stderr=subprocess.PIPE)
    try:
        for _ in range(100):
            try:
                status(f"http://127.0.0.1:{port}/")
                break
            except URLError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        nginx.terminate()
        nginx.communicate()


def test_the_offline_audit_and_a_mirror_read_the_files_as_they_read_the_register(site: Path, tmp_path: Path) -> None:
    with served(site) as address:
        tool = site / "log/tools/audit_book.py"
        command = [sys.executable, str(tool), "--fetch", address, str(tmp_path / "book")]
        audit = subprocess.run(command, capture_output=True, text=True, check=False)
        assert audit.returncode == 0, audit.stdout + audit.stderr
        key = (site / "log/keys").read_text().split()[0]
        mirror = [sys.executable, str(site / "log/tools/mirror_register.py"), "copy", address]
        copied = subprocess.run(
            [*mirror, str(tmp_path / "mirror"), "--key", key], capture_output=True, text=True, check=False
        )
        assert "17 entries are held and checked" in copied.stdout, copied.stdout + copied.stderr


def test_what_whoever_serves_the_files_changes_in_them_is_found(site: Path, tmp_path: Path) -> None:
    tool = site / "log/tools/audit_book.py"
    copier, key = tool.with_name("mirror_register.py"), (site / "log/keys").read_text().split()[0]
    paper = b"%PDF-1.7 sealed PCD 510"
    lies: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
        (f"log/files/{sha256(paper).hexdigest()}", lambda data: data + b" and more"),
        ("log/entries/1", lambda data: data.replace(b"online", b"0nline", 1)),
        ("log/checkpoint/index.html", lambda data: data.replace(b"\n17\n", b"\n16\n", 1)),
    )
    for number, (name, lie) in enumerate(lies):
        folder = tmp_path / str(number)
        shutil.copytree(site, folder)
        data = (folder / name).read_bytes()
        assert lie(data) != data
        (folder / name).write_bytes(lie(data))
        with served(folder) as address:
            audit = subprocess.run(
                [sys.executable, str(tool), "--fetch", address, str(tmp_path / f"book-{number}")], capture_output=True
            )
            mirror = subprocess.run(
                [sys.executable, str(copier), "copy", address, str(tmp_path / f"mirror-{number}"), "--key", key],
                capture_output=True,
            )
        assert 1 in (audit.returncode, mirror.returncode), name


def test_no_file_holds_a_word_of_a_part_2_or_a_way_to_the_desk(site: Path) -> None:
    files = [path for path in site.rglob("*") if path.is_file()]
    assert len(files) > 300
    assert [path for path in files if MARKER.encode() in path.read_bytes()] == []
    assert not (site / "desk").exists()
    assert [path for path in files if path.suffix == ".html" and b'method="post"' in path.read_bytes()] == []


def test_the_web_archive_keeps_what_was_answered_with_its_status(site: Path) -> None:
    statuses, papers = {}, {}
    with (site / "archive/register.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type != "response":
                continue
            target = record.rec_headers.get_header("WARC-Target-URI").removeprefix(settings.REGISTER_ADDRESS)
            statuses[target] = record.http_headers.get_statuscode()
            if target.endswith("/PCD-510/decision.pdf"):
                papers[target] = record.content_stream().read()
    assert statuses["/decisions/PCD-1905/"] == "410"
    assert statuses["/decisions/pcd510/"] == "301"
    assert papers == {"/decisions/PCD-510/decision.pdf": b"%PDF-1.7 sealed PCD 510"}


def test_the_index_of_the_search_names_every_listed_decision_with_its_filters(site: Path) -> None:
    rows = {row["slug"]: row for row in json.loads((site / "search/index.json").read_text())["decisions"]}
    assert "PCD-1905" not in rows
    assert {"year:2018-19", "force:yes", "decided:2018"} <= set(rows["PCD-510"]["facets"])
    page = (site / "search/index.html").read_text()
    assert all(f'href="/decisions/{slug}/"' in page for slug in rows)


@pytest.fixture(scope="module")
def later(site: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report, Report]:
    """A copy of the folder, written again with nothing new, and again after a withdrawal."""
    folder = tmp_path_factory.mktemp("later") / "site"
    shutil.copytree(site, folder)
    (folder / "decisions/left-over.html").write_text("from elsewhere")
    again = export_site(folder, at=NOW)
    dev = Person.objects.get(name="Dev Desai")
    withdraw(reference=Reference.parse("PCD 1901"), reason="A name.", by=dev, at=NOW)
    publish_due()
    sign_head()
    return folder, again, export_site(folder, at=NOW)


def test_a_second_run_writes_what_changed_alone_and_takes_away_what_was_withdrawn(
    later: tuple[Path, Report, Report],
) -> None:
    folder, again, withdrawn = later
    assert (again.changed, again.removed) == ([], ["decisions/left-over.html"])
    changed = set(withdrawn.changed)
    assert {"decisions/PCD-1901/index.html", "decisions/PCD-1901/decision.pdf/index.html"} <= changed
    assert "A name." in (folder / "decisions/PCD-1901/decision.pdf/index.html").read_text()
    named = [path for path in folder.rglob("*") if path.is_file() and FIRST.title.encode() in path.read_bytes()]
    # The entries of the log say what was said, until the law orders it removed.
    assert {path.relative_to(folder).parts[0] for path in named} <= {"log", "api"}
    # What others said is untouched.
    assert not {"decisions/PCD-2000/decision.pdf", "decisions/PCD-510.json", "static/built/register.css"} & changed


def test_the_worker_keeps_the_folder_up_to_date_and_rests_while_nothing_changes(
    later: tuple[Path, Report, Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = later[0]
    monkeypatch.setattr(settings, "SITE_EXPORT", str(site))
    assert export_when_changed(at=NOW) == 0
    (site / "robots.txt").unlink()
    assert export_when_changed(at=NOW) == 0
    assert export_when_changed(at=NOW + timedelta(days=1)) >= 1
    assert (site / "robots.txt").exists()


def test_a_large_export_that_nginx_would_send_is_whole(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = sha256(b"reference,title").hexdigest()
    Path(settings.EXPORTS).mkdir()
    (Path(settings.EXPORTS) / digest).write_bytes(b"reference,title")
    monkeypatch.setattr("register.views.data.current_export", lambda name: ExportFile(digest, 15))
    monkeypatch.setattr(settings, "EXPORTS_THROUGH_NGINX", "/-/exports/")
    answer = Register().ask("/decisions.csv")
    assert (answer.body, answer.header("X-Accel-Redirect")) == (b"reference,title", "")


def test_while_the_register_does_not_answer_nothing_is_taken_away(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    shutil.copytree(site, folder)
    with monkeypatch.context() as patch:
        patch.setattr(settings, "ALLOWED_HOSTS", ["elsewhere.example"])
        with pytest.raises(RegisterDoesNotAnswer, match="ALLOWED_HOSTS"):
            export_site(folder, at=NOW)

    def broken(request: object) -> None:
        raise OperationalError("the database went away")

    monkeypatch.setattr("register.views.front.statistics.months", lambda: broken(None))
    with pytest.raises(RegisterDoesNotAnswer, match="/statistics/ answers 50"):
        export_site(folder, at=NOW)
    assert {path.relative_to(folder) for path in folder.rglob("*")} >= {
        path.relative_to(site) for path in site.rglob("*")
    }


def test_a_folder_with_other_things_in_it_is_left_alone(site: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(NotAnExport, match="no export wrote"):
        export_site(tmp_path, at=NOW)
    assert (tmp_path / "letter.txt").read_text() == "mine"
