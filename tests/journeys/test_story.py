"""The whole story of two decisions: from a bid to a sealed, published page, and the paper that continues it."""

import json
from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse

from components.clock import held_at
from decisions.models import Decision
from tests.decisions.desk.typing import filled
from tests.journeys.story import FIRST, FURTHER_YEAR, MARKER, PART_2, PASSWORD, SECOND, TEAM, TOOLS, moment
from tests.journeys.walking import Walker, decide_and_publish, enter_grant, take, write
from tests.people import People, make_people


@pytest.fixture
def people() -> People:
    """Everybody; those who sign have passwords."""
    everybody = make_people()
    for person in (everybody.clare, everybody.kaya, everybody.dora):
        person.set_password(PASSWORD)
        person.save()
    return everybody


def first_paper(people: People) -> Decision:
    """PCD 510's facts, entered by Fatima and decided."""
    with held_at(moment("2018-11-14 09:30")):
        grants = [enter_grant(people, TEAM), enter_grant(people, TOOLS)]
        paper = write(people, FIRST, grants)
        recommendations = reverse("desk:decision_part", args=[paper.pk, "recommendations"])
        each = {f"rows-{number}-grant": str(grant.pk) for number, grant in enumerate(grants)}
        Walker(people.fatima).send(recommendations, each)
        Walker(people.fatima).send(reverse("desk:decision_part_2", args=[paper.pk]), PART_2)
    decide_and_publish(people, paper, FIRST)
    paper.refresh_from_db()
    return paper


@pytest.mark.postgres15
@pytest.mark.committed
def test_pcd_510_goes_from_bid_to_published_page_and_pcd_815_continues_it(people: People) -> None:
    paper = first_paper(people)
    _read_as_the_public(paper)
    _accept_what_was_approved(people, paper)
    later = _continue(people, paper)
    _read_the_thread(paper, later)


def _read_as_the_public(paper: Decision) -> None:
    """Anybody reads the page, the data and the paper, and finds the facts that were typed."""
    public, slug = Client(), "PCD-1901"
    page = public.get(f"/decisions/{slug}/")
    text = page.content.decode()
    assert page.status_code == 200
    for fact in ("£500,000", "£120,000", "£250,000", "2018/19", "2019/20", "17 December 2018", "Kaya Kent", "PCD 1901"):
        assert fact in text, fact
    data = public.get(f"/decisions/{slug}.json").content
    assert data == bytes(paper.part1 or b"")
    part1 = json.loads(data)
    assert [r["amount"] for r in part1["recommendations"]] == ["500000.00", "120000.00"]
    assert [(t["financial_year"], t["bid"], t["offered"]) for t in part1["tranches"]] == [
        ("2018/19", None, "250000.00"),
        ("2019/20", None, "250000.00"),
        ("2018/19", "120000.00", None),
    ]
    assert part1["tranches"][2]["fund_as_written"] == "Innovation Fund"
    assert [(s["office"]["key"], s["on"]) for s in part1["signatures"]] == [
        ("endorser", "2018-12-12"),
        ("decider", "2018-12-17"),
    ]
    assert part1["report"]["needed_by"] == "2018-12-13"
    pdf = public.get(f"/decisions/{slug}/decision.pdf").content
    assert sha256(pdf).hexdigest() == paper.sealed_paper.sha256
    for body in (page.content, data, pdf, public.get("/decisions/").content):
        assert MARKER.encode() not in body


def _accept_what_was_approved(people: People, paper: Decision) -> None:
    """Fatima records the outcome: within what was approved, and not beyond."""
    grant = paper.decision_grants.all()[0].grant
    address = reverse("grant_outcome", args=[grant.pk])
    boxes = [f"accepted-{tranche.pk}" for tranche in grant.tranches.all()]
    fatima = Walker(people.fatima)
    with held_at(moment("2019-01-08 10:00")):
        too_much = filled(fatima.open(address), **{boxes[0]: "250,000", boxes[1]: "250,001"})
        refused = fatima.client.post(address, too_much)
        assert refused.status_code == 422
        assert "PCD 1901 allows up to £500,000" in refused.content.decode()
        page = fatima.send(address, {boxes[0]: "250,000", boxes[1]: "250,000"})
        assert "£500,000 accepted" in page.content.decode()


def _continue(people: People, earlier: Decision) -> Decision:
    """PCD 815's facts: another year's money from the same fund, in a paper that continues the first."""
    with held_at(moment("2020-07-06 09:00")):
        grant = enter_grant(people, FURTHER_YEAR)
        assert grant.tranches.get().fund == earlier.decision_grants.all()[0].grant.tranches.all()[0].fund
        later = write(people, SECOND, [grant], earlier=[{"kind": "continues", "earlier_reference": "pcd-1901"}])
    decide_and_publish(people, later, SECOND)
    later.refresh_from_db()
    return later


def _read_the_thread(first: Decision, second: Decision) -> None:
    """Both pages name each other, and the thread shows the money of both by year."""
    public = Client()
    assert "PCD 1902" in public.get("/decisions/PCD-1901/").content.decode()
    assert "PCD 1901" in public.get("/decisions/PCD-1902/").content.decode()
    thread = public.get("/threads/PCD-1901/").content.decode()
    for words in ("PCD 1901", "PCD 1902", "2018/19", "2019/20", "2020/21", "£120,000"):
        assert words in thread, words
    assert json.loads(public.get("/decisions/PCD-1902.json").content)["links"] == [
        {"kind": "continues", "reference": "PCD 1901"}
    ]


@pytest.mark.postgres15
@pytest.mark.committed
def test_a_paper_is_sent_back_mended_refused_and_its_refusal_published(people: People) -> None:
    with held_at(moment("2018-11-14 09:30")):
        paper = write(people, FIRST, [enter_grant(people, TEAM)])
        Walker(people.fatima).send(reverse("desk:decision_part", args=[paper.pk, "part-2"]), {"part_2": "no"})
    with held_at(FIRST.submitted_at):
        take(people.fatima, paper, "submit")
        take(people.dev, paper, "send_back", note="Say who pays after the second year.")
        page = Walker(people.fatima).open(reverse("desk:desk_home")).content.decode()
        assert "Sent back" in page
        text = {"text": "The Home Office pays for two years; afterwards the unit pays."}
        Walker(people.fatima).send(reverse("desk:decision_part", args=[paper.pk, "financial"]), text)
        take(people.fatima, paper, "submit")
        take(people.dev, paper, "check")
    with held_at(FIRST.endorsed_at):
        take(people.clare, paper, "endorse", password=PASSWORD)
    with held_at(FIRST.decided_at):
        take(people.kaya, paper, "refuse", password=PASSWORD, has_interests="no", note="The board must see it first.")
        take(people.dora, paper, "publish")
    public = Client().get("/decisions/PCD-1901/").content.decode()
    assert "Refused" in public
    assert "The board must see it first." in public
    paper.refresh_from_db()
    assert paper.round == 2
