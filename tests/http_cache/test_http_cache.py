"""The page cache: fast for anybody, and nothing of it that could be somebody's own or out of date."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from figures.references import Reference
from http_cache.book_version import BUILD, DRAWS_PAGES, BookVersion, book_version, build
from http_cache.page_cache import PUBLIC, PageCache, is_cacheable, key_of
from profiles import current
from tests.book.agreeing import withdraw
from tests.book.conftest import NOW
from tests.people import make_people
from tests.profile.active import use
from tests.register.sample import make_book

OK = [("Content-Type", "text/html"), ("Cache-Control", "public, max-age=0, must-revalidate"), ("ETag", 'W/"1"')]


def environ(path: str = "/", **more: str) -> dict[str, Any]:
    return {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "register.example"} | more


class Origin:
    """An application that counts how often it is asked."""

    def __init__(self, headers: list[tuple[str, str]] = OK, status: str = "200 OK") -> None:
        self.calls, self.headers, self.status = 0, headers, status

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        self.calls += 1
        start(self.status, list(self.headers))
        return [f"answer {self.calls}".encode()]


class Book(BookVersion):
    """A watch that a test moves on by hand."""

    def __init__(self) -> None:
        super().__init__(lambda: self.state)
        self.state = "1"

    def tag(self) -> str:
        return self.state


def ask(cache: PageCache, request: dict[str, Any]) -> tuple[str, dict[str, str], bytes]:
    started: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> None:
        started[:] = [status, dict(headers)]

    body = b"".join(cache(request, start))
    return started[0], started[1], body


@pytest.fixture
def cached(monkeypatch: pytest.MonkeyPatch) -> tuple[PageCache, Origin, Book]:
    monkeypatch.setattr("http_cache.page_cache.connections", {"book": Idle()})
    origin, state = Origin(), Book()
    return PageCache(origin, state), origin, state


class Idle:
    """Stands where a connection would be: these tests are about memory, not the database."""

    def close_if_unusable_or_obsolete(self) -> None:
        """Nothing to close."""


def test_a_page_is_drawn_once_while_the_book_stands_still(cached: Any) -> None:
    cache, origin, state = cached
    assert ask(cache, environ())[2] == ask(cache, environ())[2] == b"answer 1"
    state.state = "2"
    assert ask(cache, environ())[2] == b"answer 2"
    assert origin.calls == 2


def test_a_reader_who_has_the_page_gets_304(cached: Any) -> None:
    cache, _, _ = cached
    ask(cache, environ())
    status, headers, body = ask(cache, environ(HTTP_IF_NONE_MATCH='W/"1"'))
    assert (status, body) == ("304 Not Modified", b"")
    assert "Content-Type" not in headers


@pytest.mark.parametrize(
    "request_",
    [
        environ(HTTP_COOKIE="sessionid=x"), environ(HTTP_AUTHORIZATION="Basic x"), environ(REQUEST_METHOD="POST"),
        environ("/desk/"), environ("/account/login/"), environ("/accessible-format/"), environ("/desk/decisions/"),
        environ("/decisions/PCD-510/decision.pdf"), environ("/decisions/../desk/"),
        environ(QUERY_STRING="q=" + "x" * 400),
    ],
)  # fmt: skip
def test_what_may_be_somebodys_own_is_never_looked_up(request_: dict[str, Any]) -> None:
    assert key_of(request_) is None


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("200 OK", [*OK, ("Set-Cookie", "a=b")]),
        ("200 OK", [*OK, ("Vary", "Accept, Cookie")]),
        ("200 OK", [("Cache-Control", "no-store"), ("ETag", "x")]),
        ("200 OK", [("Cache-Control", "private"), ("ETag", "x")]),
        ("200 OK", [("Cache-Control", "public")]),
        ("404 Not Found", OK),
        ("410 Gone", OK),
    ],
)
def test_what_does_not_call_itself_public_is_not_kept(status: str, headers: list[tuple[str, str]]) -> None:
    assert not is_cacheable(status, headers)
    assert is_cacheable("200 OK", OK)


def test_hosts_and_queries_are_cached_separately(cached: Any) -> None:
    cache, origin, _ = cached
    for request in (environ(), environ(HTTP_HOST="other.example"), environ(QUERY_STRING="a=1"), environ("/decisions/")):
        ask(cache, request)
    assert origin.calls == 4


def test_memory_is_bounded(cached: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    cache, _, _ = cached
    monkeypatch.setattr("http_cache.page_cache.CAPACITY", 100)
    for number in range(50):
        ask(cache, environ(QUERY_STRING=f"q={number}"))
    assert cache._size <= 100


def test_the_state_of_the_book_is_asked_for_once_a_second() -> None:
    queries, clock = [], [0.0]
    book = BookVersion(lambda: queries.append(1) or str(len(queries)), clock=lambda: clock[0])  # type: ignore[func-returns-value]
    assert [book.tag(), book.tag()] == ["1", "1"]
    clock[0] = 1.1
    assert book.tag() == "2"
    assert book.remembered("x", lambda: 5) == book.remembered("x", lambda: 6) == 5
    clock[0] = 2.5
    assert book.remembered("x", lambda: 6) == 6


@pytest.mark.committed
def test_a_withdrawal_empties_the_page_at_once() -> None:
    people = make_people()
    make_book(people)
    cache = PageCache(get_wsgi_application())
    request = environ("/decisions/PCD-1903/", HTTP_HOST="localhost", SERVER_NAME="localhost", SERVER_PORT="80")
    request |= {"wsgi.input": BytesIO(), "wsgi.url_scheme": "http"}
    assert ask(cache, dict(request))[0] == ask(cache, dict(request))[0] == "200 OK"
    assert len(cache._pages) == 1
    withdraw(reference=Reference.parse("PCD 1903"), reason="A mistake.", by=people.dev, at=NOW)
    book_version.forget()
    status, _, body = ask(cache, dict(request))
    assert status.startswith("410")
    assert b"Support for victims" not in body


def test_no_address_of_the_desk_is_on_the_list() -> None:
    for path in ("/desk/", "/account/", "/healthz", "/accessible-format/asked/x/", "/decisions.csv", "/static/x.css"):
        assert not PUBLIC.match(path)


def test_pages_of_another_profile_or_with_other_words_are_of_another_build(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    profile = current()
    use(monkeypatch, replace(profile, digest=sha256(b"another").hexdigest()))
    assert build()[0] != BUILD
    use(monkeypatch, profile)
    assert build()[0] == BUILD
    for folder in DRAWS_PAGES:
        assert any((settings.BASE_DIR / folder).rglob("*.*")), folder
    for name in ("templates", "locale"):
        shutil.copytree(settings.BASE_DIR / name, tmp_path / name)
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    before = build()[0]
    catalogue = tmp_path / "locale/cy/LC_MESSAGES/django.mo"
    catalogue.write_bytes(catalogue.read_bytes() + b" ")
    assert build()[0] != before
