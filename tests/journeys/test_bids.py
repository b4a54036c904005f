"""A bid that PCD 1901 approved is won in part: Fatima records the award, Dora publishes it, the thread shows it."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from components.clock import held_at
from components.refusals import NotAllowed, Refused
from figures.references import Reference
from figures.years import FinancialYear
from grants import actions
from grants.models import Grant, GrantOutcome
from publishing.actions.publish_outcome import publish_outcome
from publishing.bids import bids_without_outcome, outcomes_to_publish
from tests.decisions import papers
from tests.decisions.desk.typing import PASSWORD
from tests.decisions.papers import AT, HOUR
from tests.grants.making import allow
from tests.journeys.walking import Walker
from tests.people import People, make_people


def published_bid(people: People) -> Grant:
    """A published decision to bid for £120,000 in 2018/19."""
    facts = actions.GrantFacts(
        title="Tools", purpose="Tools for the team.", funder="Home Office", recipient="Metropolitan Police Service",
        direction="received", route="bid",
    )  # fmt: skip
    grant = actions.create_grant(facts=facts, by=people.fatima, at=AT)
    row = actions.TrancheFacts(year=FinancialYear(2018), fund="Police Transformation Fund", bid=Decimal(120000))
    grant = actions.save_tranches(grant=grant, seen=grant.version, rows=[row], by=people.fatima, at=AT)
    line = {
        "text": "Bid for £120,000.", "action": "approve_bid", "grant": grant.pk, "amount": Decimal(120000),
        "up_to": False, "power": "Paragraph 4.8",
    }  # fmt: skip
    papers.published(people, grant=grant, recommendations={"rows": [line]}, explained="The bid is for one year.")
    return grant


@pytest.mark.committed
def test_an_approved_bid_asks_for_its_outcome_until_it_is_recorded_and_published() -> None:
    people = make_people()
    people.dora.set_password(PASSWORD)
    people.dora.save()
    grant = published_bid(people)
    (bid,) = bids_without_outcome()
    fatima, dora = Walker(people.fatima), Walker(people.dora)
    with held_at(AT + 6 * HOUR):
        address = reverse("desk:decision_bid", args=[bid.decision_id, bid.number])
        assert address in fatima.open(reverse("desk:desk_home")).content.decode()
        typed = {
            "result": "in_part", "happened_on_day": "20", "happened_on_month": "11", "happened_on_year": "2018",
            f"offered-{grant.tranches.get().pk}": "£90,000",
        }  # fmt: skip
        page = fatima.send(address, typed).content.decode()
        assert "Won in part" in page
        assert "£90,000" in page
        assert not bids_without_outcome().exists()
        assert "Outcomes to publish" in dora.open(reverse("desk:desk_home")).content.decode()
        publication = reverse("desk:decision_publication", args=[bid.decision_id])
        words = {"record_outcome-statement": "The Home Office awarded £90,000.", "record_outcome-password": PASSWORD}
        page = dora.send(publication, words, having="record_outcome-statement").content.decode()
        assert "Outcomes published before" in page
        assert "Recommendation 1: The Home Office awarded £90,000." in page
        assert outcomes_to_publish() == []
        public = Client().get("/decisions/PCD-1901/").content.decode()
    assert "Recommendation 1: The Home Office awarded £90,000." in public
    assert grant.tranches.get().offered == 90000


@pytest.mark.django_db
def test_nobody_publishes_that_a_bid_was_lost_unless_somebody_else_recorded_it(people: People) -> None:
    grant = published_bid(people)
    facts: dict[str, Any] = {
        "reference": Reference.parse("PCD 1901"), "grant": grant, "result": "unsuccessful", "happened_on": AT.date(),
        "statement": "The bid was not successful.", "at": AT + 7 * HOUR,
    }  # fmt: skip

    def record(by: Person) -> None:
        actions.record_bid(
            grant=grant, seen=Grant.objects.get(pk=grant.pk).version, reference="PCD 1901", recommendation=1,
            result="lost", offered={}, happened_on=AT.date(), by=by, at=AT + 6 * HOUR,
        )  # fmt: skip

    with pytest.raises(NotAllowed, match="Nobody else has recorded"):
        publish_outcome(**facts, by=people.dora)
    record(people.dora)
    with pytest.raises(NotAllowed, match="Nobody else has recorded"):
        publish_outcome(**facts, by=people.dora)
    publish_outcome(**facts, by=people.dev)


@pytest.mark.django_db
def test_a_lost_bid_awards_nothing_and_an_award_names_its_amounts(people: People) -> None:
    grant = published_bid(people)
    grant.refresh_from_db()
    tranche = grant.tranches.get()
    for result, amount, sentence in (
        ("won", None, "Enter what was awarded"),
        ("lost", Decimal(1), "Nothing is awarded when a bid is lost"),
    ):
        with pytest.raises(Refused, match=sentence):
            actions.record_bid(
                grant=grant, seen=grant.version, reference="PCD 1901", recommendation=1, result=result,
                offered={tranche.pk: amount}, happened_on=AT.date(), by=people.fatima, at=AT + 6 * HOUR,
            )  # fmt: skip


@pytest.mark.django_db
def test_acceptance_comes_in_parts_until_the_rest_is_said_not_to_come(people: People) -> None:
    grant = papers.home_office_grant(people)
    allow(people, grant, 500000)
    first, second = grant.tranches.all()

    def record(accepted: dict[int, Decimal], no_more: str = "") -> Grant:
        return actions.record_outcome(
            grant=grant, seen=Grant.objects.get(pk=grant.pk).version, accepted=accepted, no_more=no_more,
            by=people.fatima, at=AT + 6 * HOUR,
        )  # fmt: skip

    record({first.pk: Decimal(250000)})
    assert Grant.objects.get(pk=grant.pk).is_acceptance_open()
    record({second.pk: Decimal(100000)}, no_more="The Home Office ended the programme.")
    assert not Grant.objects.get(pk=grant.pk).is_acceptance_open()
    assert [row.result for row in GrantOutcome.objects.all()] == ["accepted", "no_more"]
