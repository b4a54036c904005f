"""Headers: every answer says what a browser may do with it; no page holds inline script or style."""

import re
from dataclasses import dataclass

import pytest
from django.test import Client

from tests.decisions import papers
from tests.people import People, make_people
from tests.promises.routes import routes

pytestmark = [pytest.mark.django_db(databases=["default", "book"])]

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


@dataclass(frozen=True)
class Walked:
    """What was answered at an address; the text of a page, and none of files."""

    path: str
    headers: dict[str, str]
    page: str | None


@pytest.fixture(scope="module")
def people(committed_module: None) -> People:
    """Everybody, made once for the module."""
    return make_people()


@pytest.fixture(scope="module")
def answers(people: People) -> list[Walked]:
    """The answer to every address, to a stranger, and to people who may open most of those that he may not."""
    paper = papers.checked(people)
    samples = {"pk": paper.pk, "key": "summary", "step": "endorse", "kind": "decision", "number": paper.pk}
    answers, opened = [], set[str]()
    for person in (None, people.ada, people.clare, people.fatima, people.dev):
        client = Client()
        if person:
            client.force_login(person)
        for route in routes(samples):
            if "logout" not in route.path and route.path not in opened:
                answer = client.get(route.path)
                if answer.status_code == 200:
                    opened.add(route.path)
                headers = {name.lower(): value for name, value in answer.headers.items()}
                is_page = headers.get("content-type", "").startswith("text/html") and not answer.streaming
                answers.append(Walked(route.path, headers, answer.content.decode() if is_page else None))
                answer.close()  # an export holds its place and its file until then
    return answers


def test_every_answer_tells_the_browser_what_it_may_do(answers: list[Walked]) -> None:
    wrong = []
    for answer in answers:
        path, headers = answer.path, answer.headers
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


def test_no_page_holds_inline_script_or_style(answers: list[Walked]) -> None:
    pages = [(answer.path, answer.page) for answer in answers if answer.page is not None and answer.path != SINGLE_FILE]
    wrong = [
        (path, what, match[0][:80])
        for path, page in pages
        for what, rule in _INLINE.items()
        if (match := rule.search(page))
    ]
    assert wrong == []
    assert len(pages) > 60


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
