"""The life of a grant: Fatima's bid and a direct offer walk through every state by what people do."""

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from components.clock import held_at
from components.refusals import Refused
from decisions import actions as decide
from decisions.models import Decision
from decisions.rulings import digest_to_sign
from figures.references import Reference
from figures.years import FinancialYear
from grants import actions
from grants.life import STATES, STEPS, Life, lives_of
from grants.models import ClosingTick, Grant
from grants.portfolio import portfolio
from publishing.bids import bids_without_outcome
from rulings.actions import RulingFacts, save_rulings
from tests.decisions import papers
from tests.decisions.papers import AT, HOUR
from tests.grants.agreeing import agree
from tests.grants.making import allow, make_grant
from tests.people import PROOF, People

ROOT = Path(__file__).parents[2]
TODAY, NEXT_YEAR, AFTER = AT.date(), date(2019, 4, 1), date(2020, 4, 1)


def life(grant: Grant, day: date = TODAY) -> Life:
    return lives_of([grant], day)[grant.pk]


def bid_for_tools(people: People) -> Grant:
    """A bid for £120,000 in 2019/20 that nobody has decided on."""
    facts = actions.GrantFacts(
        title="Tools", purpose="Tools for the team.", funder="Home Office", recipient="Metropolitan Police Service",
        direction="received", route="bid",
    )  # fmt: skip
    grant = actions.create_grant(facts=facts, by=people.fatima, at=AT)
    row = actions.TrancheFacts(year=FinancialYear(2019), fund="Police Transformation Fund", bid=Decimal(120000))
    return actions.save_tranches(grant=grant, seen=grant.version, rows=[row], by=people.fatima, at=AT)


def approve_bid(people: People, grant: Grant) -> str:
    """The decision that approves the bid; its reference."""
    line = {
        "text": "Bid for £120,000.", "action": "approve_bid", "grant": grant.pk, "amount": Decimal(120000),
        "up_to": False, "power": "Paragraph 4.8",
    }  # fmt: skip
    paper = papers.approved(people, grant=grant, recommendations={"rows": [line]}, explained="The bid is for one year.")
    return paper.reference_words


@pytest.mark.django_db
def test_whoever_sends_a_bid_is_told_the_lower_amount_that_was_decided(people: People):
    grant = bid_for_tools(people)
    line = {
        "text": "Bid for £120,000.", "action": "approve_bid", "grant": grant.pk, "amount": Decimal(120000),
        "up_to": False, "power": "Paragraph 4.8",
    }  # fmt: skip
    paper = papers.endorsed(people, grant=grant, recommendations={"rows": [line]}, explained="The bid is for one year.")
    less = RulingFacts(outcome="approved_with_changes", amount=Decimal(100000), text="Without the training.")
    save_rulings(decision=paper, seen=paper.version, rulings={1: less}, conditions=(), by=people.kaya, at=AT + 4 * HOUR)
    signing = papers.signing(paper) | {"rulings": digest_to_sign(paper, "approve")}
    decide.approve(**signing, by=people.kaya, at=AT + 4 * HOUR)
    assert life(grant).steps()[1]["note"] == f"{paper.reference_words}, £100,000"
    client = Client()
    client.force_login(people.fatima)
    page = client.get(life(grant).next_href).content.decode()
    assert "Approved with changes: £100,000." in page
    assert "Without the training." in page


def answer(people: People, grant: Grant, reference: str, result: str, offered: int | None = None) -> None:
    grant.refresh_from_db()
    amount = Decimal(offered) if offered is not None else None
    actions.record_bid(
        grant=grant, seen=grant.version, reference=reference, recommendation=1, result=result,
        offered={grant.tranches.get().pk: amount}, happened_on=TODAY, by=people.fatima, at=AT + 6 * HOUR,
    )  # fmt: skip


def accept(people: People, grant: Grant, amount: int) -> None:
    grant.refresh_from_db()
    first = grant.tranches.all()[0]
    actions.record_outcome(
        grant=grant, seen=grant.version, accepted={first.pk: Decimal(amount)}, by=people.fatima, at=AT + 6 * HOUR
    )


def close(people: People, grant: Grant, year: FinancialYear) -> None:
    at = AT + timedelta(days=600)
    for item in ClosingTick.Item.values:
        actions.tick_off(grant=grant, year=year, item=item, by=people.fatima, at=at)
    actions.close_year(grant=grant, year=year, proof=PROOF, by=people.cora, at=at)


@pytest.mark.django_db
def test_a_bid_walks_through_every_state_to_its_closed_year(people: People):
    grant = bid_for_tools(people)
    passed = [life(grant).state.key]
    assert life(grant).next_href == reverse("desk:decision_add") + f"?grant={grant.pk}"
    reference = approve_bid(people, grant)
    passed += [life(grant).state.key, life(grant, NEXT_YEAR).state.key]
    paper = Decision.objects.get(reference_key=Reference.parse(reference).key)
    assert life(grant).next_href == reverse("desk:decision_bid", args=[paper.pk, 1])
    answer(people, grant, reference, "in_part", 90_000)
    passed.append(life(grant).state.key)
    agree(grant, people.fatima, accepted_on=None, accepted_by="", sent_on=TODAY)
    passed.append(life(grant).state.key)
    allow(people, grant, 90_000)
    passed.append(life(grant).state.key)
    accept(people, grant, 90_000)
    passed += [life(grant, day).state.key for day in (TODAY, NEXT_YEAR, AFTER)]
    close(people, grant, FinancialYear(2019))
    passed.append(life(grant, AFTER).state.key)
    assert passed == [
        "planned", "bid_approved", "not_told", "won_in_part", "offered", "acceptance_approved", "agreement_accepted",
        "active", "ended", "closed",
    ]  # fmt: skip
    table = {state.key: state for state in STATES}
    for before, state in pairwise(passed):
        assert before in table[state].reached_from


