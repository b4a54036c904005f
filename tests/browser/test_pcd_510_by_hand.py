"""PCD 510, and PCD 815 without a board report, entered by hand: fields and clicks are counted, and nothing is lost.

They are read from the folder of real papers beside the checkout; `pcd_510.py` holds the facts that the first states.
By day PCD 815 is entered, and test_story.py tells the story of PCD 510; by night PCD 510 is entered by hand as well.
"""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache

from book.part1 import read_part1
from components.clock import held_at
from decisions import actions
from decisions.models import Decision
from tests.browser.pcd_510 import DISGUISED, TITLE, Seed, facts, stated_lines, texts, words
from tests.browser.people import Sitter
from tests.browser.test_editor import PASTE
from tests.components.browser import chromium
from tests.decisions.papers import signing
from tests.intake.parsing.papers import SEEDS
from tests.journeys.story import PASSWORD, moment
from tests.people import make_people

SEED, PAGE = SEEDS / "pcd_510_form.txt", SEEDS / "pcd_815_page.txt"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.committed,
    pytest.mark.skipif(not SEED.exists(), reason="The real paper is not here."),
]

MOST_FIELDS, MOST_CLICKS = 60, 25
#: Of the sealed paper.
MOST_PAGES = 9


class CountingHand:
    """Types, chooses and presses in a browser as a person does, and counts: each box, choice or tick that is touched is
    a field, each button or link a click. A text that is pasted counts as one field for every section in it.
    """

    def __init__(self, sitter: Sitter) -> None:
        self.sitter, self.page = sitter, sitter.page
        self.fields: list[str] = []
        self.clicks: list[str] = []

    def type(self, **typed: str) -> None:
        """Type, choose or tick controls by name."""
        for name, value in typed.items():
            self.fields.append(f"{self._where()}{name}: {value[:50]}")
            self.sitter.type({name: value})

    def paste(self, place: int, text: str, sections: int) -> None:
        """Paste a whole text into the editor at a place."""
        self.fields += [f"{self._where()}pasted, section {number + 1} of {sections}" for number in range(sections)]
        editor = self.page.locator(".dr-editor__text").nth(place)
        editor.wait_for()
        editor.click()
        with self.page.expect_response("**/desk/text/"):
            editor.evaluate(f"(element, [html, text]) => ({PASTE})([element, html, text])", ["", text])
        self.page.wait_for_timeout(300)

    def press(self, words: str) -> None:
        """Press a button or follow a link that has these words."""
        self.clicks.append(f"{self._where()}“{words}”")
        main = self.page.locator("main")
        link = main.get_by_role("link", name=words, exact=True)
        control = main.get_by_role("button", name=words, exact=True).or_(link)
        assert control.count(), f"{self.sitter.path} has no “{words}”: {main.inner_text()}"
        with self.page.expect_navigation(wait_until="load"):
            control.first.click()
        wrong = self.page.locator(".govuk-error-summary")
        assert not wrong.count(), f"{self.sitter.path}: {wrong.first.inner_text()}"
        self.sitter.look()

    def at(self, end: str) -> None:
        """The page that a button led to."""
        assert self.sitter.path.endswith(end), f"{self.sitter.path} is not …{end}"

    def _where(self) -> str:
        return f"{re.sub('/desk/(decisions/[0-9]+/)?', '', self.sitter.path)} "


@pytest.mark.nightly
def test_pcd_510_is_entered_by_hand_whole_with_few_fields_and_clicks(live_server: Any) -> None:
    cache.clear()
    people = make_people(password=PASSWORD)
    seed = Seed(SEED.read_text(encoding="utf-8"))
    with chromium() as browser, held_at(moment("2018-12-10 09:30")):
        fatima = Sitter(browser, live_server.url).sign_in("fatima")
        hand = CountingHand(fatima)
        enter(hand, seed)
        assert fatima.faults == []
    print(f"\n{len(hand.fields)} fields, {len(hand.clicks)} clicks", *hand.fields, *hand.clicks, sep="\n  ")
    paper = Decision.objects.get()
    assert paper.status == "submitted"
    actions.check(decision=paper, seen=paper.version, by=people.dev, at=moment("2018-12-11 10:00"))
    actions.endorse(**signing(paper), by=people.clare, at=moment("2018-12-12 10:00"))
    actions.approve(**signing(paper), by=people.kaya, at=moment("2018-12-17 15:30"))
    approved = Decision.objects.get()
    assert approved.sealed_paper.pages <= MOST_PAGES, "the original has 16 pages, many of them part empty"
    sealed = read_part1(bytes(approved.part1 or b""))
    differing = [f"{name}: {found!r} is not {stated!r}" for name, found, stated in facts(sealed) if found != stated]
    lost = [line for line in stated_lines(seed) if words(line) not in words(" ".join(texts(sealed)))]
    print("What differs from the seed:", *(differing or ["nothing"]), "Lines lost:", *(lost or ["none"]), sep="\n  ")
    assert not differing
    assert not lost
    assert len(hand.fields) < MOST_FIELDS, hand.fields
    assert len(hand.clicks) < MOST_CLICKS, hand.clicks


