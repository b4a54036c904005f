"""What a journalist, Ruth, comes for: ten tasks, each from the front page, with the links and buttons it takes counted.

On a wide screen and on a phone, with scripts and without; the pages on the way are accessible and fit the screen.
"""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import caches

from book.models import Entry
from figures.dates import london_day
from http_cache.book_version import book_version
from mail.models import Letter
from operations.actions.alerts import notify_subscribers
from tests.book.agreeing import publish
from tests.book.conftest import NOW
from tests.book.paper import papers
from tests.browser.people import AXE, RULES
from tests.browser.test_year import asking_the_desk
from tests.components.browser import chromium
from tests.people import People, make_people
from tests.register.sample import award, make_book, publish_all
from tests.verification.test_verify import sealed

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.nightly]

SCREENS = [(1280, True), (1280, False), (390, True), (390, False)]


class Ruth:
    """A journalist at her browser; `steps` counts the links she follows and the buttons she presses."""

    def __init__(self, browser: Any, site: str, width: int, scripts: bool) -> None:
        self.site, self.width, self.scripts = site, width, scripts
        context = browser.new_context(
            locale="en-GB", viewport={"width": width, "height": 844}, java_script_enabled=scripts
        )
        self.page, self.steps = context.new_page(), 0
        self.faults, self.judged = list[str](), set[str]()

    def begin(self) -> None:
        """Come to the front page."""
        self.steps = 0
        self.open("/")

    def open(self, path: str) -> None:
        """Open an address, as a link in a letter does."""
        answer = self.page.goto(self.site + path)
        assert answer.status == 200, f"{path}: {answer.status}"
        self._look()

    def follow(self, words: str, within: str = "main") -> None:
        """Follow the first link with these words."""
        self._step(self.page.locator(within).get_by_role("link", name=words).first)

    def press(self, words: str) -> None:
        """Press a button."""
        self._step(self.page.locator("main").get_by_role("button", name=words, exact=True).first)

    def search(self, words: str) -> None:
        """Type into the search box and press its button."""
        self.page.fill("#search", words)
        self.press("Search")

    def reads(self) -> str:
        """The words of the page, their spaces made single."""
        return " ".join(self.page.locator("main").inner_text().split())

    def fetch(self, words: str) -> bytes:
        """What is behind a link to a file."""
        self.steps += 1
        address = self.page.locator("main").get_by_role("link", name=words).first.get_attribute("href")
        answer = self.page.request.get(self.site + address)
        assert answer.status == 200, address
        return bytes(answer.body())

    def _step(self, control: Any) -> None:
        self.steps += 1
        with self.page.expect_navigation(wait_until="load"):
            control.click()
        self._look()

    def _look(self) -> None:
        """Judge each kind of page once: its width, and with scripts what axe says."""
        path = self.page.url.removeprefix(self.site)
        kind = re.sub("[0-9a-f]{64}|=[^&]*", "…", path)
        if kind in self.judged:
            return
        self.judged.add(kind)
        if self.page.evaluate("document.documentElement.scrollWidth") > self.width:
            self.faults.append(f"{path} is wider than {self.width}")
        if self.scripts:
            self.page.evaluate(AXE)
            result = self.page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
            self.faults += [
                f"{path}: {fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in result["violations"]
            ]


def find_by_person(ruth: Ruth) -> None:
    """Who is Kent, and what has she decided?"""
    ruth.search("kent")
    assert ruth.page.locator("mark").all_inner_texts() == ["Kent"]
    ruth.follow("Request to accept Home Office funding")
    assert "Kaya Kent" in ruth.reads()


def find_by_the_quotes_of_a_phone(ruth: Ruth) -> None:
    """A phrase in the quotes that a phone types finds what straight ones find."""
    ruth.search('"sellers of drugs"')
    straight = ruth.page.locator(".dr-entries a").all_inner_texts()
    ruth.search("“sellers of drugs”")
    assert ruth.page.locator(".dr-entries a").all_inner_texts() == straight
    assert len(straight) == 1


def find_by_a_misspelling(ruth: Ruth) -> None:
    """A word that nobody wrote is never changed silently, but the right one is offered."""
    ruth.search("violense")
    assert "No published decision fits. Did you mean violence?" in ruth.reads()
    ruth.follow("violence")
    ruth.follow("Violence, the second year")
    assert ruth.page.locator("h1").inner_text() == "Violence, the second year"


def add_up_a_funder(ruth: Ruth) -> None:
    """What the Home Office offered over three years, and the same as a table that adds up to it."""
    ruth.follow("Funders", within="header")
    ruth.follow("Home Office")
    text = ruth.reads()
    assert all(year in text for year in ("2018/19", "2019/20", "2020/21"))
    assert "Total £120,000 £750,000" in text
    ruth.follow("Its money by fund, recipient and who decided, and as CSV")
    rows = list(csv.DictReader(io.StringIO(ruth.fetch("Download by").decode("utf-8-sig"))))
    assert sum(Decimal(row["bid"] or 0) for row in rows) == 120_000
    assert sum(Decimal(row["offered"] or 0) for row in rows) == 750_000


