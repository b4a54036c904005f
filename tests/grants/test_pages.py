"""Pages of grants: entered without scripts, figures kept when something does not fit, refusals in sentences."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from audit.models import Event
from components.clock import held_at
from grants import actions
from grants.models import Fund, Grant
from tests.decisions.desk.typing import filled
from tests.grants.making import AT, allow, make_grant
from tests.people import People

As = Callable[[Person], Client]


@pytest.fixture
def signed_in() -> As:
    """A browser in which a person has signed in."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def clock():
    """The day on which the grants of these tests are entered."""
    with held_at(AT):
        yield


FACTS = {
    "title": "Online team",
    "purpose": "To investigate.",
    "direction": "received",
    "new_funder": "Home Office",
    "new_recipient": "Metropolitan Police Service",
    "recipient_unit": "Cyber Crime Unit",
    "route": "offer",
    "carry_over": "none",
}


def test_a_grant_is_entered_with_a_new_funder_and_fund_and_its_money_by_year(people: People, signed_in: As):
    client = signed_in(people.fatima)
    page = client.post(reverse("grant_add"), FACTS, follow=True)
    grant = Grant.objects.get()
    money = reverse("grant_money", args=[grant.pk])
    first = {"tranches-0-year": "2018/19", "tranches-0-new_fund": "Innovation Fund", "tranches-0-bid": "120,000"}
    page = client.post(money, filled(page, **first, **{"tranches-do": "add"}))
    assert filled(page)["tranches-0-bid"] == "120,000"
    second = {"tranches-1-year": "2019-20", "tranches-1-new_fund": "Innovation fund", "tranches-1-offered": "£250,000"}
    page = client.post(money, filled(page, **second), follow=True)
    text = page.content.decode()
    assert "is saved" in text
    assert [(str(t.year), t.fund.name, t.bid, t.offered) for t in grant.tranches.all()] == [
        ("2018/19", "Innovation Fund", Decimal(120000), None),
        ("2019/20", "Innovation Fund", None, Decimal(250000)),
    ]
    assert "£250,000" in text
    assert Fund.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"tranches-0-year": "2018/20"}, "2018/20 is not one financial year. After 2018 comes 19: enter 2018/19."),
        ({"tranches-0-year": "last year"}, "Enter a financial year such as 2018/19."),
        ({"tranches-0-offered": "25,00"}, "Enter an amount in pounds"),
        ({"tranches-0-offered": "1e6"}, "Enter an amount in pounds"),
        ({"tranches-0-offered": "-1"}, "not negative"),
        ({"tranches-0-offered": "9" * 40}, "below £1 trillion"),
        ({"tranches-0-year": "2019/20"}, "the same year and fund as row"),
    ],
)
def test_what_does_not_fit_is_said_and_all_figures_stay_as_typed(
    people: People, signed_in: As, typed: dict, sentence: str
):
    grant, client = make_grant(people.fatima), signed_in(people.fatima)
    money = reverse("grant_money", args=[grant.pk])
    refused = client.post(money, filled(client.get(money), **typed, **{"tranches-1-bid": "7.5"}))
    assert refused.status_code == 422
    assert sentence in refused.content.decode()
    again = filled(refused)
    assert {name: again[name] for name in typed} == typed
    assert again["tranches-1-bid"] == "7.5"
    assert grant.tranches.filter(bid__isnull=False).count() == 0


def test_two_officers_change_the_money_and_the_second_sees_the_first(people: People, signed_in: As):
    grant = make_grant(people.fatima)
    money = reverse("grant_money", args=[grant.pk])
    fatima, felix = signed_in(people.fatima), signed_in(people.felix)
    hers = filled(fatima.get(money), **{"tranches-0-offered": "111,111"})
    felix.post(money, filled(felix.get(money), **{"tranches-0-offered": "222,222"}))
    refused = fatima.post(money, hers)
    assert refused.status_code == 409
    assert "£222,222" in refused.content.decode()
    assert filled(refused)["tranches-0-offered"] == "111,111"
    assert fatima.post(money, filled(refused)).status_code == 302
    assert grant.tranches.all()[0].offered == Decimal(111111)


