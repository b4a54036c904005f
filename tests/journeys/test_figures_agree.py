"""One grant's figures are the same wherever they are shown: desk, chart, CSV, spreadsheet, return, PDF, public page."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from components.clock import held_at
from figures.money import canonical_money, format_money
from figures.years import FinancialYear
from grants import actions
from grants.models import Grant
from grants.month_figures import figures_of, month_chart
from tests.decisions import papers
from tests.grants.agreeing import agree, send
from tests.grants.making import enter_spend
from tests.people import People, make_people

JANUARY = datetime(2019, 1, 15, 9, tzinfo=UTC)
OFFERED, SPENT, RECEIVED = Decimal(250_000), Decimal("154999.99"), Decimal("200000.50")
YEAR = FinancialYear(2018)


def lived(people: People) -> Grant:
    """A grant of a published decision: accepted, received, spent in two months, its November returned and certified."""
    paper = papers.published(people)
    grant = paper.decision_grants.get().grant
    tranche = grant.tranches.get(year=YEAR.start)
    actions.record_outcome(
        grant=grant, seen=grant.version, accepted={tranche.pk: OFFERED}, by=people.fatima, at=JANUARY
    )
    agree(grant, people.fatima)
    for kind, amount, day in (
        ("spent", SPENT - 55_000, date(2018, 11, 26)), ("spent", Decimal(55_000), date(2018, 12, 3)),
        ("received", RECEIVED, date(2018, 12, 4)),
    ):  # fmt: skip
        enter_spend(people.fatima, grant, amount, on=day, at=JANUARY, kind=kind)
    november = grant.obligations.filter(kind="monthly_return")[0]
    send(people, november, date(2018, 12, 14), amount=99_999)
    return Grant.objects.get(pk=grant.pk)


def read(client: Client, name: str, *arguments: Any) -> bytes:
    answer: Any = client.get(reverse(name, args=arguments))
    assert answer.status_code == 200, name
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def cells(data: bytes) -> Iterator[Decimal]:
    """Every number of a spreadsheet."""
    for row in load_workbook(io.BytesIO(data)).worksheets[0].values:
        yield from (Decimal(str(value)) for value in row if isinstance(value, int | float))


def words(pdf: bytes) -> str:
    file = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in file).split())


@pytest.mark.committed
def test_what_was_offered_and_spent_is_the_same_at_the_desk_in_its_files_on_paper_and_in_public() -> None:
    people = make_people()
    grant = lived(people)
    tranche = grant.tranches.select_related("grant", "fund").get(year=YEAR.start)
    november = grant.obligations.filter(kind="monthly_return")[0]
    desk = Client()
    desk.force_login(people.kaya)
    with held_at(JANUARY):
        of_grant = {
            "figures_by_year": [grant.pk],
            "figures_by_month": [grant.pk, tranche.pk],
            "actual_list": [grant.pk],
        }
        of_all: dict[str, list[Any]] = {"portfolio": [], "promised_desk": [], "year_end": [YEAR.slug]}
        pages = {name: read(desk, name, *arguments).decode() for name, arguments in (of_all | of_grant).items()}
        tables = {
            "promised_desk": rows(read(desk, "promised_desk_csv"))[-1],
            "portfolio": rows(read(desk, "portfolio_csv"))[-1],
            "year_end": rows(read(desk, "year_end_csv", YEAR.slug))[0],
            "figures": next(
                row
                for row in rows(read(desk, "figures_csv", grant.pk))
                if (row["month"], row["financialYear"]) == ("The year", str(YEAR))
            ),
        }
        sheets = {name: set(cells(read(desk, f"{name}_xlsx"))) for name in ("promised_desk", "portfolio")}
        sheets["year_end"] = set(cells(read(desk, "year_end_xlsx", YEAR.slug)))
        sheets["figures"] = set(cells(read(desk, "figures_xlsx", grant.pk)))
        papers_drawn = {name: words(read(desk, f"{name}_pdf")) for name in ("promised_desk", "portfolio")}
        papers_drawn["year_end"] = words(read(desk, "year_end_pdf", YEAR.slug))
        (listed,), listed_sheet = rows(read(desk, "grant_list_csv")), read(desk, "grant_list_xlsx")
        returned = {row["what"]: row["value"] for row in rows(read(desk, "return_csv", november.pk))}
        return_page, return_paper = (
            read(desk, "obligation_return", november.pk).decode(),
            words(read(desk, "return_pdf", november.pk)),
        )
    for name, page in pages.items():
        assert format_money(SPENT) in page, name
    for name, table in tables.items():
        assert {key.lower(): value for key, value in table.items()}["spent"] == canonical_money(SPENT), name
        assert SPENT in sheets[name], name
    for name, paper in papers_drawn.items():
        assert format_money(SPENT) in paper, name
    drawn = month_chart(figures_of([tranche])[0])
    assert drawn is not None
    assert [bar.amount for bar in drawn.bars if "spent" in bar.amount] == ["£99,999.99 spent", "£55,000 spent"]
    assert returned["Entered as spent in the period"] == "99999.99"
    assert "£99,999.99" in return_page
    assert "£99,999.99" in return_paper
    assert listed["accepted"] == canonical_money(OFFERED)
    assert OFFERED in set(cells(listed_sheet))
    offered = format_money(OFFERED)
    public = Client().get("/decisions/PCD-1901/").content.decode()
    assert returned[f"Offered, {tranche}"] == canonical_money(OFFERED)
    for text in (public, return_page, return_paper, pages["promised_desk"], papers_drawn["promised_desk"]):
        assert offered in text
    data = Client().get("/decisions/PCD-1901.json").json()
    stated = {row["offered"] for row in _tranches(data) if row["financial_year"] == str(YEAR)}
    assert stated == {canonical_money(OFFERED)}
    for figure in (SPENT, RECEIVED):  # what moved is not published
        assert format_money(figure) not in public


def _tranches(part: Any) -> Iterator[dict[str, Any]]:
    """Every tranche anywhere in Part 1."""
    if isinstance(part, dict):
        if "offered" in part:
            yield part
        for value in part.values():
            yield from _tranches(value)
    elif isinstance(part, list):
        for value in part:
            yield from _tranches(value)
