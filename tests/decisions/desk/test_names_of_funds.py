"""A new fund whose name is much like a known one's: the page asks whether they are one, and one press answers."""

from decimal import Decimal

import pytest
from django.urls import reverse

from decisions.models import Decision
from grants.actions import merge_funds
from grants.fund_names import likely_same
from grants.models import Fund
from tests.decisions import papers
from tests.decisions.desk.conftest import As
from tests.decisions.desk.typing import filled
from tests.grants.making import make_grant
from tests.people import People

KNOWN = [Fund(name=name) for name in ("Police Transformation Fund", "Innovation Fund", "Safer Streets Fund")]


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("Police Transformation", "Police Transformation Fund"),
        ("the police transformation fund 2018/19", "Police Transformation Fund"),
        ("Police Transfomation Fund", "Police Transformation Fund"),
        ("PTF", "Police Transformation Fund"),
        ("Safer Street Fund", "Safer Streets Fund"),
        ("Police Innovation Fund", None),
        ("Transformation Fund for Prisons", None),
        ("Fund", None),
        ("2018/19", None),
    ],
)
def test_names_are_alike_by_the_words_that_tell_funds_apart(typed: str, known: str | None) -> None:
    alike = likely_same(typed, KNOWN)
    assert (alike.name if alike else None) == known


def test_the_money_of_a_grant_asks_and_one_press_takes_the_known_fund_in_every_row(people: People, signed_in: As):
    grant, client = make_grant(people.fatima), signed_in(people.fatima)
    money = reverse("grant_money", args=[grant.pk])
    page = client.post(money, filled(client.get(money), **{"tranches-do": "add"}))
    typed = {"tranches-2-year": "2020/21", "tranches-2-new_fund": "Police Transformation", "tranches-2-offered": "7"}
    question = client.post(money, filled(page, **typed))
    words = question.content.decode()
    assert question.status_code == 422
    assert "There is already a fund called “Police Transformation Fund”. Is “Police Transformation” the same?" in words
    assert Fund.objects.count() == 1
    known = Fund.objects.get()
    answer = {"same-fund": f"{known.pk}:Police Transformation"}
    assert client.post(money, filled(question, having="tranches-2-year", **answer)).status_code == 302
    tranche = grant.tranches.get(year=2020)
    assert (tranche.fund, tranche.fund_as_written, tranche.offered) == (known, "Police Transformation", Decimal(7))


def test_another_fund_is_entered_when_a_person_says_so_and_is_not_asked_about_again(people: People, signed_in: As):
    paper, client = papers.draft(people), signed_in(people.fatima)
    make_grant(people.fatima)
    at = f"/desk/decisions/{paper.pk}/grants/add/"
    typed = {"title": "Team", "purpose": "A team.", "route": "offer", "funder": "home office", "amount_0": "5"}
    answer = client.post(at, filled(client.get(at), **typed, year_0="", fund="PTF"))
    assert "Is “PTF” the same?" in answer.content.decode()
    still = client.post(at, filled(answer, having="title", **{"another-fund": "PTF"}))
    assert "Is “PTF” the same?" not in still.content.decode()
    assert "Enter the financial year" in still.content.decode()
    assert client.post(at, filled(still, having="title", year_0="2018/19")).status_code == 302
    assert set(Fund.objects.filter(name="PTF")) == {
        t.fund for t in Decision.objects.get().grants().latest("pk").tranches.all()
    }


def test_a_merged_name_leads_to_the_fund_that_stands_and_stays_as_written(people: People, signed_in: As):
    paper, client = papers.draft(people), signed_in(people.fatima)
    grant = make_grant(people.fatima)
    other = Fund.objects.create(funder=grant.funder, name="PTF", identifier="ptf", created_at=grant.funder.created_at)
    merge_funds(fund=other, into=Fund.objects.get(name="Police Transformation Fund"))
    at = f"/desk/decisions/{paper.pk}/grants/add/"
    assert 'value="PTF"' not in client.get(at).content.decode()
    typed = {"title": "Team", "purpose": "A team.", "route": "offer", "funder": "Home Office", "amount_0": "5"}
    assert client.post(at, filled(client.get(at), **typed, year_0="2018/19", fund="ptf")).status_code == 302
    tranche = Decision.objects.get().grants().latest("pk").tranches.get()
    assert (tranche.fund.name, tranche.fund_as_written) == ("Police Transformation Fund", "ptf")