def test_more_than_a_decision_allows_is_not_accepted_and_the_figure_stays(people: People, signed_in: As):
    grant, client = make_grant(people.fatima), signed_in(people.fatima)
    allow(people, grant, 300000)
    first, second = grant.tranches.all()
    outcome = reverse("grant_outcome", args=[grant.pk])
    both = {f"accepted-{first.pk}": "250,000", f"accepted-{second.pk}": "250,000"}
    refused = client.post(outcome, filled(client.get(outcome), **both))
    assert refused.status_code == 422
    assert (
        "£500,000 is more than the decisions in force allow. PCD 1901 allows up to £300,000" in refused.content.decode()
    )
    assert filled(refused)[f"accepted-{second.pk}"] == "250,000"
    assert f'href="/desk/decisions/add/?grant={grant.pk}"' in refused.content.decode()
    assert "left £300,000" in refused.content.decode()
    fits = filled(refused, **{f"accepted-{second.pk}": "50,000"})
    page = client.post(outcome, fits, follow=True).content.decode()
    assert "£300,000 accepted" in page


def test_clearing_every_outcome_is_not_called_nil(people: People, signed_in: As):
    grant, client = make_grant(people.fatima), signed_in(people.fatima)
    allow(people, grant, 500000)
    box, outcome = f"accepted-{grant.tranches.all()[0].pk}", reverse("grant_outcome", args=[grant.pk])
    client.post(outcome, filled(client.get(outcome), **{box: "250,000"}))
    cleared = client.post(outcome, filled(client.get(outcome), **{box: ""}), follow=True).content.decode()
    assert f"every box is blank, so no amount of {grant.code} counts as accepted." in cleared
    assert Event.objects.filter(sentence__endswith=f"accepted of {grant.code}: no amount yet.").count() == 1
    nil = client.post(outcome, filled(client.get(outcome), **{box: "0"}), follow=True).content.decode()
    assert f"The outcome is saved: £0 accepted of {grant.code}." in nil


def test_spend_is_reported_and_read_again(people: People, signed_in: As):
    grant, client = make_grant(people.fatima), signed_in(people.fatima)
    spend = reverse("grant_spend", args=[grant.pk])
    sent = {"tranche": grant.tranches.all()[0].pk, "spent": "12,345.67", "until_on": "31/10/2018", "note": "October"}
    assert "£12,345.67 up to 31 October 2018" in client.post(spend, sent, follow=True).content.decode()
    refused = client.post(spend, sent | {"until_on": "31/12/2018"})
    assert refused.status_code == 422
    assert "31 December 2018 is still to come" in refused.content.decode()
    assert filled(refused, having="spent")["spent"] == "12,345.67"


def test_spend_that_looks_like_a_slip_is_saved_and_said(people: People, signed_in: As):
    grant, client = make_grant(people.fatima), signed_in(people.fatima)
    allow(people, grant, 500000)
    tranche, spend = grant.tranches.all()[0], reverse("grant_spend", args=[grant.pk])

    def report(spent: str, until_on: str) -> str:
        sent = {"tranche": tranche.pk, "spent": spent, "until_on": until_on}
        return client.post(spend, sent, follow=True).content.decode()

    assert "£5 is reported as spent of 2018/19 Police Transformation Fund, of which nothing" in report("5", "1/5/2018")
    accepted = {tranche.pk: Decimal(200000)}
    actions.record_outcome(grant=grant, seen=2, accepted=accepted, by=people.fatima, at=AT)
    assert "Important" not in report("100,000", "30/6/2018")
    assert "which is more than the £200,000 that was accepted." in report("200,000.01", "31/10/2018")
    smaller = "£90,000 spent up to 31 July 2018 is less than the £100,000 spent up to 30 June 2018."
    assert smaller in report("90,000", "31/7/2018")
    assert "Important" not in report("110,000", "31/7/2018")
    assert "£110,000 spent up to 31 July 2018 is less than the £120,000" in report("120,000", "1/7/2018")
    assert tranche.returns.count() == 6