def test_pcd_815_is_entered_by_hand_without_a_board_report_and_nothing_is_invented(live_server: Any) -> None:
    cache.clear()
    make_people(password=PASSWORD)
    seed = PAGE.read_text(encoding="utf-8")
    pieces = {
        "summary": ("Executive summary", "Recommendation\n"),
        "asked": ("recommended to ", "Non-confidential facts"),
        "advice": ("1. Introduction and background", "Signed decision document"),
    }
    text = {name: seed[seed.index(first) : seed.index(after)] for name, (first, after) in pieces.items()}
    with chromium() as browser, held_at(moment("2020-07-06 09:30")):
        fatima = Sitter(browser, live_server.url).sign_in("fatima")
        hand = CountingHand(fatima)
        hand.press("Start a paper")
        hand.type(title="HO funding for continuance of Regional Online Investigation Teams", is_short="on")
        hand.press("Start the paper")
        hand.press("Paste a whole text")
        hand.paste(0, text["advice"], sections=7)
        hand.press("Put it into the parts")
        hand.at("/parts/summary/")
        hand.type(executive_summary=text["summary"].removeprefix("Executive summary").strip())
        hand.press("Save and continue")
        hand.press("Enter a new grant for this paper")
        hand.type(
            title="Regional online investigation team",
            purpose="To continue the work of the online investigative team against serious and organised crime.",
            route="continuation",
            funder="Home Office",
            amount_0="250,000",
        )
        hand.press("Save and go on")
        hand.type(**{"rows-0-text": text["asked"].removeprefix("recommended to ").strip()})
        hand.press("Save and continue")
        hand.at("/parts/privacy/")
        hand.type(impact_reason="Completed when the original funding was provided.")
        hand.press("Save and continue")
        hand.at("/parts/declarations/")
        hand.type(**{f"rows-{number}-answer": "confirmed" for number in range(6)})
        hand.press("Save and continue")
        hand.type(deferral="no")
        hand.press("Save and continue")
        hand.at("/parts/part-2/")
        hand.type(part_2="no")
        hand.press("Save")
        hand.press("Submit for checking")
        hand.press("Submit for checking")
        assert fatima.faults == []
    print(f"\n{len(hand.fields)} fields, {len(hand.clicks)} clicks", *hand.fields, *hand.clicks, sep="\n  ")
    paper = Decision.objects.get()
    composed: Any = read_part1(bytes(paper.submissions.get().part1))
    assert [(line.action, line.amount) for line in composed.recommendations] == [("accept_offer", Decimal(250_000))]
    assert [(row.financial_year, row.offered) for row in composed.tranches] == [("2020/21", Decimal(250_000))]
    assert [link.reference for link in composed.links] == ["PCD 510"]
    assert composed.report is None
    assert composed.impact_assessment.state == "done"
    assert [len(section.content.blocks) for section in composed.sections] == [4, 2, 2, 2, 4, 1, 1]
    lines = [line for name in ("summary", "advice") for line in text[name].splitlines() if len(line) > 40]
    assert [line for line in lines if words(line) not in words(" ".join(texts(composed)))] == []


def enter(hand: CountingHand, seed: Seed) -> None:
    """The paper from its text, until it is submitted."""
    hand.press("Start a paper")
    hand.type(title=TITLE)
    hand.press("Start the paper")
    hand.press("Paste a whole text")
    hand.paste(0, seed.advice, sections=7)
    hand.paste(1, seed.report, sections=17)
    hand.press("Put it into the parts")
    hand.at("/parts/summary/")
    hand.type(executive_summary=seed.summary)
    hand.press("Save and continue")
    hand.at("/parts/grants/")
    hand.press("Enter a new grant for this paper")
    hand.type(
        title="Online investigative team",
        purpose="To form an online investigative team targeting serious and organised crime.",
        route="offer",
        funder="Home Office",
        fund="Additional ROCU funding",
        amount_0="250,000",
        amount_1="250,000",
        recipient_unit="Cyber Crime Unit",
        carry_over="none",
    )
    hand.press("Save and enter another grant")
    hand.type(
        title="Intelligence gathering",
        purpose="To develop and support intelligence gathering and enforcement capability.",
        route="bid",
        fund="Police Transformation Fund",
        fund_as_written="Home Office Innovation Fund",
        amount_0="120,000",
    )
    hand.press("Save and go on")
    hand.at("/parts/recommendations/")
    first, second = seed.recommendations
    hand.type(**{"rows-0-text": first})
    hand.press("Add another recommendation")
    hand.type(**{"rows-1-text": second})
    hand.press("Save and continue")
    if hand.sitter.path.endswith("/parts/report-commercial/"):
        hand.press("Save and continue")
    hand.at("/parts/declarations/")
    answers = ["confirmed", "confirmed", "confirmed", "not_applicable", "confirmed", "confirmed"]
    hand.type(**{f"rows-{number}-answer": answer for number, answer in enumerate(answers)})
    hand.press("Save and continue")
    hand.at("/parts/deferral/")
    hand.type(deferral="no")
    hand.press("Save and continue")
    hand.at("/parts/part-2/")
    hand.type(part_2_reasons="\n".join([*seed.reasons[:2], DISGUISED]))
    hand.press("Save")
    hand.press("Part 2: its content (confidential)")
    hand.type(**{"items-0-title": "Business case", "items-0-text": "Kept in the confidential folder."})
    hand.press("Save Part 2")
    hand.press("Go to the task list without saving")
    print(hand.page.locator("main").inner_text())
    hand.press("Submit for checking")
    hand.press("Submit for checking")
