"""The year of PCD 510's money in Chromium: bid, approval, acceptance, twelve certified returns, year end, PCD 815."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections

from components.clock import held_at
from figures.dates import LONDON
from grants.models import Grant, Obligation
from tests.browser.papers import decide_and_publish, write
from tests.browser.people import Sitter
from tests.components.browser import chromium
from tests.grants.agreeing import LETTER
from tests.grants.publishing import ALLOCATIONS, table_of
from tests.journeys.story import FIRST, FURTHER_YEAR, PART_2, PASSWORD, SECOND, TEAM, TOOLS, moment
from tests.people import make_people

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.nightly]
NAMES = ("fatima", "dev", "clare", "kaya", "dora", "cora")


@contextmanager
def on(when: date) -> Iterator[None]:
    """Eleven o'clock on a day."""
    with held_at(datetime(when.year, when.month, when.day, 11, 0, tzinfo=LONDON)):
        yield


@contextmanager
def asking_the_desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let this thread ask the database beside Chromium, whose loop runs in it, and close what it asked through."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    try:
        yield
    finally:
        connections.close_all()


def boxes(name: str, day: date) -> dict[str, str]:
    """A day as it is typed into three boxes."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def test_the_year_of_pcd_510_is_lived_through_by_its_people(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    make_people(password=PASSWORD)
    with chromium() as browser, asking_the_desk(monkeypatch):
        sitters = {name: Sitter(browser, live_server.url).sign_in(name) for name in NAMES}
        fatima, cora = sitters["fatima"], sitters["cora"]
        with held_at(moment("2018-11-14 09:30")):
            grants = [fatima.enter_grant(TEAM), fatima.enter_grant(TOOLS)]
            paper = write(fatima, FIRST, grants)
            fatima.open(f"{paper}part-2/")
            fatima.type(PART_2)
            fatima.press("Save Part 2")
        decide_and_publish(sitters, paper, FIRST)
        grant = Grant.objects.get(pk=int(grants[0]))
        _accept_and_agree(fatima, grant)
        returns = list(grant.obligations.filter(period_from__gte=date(2019, 4, 1)).order_by("due_on"))
        assert len(returns) == 12
        for place, row in enumerate(returns):
            _return(row, fatima, cora, forecast="230,000" if place == 9 else "250,000", late=place == 3)
        _tell_the_underspend(grant, fatima)
        _end_the_year(grant, fatima, cora)
        with held_at(moment("2020-07-06 09:00")):
            further = _continue(fatima, grant)
            later = write(fatima, SECOND, [further], earlier=[{"kind": "continues", "earlier_reference": "pcd1901"}])
        decide_and_publish(sitters, later, SECOND)
        public = Sitter(browser, live_server.url)
        public.open("/threads/PCD-1901/")
        for words in ("PCD 1901", "PCD 1902", "2018/19", "2019/20", "2020/21"):
            assert public.sees(words), words
        with on(date(2020, 8, 3)):
            _compare_with_what_the_funder_published(fatima, grant)
        assert [fault for sitter in [*sitters.values(), public] for fault in sitter.faults] == []


def _accept_and_agree(fatima: Sitter, grant: Grant) -> None:
    """The money of both years is accepted, and the agreement recorded with its file."""
    with on(date(2019, 3, 4)):
        fatima.open(f"/desk/grants/{grant.pk}/outcome/")
        fatima.type({f"accepted-{tranche.pk}": "250,000" for tranche in grant.tranches.all()})
        fatima.press("Save the outcome")
        fatima.open(f"/desk/grants/{grant.pk}/agreement/")
        fatima.type(
            boxes("accepted_on", date(2019, 3, 4)) | boxes("begins_on", date(2019, 4, 1))
            | {"accepted_by": "Clare Chamberlain, Chief Executive", "non_working_days": "next", "carry_over": "none"}
        )  # fmt: skip
        fatima.page.locator('main [name="timetables"][value="monthly_return"]').check()
        fatima.press("Record the agreement")
        fatima.open(f"/desk/grants/{grant.pk}/files/add/")
        upload = {"name": "agreement.pdf", "mimeType": "application/pdf", "buffer": LETTER}
        fatima.page.set_input_files("main [name=upload]", upload)
        fatima.type({"about": f"agreement-{grant.agreements.get().pk}", "title": "The agreement as signed"})
        fatima.press("Add the file")
        assert fatima.sees("The agreement as signed")


def _return(row: Obligation, fatima: Sitter, cora: Sitter, *, forecast: str, late: bool) -> None:
    """One return: Fatima prepares it, Cora certifies it with her password, Fatima sends it."""
    address = f"/desk/obligations/{row.pk}/"
    with on(row.due_on - timedelta(days=5)):
        fatima.open(f"{address}prepare/")
        fatima.type({"amount": "19,000.50", "forecast": forecast})
        fatima.press("Prepare")
        assert not fatima.page.locator("main").get_by_role("button", name="Certify").count()
        cora.open(f"{address}certify/")
        cora.type({"password": PASSWORD})
        cora.press("Certify")
        assert cora.sees("recorded as certified")
    with on(row.due_on + timedelta(days=1 if late else -1)):
        fatima.open(f"{address}send/")
        fatima.press("Record as sent")
        fatima.open(f"{address}return/")
        assert fatima.sees("Certified by Cora Croft")


def _tell_the_underspend(grant: Grant, fatima: Sitter) -> None:
    """What will not be spent is told to the funder before the year ends."""
    notice = grant.obligations.get(kind="underspend_notice")
    with on(notice.due_on):
        for step, button in (("prepare", "Prepare"), ("send", "Record as sent")):
            fatima.open(f"/desk/obligations/{notice.pk}/{step}/")
            fatima.press(button)


def _end_the_year(grant: Grant, fatima: Sitter, cora: Sitter) -> None:
    """What came, was spent and went back is entered; the checklist is ticked off; Cora closes the year."""
    tranche = grant.tranches.get(year=2019)
    entries = [
        ("received", "250,000", date(2019, 4, 10)), ("spent", "230,000", date(2020, 3, 25)),
        ("returned", "20,000", date(2020, 3, 30)),
    ]  # fmt: skip
    with on(date(2020, 4, 15)):
        for kind, amount, day in entries:
            fatima.open(f"/desk/grants/{grant.pk}/actuals/add/?tranche={tranche.pk}&kind={kind}")
            fatima.type({"amount": amount} | boxes("happened_on", day))
            fatima.press("Save the entry")
        fatima.open("/desk/year-end/2019-20/")
        address = f"/desk/year-end/2019-20/{grant.pk}/"
        fatima.open(address)
        buttons = fatima.page.locator("main").get_by_role("button", name="Tick off")
        while buttons.count():
            with fatima.page.expect_navigation(wait_until="load"):
                buttons.first.click()
        fatima.look()
        cora.open(address)
        cora.type({"password": PASSWORD})
        cora.press("Close 2019/20")
        assert cora.sees("was closed on")
    with on(date(2020, 5, 6)):
        cora.open("/desk/returns/2019-20/")
        # The return for March is due after the year: eleven of this year, one of them late, and the notice.
        assert cora.sees("10 of 11 on time")
        cora.open("/desk/promised/?year=2019-20")
        for amount in ("£250,000", "£230,000", "£20,000"):
            assert cora.sees(amount), amount


def _continue(fatima: Sitter, grant: Grant) -> str:
    """A further year is entered as the continuation of a grant, its amount confirmed; gives its number."""
    fatima.open(f"/desk/grants/{grant.pk}/")
    fatima.follow("Enter the grant that continues it")
    assert fatima.sees("2020/21: £250,000 of Additional ROCU funding, accepted for 2019/20")
    fatima.press("Save the continuation")
    assert fatima.sees("Compare each year and amount with what the funder says")
    fatima.type({"title": FURTHER_YEAR.facts["title"], "confirmed": "on"})
    fatima.press("Save the continuation")
    further = Grant.objects.get(continues=grant)
    assert fatima.path == f"/desk/decisions/add/?grant={further.pk}&continues=PCD+1901"
    assert fatima.page.locator('main [name="continues"]').input_value() == "PCD 1901"
    return str(further.pk)


def _compare_with_what_the_funder_published(fatima: Sitter, grant: Grant) -> None:
    """A table of the Home Office stands beside what the desk knows, and Fatima says why they differ."""
    text = table_of(ALLOCATIONS | {"London": "£240,000"}).replace("GRIP", "Additional ROCU funding")
    fatima.open("/desk/outside-figures/add/")
    upload = {"name": "allocations.csv", "mimeType": "text/csv", "buffer": text.encode()}
    fatima.page.set_input_files("main [name=upload]", upload)
    fatima.type(
        boxes("published_on", date(2020, 7, 1))
        | {"title": "Allocations 2019 to 2020", "funder": str(grant.funder_id), "kind": "offered", "fund": "Fund",
           "recipients": "London", "recipient": "Police force area", "amount": "Allocation", "whole_year": "2019/20"}
    )  # fmt: skip
    fatima.press("Enter the table")
    assert fatima.sees("£240,000 is published and £250,000 is offered: £10,000 less.")
    fatima.follow("Additional ROCU funding, 2019/20")
    fatima.type({"ruling": "wrong", "reason": "The table was drawn up before the offer."})
    fatima.press("Save")
    assert fatima.sees("Nothing waits.")
    fatima.open("/desk/board-packs/")
    assert fatima.sees("as one PDF")
