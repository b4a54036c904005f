"""Papers brought to the desk in Chromium: what was read, lines placed, a draft begun, its money taken, one entered."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from tests.browser.people import Sitter
from tests.components.browser import chromium
from tests.intake.parsing.papers import CORPUS
from tests.journeys.story import PASSWORD
from tests.people import make_people

pytestmark = [pytest.mark.browser, pytest.mark.committed]


def bring(sitter: Sitter, name: str) -> None:
    """Choose a paper of the corpus at the page and have it read."""
    sitter.open("/desk/import/")
    sitter.page.locator('main [name="upload"]').set_input_files(Path(CORPUS / name))
    sitter.press("Read the paper")


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.nightly)])
def test_a_paper_becomes_a_draft_with_its_money_and_another_an_earlier_decision(live_server: Any, scripts: bool):
    cache.clear()
    make_people(password=PASSWORD)
    with chromium() as browser:
        fatima = Sitter(browser, live_server.url, scripts=scripts).sign_in("fatima")
        bring(fatima, "answers_on_their_own_lines.txt")
        assert fatima.sees("Nothing has been made of this paper yet.")
        fatima.type({"line-64": "aside", "line-65": "background"})
        fatima.open("/desk/import/")
        fatima.follow("answers_on_their_own_lines.txt")
        fatima.type({"line-64": "aside", "line-65": "background"})
        fatima.press("Begin the draft")
        assert fatima.sees("Set aside by hand")
        assert fatima.sees("placed by hand")
        bring(fatima, "summary_that_asks.txt")
        fatima.press("Begin the draft")
        fatima.follow("Look at it and enter its grant")
        fatima.press("Enter the grant")
        assert fatima.sees("Tick the money that this grant holds.")
        fatima.type({f"{name}-{row}": value for row in "12" for name, value in (("take", "on"), ("new-fund", "Desk"))})
        fatima.type(
            {
                "title": "Night desk",
                "new_funder": "Home Office",
                "new_recipient": "The desk",
                "carry_over": "not_stated",
            }
        )
        fatima.press("Enter the grant")
        assert fatima.sees("is entered, and this paper is about it.")
        fatima.follow("Look at it and enter its grant")
        dev = Sitter(browser, live_server.url, scripts=scripts).sign_in("dev")
        bring(dev, "labels_on_two_lines.txt")
        dev.press("Propose to publish it")
        assert dev.sees("tick that you have")
        dev.type({"compared": "on"})
        dev.press("Propose to publish it")
        assert dev.sees("published when a second person confirms it")
        assert fatima.faults + dev.faults == []
