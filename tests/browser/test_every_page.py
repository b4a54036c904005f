"""Every page that can be reached by links, as a stranger and as each office: valid, accessible, no wider than a phone.

Everybody goes wherever their links lead, and no link leads to a refusal; one page of each address pattern is judged, by
whoever reaches it first.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from tests.browser.html_checker import html_faults
from tests.components.browser import ROOT, chromium

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
LINK = re.compile(r"""<a\s[^>]*?href=["']?([^"'\s>]+)""")
PEOPLE = ["", "fatima", "dev", "clare", "kaya", "olu", "ada"]
PASSWORD = "trial-for-every-page"


class Walk:
    """A walk along the links of one site as one person."""

    def __init__(self, page: Any, root: str, judged: dict[str, str]) -> None:
        self.page, self.root, self.judged = page, root, judged
        self.visited: set[str] = set()
        self.known: set[str] = set()
        self.waiting: list[str] = []
        self.faults: list[str] = []

    def begin(self, *paths: str) -> None:
        """Go along every link that is found from these addresses."""
        self._remember(paths)
        while self.waiting:
            self._look(self.waiting.pop(0))

    def _remember(self, paths: Any) -> None:
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
        answer = self._drawn(path) if fresh else self.page.request.get(self.root + path)
        if answer.status != 200:
            self.faults.append(f"{path}: status {answer.status}")
        elif answer.headers.get("content-type", "").startswith("text/html"):
            self._remember(self._links(urljoin(answer.url, unescape(link)) for link in LINK.findall(answer.text())))
            if fresh:  # once; of a page that somebody has judged only its status and where it leads are asked
                self.judged[name] = answer.text()
                self.page.evaluate(AXE.read_text(encoding="utf-8"))
                for width in (1280, 320):
                    self._judge(path, width)

    def _drawn(self, path: str) -> Any:
        """The answer, with its page drawn; a file, which the browser would save, is fetched."""
        try:
            return self.page.goto(self.root + path)
        except Error:
            return self.page.request.get(self.root + path)

    def _judge(self, path: str, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 900})
        if self.page.evaluate("document.documentElement.scrollWidth") > width:
            self.faults.append(f"{path} is wider than {width}")
        if self.page.locator("h1").count() != 1:
            self.faults.append(f"{path} has {self.page.locator('h1').count()} first headings")
        result = self.page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
        for fault in result["violations"]:
            self.faults.append(f"{path} at {width}: {fault['id']}: {fault['nodes'][0]['html'][:160]}")

    def _links(self, hrefs: Iterable[str]) -> Iterator[str]:
        for href in hrefs:
            parts = urlsplit(urldefrag(href)[0])
            if href.startswith(self.root) and parts.path.endswith("/") and "/logout" not in parts.path:
                yield parts.path + (f"?{parts.query}" if parts.query else "")


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


@pytest.mark.browser
@pytest.mark.committed
def test_every_page_is_valid_and_accessible_and_fits_a_phone(
    live_server: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    call_command("load_sample", verbosity=0)
    faults: dict[str, list[str]] = {}
    #: The HTML of each page that was judged, by its address pattern.
    judged: dict[str, str] = {}
    with chromium() as browser:
        for person in PEOPLE:
            page = browser.new_context(locale="en-GB", bypass_csp=True).new_page()
            walk = Walk(page, live_server.url, judged)
            if person:
                _sign_in(page, live_server.url, person)
                walk.begin("/desk/", "/desk/people/me/")
            else:
                walk.begin("/", "/account/login/")
            if walk.faults:
                faults[person or "stranger"] = walk.faults
            page.context.close()
    assert len(judged) > 50, sorted(judged)
    assert faults == {}
    assert html_faults(judged, tmp_path) == []
