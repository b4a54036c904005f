"""Around a request: its id, its line in the log, error pages, and health, through real views and the real log."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DatabaseError, DataError, IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from config import urls
from config.logs import JsonFormatter

pytestmark = pytest.mark.urls(__name__)

SECRET_WORDS = "Key (email)=(fatima@example.org) already exists in Part 2"


def _raising(error: Exception) -> Callable[..., HttpResponse]:
    @login_not_required
    def view(request: HttpRequest, **captured: str) -> HttpResponse:
        raise error

    return view


urlpatterns = [
    *urls.urlpatterns,
    path("fails/away/", _raising(OperationalError(SECRET_WORDS))),
    path("fails/cut/", _raising(DatabaseError(SECRET_WORDS))),
    path("fails/broken/<str:word>/", _raising(IntegrityError(SECRET_WORDS))),
    path("fails/data/", _raising(DataError(SECRET_WORDS))),
    path("fails/large/", _raising(RequestDataTooBig())),
    path("fails/gone/", _raising(Http404("There is no decision PCD 9999."))),
    path("fails/office/", _raising(PermissionDenied("Only the Chief Executive endorses."))),
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What the log says, as it is written."""
    logged: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            logged.append(self.format(record))

    handler = Keep()
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    yield logged
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def browser() -> Client:
    """A visitor who gets an answer, whatever happens inside."""
    return Client(raise_request_exception=False)


def test_health_is_told_without_a_database(browser: Client) -> None:
    answer = browser.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db(databases=["default", "book"])
def test_readiness_asks_both_databases(browser: Client) -> None:
    health = browser.get("/readyz").json()
    assert (health["ready"], health["away"]) == (True, [])


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "10.1.2.3", "web-1.internal"])
def test_a_machine_on_the_inside_may_ask_by_any_name(browser: Client, settings: Any, host: str) -> None:
    settings.ALLOWED_HOSTS = ["register.example"]
    assert browser.get("/healthz", headers={"Host": host}).status_code == 200
    assert browser.get("/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("given", ["", "short", "has spaces in it", "x" * 65, "new\tline-and-more"])
def test_every_answer_has_an_id_of_ours(browser: Client, given: str) -> None:
    request_id = browser.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]
    assert request_id != given
    assert len(request_id) == 32


def test_the_id_given_by_the_proxy_is_kept(browser: Client, lines: list[str]) -> None:
    answer = browser.get("/healthz", headers={"X-Request-ID": "0123456789abcdef"})
    assert answer["X-Request-ID"] == "0123456789abcdef"
    assert json.loads(lines[-1])["request"] == "0123456789abcdef"


def test_djangos_own_words_are_kept_without_the_address(browser: Client, lines: list[str]) -> None:
    browser.get("/fails/away/?q=informant")
    messages = [json.loads(line)["message"] for line in lines]
    assert "Service Unavailable" in messages
    assert "informant" not in str(lines)


def test_the_log_names_the_route_and_nothing_the_visitor_typed(browser: Client, lines: list[str]) -> None:
    browser.get("/fails/broken/nightjar/?q=informant", headers={"User-Agent": "Spy/1.0"}, REMOTE_ADDR="192.0.2.7")
    written = "\n".join(lines)
    assert '"route": "fails/broken/<str:word>/"' in written
    for personal in ("nightjar", "informant", "Spy", "192.0.2.7"):
        assert personal not in written


def test_an_error_is_logged_by_kind_and_place_without_its_message(browser: Client, lines: list[str]) -> None:
    answer = browser.get("/fails/broken/x/")
    assert answer.status_code == 500
    written = "\n".join(lines)
    assert "django.db.utils.IntegrityError" in written
    assert Path(__file__).name in written
    assert "fatima" not in written
    assert b"fatima" not in answer.content
    assert b"Traceback" not in answer.content


@pytest.mark.parametrize("address", ["/fails/away/", "/fails/cut/"])
def test_a_database_that_is_away_is_said_plainly(browser: Client, address: str) -> None:
    answer = browser.get(address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert b"Nothing of what you sent was saved" in answer.content


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/fails/large/", 413, "too large"),
        ("/fails/gone/", 404, "There is no decision PCD 9999."),
        ("/fails/office/", 403, "Only the Chief Executive endorses."),
        ("/fails/data/", 500, "Something went wrong"),
    ],
)
def test_an_error_page_says_what_is_wrong(browser: Client, address: str, status: int, sentence: str) -> None:
    answer = browser.get(address)
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_a_wrong_host_is_refused_with_a_page(browser: Client) -> None:
    answer = browser.get("/healthz/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert b"evil" not in answer.content


def test_a_form_without_its_token_is_refused_with_a_page() -> None:
    answer = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "fatima@example.org"})
    assert answer.status_code == 403
    assert b"CSRF" not in answer.content
