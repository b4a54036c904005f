"""Every page that can be reached by links, as a stranger and as each office: valid, accessible, no wider than a phone.

Everybody goes wherever their links lead, and no link leads to a refusal; one page of each address pattern is judged, by
whoever reaches it first. `make test` reads the pages as they are served and has their HTML checked; `make nightly`
draws them all in a browser.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from accounts.models import Person
from tests.browser.html_checker import html_faults
from tests.components.browser import ROOT, chromium

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
LINK = re.compile(r"""<a\s[^>]*?href=["']?([^"'\s>]+)""")
PEOPLE = ["", "fatima", "dev", "clare", "kaya", "olu", "ada"]
PASSWORD = "trial-for-every-page"
#: Where a stranger begins, and who has signed in.
IN_PUBLIC, AT_DESK = ("/", "/account/login/"), ("/desk/", "/desk/people/me/")


@dataclass
class Answer:
    """What was answered: its status, the address at the end, and the HTML of a page."""

    status: int
    address: str
    html: str | None


class Walk(ABC):
    """A walk along the links of one site as one person."""

    def __init__(self, root: str, judged: dict[str, str]) -> None:
        self.root, self.judged = root, judged
        self.visited: set[str] = set()
        self.known: set[str] = set()
        self.waiting: list[str] = []
        self.faults: list[str] = []

    def begin(self, *paths: str) -> None:
        """Go along every link that is found from these addresses."""
        self._remember(paths)
        while self.waiting:
            self._look(self.waiting.pop(0))

    @abstractmethod
    def fetch(self, path: str) -> Answer:
        """Ask for an address, where redirects end."""

    @abstractmethod
    def draw(self, path: str) -> Answer:
        """Ask for an address whose page is to be judged."""

    @abstractmethod
    def judge(self, path: str, html: str) -> None:
        """Add what is wrong with the page that was drawn to the faults."""

    def _remember(self, paths: Iterable[str]) -> None:
        for path in paths:
            if path not in self.known:
                self.known.add(path)
                self.waiting.append(path)

    def _look(self, path: str) -> None:
        name = _pattern(path)
        if name in self.visited:
            return
        self.visited.add(name)
        fresh = name not in self.judged
        answer = self.draw(path) if fresh else self.fetch(path)
        if answer.status != 200:
            self.faults.append(f"{path}: status {answer.status}")
        elif answer.html is not None:
            self._remember(self._links(urljoin(answer.address, unescape(link)) for link in LINK.findall(answer.html)))
            if fresh:  # once; of a page that somebody has judged only its status and where it leads are asked
                self.judged[name] = answer.html
                self.judge(path, answer.html)

    def _links(self, hrefs: Iterable[str]) -> Iterator[str]:
        for href in hrefs:
            parts = urlsplit(urldefrag(href)[0])
            if href.startswith(self.root) and parts.path.endswith("/") and "/logout" not in parts.path:
                yield parts.path + (f"?{parts.query}" if parts.query else "")


class Reading(Walk):
    """A walk with a client that draws nothing."""

    def __init__(self, client: Client, judged: dict[str, str]) -> None:
        super().__init__("http://testserver", judged)
        self.client = client

    def fetch(self, path: str) -> Answer:
        """The page as it is served, where redirects end."""
        answer = self.client.get(path, follow=True)
        address = answer.redirect_chain[-1][0] if answer.redirect_chain else path
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        html = b"".join(answer).decode() if is_page else None
        answer.close()
        return Answer(answer.status_code, urljoin(self.root, address), html)

    def draw(self, path: str) -> Answer:
        """The same: nothing is drawn."""
        return self.fetch(path)

    def judge(self, path: str, html: str) -> None:
        """One first heading; all else is the checker's."""
        if (count := len(re.findall(r"<h1\b", html))) != 1:
            self.faults.append(f"{path} has {count} first headings")


class Drawing(Walk):
    """A walk in a browser."""

    def __init__(self, page: Any, root: str, judged: dict[str, str]) -> None:
        super().__init__(root, judged)
        self.page = page

    def fetch(self, path: str) -> Answer:
        """The answer, with no page drawn."""
        return self._read(self.page.request.get(self.root + path))

    def draw(self, path: str) -> Answer:
        """The answer, with its page drawn; a file, which the browser would save, is fetched."""
        try:
            return self._read(self.page.goto(self.root + path))
        except Error:
            return self.fetch(path)

    def _read(self, answer: Any) -> Answer:
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        return Answer(answer.status, answer.url, answer.text() if is_page else None)

    def judge(self, path: str, html: str) -> None:
        """At the width of a desk and of a phone: accessible, no wider, with one first heading."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        for width in (1280, 320):
            self.page.set_viewport_size({"width": width, "height": 900})
            if self.page.evaluate("document.documentElement.scrollWidth") > width:
                self.faults.append(f"{path} is wider than {width}")
            if self.page.locator("h1").count() != 1:
                self.faults.append(f"{path} has {self.page.locator('h1').count()} first headings")
            result = self.page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
            for fault in result["violations"]:
                self.faults.append(f"{path} at {width}: {fault['id']}: {fault['nodes'][0]['html'][:160]}")


def _pattern(path: str) -> str:
    """The pattern that an address belongs to; the same with a query is another page."""
    try:
        match = resolve(path.partition("?")[0])
    except Resolver404:
        return f"nothing at {path}"
    return f"{match.route}{'?' if '?' in path else ''}"


def _sign_in(page: Any, root: str, person: str) -> None:
    page.goto(f"{root}/account/login/")
    page.fill("[name=login]", f"{person}@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]:has-text('Sign in')")
    page.wait_for_url(f"{root}/desk/")


@pytest.fixture
def sample(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample, whose people have a password."""
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    call_command("load_sample", verbosity=0)


@pytest.mark.committed
def test_every_page_is_valid_and_no_link_leads_to_a_refusal(sample: None, tmp_path: Path) -> None:
    faults: dict[str, list[str]] = {}
    #: The HTML of each page that was judged, by its address pattern.
    judged: dict[str, str] = {}
    for person in PEOPLE:
        client = Client()
        if person:
            client.force_login(Person.objects.get(email=f"{person}@example.org"))
        walk = Reading(client, judged)
        walk.begin(*(AT_DESK if person else IN_PUBLIC))
        if walk.faults:
            faults[person or "stranger"] = walk.faults
    assert len(judged) > 50, sorted(judged)
    assert faults == {}
    assert html_faults(judged, tmp_path) == []


@pytest.mark.nightly
@pytest.mark.browser
@pytest.mark.committed
def test_every_page_is_accessible_and_fits_a_phone(sample: None, live_server: Any, tmp_path: Path) -> None:
    faults: dict[str, list[str]] = {}
    judged: dict[str, str] = {}
    with chromium() as browser:
        for person in PEOPLE:
            page = browser.new_context(locale="en-GB", bypass_csp=True).new_page()
            walk = Drawing(page, live_server.url, judged)
            if person:
                _sign_in(page, live_server.url, person)
            walk.begin(*(AT_DESK if person else IN_PUBLIC))
            if walk.faults:
                faults[person or "stranger"] = walk.faults
            page.context.close()
    assert len(judged) > 50, sorted(judged)
    assert faults == {}
