"""A year of PCD 510's money: accepted, agreed, twelve returns certified by another, an underspend told."""

import re
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from components.clock import held_at
from figures.dates import LONDON
from grants.models import Grant, Obligation
from tests.grants.making import allow, make_grant
from tests.journeys.story import day
from tests.journeys.walking import Walker
from tests.people import PASSWORD, make_people, with_password


def on(when: date) -> AbstractContextManager[None]:
    """Eleven o'clock on a day."""
    return held_at(datetime(when.year, when.month, when.day, 11, 0, tzinfo=LONDON))


def words(page: str) -> str:
    """A page without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.nightly
@pytest.mark.committed
def test_a_year_of_returns_is_prepared_by_one_certified_by_another_and_an_underspend_is_told() -> None:
    people = make_people()
    grant = make_grant(people.fatima)
    allow(people, grant, 500000)
    fatima, cora = Walker(people.fatima), Walker(with_password(people.cora))
    with on(date(2019, 3, 4)):
        boxes = {f"accepted-{tranche.pk}": "250,000" for tranche in grant.tranches.all()}
        fatima.send(reverse("grant_outcome", args=[grant.pk]), boxes)
        agreed = {"accepted_by": "Clare Chamberlain, Chief Executive", "timetables": "monthly_return"}
        agreed |= day("accepted_on", "4/3/2019") | day("begins_on", "1/4/2019") | {"carry_over": "none"}
        agreed |= {"seen": "0", "non_working_days": "next"}
        assert fatima.client.post(reverse("agreement_add", args=[grant.pk]), agreed).status_code == 302
    rows = list(grant.obligations.order_by("due_on"))
    assert len(rows) == 12
    # 30 June 2019 was a Sunday.
    assert next(row.due_on for row in rows if row.due_on != row.printed_on) == date(2019, 7, 1)
    for place, row in enumerate(rows):
        _walk(row, place, fatima, cora)
    notice = grant.obligations.get(kind="underspend_notice")
    assert notice.note == "£250,000 was accepted for 2019/20; £230,000 is expected to be spent."
    with on(notice.due_on):
        for step in ("prepare", "send"):
            fatima.send(reverse("obligation_step", args=[notice.pk, step]), {}, having="seen")
    with on(date(2020, 5, 6)):
        page = words(fatima.open(reverse("obligation_list") + f"?q={grant.code}").content.decode())
    assert "Underspend notice for 2019/20" in page
    assert "Late" not in page.partition("Done (13)")[2]
    assert _on_time(grant) == (11, 12)


def _walk(row: Obligation, place: int, fatima: Walker, cora: Walker) -> None:
    """One return in the browser: prepared, certified, sent; the fourth a day late."""
    address = {step: reverse("obligation_step", args=[row.pk, step]) for step in ("prepare", "certify", "send")}
    with on(row.due_on - timedelta(days=5)):
        typed = {"amount": "19,000.50"} | ({"forecast": "230,000"} if place == 9 else {"forecast": "250,000"})
        fatima.send(address["prepare"], typed, having="seen")
        if place == 0:
            assert fatima.client.get(address["certify"]).status_code == 403
        page = cora.send(address["certify"], {"password": PASSWORD}, having="seen").content.decode()
        assert "is recorded as certified" in page
    with on(row.due_on + timedelta(days=1) if place == 3 else row.due_on - timedelta(days=1)):
        fatima.send(address["send"], {}, having="seen")


def _on_time(grant: Grant) -> tuple[int, int]:
    """How many of a grant's monthly returns were sent on time, of how many."""
    return grant.obligations.filter(kind="monthly_return").with_status().punctuality(date(2020, 5, 6))
