"""A grant's year in figures: the same on page, chart, CSV and spreadsheet; forecasts kept as made; the year end."""

import csv
import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from openpyxl import load_workbook

from components.clock import held_at
from components.refusals import NotAllowed, NotOpen, Refused
from figures.money import format_signed_money
from figures.years import FinancialYear
from grants import actions
from grants.actions import ActualFacts, GrantFacts, TrancheFacts
from grants.models import Actual, Grant
from grants.month_figures import figures_of, month_chart
from grants.portfolio import portfolio
from grants.year_end import risk_chart, year_end_rows
from tests.decisions.desk.typing import filled
from tests.grants.agreeing import agree
from tests.grants.making import allow, enter_spend, make_grant
from tests.people import PASSWORD, People, with_password
from tests.promises.guards import let_through_without, refused, trigger
from tests.queries import CountingClient

YEAR = FinancialYear(2018)
JANUARY = datetime(2019, 1, 15, 9, tzinfo=UTC)
APRIL = datetime(2019, 4, 15, 9, tzinfo=UTC)
MONEY_TYPES = ("Budget", "Received", "Spent", "Committed", "Forecast")


def signed_in(person: Any) -> Any:
    client = CountingClient()
    client.force_login(person)
    return client


def accepted(people: People, amount: int = 250_000) -> Grant:
    """The grant of PCD 510 with its first year accepted, within what its decision allows."""
    grant = make_grant(people.fatima)
    allow(people, grant, 500_000)
    grant.refresh_from_db()
    tranche = grant.tranches.all()[0]
    actions.record_outcome(
        grant=grant, seen=grant.version, accepted={tranche.pk: Decimal(amount)}, by=people.fatima, at=JANUARY
    )
    return Grant.objects.get(pk=grant.pk)


def forecast(people: People, grant: Grant, months: dict[int, str], *, on: date, kind: str = "spend") -> Any:
    """A forecast of the first year, by the month's number."""
    by_month = {date(2018 + (month < 4), month, 1): Decimal(amount) for month, amount in months.items()}
    tranche = grant.tranches.select_related("grant", "fund")[0]
    return actions.add_forecast(tranche=tranche, kind=kind, made_on=on, months=by_month, by=people.fatima, at=APRIL)


def lived(people: People) -> Grant:
    """A grant with a budget, a forecast of October, one of January, money received and money spent."""
    grant = accepted(people)
    forecast(people, grant, {10: "100000", 11: "50000.50", 2: "99999.50"}, on=date(2018, 10, 1), kind="budget")
    forecast(people, grant, {11: "60000", 2: "40000", 3: "30000.05"}, on=date(2018, 10, 31))
    forecast(people, grant, {2: "20000.10", 3: "10000"}, on=date(2019, 1, 10))
    forecast(people, grant, {3: "500"}, on=date(2019, 1, 10), kind="committed")
    enter_spend(people.fatima, grant, Decimal("100000.01"), on=date(2018, 10, 5), at=JANUARY)
    enter_spend(people.fatima, grant, Decimal("-0.02"), on=date(2018, 10, 6), at=JANUARY)
    enter_spend(people.fatima, grant, Decimal("55000"), on=date(2018, 11, 6), at=JANUARY)
    enter_spend(people.fatima, grant, Decimal("200000"), on=date(2018, 3, 28), at=JANUARY, kind="received")
    return grant


