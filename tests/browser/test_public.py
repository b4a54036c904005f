"""Public pages in every state that the sample does not show, in a real browser: accessible, and usable by keyboard."""

from typing import Any

import pytest

from tests.browser.test_every_page import AXE, RULES
from tests.components.browser import chromium
from tests.people import make_people
from tests.register.sample import make_book

pytestmark = [pytest.mark.browser, pytest.mark.committed]

#: Address, status.
PAGES = {
    "/decisions/PCD-510/": 200,
    "/decisions/PCD-1901/": 200,
    "/decisions/PCD-1903/": 200,
    "/decisions/PCD-1904/": 200,
    "/decisions/PCD-1905/": 410,
    "/decisions/PCD-1906/versions/1/": 200,
    "/decisions/PCD-1906/versions/2/": 200,
    "/decisions/PCD-9999/": 404,
    "/decisions/?q=violence&force=yes": 200,
    "/decisions/?q=zebra&year=2018-19": 200,
    "/decisions/?bogus=1": 400,
    "/decisions/?cursor=x": 400,
    "/threads/PCD-510/": 200,
    "/threads/PCD-1901/": 200,
    "/years/2018-19/": 200,
    "/statistics/": 200,
    "/api/v1/docs/": 200,
    "/accessible-format/": 200,
}


@pytest.fixture
def site(live_server: Any) -> Any:
    """The register with one of everything in it."""
    make_book(make_people(), more=25)
    return live_server


def test_pages_in_every_state_are_accessible_and_fit_a_phone(site: Any) -> None:
    faults = []
    with chromium() as browser:
        page = browser.new_context(locale="en-GB", bypass_csp=True).new_page()
        for path, status in PAGES.items():
            answer = page.goto(site.url + path)
            if answer.status != status:
                faults.append(f"{path}: {answer.status}")
            page.evaluate(AXE.read_text(encoding="utf-8"))
            for width in (1280, 320):
                page.set_viewport_size({"width": width, "height": 900})
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    faults.append(f"{path} is wider than {width}")
                result = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
                faults += [
                    f"{path} at {width}: {violation['id']}: {violation['nodes'][0]['html'][:160]}"
                    for violation in result["violations"]
                ]
    assert faults == []


def test_a_keyboard_finds_filters_and_reads_without_scripts(site: Any) -> None:
    with chromium() as browser:
        page = browser.new_context(locale="en-GB", java_script_enabled=False).new_page()
        page.goto(f"{site.url}/")
        page.keyboard.press("Tab")
        assert focused(page) == "Skip to main content"
        page.focus("#search")
        page.keyboard.type("violence")
        page.keyboard.press("Enter")
        page.wait_for_url("**/decisions/?q=violence")
        assert page.locator("mark").count() > 0
        page.focus("summary:has-text('Kind')")
        page.keyboard.press("Enter")
        page.focus(".dr-filters a:has-text('Award')")
        page.keyboard.press("Enter")
        page.wait_for_url("**/decisions/?q=violence&kind=award")
        page.focus(".dr-chip:has-text('Award')")
        page.keyboard.press("Enter")
        page.wait_for_url("**/decisions/?q=violence")
        page.focus(".dr-entries a:has-text('the second year')")
        page.keyboard.press("Enter")
        page.wait_for_url("**/decisions/PCD-1902/")
        assert page.locator("h1").inner_text() == "Violence, the second year"


def focused(page: Any) -> str:
    """The text of what has the focus; read through the browser, since the page runs no scripts."""
    text: str = page.locator(":focus").inner_text()
    return text.strip()
