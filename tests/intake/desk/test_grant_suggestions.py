"""A draft begun from a paper is offered the money the paper tells of; nothing is entered without a tick."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from audit.models import Event
from decisions.models import Decision
from grants.models import Fund, Grant, Organisation
from tests.decisions.desk.conftest import As
from tests.decisions.desk.typing import filled
from tests.decisions.papers import home_office_grant
from tests.intake.parsing.papers import CORPUS
from tests.people import People

GRANT = {
    "title": "Night buses",
    "purpose": "Wardens on the night buses.",
    "direction": "received",
    "new_funder": "Home Office",
    "new_recipient": "Metropolitan Police Service",
    "route": "offer",
    "carry_over": "not_stated",
}


def begun(client: Client, name: str) -> str:
    """Begin a draft from a paper of the corpus; the address of the money found in it."""
    sent = {"upload": SimpleUploadedFile(name, (CORPUS / name).read_bytes())}
    at = client.post("/desk/import/", sent, follow=True).request["PATH_INFO"]
    client.post(at, {"make": "draft"})
    return reverse("intake:grant_suggestions", args=[Decision.objects.latest("pk").pk])


def test_fatima_sees_the_money_with_its_lines_and_nothing_is_entered_by_looking(people: People, signed_in: As):
    client = signed_in(people.fatima)
    at = begun(client, "saved_page.html")
    assert at in client.get(at.removesuffix("money/")).content.decode()
    shown = client.get(at).content.decode()
    for words in ("2023/24", "£340,000", "Offered", "Safer Transport Fund", "Line "):
        assert words in shown
    assert not Grant.objects.exists()


def test_what_fatima_ticks_becomes_a_grant_of_the_draft(people: People, signed_in: As):
    client = signed_in(people.fatima)
    at = begun(client, "saved_page.html")
    sent = filled(client.get(at), having="kind-0", **{"take-0": "on", **GRANT})
    assert sent["kind-0"] == "offered"
    assert sent["new-fund-0"] == "Safer Transport Fund"
    page = client.post(at, sent, follow=True)
    paper, grant = Decision.objects.get(), Grant.objects.get()
    assert [row.grant for row in paper.decision_grants.all()] == [grant]
    assert {recommendation.grant for recommendation in paper.recommendations.exclude(action="other")} == {grant}
    tranche = grant.tranches.get()
    assert (str(tranche.year), tranche.offered, tranche.bid) == ("2023/24", Decimal(340_000), None)
    assert (tranche.fund.name, grant.funder.name) == ("Safer Transport Fund", "Home Office")
    assert f"{grant.code} is entered" in page.content.decode()
    assert "Yes" in (again := client.get(at).content.decode())
    assert "take-0" not in again
    event = Event.objects.get(verb="decision.take_grant")
    assert grant.code in event.sentence
    client.post(at, sent)
    assert Grant.objects.count() == 1


def test_a_known_funder_and_fund_are_offered_and_the_papers_own_name_is_kept(people: People, signed_in: As):
    home_office_grant(people)
    fund = Fund.objects.get()
    client = signed_in(people.fatima)
    at = begun(client, "saved_page.html")
    typed = {"take-0": "on", "fund-0": str(fund.pk), "new-fund-0": "", **GRANT, "new_funder": "", "new_recipient": ""}
    typed["funder"] = str(Organisation.objects.get(name="Home Office").pk)
    typed["recipient"] = str(Organisation.objects.get(name="Metropolitan Police Service").pk)
    client.post(at, filled(client.get(at), having="kind-0", **typed))
    tranche = Grant.objects.latest("pk").tranches.get()
    assert (tranche.fund, tranche.fund_as_written) == (fund, "Safer Transport Fund")


def test_what_the_paper_says_of_the_grant_is_in_the_form_already(people: People, signed_in: As):
    home_office_grant(people)
    client = signed_in(people.fatima)
    at = begun(client, "summary_that_asks.txt")
    sent = filled(client.get(at), having="kind-0")
    assert (sent["direction"], sent["route"]) == ("received", "offer")
    assert sent["funder"] == str(Organisation.objects.get(name="Home Office").pk)
    assert "take-1" not in sent, "nothing is ticked beforehand"


def test_two_years_become_two_tranches_of_one_grant_and_the_rest_can_be_taken_later(people: People, signed_in: As):
    client = signed_in(people.fatima)
    at = begun(client, "summary_that_asks.txt")
    typed = {"take-1": "on", "take-2": "on", "new-fund-1": "Desk Fund", "new-fund-2": "Desk Fund", **GRANT}
    client.post(at, filled(client.get(at), having="kind-1", **typed))
    assert [(str(t.year), t.offered) for t in Grant.objects.get().tranches.all()] == [
        ("2030/31", Decimal(17_000)),
        ("2031/32", Decimal(565_000)),
    ]
    rest = client.get(at).content.decode()
    assert ("take-0" in rest, "take-1" in rest) == (True, False)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Tick the money that this grant holds."),
        ({"take-0": "on", "kind-0": ""}, "Choose what the £340,000 for 2023/24 is."),
        ({"take-0": "on", "new-fund-0": ""}, "Choose the fund from the list, or enter a new one beside it."),
        ({"take-0": "on", "new_funder": ""}, "Choose the funder from the list, or enter a new one beside it."),
        ({"take-0": "on", "new_recipient": "home office"}, "must be different organisations"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_entered(people: People, signed_in: As, typed: Any, says: str):
    client = signed_in(people.fatima)
    at = begun(client, "saved_page.html")
    page = client.post(at, filled(client.get(at), having="kind-0", **{**GRANT, **typed}))
    assert page.status_code == 422
    assert says in page.content.decode()
    assert not Grant.objects.exists()
    assert not Organisation.objects.exists()


def test_a_fund_of_another_funder_is_refused(people: People, signed_in: As):
    home_office_grant(people)
    client = signed_in(people.fatima)
    at = begun(client, "saved_page.html")
    typed = {"take-0": "on", "fund-0": str(Fund.objects.get().pk), "new-fund-0": "", **GRANT}
    page = client.post(at, filled(client.get(at), having="kind-0", **{**typed, "funder": "", "new_funder": "The Lido"}))
    assert "is a fund of Home Office, not of The Lido" in page.content.decode()
    assert Grant.objects.count() == 1


def test_the_same_money_told_twice_is_taken_once(people: People, signed_in: As):
    client = signed_in(people.fatima)
    at = begun(client, "summary_that_asks.txt")
    typed = {"take-0": "on", "take-1": "on", "new-fund-0": "Desk Fund", "new-fund-1": "Desk fund", **GRANT}
    page = client.post(at, filled(client.get(at), having="kind-0", **typed))
    assert "A row above has the same year, fund and kind." in page.content.decode()
    assert not Grant.objects.exists()


@pytest.mark.parametrize("who", ["abel", "clare", "dev"])
def test_who_enters_no_grants_or_writes_no_papers_takes_none(people: People, signed_in: As, who: str):
    client = signed_in(people.fatima)
    at = begun(client, "saved_page.html")
    sent = filled(client.get(at), having="kind-0", **{"take-0": "on", **GRANT})
    page = signed_in(getattr(people, who)).post(at, sent)
    assert page.status_code == 403
    assert "you need the office" in page.content.decode()
    assert not Grant.objects.exists()


def test_a_paper_without_money_by_year_offers_none(people: People, signed_in: As):
    client = signed_in(people.fatima)
    at = begun(client, "references_disagree.txt")
    assert "No money by year was found" in client.get(at).content.decode()
    assert at not in client.get(at.removesuffix("money/")).content.decode()