@pytest.mark.django_db
def test_one_grant_s_figures_are_the_same_on_page_chart_csv_and_spreadsheet(people: People):
    grant = lived(people)
    tranche = grant.tranches.all()[0]
    with held_at(JANUARY):
        client = signed_in(people.fatima)
        page = client.get(reverse("figures_by_month", args=[grant.pk, tranche.pk])).content.decode()
        years = client.get(reverse("figures_by_year", args=[grant.pk])).content.decode()
        answer: Any = client.get(reverse("figures_csv", args=[grant.pk]))
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        answer = client.get(reverse("figures_xlsx", args=[grant.pk]))
        sheet = load_workbook(ContentFile(b"".join(answer.streaming_content)))["Months"]
    figures = figures_of([tranche])[0]
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["financialYear"] == "2018/19"]
    cells = [row for row in list(sheet.values)[1:] if row[1] == "2018/19"]
    drawn = {bar.label: bar.amount for bar in getattr(month_chart(figures), "bars", ())}
    assert len(rows) == len(cells) == 14
    for shown, row, cell in zip([*figures.months, figures.total], rows, cells, strict=True):
        written = [row[kind.lower()] for kind in MONEY_TYPES]
        assert written == ["" if amount is None else f"{amount:.2f}" for amount in shown.amounts()]
        assert [None if value is None else Decimal(str(value)) for value in cell[4:]] == shown.amounts()
        assert f">{shown.label}</th>" in page
        for amount in shown.amounts():
            assert format_signed_money(amount) in page
        if shown.spent is not None and shown.month:
            assert f"{format_signed_money(shown.spent)} spent" in drawn[shown.label]
            assert f"{shown.label}: {drawn[shown.label]}" in page
    assert figures.total.amounts() == [
        Decimal("250000.00"), Decimal(200000), Decimal("154999.99"), Decimal(500), Decimal("30000.10"),
    ]  # fmt: skip
    assert figures.months[0].label == "Before April 2018"
    assert "£154,999.99" in years
    assert "£185,000.09" in years
    assert "£185,000.09" in page


@pytest.mark.django_db
def test_a_forecast_of_october_stays_as_made_and_is_set_beside_the_outturn(people: People):
    grant = lived(people)
    tranche = grant.tranches.all()[0]
    october = tranche.forecasts.filter(kind="spend")[0]
    page = signed_in(people.kaya).get(
        reverse("figures_by_month", args=[grant.pk, tranche.pk]), {"forecast": october.pk}
    )
    assert "31 October 2018, shown above" in page.content.decode()
    assert "£130,000.05 expected" in page.content.decode()
    assert "£55,000 spent, £60,000 forecast" in page.content.decode()
    with pytest.raises(Refused, match="Every month must lie in 2018/19"):
        actions.add_forecast(
            tranche=tranche, kind="spend", made_on=date(2019, 1, 1), months={date(2019, 4, 1): Decimal(1)},
            by=people.fatima, at=APRIL,
        )  # fmt: skip


@pytest.mark.django_db
def test_a_forecast_is_typed_month_by_month_at_the_desk(people: People):
    grant = accepted(people)
    tranche = grant.tranches.all()[0]
    with held_at(JANUARY):
        add = reverse("forecast_add", args=[grant.pk, tranche.pk])
        client = signed_in(people.fatima)
        typed = {"kind": "spend", "made_on": "15 January 2019", "month-2019-02": "1,000.10", "month-2019-03": "0"}
        assert client.post(add, typed | {"month-2019-02": "1.234"}).status_code == 422
        page = client.post(add, typed, follow=True)
        assert "kept as it was made" in page.content.decode()
        assert "£1,000.10 expected" in page.content.decode()


@pytest.mark.django_db
def test_what_is_at_risk_on_31_march_is_what_nobody_spends_where_nothing_carries_over(people: People):
    grant = lived(people)
    row = year_end_rows(YEAR, JANUARY.date())[0]
    # £250,000 - £154,999.99 - £30,000.10, of which £45,000.01 is in hand and £30,000.10 will still be spent
    assert (row.unspent, row.at_risk) == (Decimal("64999.91"), Decimal("64999.91"))
    assert row.in_advance == Decimal("45000.01")
    with held_at(JANUARY):
        page = signed_in(people.kaya).get(reverse("year_end", args=["2018-19"])).content.decode()
        answer: Any = signed_in(people.kaya).get(reverse("year_end_csv", args=["2018-19"]))
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "At risk on 31 March 2019: <strong>£64,999.91</strong>" in page
    assert "Tell Home Office that £64,999.91 will not be spent" in page
    assert "Return £14,999.91, which is in hand" in page
    assert next(csv.DictReader(io.StringIO(text)))["atRisk"] == "64999.91"
    drawn = risk_chart(YEAR, year_end_rows(YEAR, JANUARY.date()))
    assert drawn is not None
    assert [bar.amount for bar in drawn.bars] == ["£64,999.91 at risk of £250,000 accepted"]
    assert f"{drawn.bars[0].label}: {drawn.bars[0].amount}" in page
    agree(
        grant, people.fatima, carry_over="with_consent", consent_on=date(2018, 11, 20), consent="Letter of 20 November"
    )
    assert year_end_rows(YEAR, JANUARY.date())[0].at_risk == 0


