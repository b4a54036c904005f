"""Kaya decides PCD 1901 line by line, with a condition; the public reads it, and the grant waits until it is met."""

import pytest
from django.test import Client
from django.urls import reverse

from components.clock import held_at
from decisions.models import Status
from grants.models import Grant
from tests.decisions import papers
from tests.decisions.desk.typing import PASSWORD
from tests.decisions.papers import AT, HOUR
from tests.journeys.walking import Walker, take
from tests.people import make_people

CONDITION = "The Home Office confirms the second year in writing."


@pytest.mark.committed
def test_a_paper_is_approved_with_a_condition_and_money_waits_until_it_is_met() -> None:
    people = make_people()
    for person in (people.kaya, people.dora):
        person.set_password(PASSWORD)
        person.save()
    paper = papers.endorsed(people)
    kaya = Walker(people.kaya)
    with held_at(AT + 4 * HOUR):
        typed = {
            "recommendation-1-outcome": "approved_with_changes",
            "recommendation-1-amount": "£400,000",
            "conditions-0-text": CONDITION,
            "conditions-0-recommendation": "1",
            "conditions-0-whose": "Strategic Finance",
            "conditions-0-before": "acceptance",
        }
        page = kaya.send(reverse("desk:decision_rulings", args=[paper.pk]), typed)
        words = page.content.decode()
        assert "Approved with changes" in words
        assert "£400,000" in words
        assert CONDITION in words
        take(people.kaya, paper, "approve", password=PASSWORD, has_interests="no")
    paper.refresh_from_db()
    assert paper.status == Status.APPROVED
    with held_at(AT + 5 * HOUR):
        take(people.dora, paper, "publish")
        public = Client().get("/decisions/PCD-1901/").content.decode()
    assert "Approved with changes and with conditions" in public
    assert public.index(CONDITION) < public.index("Executive summary</h2>"), "conditions stand at the top"
    grant, fatima = Grant.objects.get(), Walker(people.fatima)
    outcome = reverse("grant_outcome", args=[grant.pk])
    tranche = grant.tranches.all()[0]
    with held_at(AT + 6 * HOUR):
        page = fatima.open(reverse("grant_page", args=[grant.pk]))
        assert "No money is accepted before it is met" in page.content.decode()
        conditions = reverse("desk:decision_conditions", args=[paper.pk])
        met = {
            "number": "1",
            "on_day": "20",
            "on_month": "11",
            "on_year": "2018",
            "evidence": "Letter of 20 November 2018.",
        }
        fatima.send(conditions, met, having="evidence")
        proposal = paper_proposal(conditions, fatima)
        Walker(people.dora).send(proposal, {"password": PASSWORD}, having="password")
        assert "Met on 20 November 2018" in fatima.open(conditions).content.decode()
        fatima.send(outcome, {f"accepted-{tranche.pk}": "200000"})
    tranche.refresh_from_db()
    assert tranche.accepted == 200000


def paper_proposal(address: str, walker: Walker) -> str:
    """The address of the proposal that waits on the page of conditions."""
    (proposal,) = walker.open(address).context["waiting"]
    return reverse("proposal_page", args=[proposal.pk])