@pytest.mark.django_db
@pytest.mark.parametrize("result", ["lost", "withdrawn"])
def test_after_a_bid_that_came_to_nothing_nothing_is_left_to_do(people: People, result: str):
    grant = bid_for_tools(people)
    answer(people, grant, approve_bid(people, grant), result)
    ended = life(grant, NEXT_YEAR)
    assert (ended.state.key, ended.next_href) == (result, "")
    assert [step["text"] for step in ended.steps()] == ["Planned", "Bid approved", "Submitted", "Outcome"]


@pytest.mark.django_db
def test_a_direct_offer_begins_at_offered_and_walks_to_its_closed_year(people: People):
    grant = make_grant(people.fatima)
    passed = [life(grant).state.key]
    allow(people, grant, 500_000)
    passed.append(life(grant).state.key)
    assert life(grant).next_href == reverse("grant_outcome", args=[grant.pk])
    accept(people, grant, 250_000)
    passed += [life(grant, day).state.key for day in (date(2018, 3, 31), TODAY, NEXT_YEAR)]
    close(people, grant, FinancialYear(2018))
    passed.append(life(grant, NEXT_YEAR).state.key)
    assert passed == list(STEPS["offer"])
    # Money was accepted without a recorded agreement: the step says so instead of pretending one.
    notes = {step["text"]: step.get("note", "") for step in life(grant, NEXT_YEAR).steps()}
    assert (notes["Acceptance approved"], notes["Agreement accepted"]) == ("", "no agreement recorded")


@pytest.mark.django_db
def test_the_page_marks_the_step_says_what_is_next_and_the_portfolio_groups_by_it(people: People):
    grant = make_grant(people.fatima)
    other = bid_for_tools(people)
    client = Client()
    with held_at(AT + 7 * HOUR):
        client.force_login(people.fatima)
        page = client.get(reverse("grant_page", args=[grant.pk])).content.decode()
    assert re.search(r'aria-current="step">\s*Offered', page)
    start = f'href="{reverse("desk:decision_add")}?grant={grant.pk}">Draft the decision to accept the offer.</a>'
    assert start in page
    # Dev may enter grants and begins no papers: what is next is said to him without leading him to a refusal.
    with held_at(AT + 7 * HOUR):
        client.force_login(people.dev)
        page = client.get(reverse("grant_page", args=[grant.pk])).content.decode()
    assert "<strong>Next:</strong> Draft the decision to accept the offer.</p>" in page
    assert [group.name for group in portfolio(by="stage", day=TODAY).groups] == ["Planned", "Offered"]
    with CaptureQueriesContext(connection) as queries:
        lives_of([grant, other], TODAY)
    assert len(queries) == 3


@pytest.mark.django_db
def test_a_bid_without_an_answer_after_its_date_is_overdue_on_the_first_page(people: People):
    grant = bid_for_tools(people)
    approve_bid(people, grant)
    client = Client()
    late = "The first year of the bid’s money has begun and no answer is recorded."
    for moment, is_late in ((AT + 7 * HOUR, False), (AT + timedelta(days=200), True)):
        with held_at(moment):
            client.force_login(people.fatima)
            page = client.get(reverse("desk:desk_home")).content.decode()
        assert grant.code in page
        assert (late in page) is is_late


def test_the_document_shows_the_table_as_it_is():
    labels = {state.key: state.label for state in STATES}
    rows = [
        f"| {state.label} | {', '.join(labels[key] for key in state.reached_from) or '–'} | {state.fact} "
        f"| {state.next_words} |"
        for state in STATES
    ]
    written = [line for line in (ROOT / "docs/grants.md").read_text().splitlines() if line.startswith("| ")]
    assert written[1:] == rows


@pytest.mark.django_db
def test_that_a_bid_was_sent_is_a_step_of_its_own_and_no_answer(people: People):
    grant = bid_for_tools(people)
    reference = approve_bid(people, grant)
    answer(people, grant, reference, "submitted")
    sent = life(grant)
    assert sent.state.key == "submitted"
    assert sent.steps()[2] == {"text": "Submitted", "state": "now", "on": "20 November 2018"}
    assert life(grant, NEXT_YEAR).state.key == "not_told"
    assert [bid.grant for bid in bids_without_outcome()] == [grant], "it is still asked about"
    answer(people, grant, reference, "lost")
    assert life(grant).state.key == "lost"
    assert not bids_without_outcome().exists()
    with pytest.raises(Refused, match="Nothing is awarded when a bid is sent"):
        answer(people, grant, reference, "submitted", 5)


@pytest.mark.django_db
def test_a_grant_says_through_whom_it_passes_and_with_whom_it_is_joint(people: People, client: Client):
    grant = make_grant(people.fatima)
    client.force_login(people.fatima)
    with held_at(AT):
        typed = {"through": "Greater London Authority\nLondon Councils", "joint": "City of London Police"}
        address = reverse("grant_bodies", args=[grant.pk])
        assert client.post(address, typed | {"seen": grant.version}).status_code == 302
        page = " ".join(
            re.sub(r"<[^>]+>", " ", client.get(reverse("grant_page", args=[grant.pk])).content.decode()).split()
        )
        way = "Home Office → , then Greater London Authority → , then London Councils → , then Mayor’s Office"
        assert way in page
        assert "Jointly with City of London Police" in page
        assert list(Grant.objects.matching("London Councils")) == [grant]
        grant.refresh_from_db()
        wrong = client.post(address, {"through": "Home Office", "seen": grant.version})
        assert (wrong.status_code, "is the funder or the recipient already" in wrong.content.decode()) == (422, True)
