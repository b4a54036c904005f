"""The desk's page for the end of the register."""

import pytest
from django.test import Client

from accounts.models import Proposal
from tests.people import People

pytestmark = pytest.mark.django_db

GIVEN = {"successor_name": "Board", "successor_address": "https://board.example", "reason": "An Act says so."}


def test_staff_propose_it_on_a_page_and_what_was_typed_wrongly_is_said(client: Client, people: People) -> None:
    for person in (people.fatima, people.kaya, people.olu):
        client.force_login(person)
        assert client.get("/desk/service/closing/").status_code == 403
    client.force_login(people.dev)
    assert "It cannot be undone" in client.get("/desk/service/closing/").content.decode()
    refused = client.post("/desk/service/closing/", GIVEN | {"successor_address": "board.example"})
    assert refused.status_code == 422
    assert "beginning with https" in refused.content.decode()
    assert 'value="board.example"' in refused.content.decode()
    page = client.post("/desk/service/closing/", GIVEN, follow=True).content.decode()
    assert "Nothing is closed until a second person confirms it." in page
    proposal = Proposal.objects.get(verb="register.close")
    client.force_login(people.clare)
    page = client.get(f"/desk/proposals/{proposal.pk}/").content.decode()
    assert "This register is closed. Board answers for it: https://board.example" in page
