"""Headers: every answer says what a browser may do with it; no page holds inline script or style."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.decisions import papers
from tests.people import People
from tests.promises.routes import routes

pytestmark = [pytest.mark.committed]

#: One page is a single file, so that it can be saved: its policy allows its own script and style by their hashes alone
#: (tests/browser/test_offline_check.py).
SINGLE_FILE = "/verify/offline/"
_INLINE = {
    "a script without an address": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")", re.I
    ),
    "a style element": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"<[^>]+\sstyle\s*=", re.I),
    "an event attribute": re.compile(r"<[^>]+\son[a-z]+\s*=", re.I),
    "a javascript address": re.compile(r"(?:href|action|src)\s*=\s*[\"']?\s*javascript:", re.I),
    "something loaded from elsewhere": re.compile(
        # The permanent address of a page is named, and not loaded.
        r"<(?:script|link(?! rel=\"canonical\")|img|iframe)[^>]+(?:src|href)=\"(?:https?:)?//",
        re.I,
    ),
}


@pytest.fixture
def answers(people: People) -> Iterator[tuple[str, Any]]:
    """The answer to every address, to a stranger and to people who may open most of them."""
    paper = papers.checked(people)
    samples = {"pk": paper.pk, "key": "summary", "step": "endorse", "kind": "decision", "number": paper.pk}

    def walk() -> Iterator[tuple[str, Any]]:
        for person in (None, people.ada, people.clare, people.fatima, people.dev):
            client = Client()
            if person:
                client.force_login(person)
            for route in routes(samples):
                if "logout" not in route.path:
                    answer = client.get(route.path)
                    try:
                        yield route.path, answer
                    finally:
                        answer.close()  # an export holds its place and its file until then

    return walk()


def test_every_answer_tells_the_browser_what_it_may_do(answers: Iterator[tuple[str, Any]]) -> None:
    wrong = []
    for path, answer in answers:
        headers = {name.lower(): value for name, value in answer.headers.items()}
        policy = headers.get("content-security-policy", "")
        expected = {
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "same-origin",
            "cross-origin-opener-policy": "same-origin",
        }
        if path.startswith("/alerts/") and headers.get("referrer-policy") == "no-referrer":
            del expected["referrer-policy"]  # stricter: the addresses of letters are secrets
        wrong += [(path, name) for name, value in expected.items() if headers.get(name) != value]
        if "default-src 'none'" not in policy or "unsafe" in policy or "frame-ancestors 'none'" not in policy:
            wrong.append((path, policy))
        if "camera=()" not in headers.get("permissions-policy", ""):
            wrong.append((path, "permissions-policy"))
        if path.startswith(("/desk/", "/account/")) and headers.get("cache-control") != "no-store":
            wrong.append((path, headers.get("cache-control", "no cache-control")))
    assert wrong == []


def test_no_page_holds_inline_script_or_style(answers: Iterator[tuple[str, Any]]) -> None:
    wrong, pages = [], 0
    for path, answer in answers:
        if not answer.headers.get("Content-Type", "").startswith("text/html") or answer.streaming:
            continue
        if path == SINGLE_FILE:
            continue
        pages += 1
        text = answer.content.decode()
        wrong += [(path, what, match[0][:80]) for what, rule in _INLINE.items() if (match := rule.search(text))]
    assert wrong == []
    assert pages > 60


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>", '<p style="color:red">', "<a onclick='x()'>", "<style>p{}</style>",
        '<a href="javascript:x()">', '<img src="https://evil.example/x.png">',
    ],
)  # fmt: skip
def test_the_search_for_inline_script_finds_it(bad: str) -> None:
    assert any(rule.search(bad) for rule in _INLINE.values())


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(people: People) -> None:
    client = Client()
    client.get("/account/login/")
    client.force_login(people.fatima)
    client.get("/desk/")
    assert len(client.cookies) >= 2
    for cookie in client.cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] == "Lax", cookie.key
