"""What is expensive has so many places, for all and for one address; who finds none is told when to come back."""

import threading
import time
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from http_cache import limits
from http_cache.limits import Busy, Limit, limited

pytestmark = [pytest.mark.django_db(databases=["default", "book"]), pytest.mark.usefixtures("book")]


def test_places_are_counted_for_all_clients_and_for_each() -> None:
    limit = Limit(places=2, per_client=1)
    first = limit.take("a")
    with pytest.raises(Busy) as refused:
        limit.take("a")
    assert refused.value.own
    second = limit.take("b")
    with pytest.raises(Busy) as refused:
        limit.take("c")
    assert not refused.value.own
    first()
    first()  # twice is as once
    third = limit.take("c")
    with pytest.raises(Busy):
        limit.take("d")
    second()
    third()
    assert not limit._held


def test_a_reader_waits_for_those_before() -> None:
    limit = Limit(places=1, per_client=1, wait=20)
    release = limit.take("a")
    threading.Timer(0.2, release).start()
    limit.take("b")()


def test_many_at_once_never_hold_more_places_than_there_are() -> None:
    limit, held, most, lock = Limit(places=3, per_client=2, wait=20), [0], [0], threading.Lock()

    def work(number: int) -> None:
        for _ in range(20):
            release = limit.take(f"client {number % 4}")
            with lock:
                held[0] += 1
                most[0] = max(most[0], held[0])
            time.sleep(0.001)
            with lock:
                held[0] -= 1
            release()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert most[0] <= 3
    assert not limit._held


def test_a_place_is_held_until_the_last_byte_is_sent() -> None:
    limit = Limit(places=1, per_client=1)

    @limited(limit)
    def view(request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse([b"a", b"b"])

    request = RequestFactory().get("/")
    first = view(request)
    refused = view(request)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "30"
    assert isinstance(refused, HttpResponse)
    assert b"already asking for as much" in refused.content
    first.close()
    assert view(request).status_code == 200


def test_a_view_that_fails_gives_its_place_back() -> None:
    limit = Limit(places=1, per_client=1)

    @limited(limit)
    def view(request: HttpRequest) -> HttpResponse:
        raise ValueError("The view fails.")

    for _ in range(2):
        with pytest.raises(ValueError, match="The view fails"):
            view(RequestFactory().get("/"))


@pytest.mark.parametrize("path", ["/decisions.csv", "/decisions.json?year=2018-19", "/open-data/decisions.ndjson"])
def test_exports_beyond_the_limit_are_refused_in_a_sentence(public: Client, path: str) -> None:
    slow: Any = public.get(path)  # not read to its end
    refused = public.get("/open-data/tranches.csv")
    assert (refused.status_code, refused["Retry-After"], refused["Cache-Control"]) == (429, "30", "no-store")
    assert b"".join(slow)
    again: Any = public.get("/open-data/tranches.csv")
    assert again.status_code == 200
    assert b"".join(again)


def test_a_search_beyond_the_limit_is_refused_and_pages_are_not(
    public: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits.SEARCHES, "wait", 0.0)
    given = [limits.SEARCHES.take(f"somebody {number}") for number in range(limits.SEARCHES.places)]
    try:
        refused = public.get("/decisions/?q=violence")
        assert (refused.status_code, refused["Retry-After"]) == (503, "30")
        assert b"Many people are asking" in refused.content
        assert public.get("/decisions/").status_code == 200
    finally:
        for release in given:
            release()
    assert public.get("/decisions/?q=violence").status_code == 200


def test_a_paper_sent_to_be_checked_beyond_the_limit_is_refused(public: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    release = limits.CHECKS.take("127.0.0.1")
    try:
        refused = public.post("/verify/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
        assert (refused.status_code, refused["Retry-After"]) == (429, "60")
        assert b"A file of yours is being checked" in refused.content
    finally:
        release()
