"""What officers decide under delegation: a short form at the desk, a sealed record, and the list of its quarter."""

import csv
import io
import json
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import Person, Proposal
from book.models import Entry
from components.clock import now
from components.refusals import NotAllowed, Refused
from decisions.models import Decision
from delegated.actions import enter_delegated, propose_delegated
from delegated.record import DelegatedFacts
from profiles import Power, current
from publishing.actions.release import propose_expunging
from tests.decisions import papers
from tests.people import People, confirmed
from tests.profile.active import use

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
FACTS = DelegatedFacts(
    title="Counter-terrorism equipment",
    decision="Award £40,000 for rescue equipment at two stations.",
    reasons="The equipment replaces what is out of date.",
    officer="Robin Castle",
    post="Chief Executive",
    decided_on=date(2026, 10, 5),
    delegation="Scheme of Delegation, paragraph 1.7",
    given_by="PCD 740",
    amount=Decimal("40000.00"),
)
FORM = {
    "title": FACTS.title,
    "decision": FACTS.decision,
    "reasons": FACTS.reasons,
    "amount": "40,000",
    "officer": FACTS.officer,
    "post": FACTS.post,
    "decided_on_day": "5",
    "decided_on_month": "10",
    "decided_on_year": "2026",
    "delegation": FACTS.delegation,
    "given_by": FACTS.given_by,
}

pytestmark = pytest.mark.committed


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_the_short_form_publishes_a_sealed_record_in_the_list_of_its_quarter(people: People, tmp_path: Path) -> None:
    dev, public = signed_in(people.dev), Client()
    assert "Enter a decision under delegation" in dev.get("/desk/delegated/").content.decode()
    missing = dev.post("/desk/delegated/add/", FORM | {"officer": ""})
    assert missing.status_code == 422
    assert "Give the name of the officer who decided." in missing.content.decode()
    page = dev.post("/desk/delegated/add/", FORM, follow=True).content.decode()
    assert "published when a second person confirms it" in page
    assert "Award £40,000 for rescue equipment at two stations." in page
    assert "Counter-terrorism" not in text(public, "/delegated/2026-q3/"), "one person alone publishes nothing"
    proposal = Proposal.objects.get(verb="delegated.enter")
    with pytest.raises(NotAllowed, match="proposed this yourself"):
        confirmed(proposal, by=people.dev, at=now())
    with pytest.raises(NotAllowed):
        confirmed(proposal, by=people.ada, at=now())
    confirmed(proposal, by=people.dora, at=now())
    quarter = text(public, "/delegated/2026-q3/")
    assert "Decisions under delegation, October to December 2026" in quarter
    assert "Counter-terrorism equipment" in quarter
    assert "£40,000" in quarter
    (row,) = csv.DictReader(io.StringIO(public.get("/delegated/2026-q3.csv").content.decode("utf-8-sig")))
    assert (row["reference"], row["decided"], row["decidedBy"]) == ("DEL 2026-27/001", "2026-10-05", "Robin Castle")
    assert "No decision under delegation was published of this quarter." in text(public, "/delegated/2026-q2/")
    assert "October to December 2026</a>: 1 decision" in text(public, "/delegated/")
    assert public.get("/delegated/2199-q1/").status_code == 404
    assert public.get("/delegated/2026-q5/").status_code == 404
    assert "DEL 2026-27/001" in public.get("/delegated.atom").content.decode()
    data = json.loads(public.get("/decisions/DEL-2026-27-001.json").content)
    assert data["kind"] == {"key": "delegated", "label": "Taken by an officer under delegation"}
    assert data["refers_to"] == ["PCD 740"]
    (tmp_path / "record.pdf").write_bytes(b"".join(public.get("/decisions/DEL-2026-27-001/decision.pdf")))
    run = subprocess.run(["pdftotext", "-raw", str(tmp_path / "record.pdf"), "-"], capture_output=True, text=True)
    words = " ".join(run.stdout.split())
    assert "Taken by an officer under delegation" in words
    assert "Chief Executive: Scheme of Delegation, paragraph 1.7, by PCD 740" in words
    assert "recorded in the register by Dev" in words
    assert "Originating officer" not in words
    desk = Decision.objects.get(series="DEL")
    for page in ("", "paper/", "publication/"):
        assert dev.get(f"/desk/decisions/{desk.pk}/{page}").status_code == 200


def test_numbers_of_delegated_decisions_and_of_papers_do_not_mix(people: People) -> None:
    first = enter_delegated(facts=FACTS, by=people.dev, at=AT)
    paper = papers.approved(people)
    second = enter_delegated(facts=replace(FACTS, decided_on=date(2026, 10, 6)), by=people.dev, at=AT)
    assert [first.reference_words, second.reference_words] == ["DEL 2026-27/001", "DEL 2026-27/002"]
    assert paper.series == "PCD"


def test_what_the_law_orders_removed_is_not_left_in_what_was_proposed(people: People) -> None:
    proposal = propose_delegated(facts=FACTS, by=people.dev, at=AT)
    confirmed(proposal, by=people.dora, at=AT)
    number = Entry.objects.using("default").get(kind="decision").number
    confirmed(propose_expunging(number=number, reason="A court order.", by=people.dev, at=AT), by=people.ada, at=AT)
    assert Proposal.objects.get(pk=proposal.pk).arguments == {"decided_on": "2026-10-05"}


def test_a_delegation_that_no_decision_gave_is_said(people: People) -> None:
    decision = enter_delegated(facts=replace(FACTS, given_by=""), by=people.dev, at=AT)
    page = Client().get(f"/decisions/{decision.reference.slug}/" if decision.reference else "").content.decode()
    assert "No decision is recorded that gave this delegation." in page


def test_what_an_officer_may_not_decide_or_staff_may_not_enter_is_refused(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotAllowed, match="you need the office"):
        enter_delegated(facts=FACTS, by=people.fatima, at=AT)
    with pytest.raises(Refused, match="is to come"):
        enter_delegated(facts=replace(FACTS, decided_on=date(2026, 12, 1)), by=people.dev, at=AT)
    power = Power("award", FACTS.delegation, "endorser", limit=30_000, ends=date(2026, 10, 31))
    use(monkeypatch, replace(current(), powers=(*current().powers, power)))
    with pytest.raises(Refused, match=r"£40,000 is beyond .* which ends at £30,000"):
        enter_delegated(facts=FACTS, by=people.dev, at=AT)
    with pytest.raises(Refused, match="was not in force on 1 November 2026"):
        enter_delegated(facts=replace(FACTS, decided_on=date(2026, 11, 1)), by=people.dev, at=AT)
    told = "As the officers of the two stations said in the talk of last week."
    papers.paper_with(people, told)
    with pytest.raises(Refused, match="confidential Part 2"):
        enter_delegated(facts=replace(FACTS, given_by=told, amount=Decimal(1)), by=people.dev, at=AT)
    papers.paper_with(people, FACTS.reasons)
    with pytest.raises(Refused, match="confidential Part 2"):
        enter_delegated(facts=replace(FACTS, amount=Decimal(1)), by=people.dev, at=AT)