def see_what_a_bid_came_to(ruth: Ruth) -> None:
    """A bid of 2018 failed; the offer beside it was taken."""
    ruth.search("cyber tools")
    ruth.follow("Request to accept Home Office funding")
    text = ruth.reads()
    assert "The bid was unsuccessful on 1 February 2019" in text
    assert "The money was accepted on 10 January 2019" in text


def see_what_a_correction_changed(ruth: Ruth) -> None:
    """The decision says at its top that it was corrected, and leads to both readings."""
    ruth.follow("=HYPERLINK")
    ruth.follow("Compare the versions")
    assert "report each [removed: quarter. ] [added: month. ]" in ruth.reads()


def read_a_past_day(ruth: Ruth) -> None:
    """The register of the day before the first publication was empty; that evening it was not."""
    day = london_day(Entry.objects.get(key="pcd510", kind="decision").published_at)
    ruth.follow("Decisions", within="header")
    ruth.follow("The register as it was on a day")
    ruth.page.fill("#day", str(day - timedelta(days=1)))
    ruth.press("Show")
    assert "The register had no decision then." in ruth.reads()
    ruth.page.fill("#day", str(day))
    ruth.press("Show")
    assert "Published by mistake" not in ruth.reads()
    ruth.follow("PCD 510: Request to accept")
    assert "/versions/1/" in ruth.page.url


def ask_for_an_accessible_format(ruth: Ruth) -> None:
    """From the decision, which is named in the form already."""
    ruth.search("PCD 1902")
    ruth.follow("Ask for an accessible format")
    assert "1902" in ruth.page.input_value("[name=about]")
    ruth.page.locator("[name=wanted]").first.check()
    ruth.page.fill("[name=email]", "ruth@example.org")
    ruth.press("Send")
    assert "Your request was sent" in ruth.reads()


def check_a_paper(ruth: Ruth) -> None:
    """The paper that she was sent is the one that was published."""
    ruth.search("PCD 1950")
    paper = ruth.fetch("Signed decision PCD 1950")
    ruth.follow("Verify", within="header")
    ruth.page.set_input_files("#file", {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": paper})
    ruth.press("Check this file")
    assert "This is PCD 1950 as published on" in ruth.reads()
    assert "unchanged." in ruth.reads()


#: Each task with the most links and buttons that it may take.
TASKS: list[tuple[Callable[[Ruth], None], int]] = [
    (find_by_person, 2),
    (find_by_the_quotes_of_a_phone, 2),
    (find_by_a_misspelling, 3),
    (add_up_a_funder, 4),
    (see_what_a_bid_came_to, 2),
    (see_what_a_correction_changed, 2),
    (read_a_past_day, 5),
    (ask_for_an_accessible_format, 3),
    (check_a_paper, 4),
]


def subscribe_receive_and_leave(ruth: Ruth, people: People, number: int) -> None:
    """She confirms by a letter, is told of the next decision, and leaves by its letter; nothing of her is kept."""
    address = f"ruth{number}@example.org"
    ruth.follow("Follow by email")
    ruth.page.fill("[name=email]", address)
    ruth.page.check("[name=often][value='at once']")
    ruth.press("Follow")
    assert "Look at your email" in ruth.reads()
    ruth.open(_link_of_letter(address, "/alerts/confirm/"))
    ruth.press("Confirm")
    assert "You follow this now" in ruth.reads()
    publish_all(people, award(number, f"Scheme {number}", "5000", date(2026, 9, 20)))
    ruth.open(_link_of_letter(address, "/alerts/leave/"))
    assert f"PCD {number}: New decision" in set(Letter.objects.filter(to=address).values_list("subject", flat=True))
    ruth.press("Leave")
    assert not Letter.objects.filter(to=address).exists()


def _link_of_letter(address: str, start: str) -> str:
    """What the newest letter to an address leads to."""
    book_version.forget()
    notify_subscribers(at=datetime.now(UTC))
    letter = Letter.objects.filter(to=address).order_by("-pk")[0]
    match = re.search(rf"{start}[0-9a-f]{{64}}/", letter.body)
    assert match, letter.body
    return match[0]


@pytest.fixture
def people() -> People:
    """Everybody, and the sample book with a sealed paper."""
    book_version.forget()
    caches["public"].clear()
    people = make_people()
    paper = papers.decided_paper()
    grants = tuple(
        replace(g, funder=replace(g.funder, id="GB-GOR-D18", name="Ministry of Justice")) for g in paper.grants
    )
    _, values = sealed(replace(paper, reference="PCD 1950", grants=grants))
    publish(**values, due_at=NOW, by=people.dev, at=NOW)
    make_book(people)
    return people


def test_a_journalist_does_ten_tasks_on_a_screen_and_a_phone_with_scripts_and_without(
    people: People, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with chromium() as browser, asking_the_desk(monkeypatch):
        for number, (width, scripts) in enumerate(SCREENS, 3001):
            ruth = Ruth(browser, live_server.url, width, scripts)
            for task, steps in TASKS:
                ruth.begin()
                task(ruth)
                assert ruth.steps <= steps, task.__name__
            ruth.begin()
            subscribe_receive_and_leave(ruth, people, number)
            assert ruth.steps <= 4
            assert ruth.faults == []
            ruth.page.context.close()
