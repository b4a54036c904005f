"""A paper is endorsed and approved on a phone, by touch, and what is typed outlives a moment without a network."""

import re
from typing import Any

import pytest
from django.core.cache import cache

from components.clock import held_at
from decisions.models import Decision
from tests.components.browser import chromium
from tests.decisions import papers
from tests.journeys.story import PASSWORD
from tests.people import make_people

pytestmark = [pytest.mark.browser, pytest.mark.committed]


class Phone:
    """A person with a phone of 390 pixels: every page must fit it, and every button be wide enough for a thumb."""

    def __init__(self, browser: Any, site: str, first_name: str) -> None:
        self.context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
        self.context.set_default_timeout(60_000)
        self.page, self.site = self.context.new_page(), site
        self.page.goto(f"{site}/account/login/")
        self.page.locator("[name=login]").fill(f"{first_name}@example.org")
        self.page.locator("[name=password]").fill(PASSWORD)
        self.tap("Sign in")

    @property
    def text(self) -> str:
        """What the page says."""
        return str(self.page.locator("main").inner_text())

    def tap(self, words: str) -> None:
        """Tap a button or link and look at what comes."""
        name = re.compile(f"^{re.escape(words)}")
        main = self.page.locator("main")
        control = main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first
        box = control.bounding_box()
        assert box["height"] >= 24, f"{words} is too small to be touched (WCAG 2.5.8)"
        with self.page.expect_navigation(wait_until="load"):
            control.tap()
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 390, self.page.url

    def type(self, name: str, words: str) -> None:
        """Type into a box."""
        box = self.page.locator(f'main [name="{name}"]')
        box.tap()
        box.fill(words)


def test_a_paper_is_endorsed_and_approved_by_touch(live_server: Any) -> None:
    cache.clear()
    people = make_people(password=PASSWORD)
    paper = papers.checked(people)
    with chromium() as browser, held_at(papers.AT + 4 * papers.HOUR):
        clare = Phone(browser, live_server.url, "clare")
        clare.tap(paper.title)
        clare.tap("Endorse")
        clare.type("note", "I support it.")
        clare.context.set_offline(True)
        clare.type("password", PASSWORD)
        with clare.page.expect_event("requestfailed"):
            clare.page.get_by_role("button", name="Endorse", exact=True).tap()
        clare.context.set_offline(False)
        clare.page.goto(f"{live_server.url}/desk/decisions/{paper.pk}/steps/endorse/")
        clare.page.get_by_role("button", name="Put back what I typed").tap()
        assert clare.page.locator("[name=note]").input_value() == "I support it."
        assert clare.page.locator("[name=password]").input_value() == "", "a password is kept nowhere"
        clare.type("password", PASSWORD)
        clare.tap("Endorse")
        assert "is endorsed" in clare.text
    with chromium() as browser, held_at(papers.AT + 5 * papers.HOUR):
        kaya = Phone(browser, live_server.url, "kaya")
        assert "Note by Clare" in kaya.text
        kaya.tap(paper.title)
        assert "I support it." in kaya.text
        kaya.tap("Approve")
        kaya.page.locator("[name=has_interests][value=no]").tap()
        kaya.type("password", PASSWORD)
        kaya.tap("Approve")
        assert "is approved" in kaya.text
    assert Decision.objects.get(pk=paper.pk).status == "approved"
