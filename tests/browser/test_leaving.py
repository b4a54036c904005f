"""Whoever leaves a page of the desk by a link, with words typed and not sent, is warned; whoever sends them is not.

What is typed and kept in a tab is its writer's alone.
"""

from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Dialog

from tests.browser.people import Sitter
from tests.components.browser import chromium
from tests.decisions import papers
from tests.journeys.story import PASSWORD
from tests.people import make_people

pytestmark = [pytest.mark.browser, pytest.mark.committed]


def test_a_menu_link_warns_of_a_note_part_2_and_a_reason_that_are_typed_and_not_sent(
    live_server: Any, transactional_db: Any
):
    cache.clear()
    people = make_people(password=PASSWORD)
    draft, submitted = papers.draft(people), papers.submitted(people)
    warned: list[str] = []

    def stay(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.dismiss()

    with chromium() as browser:
        fatima, dev = (Sitter(browser, live_server.url).sign_in(name) for name in ("fatima", "dev"))
        for sitter, path, name in (
            (fatima, f"/desk/decisions/{draft.pk}/part-2/", "items-0-text"),
            (dev, f"/desk/decisions/{submitted.pk}/steps/send_back/", "note"),
            (dev, f"/desk/decisions/{submitted.pk}/notes/", "text"),
        ):
            sitter.open(path)
            box = sitter.page.locator(f'main [name="{name}"]').last
            box.fill("Typed in a hurry.")
            sitter.page.once("dialog", stay)
            sitter.page.locator("header nav a").first.click()
            sitter.page.wait_for_timeout(300)
            assert (sitter.path, box.input_value()) == (path, "Typed in a hurry.")
        assert warned == ["beforeunload"] * 3
        dev.page.on("dialog", stay)
        dev.press("Leave the note")
        assert dev.sees("Typed in a hurry.")
        assert (len(warned), fatima.faults, dev.faults) == (3, [], [])


def test_what_was_typed_is_kept_for_its_writer_over_the_end_of_a_session_and_for_nobody_else(
    live_server: Any, transactional_db: Any
):
    cache.clear()
    people = make_people(password=PASSWORD)
    path = f"/desk/decisions/{papers.draft(people).pk}/parts/introduction/"
    with chromium() as browser:
        tab = Sitter(browser, live_server.url)
        tab.page.on("dialog", lambda dialog: dialog.accept())

        def types() -> None:
            tab.sign_in("fatima").open(path)
            tab.page.locator(".dr-editor__text").click()
            tab.page.keyboard.type("Typed in a hurry.")

        def is_offered(name: str) -> bool:
            tab.sign_in(name).open(path)
            return tab.sees("Put back what I typed")

        types()
        tab.context.clear_cookies()
        assert is_offered("fatima")
        tab.context.clear_cookies()
        tab.sign_in("dora")
        tab.context.clear_cookies()
        assert not is_offered("fatima")
        tab.context.clear_cookies()
        types()
        with tab.page.expect_navigation():
            tab.page.get_by_role("button", name="Sign out").click()
        assert not is_offered("fatima")
