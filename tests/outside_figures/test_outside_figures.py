"""Figures that funders publish, beside ours: what agrees agrees to the penny, and nothing agrees by chance."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from components.refusals import NotOpen, Refused
from figures.years import FinancialYear
from grants import actions
from grants.actions import GrantFacts, TrancheFacts
from grants.models import Grant, OutsideFigure, OutsideRuling, OutsideSource
from outside_figures.actions import rule_on_outside_figure
from outside_figures.comparing import Finding, OurFigure, Published, compare
from outside_figures.reading import TableColumns, read_table
from outside_figures.rows import outside_rows
from tests.grants.making import make_grant
from tests.grants.publishing import ALLOCATIONS, YEAR, published, table_of
from tests.people import People
from tests.promises.guards import let_through_without, refused, trigger
from tests.queries import CountingClient

NOW = datetime(2023, 9, 4, 9, tzinfo=UTC)
OURS = [OurFigure(1, 7, "GRIP", YEAR, {"offered": Decimal(8_907_532), "accepted": Decimal(8_907_532)})]


def grip(people: People) -> list[Grant]:
    """The two grants of 2023/24: PCD 1327's £7,988,282 and PCD 1650's £919,250, of one fund."""
    grants = []
    for amount in (7_988_282, 919_250):
        facts = GrantFacts(
            title=f"Hotspots, £{amount:,}", purpose="Patrols where violence is.", funder="Home Office",
            recipient="Mayor’s Office for Policing and Crime", direction="received", route="offer",
        )  # fmt: skip
        grant = actions.create_grant(facts=facts, by=people.fatima, at=NOW)
        row = TrancheFacts(year=YEAR, fund="Grip", offered=Decimal(amount))
        grants.append(actions.save_tranches(grant=grant, seen=1, rows=[row], by=people.fatima, at=NOW))
    return grants


def findings() -> list[Finding]:
    rows = outside_rows(OutsideFigure.objects.select_related("source__funder"))
    return [row.comparison.finding for row in rows]


@pytest.mark.django_db
def test_london_s_grip_allocation_matches_two_decisions_to_the_penny(people: People):
    first, second = grip(people)
    published(people.fatima, first.funder, at=NOW)
    row = outside_rows(OutsideFigure.objects.select_related("source__funder"))[0]
    assert (row.comparison.finding, row.comparison.ours) == (Finding.EXACT, Decimal(8_907_532))
    assert row.comparison.grants == (first.code, second.code)
    assert not row.is_open


def _read(text: str) -> list[Published]:
    columns = TableColumns(recipient="Police force area", amount="Allocation", fund="Fund", whole_year=YEAR)
    reading = read_table(text.encode(), columns, ["London"])
    return [Published(1, row.fund, row.year, "offered", row.amount) for row in reading.sums]


@given(st.permutations(list(ALLOCATIONS.values())), st.sampled_from(["offered", "accepted"]))
def test_no_shuffled_table_matches_unless_london_keeps_its_own_line(amounts: list[str], kind: str):
    """The control: the same amounts on other lines must not be taken for ours."""
    shuffled = dict(zip(ALLOCATIONS, amounts, strict=True))
    figure = _read(table_of(shuffled))[0]
    finding = compare(figure, OURS).finding
    assert (finding == Finding.EXACT) == (shuffled["London"] == ALLOCATIONS["London"])
    assert finding in {Finding.EXACT, Finding.CLASH}


@given(
    st.sampled_from(["GRIP", "Violence reduction unit", "Safer Streets"]),
    st.sampled_from([FinancialYear(2022), YEAR, FinancialYear(2024)]),
    st.sampled_from([1, 2]),
    st.sampled_from(["bid", "offered", "received"]),
)
def test_the_right_amount_of_another_fund_year_funder_or_kind_matches_nothing(
    fund: str, year: FinancialYear, funder: int, kind: str
):
    figure = Published(funder, fund, year, kind, Decimal(8_907_532))
    is_ours = (fund, year, funder, kind) == ("GRIP", YEAR, 1, "offered")
    assert (compare(figure, OURS).finding == Finding.EXACT) == is_ours


@given(st.decimals(min_value=0, max_value=10**11, places=2), st.decimals(min_value=0, max_value=10**11, places=2))
def test_figures_are_exact_only_where_they_are_equal(theirs: Decimal, own: Decimal):
    ours = [OurFigure(1, 7, "GRIP", YEAR, {"offered": own})]
    comparison = compare(Published(1, "grip", YEAR, "offered", theirs), ours)
    assert (comparison.finding == Finding.EXACT) == (theirs == own)
    assert comparison.reason.endswith(".")


@pytest.mark.parametrize(
    ("theirs", "own", "finding", "reason"),
    [
        ("1810485", "1810484.58", Finding.NEAR, "rounded to £1; £1,810,484.58 is offered"),
        ("8900000", "8907532", Finding.NEAR, "rounded to £100,000"),
        ("9497400", "9397400", Finding.CLASH, "£9,497,400 is published and £9,397,400 is offered: £100,000 more."),
        ("2548650.10", "2548650.15", Finding.CLASH, "£0.05 less"),
    ],
)
def test_rounding_is_near_and_a_difference_is_named_to_the_penny(theirs: str, own: str, finding: Finding, reason: str):
    ours = [OurFigure(1, 7, "GRIP", YEAR, {"offered": Decimal(own)})]
    comparison = compare(Published(1, "GRIP", YEAR, "offered", Decimal(theirs)), ours)
    assert comparison.finding == finding
    assert reason in comparison.reason


def test_the_same_amount_under_another_name_is_near_and_asks_a_person():
    ours = [OurFigure(1, 7, "Hotspot response", YEAR, {"offered": Decimal(8_907_532)})]
    comparison = compare(_read(table_of(ALLOCATIONS))[0], ours)
    assert comparison.finding == Finding.NEAR
    assert "called Hotspot response here" in comparison.reason


def test_lines_of_one_fund_and_year_are_added_and_lines_of_others_passed_over():
    ours = 'Surrey ,2023 to 2024,"211,864.69",SVD\nsurrey,2023-24,£334965.78,svd\n'
    text = f"Body,Year,Amount,Fund\n{ours}Kent,2023/24,1,SVD\n"
    columns = TableColumns(recipient="body", amount="amount", fund="fund", year="year")
    reading = read_table(text.encode(), columns, ["Surrey"])
    assert [(row.fund, row.amount, row.lines) for row in reading.sums] == [("SVD", Decimal("546830.47"), [2, 3])]
    assert (reading.others, reading.faults) == (1, [])


@pytest.mark.django_db
def test_a_table_with_an_unreadable_line_of_ours_enters_nothing_and_says_row_column_and_value(people: People):
    funder = make_grant(people.fatima).funder
    with pytest.raises(Refused, match="Row 3, Allocation, “tbc”: Enter an amount"):
        published(people.fatima, funder, text=table_of({"London": "tbc"}))
    with pytest.raises(Refused, match="Row 3, Allocation: there is no amount"):
        published(people.fatima, funder, text=table_of({"London": ""}))
    with pytest.raises(Refused, match="No line of the table names “Camden”"):
        published(people.fatima, funder, recipients=["Camden"])
    assert not OutsideSource.objects.exists()
    published(people.fatima, funder)
    with pytest.raises(NotOpen, match="entered already"):
        published(people.fatima, funder)
    assert OutsideFigure.objects.count() == 1


@pytest.mark.django_db
def test_a_ruling_is_kept_with_what_ours_was_and_asks_again_when_ours_changes(people: People):
    grant = make_grant(people.fatima)
    figure = published(people.fatima, grant.funder, at=NOW).figures.get()
    fund = grant.tranches.all()[0].fund
    assert findings() == [Finding.NONE]
    row = TrancheFacts(year=YEAR, fund=fund.name, offered=Decimal(8_000_000))
    facts = [TrancheFacts(year=t.year, fund=t.fund, offered=t.offered) for t in grant.tranches.all()]
    grant = actions.save_tranches(grant=grant, seen=grant.version, rows=[*facts, row], by=people.fatima, at=NOW)
    ruling = rule_on_outside_figure(
        figure=figure, ruling="explained", fund=fund, reason="The rest went to the boroughs.", by=people.fatima, at=NOW
    )
    assert ruling.ours == Decimal(8_000_000)
    assert findings() == [Finding.CLASH]
    assert not outside_rows(OutsideFigure.objects.select_related("source__funder"))[0].is_open
    rows = [*facts, TrancheFacts(year=YEAR, fund=fund, offered=Decimal(8_500_000))]
    actions.save_tranches(grant=grant, seen=grant.version, rows=rows, by=people.fatima, at=NOW)
    assert outside_rows(OutsideFigure.objects.select_related("source__funder"))[0].is_open
    with pytest.raises(Refused, match="Say why"):
        rule_on_outside_figure(figure=figure, ruling="wrong", reason=" ", by=people.fatima, at=NOW)


@pytest.mark.committed
def test_raw_sql_changes_nothing_that_was_published_or_said_of_it(people: People, sql: Any):
    figure = published(people.fatima, make_grant(people.fatima).funder).figures.get()
    rule_on_outside_figure(figure=figure, ruling="not_ours", reason="Another force.", by=people.fatima, at=NOW)
    for table in ("outsidesource", "outsidefigure", "outsideruling"):
        attack = f"UPDATE grants_{table} SET id = id"
        refused(sql, attack, f"update of grants_{table} is refused")
        let_through_without(sql, trigger(f"grants_{table}", f"{table}_is_kept"), attack)


@pytest.mark.django_db
def test_fatima_enters_a_table_and_says_why_a_figure_clashes(people: People):
    grants = grip(people)
    client = CountingClient()
    client.force_login(people.fatima)
    sent: dict[str, Any] = {
        "title": "Allocations 2023 to 2024", "funder": grants[0].funder_id, "published_on": "29 August 2023",
        "kind": "offered", "recipients": "London",
        "recipient": "Police force area", "amount": "Allocation", "fund": "Fund", "whole_year": "2023/24",
    }  # fmt: skip
    text = table_of(ALLOCATIONS | {"London": "£9,000,001"}).encode("cp1252")
    upload = SimpleUploadedFile("allocations.csv", text)
    answer = client.post(reverse("outside_add"), sent | {"whole_year": "", "upload": upload})
    assert answer.status_code == 422
    assert "Enter the heading of the financial year" in answer.content.decode()
    answer = client.post(reverse("outside_add"), sent | {"upload": SimpleUploadedFile("allocations.csv", text)})
    assert answer.status_code == 302, answer.content.decode()
    figure = OutsideFigure.objects.get()
    page = client.get(reverse("outside_list")).content.decode()
    assert "£9,000,001 is published and £8,907,532 is offered: £92,469 more." in page
    assert "1 figure waits" in page
    form_data = {"ruling": "wrong", "reason": "The table was put right in September."}
    assert client.post(reverse("outside_rule", args=[figure.pk]), form_data).status_code == 302
    assert "The table was put right in September." in client.get(reverse("outside_list")).content.decode()
    assert OutsideRuling.objects.get().ruled_by == people.fatima
    answer = client.get(reverse("outside_csv"))
    row = next(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert (row["outside"], row["ours"], row["difference"]) == ("9000001.00", "8907532.00", "92469.00")
    assert (row["finding"], row["open"]) == ("Clash", "no")
    client.force_login(people.olu)
    assert client.get(reverse("outside_add")).status_code == 403
    assert client.get(reverse("outside_list")).status_code == 200


@pytest.mark.django_db
def test_promised_and_came_stands_by_fund_and_year_and_its_files_add_up_to_the_page(people: People):
    grip(people)
    make_grant(people.fatima)
    client = CountingClient()
    client.force_login(people.fatima)
    page = client.get(reverse("promised_desk") + "?year=2023-24").content.decode()
    assert page.count("£8,907,532") == 2  # the fund's row and the total
    assert "£250,000" not in page
    answer = client.get(reverse("promised_desk_csv"))
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(row["financialYear"], row["offered"], row["accepted"]) for row in rows] == [
        ("2023/24", "8907532.00", ""), ("2019/20", "250000.00", ""), ("2018/19", "250000.00", ""),
    ]  # fmt: skip
    total = sum(Decimal(row["offered"]) for row in rows)
    assert f"£{total:,.0f}" in client.get(reverse("promised_desk")).content.decode()