@pytest.mark.django_db
def test_of_a_year_that_is_over_the_page_says_what_was_left_and_advises_no_new_forecast(people: People):
    grant = lived(people)
    with held_at(datetime(2019, 6, 3, 9, tzinfo=UTC)):
        client, close = signed_in(with_password(people.cora)), reverse("year_closing", args=["2018-19", grant.pk])
        page, closing = (client.get(a).content.decode() for a in (reverse("year_end", args=["2018-19"]), close))
        client.post(close, {"do": "close", "password": PASSWORD, "note": "Returned in May."})
        closed = client.get(reverse("year_end", args=["2018-19"])).content.decode()
    for text in (page, closing):
        assert re.search(r"Tell Home Office that £[0-9,.]+ was not spent", text)
        assert "will not be spent" not in text
        assert "Re-profile" not in text
        assert "At risk" not in text
    left = re.search(r"Left over on 31 March 2019: <strong>£[1-9][0-9,.]+</strong>", page)
    assert left is not None
    assert left[0] in closed
    assert "What can still be done" not in closed
    smaller = accepted(people, 10_000)
    assert [row.tranche.grant for row in year_end_rows(YEAR, date(2019, 6, 3))] == [grant, smaller]
    assert "Money left over, 2018/19" in closed


@pytest.mark.django_db
def test_the_biggest_risk_comes_first_and_the_page_needs_no_more_queries_for_many(people: People):
    grant = lived(people)
    with held_at(JANUARY):
        client = signed_in(people.fatima)
        client.get(reverse("year_end", args=["2018-19"]))
        before = client.query_count
        rows = [TrancheFacts(year=t.year, fund=t.fund, offered=t.offered) for t in grant.tranches.all()]
        rows.append(TrancheFacts(year=YEAR, fund="Another fund", offered=Decimal(90_000)))
        grant = actions.save_tranches(grant=grant, seen=grant.version, rows=rows, by=people.fatima, at=JANUARY)
        other = grant.tranches.get(fund__name="Another fund")
        amounts: dict[int, Decimal | None] = {other.pk: Decimal(90_000)}
        actions.record_outcome(grant=grant, seen=grant.version, accepted=amounts, by=people.fatima, at=JANUARY)
        client.get(reverse("year_end", args=["2018-19"]))
        assert client.query_count == before
    rows_shown = year_end_rows(YEAR, JANUARY.date())
    assert [row.at_risk for row in rows_shown] == [Decimal(90_000), Decimal("64999.91")]


@pytest.mark.django_db
def test_a_closed_year_takes_only_a_correction_by_the_chief_finance_officer(people: People):
    grant = lived(people)
    entry = Actual.objects.filter(amount=Decimal(55000)).get()
    facts = ActualFacts(tranche=entry.tranche, kind="spent", amount=Decimal(54000), happened_on=entry.happened_on)
    close = reverse("year_closing", args=["2018-19", grant.pk])
    with held_at(APRIL):
        fatima, cora = signed_in(with_password(people.fatima)), signed_in(with_password(people.cora))
        pressed = {"do": "close", "password": PASSWORD}
        assert fatima.post(close, pressed).status_code == 403
        assert "Not ticked off" in cora.post(close, pressed).content.decode()
        for item in ("ledger", "underspend", "advance", "evidence"):
            assert fatima.post(close, {"item": item}).status_code == 302
        assert "Enter your password" in cora.post(close, {"do": "close"}).content.decode()
        page = cora.post(close, pressed, follow=True).content.decode()
        assert "2018/19 was closed on 15 April 2019" in page
    with pytest.raises(NotOpen, match="closed"):
        actions.add_actual(facts=facts, by=people.fatima, at=APRIL)
    with pytest.raises(NotAllowed, match="you need the office Chief Finance Officer"):
        actions.correct_actual(entry=entry, facts=facts, reason="A slip.", by=people.fatima, at=APRIL)
    with pytest.raises(NotAllowed, match="Confirm that it is you"):
        actions.correct_actual(entry=entry, facts=facts, reason="A slip.", by=people.cora, at=APRIL)
    with held_at(APRIL):
        address = reverse("actual_correct", args=[grant.pk, entry.pk])
        typed = filled(cora.get(address), having="reason", reason="A slip.", amount="54,000", password=PASSWORD)
        assert cora.post(address, typed).status_code == 302
    correction = Actual.objects.get(corrects=entry)
    assert correction.confirmed_how == "password"
    assert correction.recorded_by == people.cora
    grant.refresh_from_db()
    with pytest.raises(Refused, match="The year is closed"):
        actions.record_outcome(
            grant=grant, seen=grant.version, accepted={entry.tranche.pk: Decimal(1)}, by=people.fatima, at=APRIL
        )


