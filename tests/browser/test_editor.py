"""The editor over a section’s box in Chromium: real clipboards, what is typed, leaving the page, without scripts."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Dialog

from decisions.models import Decision, Section
from tests.browser.people import Sitter
from tests.components.browser import chromium
from tests.decisions import papers
from tests.journeys.story import PASSWORD
from tests.people import make_people

pytestmark = [pytest.mark.browser, pytest.mark.committed]
CLIPBOARD = Path(__file__).parents[1] / "markup" / "clipboard"
PASTE = """([element, html, text]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", text);
  element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def paste(sitter: Sitter, html: str, text: str) -> None:
    """Put the cursor into the editor and paste."""
    editor = sitter.page.locator(".dr-editor__text")
    editor.wait_for()
    editor.click()
    with sitter.page.expect_response("**/desk/text/"):
        editor.evaluate(f"(element, [html, text]) => ({PASTE})([element, html, text])", [html, text])


@pytest.fixture
def paper(transactional_db: Any) -> Decision:
    cache.clear()
    people = make_people(password=PASSWORD)
    return papers.draft(people, introduction={"text": ""})


def introduction(paper: Decision) -> str:
    return Section.objects.get(decision=paper, document="form", kind="introduction").text


def test_word_and_excel_keep_their_shape_and_a_link_away_warns(live_server: Any, paper: Decision):
    with chromium() as browser:
        fatima = Sitter(browser, live_server.url).sign_in("fatima")
        fatima.open(f"/desk/decisions/{paper.pk}/parts/introduction/")
        paste(fatima, (CLIPBOARD / "word.html").read_text(), "words")
        editor = fatima.page.locator(".dr-editor__text")
        editor.locator("table").wait_for()
        assert editor.locator("ul ul li").inner_text().strip() == "half for staff"
        assert "Pictures are not kept" in fatima.page.locator(".dr-editor__told").inner_text()
        editor.press("Control+End")
        paste(fatima, (CLIPBOARD / "excel.html").read_text(), "words")
        editor.locator("table").nth(1).wait_for()
        warned: list[str] = []

        def stay(dialog: Dialog) -> None:
            warned.append(dialog.type)
            dialog.dismiss()

        fatima.page.on("dialog", stay)
        fatima.page.locator("header a, nav a").first.click()
        fatima.page.wait_for_timeout(500)
        assert warned == ["beforeunload"]
        fatima.press("Save and go to the task list")
        fatima.open(f"/desk/decisions/{paper.pk}/paper/")
        assert fatima.page.locator("main table caption", has_text="Table 1: cost by year").count() == 1
        assert fatima.faults == []
    text = introduction(paper)
    assert "| 2019/20 | Staff | £250,000 |" in text
    assert "| 2019/20 | Uplift | £250,000 | – |" in text
    assert "[^1]: Letter of 3 October 2018." in text


def test_rows_pasted_into_a_cell_fill_the_table_and_lines_pasted_there_are_told_to_be_one(
    live_server: Any, paper: Decision
):
    rows = (
        "<table><tr><td>Staff</td><td align=right>£120,000</td></tr><tr><td>Licences</td><td>£5,000</td></tr>"
        "<tr><td>Total</td><td>£125,000</td></tr></table>"
    )
    with chromium() as browser:
        fatima = Sitter(browser, live_server.url).sign_in("fatima")
        fatima.open(f"/desk/decisions/{paper.pk}/parts/introduction/")
        editor = fatima.page.locator(".dr-editor__text")
        editor.click()
        fatima.page.get_by_role("button", name="Table", exact=True).click()
        cells = editor.locator("td, th")
        for number, words in enumerate(("For", "Amount")):
            cells.nth(number).click()
            fatima.page.keyboard.type(words)
        with fatima.page.expect_response("**/desk/text/"):
            cells.nth(2).click()
            editor.evaluate(f"(element, values) => ({PASTE})([element, ...values])", [rows, "words"])
        editor.locator("tr").nth(3).wait_for()
        assert fatima.page.locator(".dr-editor__told").inner_text() == ""
        with fatima.page.expect_response("**/desk/text/"):
            editor.locator("td", has_text="Licences").click()
            fatima.page.keyboard.press("End")
            lines = "<p>for a year</p><p>and a day</p>"
            editor.evaluate(f"(element, values) => ({PASTE})([element, ...values])", [lines, " for a year\n and a day"])
        told = fatima.page.locator(".dr-editor__told", has_text="A cell of a table holds one line")
        told.wait_for()
        fatima.press("Save and go to the task list")
        assert fatima.faults == []
    text = introduction(paper)
    assert "| For | Amount |" in text
    assert "| Staff | £120,000 |" in text
    assert "for a year and a day" in text
    assert "| Total | £125,000 |" in text


def test_what_was_typed_and_left_is_offered_again(live_server: Any, paper: Decision):
    with chromium() as browser:
        fatima = Sitter(browser, live_server.url).sign_in("fatima")
        fatima.open(f"/desk/decisions/{paper.pk}/parts/introduction/")
        editor = fatima.page.locator(".dr-editor__text")
        editor.wait_for()
        editor.click()
        fatima.page.keyboard.type("Typed in a hurry.")
        fatima.page.on("dialog", lambda dialog: dialog.accept())
        fatima.open("/desk/")
        fatima.open(f"/desk/decisions/{paper.pk}/parts/introduction/")
        fatima.page.locator(".dr-editor__text").wait_for()
        fatima.page.get_by_role("button", name="Put back what I typed").click()
        fatima.press("Save and go to the task list")
        fatima.open(f"/desk/decisions/{paper.pk}/parts/introduction/")
        assert not fatima.sees("You typed something here")
    assert introduction(paper) == "Typed in a hurry."


def test_whoever_goes_back_finds_what_they_typed_in_the_editor_not_as_markup(live_server: Any, paper: Decision):
    with chromium() as browser:
        fatima = Sitter(browser, live_server.url).sign_in("fatima")
        fatima.open(f"/desk/decisions/{paper.pk}/parts/introduction/")
        paste(fatima, "<p>Typed <b>in a hurry</b>.</p>", "words")
        fatima.page.locator(".dr-editor__text strong").wait_for()
        fatima.page.on("dialog", lambda dialog: dialog.accept())
        fatima.open("/desk/")
        fatima.page.go_back()
        fatima.page.locator(".dr-editor__text strong").wait_for()
        if fatima.sees("Put back what I typed"):
            fatima.page.get_by_role("button", name="Put back what I typed").click()
            fatima.page.locator(".dr-editor__text strong").wait_for()
        fatima.press("Save and go to the task list")
    assert introduction(paper) == "Typed **in a hurry**."


def test_without_scripts_the_box_takes_the_markup(live_server: Any, paper: Decision):
    with chromium() as browser:
        fatima = Sitter(browser, live_server.url, scripts=False).sign_in("fatima")
        fatima.open(f"/desk/decisions/{paper.pk}/parts/introduction/")
        fatima.type({"text": "One.\n\n- point\n  - below"})
        fatima.press("Save and go to the task list")
        fatima.open(f"/desk/decisions/{paper.pk}/paper/?parts=all")
        assert fatima.page.locator("main ul ul li").inner_text() == "below"
