"""Dev enters a decision from before the register at the page: shown as read, confirmed, then published."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from audit.models import Event
from book.models import Entry
from decisions.models import Decision
from tests.decisions.desk.conftest import As
from tests.decisions.desk.typing import filled
from tests.intake.parsing.papers import CORPUS
from tests.people import People


def uploaded(client: Client, name: str) -> tuple[str, Any]:
    """Bring a paper of the corpus: the address of what was read, and its page."""
    sent = {"upload": SimpleUploadedFile(name, (CORPUS / name).read_bytes())}
    page = client.post("/desk/import/", sent, follow=True)
    return page.request["PATH_INFO"], page


@pytest.mark.committed
def test_dev_sees_what_was_read_confirms_it_and_it_is_published(people: People, signed_in: As):
    client = signed_in(people.dev)
    at, page = uploaded(client, "labels_on_two_lines.txt")
    shown = page.content.decode()
    assert "PCD 311 (line " in shown
    assert "3 November 2017 (line " in shown
    assert "Begin the draft" not in shown
    assert not Decision.objects.exists()
    page = client.post(at, filled(page, having="make", compared="on"), follow=True)
    paper = Decision.objects.get()
    assert "PCD 311 is entered as an earlier decision and published." in page.content.decode()
    assert (paper.imported, str(paper.reference)) == (True, "PCD 311")
    assert Entry.objects.using("book").get().key == "pcd311"
    assert Event.objects.get(verb="decision.import").actor_name == people.dev.name
    assert Client().get("/decisions/PCD-311/").status_code == 200
    client.post(at, {"make": "published", "compared": "on"})
    assert Decision.objects.count() == 1
    assert "is in the register already" in uploaded(client, "labels_on_two_lines.txt")[1].content.decode()


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
    assert "Enter and publish" not in page.content.decode()
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
