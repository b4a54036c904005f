"""nginx keeps public pages for a second: nothing that a reader sends changes them, and nobody's own page is kept."""

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from deploy.ports import free_port
from http_cache.compression import encoding_of
from http_cache.page_cache import PUBLIC
from tests.deploy.serving import ROOT, Answer, fetch, gunicorn, production_environment, wait_for
from tests.people import People, make_people
from tests.promises.test_nginx_serves_it_with_every_protection import NGINX, configured, make_certificate
from tests.register.sample import make_book

pytestmark = [
    pytest.mark.django_db(databases=["default", "book"]),
    pytest.mark.skipif(not Path(NGINX).exists(), reason="nginx is not installed"),
]


class Site:
    """The running site and the people of its desk."""

    def __init__(self, https: int, people: People) -> None:
        self.https, self.people = https, people

    def ask(self, path: str, **more: Any) -> Answer:
        """The answer; who asks faster than nginx lets one address ask waits and asks again, as people do."""
        for _ in range(30):
            answer = fetch(f"https://register.example:{self.https}{path}", **more)
            if answer.status != 429:
                break
            time.sleep(1)
        return answer

    def ask_twice(self, path: str, odd: dict[str, str], method: str = "GET") -> tuple[Answer, Answer]:
        """An odd request and then a plain one, whose answer was kept from the same second."""
        for _ in range(120):
            strange = self.ask(path, headers=odd, method=method)
            plain = self.ask(
                path, headers=({"Accept-Encoding": odd["Accept-Encoding"]} if "Accept-Encoding" in odd else {})
            )
            if plain.headers["x-kept"] == "HIT" or strange.status not in (200, 206, 304):
                return strange, plain
        raise AssertionError(f"Nothing is ever kept of {path}.")


