"""Answers in fewer bytes, in parts, and with the moment from which they are as they are."""

import gzip
import time

import brotli
import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.http import parse_http_date

from http_cache.book_version import book_version, last_modified
from http_cache.compression import encoding_of
from http_cache.ranges import Unsatisfiable, apply_range, wanted_range

pytestmark = [pytest.mark.django_db(databases=["default", "book"]), pytest.mark.usefixtures("book")]


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("", ""), ("gzip", "gzip"), ("gzip, deflate, br", "br"), ("br;q=0, gzip", "gzip"), ("*", ""), ("br; q = 0.0", "")],
)
def test_the_smallest_encoding_that_a_client_accepts_is_sent(accepted: str, encoding: str) -> None:
    assert encoding_of(accepted) == encoding


@pytest.mark.parametrize("path", ["/decisions/PCD-510/", "/decisions/PCD-510.json", "/api/v1/decisions/"])
def test_each_encoding_holds_the_same_page(public: Client, path: str) -> None:
    plain = public.get(path)
    for encoding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        answer = public.get(path, headers={"accept-encoding": encoding})
        assert answer["Content-Encoding"] == encoding
        assert unpack(answer.content) == plain.content
        assert len(answer.content) < len(plain.content) / 2
        assert "Accept-Encoding" in answer["Vary"]


def test_a_strong_etag_is_never_given_to_two_different_strings_of_bytes(public: Client) -> None:
    plain = public.get("/decisions/PCD-510.json")
    packed = public.get("/decisions/PCD-510.json", headers={"accept-encoding": "br"})
    assert not plain["ETag"].startswith("W/")
    assert packed["ETag"] == f"W/{plain['ETag']}"
    for tag in (plain["ETag"], packed["ETag"]):
        assert public.get("/decisions/PCD-510.json", headers={"if-none-match": tag}).status_code == 304


def test_the_desk_is_never_compressed_beside_its_tokens(public: Client) -> None:
    assert "Content-Encoding" not in public.get("/account/login/", headers={"accept-encoding": "br, gzip"})


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-0", (0, 1)), ("bytes=2-", (2, 10)), ("bytes=-3", (7, 10)), ("bytes=-30", (0, 10)),
        ("bytes=4-99", (4, 10)), ("", None), ("bytes=", None), ("bytes=-", None), ("bytes=5-4", None),
        ("lines=1-2", None), ("bytes=1-2,4-5", None),
    ],
)  # fmt: skip
def test_a_range_is_read_as_the_standard_says(header: str, part: tuple[int, int] | None) -> None:
    assert wanted_range(RequestFactory().get("/", headers={"range": header}), 10, '"x"') == part


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        wanted_range(RequestFactory().get("/", headers={"range": header}), 10, '"x"')


def test_a_range_of_an_older_file_is_answered_with_the_whole() -> None:
    request = RequestFactory().get("/", headers={"range": "bytes=0-3", "if-range": '"older"'})
    assert apply_range(request, HttpResponse(b"0123456789"), '"x"').status_code == 200


def test_a_paper_can_be_fetched_in_parts(public: Client) -> None:
    whole = public.get("/decisions/PCD-510/decision.pdf")
    assert whole["Accept-Ranges"] == "bytes"
    size = len(whole.content)
    part = public.get("/decisions/PCD-510/decision.pdf", headers={"range": "bytes=3-"})
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 3-{size - 1}/{size}")
    assert part.content == whole.content[3:]
    assert public.get("/decisions/PCD-510/decision.pdf", headers={"range": f"bytes={size}-"}).status_code == 416


def test_a_page_says_from_when_it_is_as_it_is_but_not_at_once(public: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    tag, now = book_version.tag(), time.time()
    moment = last_modified(tag, now + 3600)
    assert moment
    assert moment <= now
    # Another change in the same second would have the same header.
    assert last_modified(tag, moment + 1) is None
    monkeypatch.setattr("http_cache.book_version.SETTLED_AFTER", 3600)
    assert "Last-Modified" not in public.get("/decisions/PCD-510/")
    monkeypatch.setattr("http_cache.book_version.SETTLED_AFTER", 0)
    assert parse_http_date(public.get("/decisions/PCD-510/")["Last-Modified"]) == int(moment)


def test_no_page_may_be_shown_while_a_newer_one_is_fetched(public: Client) -> None:
    for path in ("/", "/decisions/", "/decisions/PCD-510/", "/decisions/PCD-510/decision.pdf", "/decisions.atom"):
        caching = public.get(path)["Cache-Control"]
        assert "must-revalidate" in caching
        assert "stale" not in caching