def test_more_accepted_than_offered_is_saved_and_said(people: People, signed_in: As):
    grant, client = make_grant(people.fatima), signed_in(people.fatima)
    allow(people, grant, 500000)
    box, outcome = f"accepted-{grant.tranches.all()[0].pk}", reverse("grant_outcome", args=[grant.pk])
    more = client.post(outcome, filled(client.get(outcome), **{box: "260,000"}), follow=True).content.decode()
    assert "£260,000 is accepted of 2018/19 Police Transformation Fund, which is more than the £250,000" in more
    assert "£260,000 accepted of" in more
    fits = client.post(outcome, filled(client.get(outcome), **{box: "250,000"}), follow=True).content.decode()
    assert "Important" not in fits


def test_a_funder_is_picked_or_new_but_not_both(people: People, signed_in: As):
    grant, client = make_grant(people.fatima), signed_in(people.fatima)
    both = FACTS | {"funder": grant.funder_id, "new_funder": "Ministry of Justice"}
    refused = client.post(reverse("grant_add"), both)
    assert "Keep one of the two." in refused.content.decode()
    neither = {name: value for name, value in FACTS.items() if name != "new_funder"}
    assert "Choose the funder from the list" in client.post(reverse("grant_add"), neither).content.decode()
    assert Grant.objects.count() == 1


def test_two_spaces_in_a_typed_name_make_no_second_organisation(people: People, signed_in: As):
    grant, client = make_grant(people.fatima), signed_in(people.fatima)
    both = FACTS | {"funder": grant.funder_id, "new_funder": "home  office"}
    assert client.post(reverse("grant_add"), both).status_code == 302
    same = FACTS | {"new_recipient": "Home\u00a0Office"}
    refused = client.post(reverse("grant_add"), same)
    assert "must be different organisations" in refused.content.decode()


def test_an_auditor_reads_grants_and_changes_none(people: People, signed_in: As):
    grant, olu = make_grant(people.fatima), signed_in(people.olu)
    assert "Change the money" not in olu.get(reverse("grant_page", args=[grant.pk])).content.decode()
    assert olu.get(reverse("grant_add")).status_code == 403
    refused = olu.post(reverse("grant_add"), FACTS)
    assert refused.status_code == 403
    assert "you need the office" in refused.content.decode()
    assert filled(refused, having="title")["title"] == "Online team"
    assert Grant.objects.count() == 1


def test_a_search_finds_by_number_fund_and_words(people: People, signed_in: As):
    grant, client = make_grant(people.fatima), signed_in(people.fatima)
    for words in (grant.code, "transformation", "online home", "cyber"):
        assert grant.title in client.get(reverse("grant_list"), {"q": words}).content.decode()
    assert "No grant has “nothing”" in client.get(reverse("grant_list"), {"q": "nothing"}).content.decode()


def test_an_organisation_and_a_fund_are_corrected(people: People, signed_in: As):
    grant, client = make_grant(people.fatima), signed_in(people.fatima)
    address = reverse("organisation_change", args=[grant.funder_id])
    sent = filled(client.get(address), having="identifier", identifier="GB-GOR-D16")
    assert client.post(address, sent).status_code == 302
    taken = client.post(address, sent | {"name": grant.recipient.name})
    assert "Another organisation is called" in taken.content.decode()
    fund = Fund.objects.get()
    client.post(reverse("fund_change", args=[fund.pk]), {"name": "Police Innovation Fund"})
    fund.refresh_from_db()
    grant.funder.refresh_from_db()
    assert (fund.name, grant.funder.identifier) == ("Police Innovation Fund", "GB-GOR-D16")