@pytest.mark.committed
def test_raw_sql_enters_nothing_in_a_closed_year_and_nobody_else_closes_one(people: People, sql: Any):
    grant = lived(people)
    entry = Actual.objects.filter(amount=Decimal(55000)).get()
    first = grant.tranches.all()[0].pk

    def insert(by: int, corrects: str, reason: str = "x", how: str = "password") -> str:
        return (
            "INSERT INTO grants_actual (tranche_id, kind, amount, happened_on, cost_category, unit, evidence, source, "
            f"reason, ledger_key, recorded_by_id, recorded_at, confirmed_how, corrects_id) VALUES ({first}, 'spent', "
            f"1, '2018-10-05', '', '', '', 'typed', '{reason}', '', {by}, '2019-04-15', '{how}', {corrects})"
        )

    closing = (
        "INSERT INTO grants_closedyear (grant_id, year, note, closed_by_id, closed_at, confirmed_how) "
        "VALUES ({}, 2018, '', {}, '2019-04-15', '{}')"
    )
    attack = closing.format(grant.pk, people.fatima.pk, "password")
    refused(sql, attack, "a year is closed by the chief finance officer")
    let_through_without(sql, trigger("grants_closedyear", "year_closed_by_chief_finance_officer"), attack)
    attack = closing.format(grant.pk, people.cora.pk, "")
    refused(sql, attack, "who closes a year proves who they are")
    let_through_without(sql, trigger("grants_closedyear", "year_closed_with_proof"), attack)
    sql("desk", closing.format(grant.pk, people.cora.pk, "password"))
    attack = insert(people.cora.pk, str(entry.pk), how="")
    refused(sql, attack, "who corrects a closed year proves who they are")
    let_through_without(sql, trigger("grants_actual", "closed_year_corrected_with_proof"), attack)
    for attack in (
        insert(people.fatima.pk, "NULL"),
        insert(people.cora.pk, "NULL"),
        insert(people.fatima.pk, str(entry.pk)),
    ):
        refused(sql, attack, "a closed year takes only a correction by the chief finance officer")
        let_through_without(sql, trigger("grants_actual", "actual_year_is_open"), attack)
    sql("desk", insert(people.cora.pk, str(entry.pk)))
    for attack in (
        "DELETE FROM grants_closedyear",
        "UPDATE grants_forecastmonth SET amount = 1",
        "DELETE FROM grants_forecast",
    ):
        refused(sql, attack, "is refused")
    attack = f"UPDATE grants_tranche SET accepted = 1 WHERE id = {first}"
    refused(sql, attack, "what was accepted for a closed year does not change")
    let_through_without(sql, trigger("grants_tranche", "tranche_year_is_open"), attack)


