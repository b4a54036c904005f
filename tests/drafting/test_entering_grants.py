"""A grant is entered on one page of its paper, and recommendations are read by their own words."""

from decimal import Decimal

import pytest

from decisions.models import Decision
from decisions.request_words import action_in_words, amount_in_words
from grants.models import Grant
from tests.decisions import papers
from tests.decisions.desk.conftest import As
from tests.decisions.desk.typing import filled
from tests.people import People

pytestmark = pytest.mark.django_db

TEAM = {
    "title": "Online team",
    "purpose": "A team against crime online.",
    "route": "offer",
    "funder": "home office",
    "fund": "ROCU funding",
    "year_0": "2018/19",
    "amount_0": "250,000",
    "year_1": "2019/20",
    "amount_1": "£250,000",
}


def test_a_grant_with_its_years_is_entered_on_one_page_and_the_next_begins_as_it_did(people: People, signed_in: As):
    paper = papers.draft(people)
    before = set(paper.grants())
    client = signed_in(people.fatima)
    at = f"/desk/decisions/{paper.pk}/grants/add/"
    page = client.post(at, filled(client.get(at), **TEAM, then="another"), follow=True)
    assert page.request["PATH_INFO"] == at
    assert 'value="ROCU funding"' in page.content.decode(), "offered while a fund is typed"
    (grant,) = set(Decision.objects.get(pk=paper.pk).grants()) - before
    rows = [(str(t.year), t.fund.name, t.offered, t.bid) for t in grant.tranches.order_by("year")]
    assert rows == [
        ("2018/19", "ROCU funding", Decimal(250_000), None),
        ("2019/20", "ROCU funding", Decimal(250_000), None),
    ]
    assert grant.recipient.name == "Metropolitan Police Service"


def test_an_amount_without_a_year_and_a_year_twice_are_told_and_nothing_is_lost(people: People, signed_in: As):
    paper, client = papers.draft(people), signed_in(people.fatima)
    known = Grant.objects.count()
    at = f"/desk/decisions/{paper.pk}/grants/add/"
    wrong = TEAM | {"year_0": "", "year_1": "2020/21", "year_2": "2020/21", "amount_2": "1"}
    page = client.post(at, filled(client.get(at), **wrong))
    words = page.content.decode()
    assert page.status_code == 422
    assert "Enter the financial year of this amount" in words
    assert "2020/21 stands in row 2 already." in words
    assert "A team against crime online." in words
    assert Grant.objects.count() == known
    assert signed_in(people.olu).get(at).status_code == 403


@pytest.mark.parametrize(
    ("text", "action", "amount"),
    [
        ("approve an offer of grant funding of up to £500,000 over 2 years", "accept_offer", (Decimal(500_000), True)),
        (
            "Approve a bid to the Innovation Fund for grant funding of £120,000",
            "approve_bid",
            (Decimal(120_000), False),
        ),
        ("award a grant of £5,000 to the Friends of the Park", "award", (Decimal(5_000), False)),
        ("accept £10,000 in 2018/19 and £20,000 in 2019/20 of grant funding", "accept_offer", (None, False)),
        ("accept up to £500,000 over two years from the Home Office", "accept_offer", (Decimal(500_000), True)),
        ("accept the report on £500,000 of savings", "", (Decimal(500_000), False)),
        ("note the report", "", (None, False)),
    ],
)
def test_a_recommendation_is_read_by_its_words(text: str, action: str, amount: tuple[Decimal | None, bool]):
    assert action_in_words(text) == action
    assert amount_in_words(text) == amount


def test_what_was_read_is_told_and_what_the_words_do_not_say_is_asked_for(people: People, signed_in: As):
    paper, client = papers.draft(people), signed_in(people.fatima)
    at = f"/desk/decisions/{paper.pk}/parts/recommendations/"
    row = {"rows-0-action": "", "rows-0-grant": "", "rows-0-amount": "", "rows-0-up_to": "", "rows-0-power": ""}
    sent = filled(client.get(at), **row, **{"rows-0-text": "approve an offer of up to £500,000 of grant funding"})
    page = client.post(at, sent, follow=True)
    grant = paper.grants().get()
    assert f"Recommendation 1 is read as: Accept an offer, up to £500,000, {grant.code}." in page.content.decode()
    saved = paper.recommendations.get()
    assert (saved.action, saved.amount, saved.up_to, saved.grant) == ("accept_offer", Decimal(500_000), True, grant)
    answer = client.post(at, filled(client.get(at), **row, **{"rows-0-text": "note the report"}))
    assert "Choose what the recommendation asks for: its words do not say." in answer.content.decode()
