"""Changes to grants: what is kept, what is refused and in which words."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from audit.models import Event
from components.refusals import NotAllowed, Refused, Stale
from figures.years import FinancialYear
from grants import actions
from grants.actions import GrantFacts, TrancheFacts
from grants.models import Fund, Organisation
from tests.grants.making import AT, allow, make_grant
from tests.people import People

FACTS = GrantFacts(
    title="Online team",
    purpose="To investigate.",
    funder="Home Office",
    recipient="Mayor’s Office",
    direction="received",
    route="bid",
)


def test_a_grant_brings_its_new_funder_and_fund_with_it(people: People):
    grant = make_grant(people.fatima)
    assert grant.funder.name == "Home Office"
    assert [str(t) for t in grant.tranches.all()] == [
        "2018/19 Police Transformation Fund",
        "2019/20 Police Transformation Fund",
    ]
    assert grant.totals().overall() == {"bid": None, "offered": Decimal(500000), "accepted": None}
    assert grant.totals().by_year()[0]["offered"] == Decimal(250000)


def test_a_total_of_a_year_is_shown_only_where_some_year_has_several_tranches(people: People):
    grant = make_grant(people.fatima)
    assert grant.totals().shown_by_year() == []
    fund = actions.create_fund(funder=grant.funder, name="Victims Fund", by=people.fatima, at=AT)
    grant.tranches.create(fund=fund, year=FinancialYear(2018), offered=Decimal(5))
    assert [row["offered"] for row in grant.totals().shown_by_year()] == [Decimal(250005), Decimal(250000)]


def test_an_organisation_typed_in_other_letters_is_the_same(people: People):
    make_grant(people.fatima)
    actions.create_grant(facts=replace(FACTS, funder="HOME OFFICE"), by=people.fatima, at=AT)
    assert Organisation.objects.filter(name__iexact="home office").count() == 1


@pytest.mark.parametrize("typed", ["home  office", "Home\u00a0Office", " Home Office "])
def test_a_name_with_other_spaces_is_the_same_name(people: People, typed: str):
    grant = make_grant(people.fatima)
    again = actions.create_grant(facts=replace(FACTS, funder=typed), by=people.fatima, at=AT)
    assert again.funder == grant.funder
    with pytest.raises(Refused, match=r"(?i)^home office is in the list already"):
        actions.create_organisation(name=typed, by=people.fatima, at=AT)
    rows = [TrancheFacts(year=FinancialYear(2018), fund="Police\u00a0Transformation  fund", bid=Decimal(5))]
    actions.save_tranches(grant=again, seen=1, rows=rows, by=people.fatima, at=AT)
    assert Fund.objects.get().name == "Police Transformation Fund"


def test_a_corrected_name_keeps_single_spaces(people: People):
    grant = make_grant(people.fatima)
    fund = Fund.objects.get()
    actions.change_fund(fund=fund, name="Victims  Fund", by=people.fatima, at=AT)
    names = {"name": "Home\u00a0 Department", "short_name": "", "identifier": "GB-GOR-D16"}
    actions.change_organisation(organisation=grant.funder, **names, by=people.fatima, at=AT)
    fund.refresh_from_db()
    grant.funder.refresh_from_db()
    assert (fund.name, grant.funder.name) == ("Victims Fund", "Home Department")
    with pytest.raises(Refused, match="has a fund called victims fund already"):
        actions.create_fund(funder=grant.funder, name="victims  fund", by=people.fatima, at=AT)


def test_two_organisations_of_like_name_get_identifiers_of_their_own(people: People):
    first = actions.create_organisation(name="Home Office", by=people.fatima, at=AT)
    second = actions.create_organisation(name="Home-Office", by=people.fatima, at=AT)
    assert first.identifier != second.identifier


def test_sam_who_holds_no_office_enters_nothing(people: People):
    with pytest.raises(NotAllowed, match="office Finance officer"):
        actions.create_grant(facts=FACTS, by=people.sam, at=AT)
    assert not Organisation.objects.exists()


def test_the_funder_is_not_the_recipient(people: People):
    with pytest.raises(Refused, match="same organisation"):
        actions.create_grant(facts=replace(FACTS, recipient="home office"), by=people.fatima, at=AT)
    assert not Organisation.objects.exists()


def test_a_change_from_an_old_page_is_refused_and_nothing_is_lost(people: People):
    grant = make_grant(people.fatima)
    actions.change_grant(grant=grant, seen=2, facts=FACTS, by=people.felix, at=AT)
    with pytest.raises(Stale, match="changed while you were typing"):
        actions.change_grant(grant=grant, seen=2, facts=replace(FACTS, title="Mine"), by=people.fatima, at=AT)
    grant.refresh_from_db()
    assert grant.title == "Online team"


def test_two_rows_of_one_year_and_fund_are_refused(people: People):
    grant = make_grant(people.fatima)
    row = TrancheFacts(year=FinancialYear(2018), fund=Fund.objects.get(), bid=Decimal(1))
    with pytest.raises(Refused, match="same year and fund"):
        actions.save_tranches(grant=grant, seen=2, rows=[row, row], by=people.fatima, at=AT)
    assert grant.tranches.count() == 2


def test_a_fund_of_another_funder_is_refused(people: People):
    grant = make_grant(people.fatima)
    other = actions.create_organisation(name="Ministry of Justice", by=people.fatima, at=AT)
    fund = actions.create_fund(funder=other, name="Victims Fund", by=people.fatima, at=AT)
    row = TrancheFacts(year=FinancialYear(2018), fund=fund)
    with pytest.raises(Refused, match="is a fund of Ministry of Justice"):
        actions.save_tranches(grant=grant, seen=2, rows=[row], by=people.fatima, at=AT)


def test_nothing_is_accepted_before_a_decision_allows_it(people: People):
    grant = make_grant(people.fatima)
    tranche = grant.tranches.all()[0]
    with pytest.raises(Refused, match="no approved decision allows"):
        actions.record_outcome(grant=grant, seen=2, accepted={tranche.pk: Decimal(1)}, by=people.fatima, at=AT)


def test_money_is_accepted_within_authority_and_not_a_penny_beyond(people: People):
    grant = make_grant(people.fatima)
    first, second = grant.tranches.all()
    allow(people, grant, 500000)
    whole = {first.pk: Decimal(250000), second.pk: Decimal(250000)}
    actions.record_outcome(grant=grant, seen=2, accepted=whole, by=people.fatima, at=AT)
    beyond = {first.pk: Decimal(250000), second.pk: Decimal("250000.01")}
    with pytest.raises(Refused, match=r"£500,000.01 is more than .* PCD 1901 allows up to £500,000"):
        actions.record_outcome(grant=grant, seen=3, accepted=beyond, by=people.fatima, at=AT)
    assert grant.accepted() == Decimal(500000)


def test_a_row_whose_money_was_accepted_stays(people: People):
    grant = make_grant(people.fatima)
    first, second = grant.tranches.all()
    allow(people, grant, 500000)
    actions.record_outcome(grant=grant, seen=2, accepted={first.pk: Decimal(9)}, by=people.fatima, at=AT)
    row = TrancheFacts(year=second.year, fund=second.fund, offered=Decimal(3))
    with pytest.raises(Refused, match="£9 of Police Transformation Fund has been accepted for 2018/19"):
        actions.save_tranches(grant=grant, seen=3, rows=[row], by=people.fatima, at=AT)
    assert grant.tranches.count() == 2


@pytest.mark.parametrize(
    ("until_on", "words"),
    [(date(2018, 3, 31), "2018/19 begins on 1 April 2018"), (date(2019, 1, 1), "still to come")],
)
def test_spend_is_reported_for_days_that_fit(people: People, until_on: date, words: str):
    tranche = make_grant(people.fatima).tranches.all()[0]
    with pytest.raises(Refused, match=words):
        actions.report_spend(tranche=tranche, spent=Decimal(1), until_on=until_on, by=people.fatima, at=AT)


def test_returns_add_up_as_a_history_and_one_sent_twice_counts_once(people: People):
    tranche = make_grant(people.fatima).tranches.all()[0]
    for spent in (100, 200):
        actions.report_spend(tranche=tranche, spent=Decimal(spent), until_on=date(2018, 11, 1), by=people.fatima, at=AT)
    with pytest.raises(Refused, match="made already"):
        actions.report_spend(tranche=tranche, spent=Decimal(200), until_on=date(2018, 11, 1), by=people.fatima, at=AT)
    assert [r.spent for r in tranche.returns.all()] == [200, 100]


def test_every_change_leaves_an_event_with_before_and_after(people: People):
    grant = make_grant(people.fatima)
    actions.change_grant(grant=grant, seen=2, facts=FACTS, by=people.fatima, at=datetime(2018, 11, 14, tzinfo=UTC))
    verbs = list(Event.objects.about(f"grant:{grant.pk}").values_list("verb", flat=True))
    assert verbs == ["create grant", "save tranches", "change grant"]
    *_, event = Event.objects.about(f"grant:{grant.pk}")
    assert "It was: Online investigation team." in event.words.text
    assert "It is: Online team." in event.words.text
