"""The money of a paper that continues another about the same grant: each tranche belongs to one decision."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from decisions.checked_paper import problems_of
from decisions.composing import compose
from decisions.money import changed_figures, tranches_of
from figures.years import FinancialYear
from grants.actions import TrancheFacts, save_tranches
from grants.models import Grant
from tests.decisions.papers import AT, HOUR, approved, checked, draft
from tests.people import People

pytestmark = pytest.mark.django_db
FUND = "Police Transformation Fund"


def offer(grant: Grant, people: People, *years: int) -> Grant:
    """£250,000 offered in each of these years."""
    rows = [TrancheFacts(year=FinancialYear(y), fund=FUND, offered=Decimal(250000)) for y in years]
    grant.refresh_from_db()
    return save_tranches(grant=grant, seen=grant.version, rows=rows, by=people.fatima, at=AT + 6 * HOUR)


RECOMMENDATION = {
    "text": "Accept the offer of £250,000 for 2020/21 from the Home Office.",
    "action": "accept_offer",
    "amount": Decimal(250000),
    "up_to": False,
    "power": "Scheme of Delegation and Consent, paragraph 4.8 (grant offers)",
}


def test_a_further_year_of_a_grant_is_the_money_of_the_paper_that_continues(people: People) -> None:
    first = approved(people)
    grant = offer(first.decision_grants.get().grant, people, 2018, 2019, 2020)
    link = {"rows": [{"kind": "continues", "earlier_reference": first.reference_words}]}
    recommendations = {"rows": [RECOMMENDATION | {"grant": grant.pk}]}
    paper = draft(people, grant=grant, earlier=link, recommendations=recommendations)
    assert [str(t.year) for t in tranches_of(paper)] == ["2020/21"]
    assert [t.financial_year for t in compose(paper, AT.date()).tranches] == ["2020/21"]
    assert [p.code for p in problems_of(paper, AT.date()) if p.code == "sum-differs"] == []


def test_a_paper_that_replaces_states_all_the_money_again(people: People) -> None:
    first = approved(people)
    grant = offer(first.decision_grants.get().grant, people, 2018, 2019, 2020)
    link = {"rows": [{"kind": "replaces", "earlier_reference": first.reference_words}]}
    assert len(tranches_of(draft(people, grant=grant, earlier=link))) == 3


def test_a_tranche_whose_amount_changed_is_stated_again(people: People) -> None:
    first = approved(people)
    grant = first.decision_grants.get().grant
    rows = [TrancheFacts(year=FinancialYear(2018), fund=FUND, offered=Decimal(260000))]
    save_tranches(grant=grant, seen=grant.version, rows=rows, by=people.fatima, at=AT + 6 * HOUR)
    link = {"rows": [{"kind": "continues", "earlier_reference": first.reference_words}]}
    assert [t.offered for t in tranches_of(draft(people, grant=grant, earlier=link))] == [Decimal(260000)]


def test_whoever_signs_is_told_which_figures_changed_after_the_paper_was_submitted(people: People) -> None:
    paper = checked(people)
    assert changed_figures(paper) == []
    client = Client()
    client.force_login(people.clare)
    address = reverse("desk:decision_step", args=[paper.pk, "endorse"])
    assert "have changed since this was submitted" not in client.get(address).content.decode()
    grant = offer(paper.decision_grants.get().grant, people, 2020)
    page = client.get(address).content.decode()
    assert "The grant’s figures have changed since this was submitted." in page
    for sentence in changed_figures(paper):
        assert sentence in page
    assert changed_figures(paper)[-1] == f"{grant.code}, 2020/21, {FUND}: nothing in the paper, £250,000 offered now."
    assert f"{FUND}: £250,000 offered in the paper, nothing now." in page
