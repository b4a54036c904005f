"""The interface for programs: pages that join up, mirrors that keep up, and no fault whatever is sent."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS, load_all_checks

from book.models import Entry, PublishedDecision
from public_api import serializers
from register.opendata.records import COLUMNS

pytestmark = [pytest.mark.django_db(databases=["default", "book"]), pytest.mark.usefixtures("book")]

LIST = "/api/v1/decisions/"


def follow(client: Client, path: str) -> list[dict[str, Any]]:
    """Every result from a first page on."""
    results: list[dict[str, Any]] = []
    while path:
        answer = client.get(path)
        assert answer.status_code == 200, answer.content
        page = answer.json()
        results += page["results"]
        parts = urlsplit(page["next"] or "")
        path = f"{parts.path}?{parts.query}" if parts.path else ""
    return results


def test_pages_follow_each_other_to_the_end(public: Client) -> None:
    results = follow(public, f"{LIST}?page_size=7")
    expected = list(PublishedDecision.objects.exclude(status="withdrawn").values_list("reference", flat=True))
    assert [record["reference"] for record in results] == expected
    assert public.get(LIST).json()["count"] == len(expected)


def test_an_open_end_of_a_search_may_be_a_day_of_any_year(public: Client) -> None:
    signed = PublishedDecision.objects.exclude(status="withdrawn").filter(decided_on__isnull=False).count()
    assert public.get(f"{LIST}?signed_from=0001-01-01&signed_to=9999-12-31").json()["count"] == signed
    assert public.get(f"{LIST}?signed_to=0001-01-01").json()["count"] == 0


def test_records_are_as_described(public: Client) -> None:
    records = list(follow(public, f"{LIST}?page_size=100"))
    assert len(records) == public.get(LIST).json()["count"] > 40
    for record in records:
        shape = serializers.Record(data=record)
        assert shape.is_valid(), shape.errors
        assert set(record) == set(shape.fields) == set(COLUMNS)


def test_a_mirror_keeps_up_and_hears_of_withdrawals(public: Client) -> None:
    copy: dict[str, str] = {}
    for record in follow(public, f"{LIST}?since=0&page_size=9"):
        copy[record["reference"]] = record["status"]
    assert copy == dict(PublishedDecision.objects.values_list("reference", "status"))
    (gone,) = [record for record in follow(public, f"{LIST}?since=0&page_size=100") if record["status"] == "withdrawn"]
    assert gone["reason"] == "It named somebody who must not be named."
    assert "title" not in gone
    newest = Entry.objects.latest("number")
    assert public.get(f"{LIST}?since={newest.number}").json()["results"] == []
    before = newest.published_at.isoformat()
    assert public.get(LIST, {"since": before}).json()["results"] == []
    assert public.get(LIST, {"since": datetime(2018, 1, 1, tzinfo=UTC).isoformat()}).json()["results"]
    for odd in ("0134-03-13T19:12:12-19:11", "2018-01-01T00:00:00+23:59"):
        assert public.get(LIST, {"since": odd}).json()["results"]
        assert public.get("/api/v1/entries/", {"since": odd}).json()["results"]


def test_a_mirror_loses_nothing_where_one_entry_changed_several_decisions(public: Client) -> None:
    changes = list(PublishedDecision.objects.values_list("changed_number", flat=True))
    assert len(set(changes)) < len(changes), "no two decisions were changed by one entry"
    expected = set(PublishedDecision.objects.values_list("reference", flat=True))
    for size in (1, 2, 3):
        references = [record["reference"] for record in follow(public, f"{LIST}?since=0&page_size={size}")]
        assert (set(references), len(references)) == (expected, len(expected)), size


def test_a_mirror_that_asks_on_a_quiet_day_can_ask_again(public: Client) -> None:
    newest = Entry.objects.latest("number").number
    for path in (LIST, "/api/v1/entries/"):
        for since in (str(newest), "2999-01-01T00:00:00Z"):
            page = public.get(path, {"since": since}).json()
            assert (page["results"], page["next"], page["last"]) == ([], None, newest), (path, since)
            assert public.get(path, {"since": page["last"]}).status_code == 200
    assert public.get(LIST, {"since": "3", "q": "nothing fits this"}).json()["last"] == 3
    assert "do not make a mirror" in public.get("/api/v1/docs/").content.decode()


def test_one_decision_comes_with_content_links_and_entries(public: Client) -> None:
    record = public.get(f"{LIST}PCD-510/").json()
    assert record["links"] == [{"later": "PCD 815", "kind": "continues", "earlier": "PCD 510"}]
    assert [entry["kind"] for entry in record["entries"]] == ["decision", "outcome", "outcome", "release"]
    assert public.get(f"{LIST}pcd510/")["Location"] == f"{LIST}PCD-510/"
    assert public.get(f"{LIST}PCD-1905/").json() == {
        "problem": "PCD 1905 is no longer in the register. It named somebody who must not be named."
    }


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        (f"{LIST}?page_size=0", 400, "whole number from 1 to 100"),
        (f"{LIST}?page_size=1e9", 400, "whole number from 1 to 100"),
        (f"{LIST}?since=yesterday", 400, "since must be"),
        (f"{LIST}?since=0001-01-01T00:00:00%2B01:00", 400, "since must be"),
        (f"{LIST}?since=1&cursor=a_2018-01-01_pcd1", 404, "does not exist"),
        ("/api/v1/funders/?q=x", 400, "no parameter called"),
        (f"{LIST}PCD-9999/", 404, "no published decision"),
        (f"{LIST}nonsense/", 404, "not the reference of a decision"),
        ("/api/v1/threads/PCD-1999/", 404, "no published decision"),
        ("/api/v1/foo/", 404, "nothing at this address"),
        ("/api/v1/funders/home-office/", 404, "nothing at this address"),
        ("/api/v1/entries/16/", 404, "nothing at this address"),
        ("/api/v2/", 404, "nothing at this address"),
        (f"{LIST}?format=xml", 400, "called “format”"),
        ("/api/v1/funders/?format=xml", 400, "called “format”"),
    ],
)
def test_refusals_are_one_sentence(public: Client, path: str, status: int, words: str) -> None:
    answer = public.get(path)
    assert answer.status_code == status
    assert list(answer.json()) == ["problem"]
    assert words in answer.json()["problem"]


def test_only_reading_is_possible(public: Client) -> None:
    for method in (public.post, public.put, public.patch, public.delete):
        answer = method(LIST)
        assert answer.status_code == 405
        assert "GET" in answer["Allow"]


def test_too_many_requests_are_asked_to_wait(public: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("public_api.throttling.PublicThrottle.THROTTLE_RATES", {"public": "3/minute"})
    assert [public.get(LIST).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert int(public.get(LIST)["Retry-After"]) > 0
    assert public.get(LIST, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_the_documentation_needs_no_script_and_nothing_from_elsewhere(public: Client) -> None:
    page = public.get("/api/v1/docs/").content.decode()
    for path in ("/api/v1/decisions/", "/api/v1/threads/{spelling}/", "/api/v1/entries/"):
        assert path in page
    assert 'src="http' not in page
    examples = re.findall(r'Try <a class="govuk-link" href="([^"]+)"', page)
    assert len(examples) >= 7
    assert [public.get(address).status_code for address in examples] == [200] * len(examples)
    yaml = public.get("/api/v1/schema/?format=yaml")
    assert yaml.content.startswith(b"openapi: 3")


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests keep the test's connections, as they do through Django's own test client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
def test_nothing_that_can_be_sent_finds_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("public_api.throttling.PublicThrottle.THROTTLE_RATES", {"public": "100000/minute"})
    load_all_checks()
    checks = [CHECKS.get_one(name) for name in CHECKS.get_all_names() if name != "max_response_time"]
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", get_wsgi_application())
    tried = 0
    for result in schema.get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]  # an error here fails the test, as it should
        for mode in schemathesis.GenerationMode:

            @given(case=operation.as_strategy(generation_mode=mode))
            @settings(
                max_examples=25,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            def send(case: Any) -> None:
                # The client of this tool does not unpack what it says it takes.
                case.call_and_validate(checks=checks, headers={"Accept-Encoding": "identity"})

            try:
                send()
            except Exception as error:
                if "Unsatisfiable" in type(error).__name__:
                    continue
                raise
            tried += 1
    assert tried >= 7


def test_to_a_program_days_that_end_before_they_begin_are_an_empty_range(public: Client) -> None:
    answer = public.get("/api/v1/decisions/?signed_from=2019-03-01&signed_to=2018-03-01")
    assert (answer.status_code, answer.json()["count"]) == (200, 0)