@contextmanager
def running(folder: Path, people: People, *, more: dict[str, str] | None = None, **settings: str) -> Iterator[Site]:
    """The shipped configuration; it says in a header what was kept, and lets one address ask as often as it likes."""
    environment = production_environment(folder / "state", **settings)
    (folder / "state" / "static").mkdir(parents=True)
    make_certificate(folder)
    with gunicorn(environment, folder / "web.log") as (behind, _):
        ports = free_port(), free_port()
        cache_status = "add_header X-Kept $upstream_cache_status always;\n"
        changes = {"add_header X-Request-ID": f"{cache_status} add_header X-Request-ID"}
        changes |= dict.fromkeys(("rate=20r/s", "rate=2r/s"), "rate=100000r/s")
        configuration = configured(folder, behind, *ports, more={**changes, **(more or {})})
        server = subprocess.Popen([NGINX, "-c", str(configuration), "-p", str(folder), "-g", "daemon off;"])
        try:
            wait_for(f"http://register.example:{ports[1]}/", folder / "error.log")
            yield Site(ports[0], people)
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture(scope="module")
def site(committed_module: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site with the sample book."""
    people = make_people()
    make_book(people, more=5)
    with running(tmp_path_factory.mktemp("kept"), people) as site:
        yield site


ODD_HEADERS = [
    {"Cookie": "__Host-session=somebody; theme=dark"},
    {"Authorization": "Basic c29tZTpib2R5"},
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "1.2.3.4", "Forwarded": "host=evil.example"},
    {"X-Original-URL": "/desk/", "X-Rewrite-URL": "/desk/", "X-HTTP-Method-Override": "POST"},
    {"X-Request-ID": "somebody-chose-this"},
    {"Range": "bytes=0-9"},
    {"If-None-Match": '"x"', "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    {"Accept": "text/plain", "Accept-Language": "cy", "User-Agent": "Mozilla/4.0", "Origin": "https://evil.example"},
    {"Accept-Encoding": "br;q=0, gzip;q=0.5, zstd"},
    {"Accept-Encoding": "GZIP, deflate, BR"},
    {"Content-Type": "application/json", "Content-Length": "0", "Expect": ""},
]


@pytest.mark.parametrize("odd", ODD_HEADERS, ids=lambda odd: next(iter(odd)))
@pytest.mark.parametrize("path", ["/decisions/PCD-510/", "/decisions/?q=violence", "/api/v1/decisions/"])
def test_no_header_of_one_reader_changes_what_another_gets(site: Site, path: str, odd: dict[str, str]) -> None:
    encoding = {"Accept-Encoding": odd["Accept-Encoding"]} if "Accept-Encoding" in odd else {}
    expected = site.ask(path, headers=encoding)
    strange, plain = site.ask_twice(path, odd)
    assert strange.status in (200, 206, 304)
    assert (plain.status, plain.body) == (200, expected.body)
    for header, value in plain.headers.items():
        if header not in ("x-request-id", "date", "x-kept", "last-modified"):
            assert value == expected.headers[header], header
    assert "set-cookie" not in plain.headers
    assert plain.headers["x-request-id"] != strange.headers["x-request-id"]


def test_a_query_in_another_order_is_cached_separately(site: Site) -> None:
    first = site.ask("/decisions/?q=violence&sort=oldest")
    for query in (
        "sort=oldest&q=violence",
        "q=violence&sort=newest",
        "q=violence&sort=oldest&q=drugs",
        "q=violence%26sort=oldest",
    ):
        assert site.ask(f"/decisions/?{query}").headers["x-kept"] == "MISS"
    assert site.ask("/decisions/?q=violence&sort=oldest").body == first.body


def test_head_and_post_change_nothing_that_is_kept(site: Site) -> None:
    head, plain = site.ask_twice("/decisions/PCD-815/", {}, method="HEAD")
    assert head.body == b""
    assert b"PCD 815" in plain.body
    refused, plain = site.ask_twice("/decisions/PCD-815/", {}, method="POST")
    assert refused.status == 403
    assert plain.status == 200


def test_what_is_somebodys_own_or_an_error_is_never_kept(site: Site) -> None:
    for path in ("/decisions/PCD-4711/", "/decisions/?nothing=1", "/decisions/?sort=sideways"):
        statuses = {site.ask(path).headers["x-kept"] for _ in range(6)}
        assert "HIT" not in statuses, path
    for path in ("/account/login/", "/desk/", "/accessible-format/", "/verify/", "/healthz", "/desk/../decisions/"):
        answers = [site.ask(path) for _ in range(4)]
        assert all(answer.headers.get("x-kept", "MISS") != "HIT" for answer in answers), path


def test_every_public_address_is_kept_and_in_each_encoding(site: Site) -> None:
    pages = ("/", "/decisions/", "/decisions/PCD-510/", "/decisions/PCD-510.json", "/decisions.atom", "/threads/",
             "/statistics/", "/open-data/", "/api/v1/decisions/")  # fmt: skip
    too_small = ("/robots.txt", "/decisions/PCD-510/decision.pdf")
    for accepted, encoding in (("gzip, br", "br"), ("gzip", "gzip"), ("", "")):
        for path in (*pages, *too_small):
            _, cached = site.ask_twice(path, {"Accept-Encoding": accepted})
            kept = (cached.status, cached.headers["x-kept"], cached.headers.get("content-encoding", ""))
            assert kept == (200, "HIT", "" if path in too_small else encoding), path
        for path, moved in (("/decisions/pcd510/", 301), ("/decisions/?q=510", 302)):
            _, answer = site.ask_twice(path, {"Accept-Encoding": accepted})
            assert (answer.status, answer.body) == (moved, b""), path


def test_the_addresses_are_the_page_caches_own() -> None:
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    match = re.search(r'location ~ "(\^.*)" \{', text)
    assert match
    mine = PUBLIC.pattern.removesuffix(")$")
    assert match[1].startswith(mine)
    assert match[1].removeprefix(mine).count("|") == 2  # a decision's papers, and the data of its versions


@pytest.mark.parametrize(
    "accepted",
    [
        "br",
        "gzip, br",
        "BR;q=1.0",
        "br;q=0",
        "br;q=0.000, gzip",
        "gzip;q=0",
        "brotli",
        "xgzip",
        "*",
        "identity",
        "gzip;q=0.1,br;q=0",
    ],
)
def test_nginx_and_the_service_read_the_encodings_alike(site: Site, accepted: str) -> None:
    answer = site.ask("/decisions/PCD-510/", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding", "") == encoding_of(accepted)


def test_a_part_of_a_paper_can_be_asked_for(site: Site) -> None:
    whole = site.ask("/decisions/PCD-510/decision.pdf")
    assert whole.headers["accept-ranges"] == "bytes"
    part = site.ask("/decisions/PCD-510/decision.pdf", headers={"Range": "bytes=2-5"})
    assert (part.status, part.body) == (206, whole.body[2:6])
    assert site.ask("/decisions/PCD-510/decision.pdf", headers={"Range": "bytes=999999999-"}).status == 416