@pytest.mark.django_db
def test_pcd_815_s_money_was_anticipated_by_pcd_510_and_came(people: People):
    team = accepted(people)
    anticipated = actions.anticipate(
        grant=team, year=FinancialYear(2020), amount=Decimal(250_000), said_in="PCD 510", said_on=date(2018, 11, 20),
        by=people.fatima, at=APRIL,
    )  # fmt: skip
    uplift = actions.anticipate(
        grant=team, year=FinancialYear(2018), amount=Decimal(120_000), said_in="PCD 510, a bid",
        said_on=date(2018, 11, 20), by=people.fatima, at=APRIL,
    )  # fmt: skip
    facts = GrantFacts(
        title="Online investigation team, a further year", purpose="The same.", funder="Home Office",
        recipient=team.recipient, direction="received", route="continuation", carry_over="none",
    )  # fmt: skip
    further = actions.create_grant(facts=facts, by=people.fatima, at=APRIL)
    row = TrancheFacts(year=FinancialYear(2020), fund="Police Transformation Fund", offered=Decimal(250_000))
    actions.save_tranches(grant=further, seen=1, rows=[row], by=people.fatima, at=APRIL)
    client = signed_in(people.fatima)
    with held_at(APRIL):
        page = client.get(reverse("portfolio")).content.decode()
        assert "£250,000 for 2020/21, said in PCD 510" in page
        settle = reverse("anticipated_settle", args=[team.pk, anticipated.pk])
        assert client.post(settle, {"on": "15 April 2019", "came_as": ""}).status_code == 422
        client.post(settle, {"on": "15 April 2019", "came_as": further.tranches.get().pk})
        other = reverse("anticipated_settle", args=[team.pk, uplift.pk])
        client.post(other, {"on": "15 April 2019", "came_as": "", "note": "The bid of £120,000 was never answered."})
        page = client.get(reverse("anticipated_list", args=[team.pk])).content.decode()
    assert f'It came as <a class="govuk-link" href="/desk/grants/{further.pk}/">' in page
    assert "offered £250,000" in page
    assert "It did not come. The bid of £120,000 was never answered." in page
    with pytest.raises(NotOpen, match="recorded already"):
        actions.settle_anticipation(
            anticipated=anticipated, came_as=None, note="No.", on=date(2019, 4, 15), by=people.felix, at=APRIL
        )


@pytest.mark.django_db
def test_the_portfolio_keeps_each_kind_of_money_apart_and_adds_up_to_the_penny(people: People):
    grant = lived(people)
    rows = [TrancheFacts(year=t.year, fund=t.fund, offered=t.offered) for t in grant.tranches.all()]
    rows.append(TrancheFacts(year=FinancialYear(2018), fund="Innovation Fund", bid=Decimal(120_000)))
    actions.save_tranches(grant=grant, seen=grant.version, rows=rows, by=people.fatima, at=APRIL)
    for by in ("funder", "fund", "year", "unit", "recipient", "stage"):
        shown = portfolio(by=by, day=APRIL.date())
        for kind, total in shown.total.sums.items():
            known = [amount for group in shown.groups if (amount := group.sums[kind]) is not None]
            assert total == (sum(known, Decimal(0)) if known else None)
    assert shown.total.sums["bid"] == 120_000
    assert shown.total.sums["offered"] == 500_000
    assert shown.total.sums["accepted"] == 250_000
    assert shown.total.sums["spent"] == Decimal("154999.99")
    assert [group.name for group in shown.groups] == ["Ended"]
    with held_at(APRIL):
        client = signed_in(people.kaya)
        page = client.get(reverse("portfolio"), {"by": "fund"}).content.decode()
        answer: Any = client.get(reverse("portfolio_csv"), {"by": "fund"})
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "£154,999.99" in page
    assert "620,000" not in page
    written = {row["Fund"]: row for row in csv.DictReader(io.StringIO(text))}
    assert written["Innovation Fund"]["Bid"] == "120000.00"
    assert written["All"]["Spent"] == "154999.99"


@pytest.mark.django_db
def test_days_at_risk_run_from_the_first_day_of_the_money_to_decision_and_agreement(people: People):
    grant = accepted(people)
    agree(grant, people.fatima)
    with held_at(APRIL):
        page = signed_in(people.kaya).get(reverse("figures_by_year", args=[grant.pk])).content.decode()
    assert "began on 1 April 2018" in page
    assert "signed on 20 November 2018, 233 days into it" in page
    assert "accepted on 21 November 2018, 234 days into it" in page
    agree(grant, people.fatima, accepted_on=date(2018, 3, 1))
    with held_at(APRIL):
        page = signed_in(people.kaya).get(reverse("figures_by_year", args=[grant.pk])).content.decode()
    assert "accepted on 1 March 2018, with no day at risk." in page
