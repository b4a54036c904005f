"""Every public page also answers at /cy/… for a body that lists Welsh; its links stay there. For no other."""

import io
import re
from html import unescape

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from languages.addresses import answers, is_page, other_languages, split_language
from profiles import current
from sample.loading import load
from tests.bodies.test_another_body import pages

_LINK = re.compile(r'<(?:a|form)\b[^>]*?\s(?:href|action)="(/[^"]*)"([^>]*)')
_ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">')
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')
WELSH = "cy" in other_languages()


@pytest.fixture
def sample_book(transactional_db: None) -> None:
    """The sample that fits the body."""
    call_command("load_profile", stdout=io.StringIO())
    load(password="trial", at=timezone.now(), report=lambda line: None)


@pytest.mark.skipif(WELSH, reason="this body lists Welsh")
@pytest.mark.committed
def test_a_body_that_lists_english_alone_has_no_address_in_welsh(transactional_db: None) -> None:
    public = Client()
    assert public.get("/cy/").status_code == public.get("/cy/decisions/").status_code == 404
    assert b"hreflang" not in public.get("/").content
    assert b'<html lang="en-GB"' in public.get("/").content


@pytest.mark.skipif(not WELSH, reason="this body lists English alone")
@pytest.mark.committed(owner=True)
@pytest.mark.parametrize(
    "book",
    [
        pytest.param("transactional_db", id="nothing published yet"),
        pytest.param("sample_book", id="the sample", marks=pytest.mark.nightly),
    ],
)
def test_every_page_has_its_address_in_welsh(book: str, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(book)
    public = Client()
    problems = {}
    for address, content in pages(public, "/cy/", below="/cy/", whole=False):
        if problem := problem_of(address, content.decode("utf-8", "replace")):
            problems[address] = problem
    assert problems == {}
    name = current().body.name_on(language="cy").name
    page = public.get("/cy/").content.decode()
    assert name in unescape(page)
    assert "Cofrestr penderfyniadau" in page
    check_pages_in_welsh(public)
    check_that_the_address_alone_decides(public)
    check_what_has_no_page(public)


def problem_of(address: str, page: str) -> str:
    """What is wrong with a page below /cy/: its language, the links of it, or its pair in English."""
    if '<html lang="cy"' not in page:
        return "it does not say that it is in Welsh"
    for href, rest in _LINK.findall(page):
        path = unescape(href).partition("?")[0].partition("#")[0]
        if is_page(path) and answers(path) and "hreflang=" not in rest:
            return f"a link leaves the language: {href}"
    canonical = _CANONICAL.search(page)
    return problem_of_pair(canonical[1], dict(_ALTERNATE.findall(page))) if canonical else ""


def problem_of_pair(canonical: str, alternates: dict[str, str]) -> str:
    """What is wrong with the addresses that a page names of itself in each language."""
    if split_language(canonical.removeprefix(settings.REGISTER_ADDRESS))[0] != "cy":
        return f"its canonical address is {canonical}"
    if set(alternates) != {"en", "cy", "x-default"}:
        return f"it names the page in {sorted(alternates)}"
    path = split_language(alternates["cy"].removeprefix(settings.REGISTER_ADDRESS))[1]
    pair = f"{settings.REGISTER_ADDRESS}{path}"
    return "" if alternates["en"] == alternates["x-default"] == pair else "its pair in English is another page"


def check_pages_in_welsh(public: Client) -> None:
    """Pages whose fixed words are all in Welsh say so by their main part, and begin with a heading in Welsh."""
    headings = {
        "/cy/statistics/": "Ystadegau",
        "/cy/years/": "Blynyddoedd ariannol",
        "/cy/threads/": "Cyfresi",
        "/cy/alerts/": "Dilyn drwy e-bost",
        "/cy/accessible-format/": "Gofyn am fformat hygyrch",
    }
    for address, heading in headings.items():
        page = unescape(public.get(address).content.decode())
        assert f'<h1 class="govuk-heading-l">{heading}</h1>' in page, address
        assert '<main class="govuk-main-wrapper " id="main-content">' in page, address
    form = unescape(public.get("/cy/accessible-format/").content.decode())
    assert "Pa ddogfen?" in form
    assert "Which document?" not in form
    assert "Hawdd ei Ddeall" in form
    refused = unescape(public.post("/cy/accessible-format/", {"about": "x"}).content.decode())
    assert "Dewiswch pa fformat sydd ei angen arnoch." in refused
    assert "Which document?" in unescape(public.get("/accessible-format/").content.decode())


def check_that_the_address_alone_decides(public: Client) -> None:
    """No header and no cookie changes what an address answers."""
    english = public.get("/").content
    assert public.get("/", HTTP_ACCEPT_LANGUAGE="cy", HTTP_COOKIE="django_language=cy").content == english
    response = public.get("/cy/", HTTP_ACCEPT_LANGUAGE="en")
    assert b'<html lang="cy"' in response.content
    assert "language" not in response.get("Vary", "").lower()
    assert b'<html lang="en-GB"' in english


def check_what_has_no_page(public: Client) -> None:
    """Files have one address, the desk has none in Welsh, and redirects stay in the language."""
    assert public.get("/cy/decisions.csv").headers["Location"] == "/decisions.csv"
    assert public.get("/cy/decisions").headers["Location"] == "/cy/decisions/"
    for nowhere in ("/cy/desk/", "/cy/no-such-page/", "/cy/cy/", "/cy/healthz", "/cy/api/v1/", "/cy/account/login/"):
        response = public.get(nowhere)
        assert response.status_code == 404, nowhere
        assert "Heb ddod o hyd i'r dudalen" in unescape(response.content.decode()), nowhere
