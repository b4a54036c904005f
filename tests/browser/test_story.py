"""The story of two decisions in Chromium: typed, signed, published, read; without scripts; with the keyboard alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from components.clock import held_at
from tests.browser.papers import decide_and_publish, write
from tests.browser.people import Sitter
from tests.components.browser import chromium
from tests.decisions import papers
from tests.journeys.story import FIRST, FURTHER_YEAR, MARKER, PART_2, PASSWORD, SECOND, TEAM, TOOLS, moment
from tests.people import make_people

pytestmark = [pytest.mark.browser, pytest.mark.committed]


@pytest.fixture
def browser() -> Iterator[Any]:
    """Chromium."""
    with chromium() as running:
        yield running


@pytest.fixture
def people() -> Any:
    """Everybody, with one password."""
    cache.clear()
    return make_people(password=PASSWORD)


def test_the_story_of_two_decisions_is_walked_by_its_people(people: Any, live_server: Any) -> None:
    with chromium() as browser:
        sitters = {
            name: Sitter(browser, live_server.url).sign_in(name) for name in ("fatima", "dev", "clare", "kaya", "dora")
        }
        fatima = sitters["fatima"]
        with held_at(moment("2018-11-14 09:30")):
            grants = [fatima.enter_grant(TEAM), fatima.enter_grant(TOOLS)]
            paper = write(fatima, FIRST, grants)
            fatima.open(f"{paper}part-2/")
            fatima.type(PART_2)
            fatima.press("Save Part 2")
        decide_and_publish(sitters, paper, FIRST)
        _read(Sitter(browser, live_server.url), fatima)
        with held_at(moment("2020-07-06 09:00")):
            grant = fatima.enter_grant(FURTHER_YEAR)
            later = write(fatima, SECOND, [grant], earlier=[{"kind": "continues", "earlier_reference": "pcd1901"}])
        decide_and_publish(sitters, later, SECOND)
        public = Sitter(browser, live_server.url)
        public.open("/threads/PCD-1901/")
        for words in ("PCD 1901", "PCD 1902", "2018/19", "2019/20", "2020/21"):
            assert public.sees(words), words
        assert [fault for sitter in [*sitters.values(), public] for fault in sitter.faults] == []


def _read(public: Sitter, fatima: Sitter) -> None:
    """Anybody reads what was decided, and nothing of Part 2."""
    public.open("/decisions/PCD-1901/")
    for words in ("£500,000", "£120,000", "2019/20", "17 December 2018", "Kaya Kent"):
        assert public.sees(words), words
    assert MARKER not in public.page.content()
    assert public.faults == []


def test_a_paper_is_written_without_any_script(people: Any, live_server: Any) -> None:
    with chromium() as browser, held_at(moment("2018-11-14 09:30")):
        fatima = Sitter(browser, live_server.url, scripts=False).sign_in("fatima")
        grant = fatima.enter_grant(TEAM)
        assert fatima.sees("£500,000")
        paper = fatima.begin(FIRST, [grant])
        fatima.write_rows(paper, "recommendations", FIRST.rows["recommendations"])
        fatima.open(f"{paper}parts/recommendations/")
        fatima.page.get_by_role("button", name="Move up recommendation 2").click()
        fatima.press("Save and go to the task list")
        fatima.open(f"{paper}paper/")
        text = fatima.page.locator("main").inner_text()
        assert text.index("approve a bid") < text.index("approve an offer")
        fatima.open(f"{paper}parts/time/")
        fatima.type({"needed_by_day": "31", "needed_by_month": "2", "needed_by_year": "2019", "needed_why": "Kept."})
        fatima.press("Save and go to the task list")
        assert fatima.sees("not a day in the calendar")
        assert fatima.page.locator("[name=needed_why]").input_value() == "Kept."


def test_the_deputy_mayor_decides_with_the_keyboard_alone(people: Any, live_server: Any) -> None:
    paper = papers.endorsed(people)
    with chromium() as browser, held_at(papers.AT + 4 * papers.HOUR):
        kaya = Sitter(browser, live_server.url).sign_in("kaya")
        for words in ("Online team", "Approve"):
            _tab_to(kaya.page, words)
            with kaya.page.expect_navigation():
                kaya.page.keyboard.press("Enter")
        assert kaya.path == f"/desk/decisions/{paper.pk}/steps/approve/"
        _tab_to_control(kaya.page, "has_interests")
        kaya.page.keyboard.press("Space")
        _tab_to_control(kaya.page, "password")
        kaya.page.keyboard.type(PASSWORD)
        with kaya.page.expect_navigation():
            kaya.page.keyboard.press("Enter")
        assert kaya.sees("PCD 1901 is approved")
        assert kaya.faults == []


_FOCUS = "() => [document.activeElement.innerText || '', document.activeElement.name || '']"


def _tab_to(page: Any, words: str) -> None:
    """Press Tab until what is focused has these words; every stop must be one that can be seen."""
    _tab(page, lambda text, name: text.strip() == words)


def _tab_to_control(page: Any, wanted: str) -> None:
    """Press Tab until the control of this name is focused."""
    _tab(page, lambda text, name: name == wanted)


def _tab(page: Any, there: Any) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        text, name = page.evaluate(_FOCUS)
        if there(text, name):
            outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
            box = page.evaluate("() => getComputedStyle(document.activeElement).boxShadow")
            assert outline != "none" or box != "none", f"{text or name} shows no focus"
            return
    raise AssertionError("The keyboard does not get there.")
