"""The same data in more forms: a spreadsheet, one SQLite file, and answers to what browsers ask first."""

import csv
import io
import re
import sqlite3
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.register.sample import MARKER

pytestmark = [pytest.mark.django_db(databases=["default", "book"]), pytest.mark.usefixtures("book")]


def body_of(public: Client, path: str) -> bytes:
    answer = public.get(path)
    assert answer.status_code == 200, path
    return b"".join(answer) if answer.streaming else answer.content


def test_a_spreadsheet_holds_the_list_with_amounts_as_numbers_and_no_formula(public: Client) -> None:
    sheet = load_workbook(io.BytesIO(body_of(public, "/decisions.xlsx?decided=2026"))).active
    assert sheet is not None
    head, *rows = list(sheet.iter_rows(values_only=True))
    by_reference = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    expected = list(csv.DictReader(io.StringIO(body_of(public, "/decisions.csv?decided=2026").decode("utf-8-sig"))))
    assert set(by_reference) == {row["reference"] for row in expected}
    assert by_reference["PCD 1902"]["approvedAwards"] == 90_000
    assert by_reference["PCD 1902"]["recipients"] == "London Youth Partnership"
    formula = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=HYPERLINK")]
    assert [cell.data_type for cell in formula] == ["s"]


def test_one_sqlite_file_holds_every_table(public: Client, tmp_path: Path) -> None:
    path = tmp_path / "book.sqlite"
    path.write_bytes(body_of(public, "/open-data/book.sqlite"))
    connection = sqlite3.connect(path)
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert names == {"decisions", "tranches", "recommendations", "links", "outcomes"}
    for name in names:
        lines = csv.reader(io.StringIO(body_of(public, f"/open-data/{name}.csv").decode("utf-8-sig")))
        (count,) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()
        assert count == len(list(lines)) - 1, name
    joined = "SELECT t.accepted FROM decisions d JOIN tranches t USING (reference) WHERE d.reference = 'PCD 1902'"
    assert connection.execute(joined).fetchall() == [("90000.00",)]
    connection.close()
    assert MARKER.encode() not in path.read_bytes()
    assert b"Waits until the year 3000" not in path.read_bytes()


def test_a_browser_that_asks_first_may_send_what_it_knows(public: Client) -> None:
    for path in ("/decisions.csv", "/api/v1/decisions/", "/decisions.feed.json", "/open-data/360giving.json"):
        answer = public.options(path, headers={"Origin": "https://example.org"})
        assert answer.status_code == 204, path
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "If-None-Match" in answer["Access-Control-Allow-Headers"]
    page = public.options("/decisions/")
    assert page["Allow"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Origin" not in page


def test_moments_have_the_same_digits(public: Client) -> None:
    results = public.get("/api/v1/decisions/?page_size=50").json()["results"]
    entries = public.get("/api/v1/entries/?page_size=50").json()["results"]
    moments = [row["lastModified"] for row in results] + [row["publishedAt"] for row in entries]
    shape = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00")
    assert moments
    assert not [moment for moment in moments if not shape.fullmatch(moment)]


def test_the_results_of_a_page_are_described_as_records(public: Client) -> None:
    components = public.get("/api/v1/schema/?format=json", headers={"Accept": "application/json"}).json()["components"]
    results = components["schemas"]["Page"]["properties"]["results"]
    assert results["items"] == {"$ref": "#/components/schemas/RecordOrTombstone"}
    kinds = components["schemas"]["RecordOrTombstone"]["oneOf"]
    assert {kind["$ref"].rpartition("/")[2] for kind in kinds} == {"Record", "Tombstone"}
