"""Reports on paper: readable by machines and screen readers, and the same figures as page, CSV and spreadsheet."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from components.clock import held_at
from grants.models import Grant
from tests.documents.conformance import failures
from tests.grants.agreeing import agree, send
from tests.grants.publishing import published
from tests.grants.test_year_figures import JANUARY, lived, signed_in
from tests.people import People


def words(pdf: bytes) -> str:
    """The text of a PDF as a reader takes it out, its spaces made single."""
    file = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in file).split())


def carried(pdf: bytes) -> list[dict[str, str]]:
    """The rows of the CSV that a PDF carries."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        (attached,) = file.attachments.values()
        text = attached.get_file().read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def fetched(client: Any, name: str, *arguments: Any) -> bytes:
    answer = client.get(reverse(name, args=arguments))
    assert answer.status_code == 200, name
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def certified(people: People) -> Grant:
    """A grant that lived through some months, with a return that was certified and sent."""
    grant = lived(people)
    agree(grant, people.fatima)
    first = grant.obligations.filter(kind="monthly_return")[0]
    send(people, first, date(2018, 12, 14), 154_999, forecast=Decimal(185_000))
    return grant


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("portfolio", [], "£154,999.99"),
        ("year_end", ["2018-19"], "£64,999.91"),
        ("promised_desk", [], "£154,999.99"),
        ("outside", [], "£8,907,532"),
        ("returns", ["2018-19"], "1 of 2 that were sent or are late were on time"),
    ],
)
def test_each_report_is_an_accessible_paper_that_carries_its_own_table(
    people: People, tmp_path: Path, name: str, arguments: list[str], expected: str
):
    grant = certified(people)
    published(people.fatima, grant.funder, at=JANUARY)
    with held_at(JANUARY):
        client = signed_in(people.olu)
        pdf = fetched(client, f"{name}_pdf", *arguments)
        table = fetched(client, f"{name}_csv", *arguments)
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf)
    assert failures(path, seals=0) == []
    assert expected in words(pdf)
    assert carried(pdf) == list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))


@pytest.mark.django_db
def test_a_return_says_the_same_on_page_paper_csv_and_spreadsheet(people: People, tmp_path: Path):
    grant = certified(people)
    first = grant.obligations.filter(kind="monthly_return")[0]
    with held_at(JANUARY):
        client = signed_in(people.fatima)
        page = client.get(reverse("obligation_return", args=[first.pk])).content.decode()
        pdf = fetched(client, "return_pdf", first.pk)
        rows = csv.DictReader(io.StringIO(fetched(client, "return_csv", first.pk).decode("utf-8-sig")))
        values = {row["what"]: row["value"] for row in rows}
        sheet = load_workbook(io.BytesIO(fetched(client, "return_xlsx", first.pk))).active
    (tmp_path / "return.pdf").write_bytes(pdf)
    assert failures(tmp_path / "return.pdf", seals=0) == []
    assert values["Forecast for the year"] == "185000.00"
    assert sheet is not None
    assert {str(row[0]): row[1] or "" for row in list(sheet.values)[1:]} == values
    for text in ("£154,999", "£185,000", "£250,000", "Cora", "1 November 2018 to 30 November 2018"):
        assert text in words(pdf), text
        assert text in page, text
