"""Dev enters a decision from before the register at the page: shown as read, confirmed, then published."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Proposal
from accounts.proposals.actions import drop
from audit.models import Event
from book.models import Entry
from components.refusals import Refused
from decisions.models import Decision
from tests.decisions import papers
from tests.decisions.desk.conftest import NOW, As
from tests.decisions.desk.typing import PASSWORD, filled
from tests.intake.parsing.papers import CORPUS
from tests.people import People, confirmed


def uploaded(client: Client, name: str) -> tuple[str, Any]:
    """Bring a paper of the corpus: the address of what was read, and its page."""
    sent = {"upload": SimpleUploadedFile(name, (CORPUS / name).read_bytes())}
    page = client.post("/desk/import/", sent, follow=True)
    return page.request["PATH_INFO"], page


@pytest.mark.committed
def test_dev_proposes_what_was_read_and_it_is_published_when_dora_confirms(people: People, signed_in: As):
    dev, dora = signed_in(people.dev), signed_in(people.dora)
    at, page = uploaded(dev, "labels_on_two_lines.txt")
    shown = page.content.decode()
    assert "PCD 311 (line " in shown
    assert "3 November 2017 (line " in shown
    assert "Begin the draft" not in shown
    page = dev.post(at, filled(page, having="make", compared="on"), follow=True)
    assert "published when a second person confirms it" in page.content.decode()
    where = page.request["PATH_INFO"]
    assert dev.post(where, {"password": PASSWORD}).status_code == 403
    assert not Decision.objects.exists()
    assert "It waits for a second person" in dev.get(at).content.decode()
    assert dev.post(at, {"make": "published", "compared": "on"}).status_code == 422, "the same waits already"
    page = dora.get(where)
    assert "Date signed: 2017-11-03" in page.content.decode()
    assert dora.get(at).status_code == 200, "she compares it with the paper"
    assert dora.post(where, {"password": "wrong"}).status_code == 422
    assert dora.post(where, {"password": PASSWORD}).status_code == 302
    paper = Decision.objects.get()
    assert (paper.imported, str(paper.reference), paper.authorised_by) == (True, "PCD 311", people.dev)
    assert Entry.objects.using("book").get().key == "pcd311"
    assert Event.objects.get(verb="decision.import").actor_name == people.dev.name
    assert Client().get("/decisions/PCD-311/").status_code == 200
    assert "is in the register already" in uploaded(dev, "labels_on_two_lines.txt")[1].content.decode()


def test_an_earlier_decision_with_a_number_to_come_stops_no_paper(people: People, signed_in: As):
    dev, dora = signed_in(people.dev), signed_in(people.dora)
    number = papers.submitted(people).number
    assert number is not None
    text = (CORPUS / "labels_on_two_lines.txt").read_text().replace("PCD 311", f"PCD {number + 1}")
    page = dev.post("/desk/import/", {"upload": SimpleUploadedFile("paper.txt", text.encode())}, follow=True)
    page = dev.post(page.request["PATH_INFO"], filled(page, having="make", compared="on"), follow=True)
    assert dora.post(page.request["PATH_INFO"], {"password": PASSWORD}).status_code == 302
    assert papers.submitted(people).number == number + 2


def test_what_is_put_right_after_the_proposal_is_proposed_again(people: People, signed_in: As):
    dev = signed_in(people.dev)
    at, page = uploaded(dev, "labels_on_two_lines.txt")
    page = dev.post(at, filled(page, having="make", compared="on"), follow=True)
    facts = {"reference": "PCD 311", "title": "An approval that nobody gave", "decided_by": "Kaya Kent"}
    day = {"decided_on_day": "3", "decided_on_month": "11", "decided_on_year": "2017"}
    assert dev.post(f"{at}correct/", facts | day).status_code == 302
    with pytest.raises(Refused, match="was put right after this was proposed"):
        confirmed(Proposal.objects.get(verb="history.enter"), by=people.dora, at=NOW)
    drop(proposal=Proposal.objects.get(verb="history.enter"), by=people.dev, at=NOW)
    dev.post(at, {"make": "published", "compared": "on"})
    again = Proposal.objects.get(verb="history.enter", dropped_at=None)
    shown = signed_in(people.dora).get(f"/desk/proposals/{again.pk}/").content.decode()
    assert "Title: An approval that nobody gave" in shown
    assert "Title was typed by hand. It was read as:" in shown
    assert not Decision.objects.exists()


def test_without_the_confirmation_nothing_is_entered(people: People, signed_in: As):
    client = signed_in(people.dev)
    at, page = uploaded(client, "labels_on_two_lines.txt")
    page = client.post(at, filled(page, having="make"))
    assert page.status_code == 422
    assert "There is a problem" in (shown := page.content.decode())
    assert shown.count("tick that you have") == 2
    assert not Decision.objects.exists()


def test_a_paper_without_a_reference_says_why_it_cannot_be_entered(people: People, signed_in: As):
    client = signed_in(people.dev)
    at, page = uploaded(client, "only_another_reference.txt")
    assert "has no reference of its own" in page.content.decode()
    page = client.post(at, {"make": "published", "compared": "on"})
    assert page.status_code == 409
    assert "has no reference of its own" in page.content.decode()
    assert not Decision.objects.exists()


def test_fatima_enters_nothing_as_published_and_dev_begins_no_draft(people: People, signed_in: As):
    client = signed_in(people.fatima)
    at, page = uploaded(client, "labels_on_two_lines.txt")
    assert "Propose to publish it" not in page.content.decode()
    assert client.post(at, {"make": "published", "compared": "on"}).status_code == 403
    client = signed_in(people.dev)
    at, _ = uploaded(client, "labels_on_two_lines.txt")
    page = client.post(at, {"make": "draft"})
    assert page.status_code == 403
    assert "To write a paper you need the office" in page.content.decode()
    assert not Decision.objects.exists()


def test_no_link_of_the_page_leads_dev_to_a_refusal(people: People, signed_in: As):
    client = signed_in(people.dev)
    uploaded(client, "labels_on_two_lines.txt")
    links = set(re.findall(r'href="(/desk/[^"]*)"', client.get("/desk/import/").content.decode()))
    assert "/desk/decisions/" in links
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
