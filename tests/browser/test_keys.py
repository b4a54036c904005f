"""The keys of the desk at a real keyboard: they lead on, keep out of what is typed, and can be switched off."""

from typing import Any

import pytest
from django.core.cache import cache

from tests.browser.people import Sitter
from tests.components.browser import chromium
from tests.grants.making import make_grant
from tests.journeys.story import PASSWORD
from tests.people import make_people

pytestmark = [pytest.mark.browser, pytest.mark.committed]


def test_keys_lead_on_keep_out_of_boxes_and_can_be_switched_off(live_server: Any) -> None:
    cache.clear()
    people = make_people(password=PASSWORD)
    grant = make_grant(people.fatima)
    with chromium() as browser:
        fatima = Sitter(browser, live_server.url).sign_in("fatima")
        page = fatima.page

        def press(*keys: str) -> None:
            for key in keys:
                page.keyboard.press(key)

        def focused(what: str) -> str:
            return str(page.evaluate(f"document.activeElement.{what}"))

        press("g", "g")
        page.wait_for_url("**/desk/grants/")
        press("j")
        assert focused("textContent") == grant.title
        press("j", "k")
        assert focused("textContent") == grant.title
        press("Enter")
        page.wait_for_url(f"**/desk/grants/{grant.pk}/")
        fatima.open("/desk/grants/")
        press("/")
        assert focused("name") == "q"
        press("g", "o")
        assert (focused("value"), fatima.path) == ("go", "/desk/grants/")

        fatima.open(f"/desk/grants/{grant.pk}/money/")
        page.focus("[name=tranches-0-offered]")
        press("ArrowDown")
        assert focused("name") == "tranches-1-offered"
        press("ArrowDown", "ArrowUp", "ArrowUp")
        assert focused("name") == "tranches-0-offered"
        press("Tab")
        assert focused("name") == "tranches-0-fund_as_written"

        fatima.open("/desk/")
        press("?")
        page.wait_for_url("**/desk/keys/")
        fatima.look()
        fatima.page.get_by_role("button", name="Switch single letters off").press("Enter")
        assert fatima.sees("Single letters are switched off in this browser.")
        press("Escape", "g", "h", "?")
        page.wait_for_timeout(500)
        assert fatima.path == "/desk/keys/"
        fatima.open("/desk/grants/")
        press("g", "h")
        page.wait_for_timeout(500)
        assert fatima.path == "/desk/grants/"
        assert fatima.faults == []
