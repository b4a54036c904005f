"""Open data: the same facts in every form, safe in a spreadsheet, valid against the standards it names."""

import csv
import html
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.conf import settings
from django.db import OperationalError, connections
from django.test import Client
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from book.entries import read_payload
from book.models import Entry, PublishedDecision
from book.part1.v2 import Organisation
from book.projection import identity
from components.tables import cell
from figures.money import format_money
from register.opendata import threesixty
from tests.register.sample import FULL, MARKER

pytestmark = [pytest.mark.django_db(databases=["default", "book"]), pytest.mark.usefixtures("book")]

STANDARD = Path(settings.BASE_DIR).parent / "shared" / "360giving"


def body(client: Client, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return b"".join(answer) if answer.streaming else answer.content


def rows(client: Client, path: str) -> list[dict[str, str]]:
    data = body(client, path)
    assert data.startswith(b"\xef\xbb\xbf"), "a spreadsheet needs the mark"
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_page_csv_json_api_and_signed_bytes_of_a_decision_agree(public: Client) -> None:
    page = public.get("/decisions/PCD-510/").content.decode()
    signed = json.loads(public.get("/decisions/PCD-510.json").content)
    (row,) = rows(public, "/decisions.csv?q=PCD+510&decided=2018")
    (listed,) = json.loads(body(public, "/decisions.json?decided=2018"))["decisions"]
    record = public.get("/api/v1/decisions/PCD-510/").json()
    (line,) = [
        x
        for x in map(json.loads, body(public, "/open-data/decisions.ndjson").splitlines())
        if x["reference"] == "PCD 510"
    ]
    assert record["content"] == line["content"] == signed
    assert {name: record[name] for name in listed} == listed
    assert {name: line[name] for name in listed} == listed
    assert (row["reference"], row["title"], row["summary"]) == (
        signed["reference"],
        signed["title"],
        signed["executive_summary"],
    )
    assert row["dateSigned"] == listed["dateSigned"] == signed["decided_on"]
    assert row["decidedBy"] == signed["decided_by"]
    assert signed["title"] in page
    assert signed["decided_by"] in page
    for line_ in signed["recommendations"]:
        field = {"accept_offer": "approvedOffers", "approve_bid": "approvedBids"}[line_["action"]]
        assert row[field] == listed[field] == line_["amount"]
        assert format_money(Decimal(line_["amount"])) in page
    for kind in ("bid", "offered"):
        total = sum((Decimal(t[kind]) for t in signed["tranches"] if t[kind]), Decimal(0))
        assert Decimal(row[kind]) == Decimal(listed[kind]) == total
        assert format_money(total) in page


def test_no_cell_is_a_formula_and_numbers_stay_numbers(public: Client) -> None:
    (row,) = rows(public, "/decisions.csv?q=HYPERLINK")
    assert row["title"].startswith("'=HYPERLINK")
    assert row["approvedAwards"] == "49999.50"
    for value in ("=1+1", "+1;2", "-cmd", "@SUM(A1)", "\tx", " =1"):
        assert cell(value) == f"'{value}"
    assert [cell(value) for value in ("-1.50", "12", None, True, ["a", "b"])] == ["-1.50", "12", "", "yes", "a; b"]


def test_a_refused_decision_approves_no_money_in_any_form(public: Client) -> None:
    (row,) = rows(public, "/decisions.csv?status=refused")
    (listed,) = json.loads(body(public, "/decisions.json?status=refused"))["decisions"]
    record = public.get("/api/v1/decisions/PCD-1904/").json()
    assert (row["reference"], row["outcome"], row["counted"]) == ("PCD 1904", "refused", "no")
    for field in ("approvedOffers", "approvedBids", "approvedAwards", "approvedOther"):
        assert (row[field], listed[field], record[field]) == ("", None, None)


def test_every_table_of_money_tells_which_decisions_count(public: Client) -> None:
    counts = {
        decision.reference: "yes" if decision.counted else "no"
        for decision in PublishedDecision.objects.exclude(status="withdrawn")
    }
    assert set(counts.values()) == {"yes", "no"}
    for path in ("/decisions.csv", "/open-data/tranches.csv", "/open-data/recommendations.csv"):
        counted = {row["reference"]: row["counted"] for row in rows(public, path)}
        assert counted == {reference: counts[reference] for reference in counted}, path
        assert (counted["PCD 1902"], counted["PCD 1901"], counted["PCD 1904"]) == ("yes", "no", "no")


def test_what_one_filters_is_what_one_downloads(public: Client) -> None:
    for query in ("", "?kind=award&force=yes", "?q=scheme", "?year=2018-19"):
        listed = [row["reference"] for row in rows(public, f"/decisions.csv{query}")]
        data = [record["reference"] for record in json.loads(body(public, f"/decisions.json{query}"))["decisions"]]
        page = public.get(f"/decisions/{query}").content.decode()
        assert listed == data
        shown = re.search(r'id="results">([0-9,]+) decision', page)
        assert shown
        assert int(shown[1]) == len(listed)


def test_bulk_tables_hold_every_row_and_nothing_withdrawn(public: Client) -> None:
    tranches = rows(public, "/open-data/tranches.csv")
    mine = [row for row in tranches if row["reference"] == "PCD 510"]
    assert len(mine) == len(FULL.tranches)
    assert "PCD 1905" not in {row["reference"] for row in tranches}
    assert {"later": "PCD 815", "kind": "continues", "earlier": "PCD 510"} in rows(public, "/open-data/links.csv")
    assert {row["result"] for row in rows(public, "/open-data/outcomes.csv")} == {"unsuccessful", "accepted"}
    assert public.get("/open-data/nothing.csv").status_code == 404


def test_json_lines_tell_of_a_withdrawal(public: Client) -> None:
    lines = [json.loads(line) for line in body(public, "/open-data/decisions.ndjson").splitlines()]
    (gone,) = [line for line in lines if line["reference"] == "PCD 1905"]
    assert gone["status"] == "withdrawn"
    assert "title" not in gone
    assert [line["entry"] for line in lines] == sorted(line["entry"] for line in lines)


def test_every_entry_is_valid_against_its_published_schema(public: Client) -> None:
    schema = json.loads(body(public, "/open-data/entry.schema.json"))
    decision = json.loads(body(public, "/open-data/decision.schema.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for entry in Entry.objects.all():
        content = json.loads(bytes(entry.payload or b""))
        jsonschema.Draft202012Validator(schema).validate(content)
        assert read_payload(entry.kind, bytes(entry.payload or b""))
        if entry.kind == "decision":
            jsonschema.Draft202012Validator(decision).validate(content)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(decision).validate({"schema": "part1/1"})


@pytest.mark.skipif(not STANDARD.is_dir(), reason="the standard's schemas lie beside the repository")
def test_the_360giving_package_is_valid(public: Client) -> None:
    package = json.loads(body(public, "/open-data/360giving.json"))
    grant = json.loads((STANDARD / "schema" / "360-giving-schema.json").read_text())
    whole = json.loads((STANDARD / "schema" / "360-giving-package-schema.json").read_text())
    registry: Any = Registry()
    for address in (grant["$id"], whole["properties"]["grants"]["items"]["$ref"]):
        registry = registry.with_resource(address, Resource.from_contents(grant, default_specification=DRAFT202012))
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    validator = jsonschema.Draft202012Validator(whole, registry=registry, format_checker=checker)
    assert [error.message for error in validator.iter_errors(package)] == []
    assert checker.checkers["date-time"], "without its library no date would be looked at"
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(package | {"grants": [package["grants"][0] | {"awardDate": "17/12/2018"}]})
    codes = csv.DictReader((STANDARD / "codelists" / "geoCodeType.csv").read_text().splitlines())
    names = {next(iter(row.values())) for row in codes}
    for record in package["grants"]:
        assert {place["geoCodeType"] for place in record["beneficiaryLocation"]} <= names
        assert record["amountAwarded"] == sum(part["value"] for part in record["commitmentTransaction"])
    ids = [record["id"] for record in package["grants"]]
    assert len(ids) == len(set(ids))


def test_only_accepted_money_is_in_the_360giving_package_and_the_rest_has_its_reason(public: Client) -> None:
    package = json.loads(body(public, "/open-data/360giving.json"))
    grants = {grant["id"].rpartition("-G-")[2]: grant for grant in package["grants"]}
    assert grants["0001"]["amountAwarded"] == 500_000
    assert grants["0001"]["awardDate"] == "2018-12-17"
    assert [date["startDate"] for date in grants["0001"]["plannedDates"]] == ["2018-04-01", "2019-04-01"]
    assert "0002" not in grants
    page = public.get("/open-data/360giving/").content.decode()
    assert "G-0002" in page
    assert "The bid was unsuccessful." in page


def test_an_organisation_in_the_360giving_package_has_the_number_that_its_identifier_holds(public: Client) -> None:
    package = json.loads(body(public, "/open-data/360giving.json"))
    recipients = [grant["recipientOrganization"][0] for grant in package["grants"]]
    youth = next(recipient for recipient in recipients if recipient["id"] == "GB-COH-01234567")
    assert youth["companyNumber"] == "01234567"
    funders = [grant["fundingOrganization"][0] for grant in package["grants"]]
    assert not any("companyNumber" in funder for funder in funders if not funder["id"].startswith("GB-COH-"))


def test_an_organisation_without_an_identifier_goes_by_its_number_before_its_name() -> None:
    assert identity(Organisation("", "Refuge Ltd", "1234567", "277424")) == "GB-COH-1234567"
    assert identity(Organisation("", "Refuge", "", "277424")) == "GB-CHC-277424"
    assert identity(Organisation("", "Refuge Scotland", "", "SC012345")) == "GB-SC-SC012345"
    assert identity(Organisation("", "Refuge", "", "")) == "name:refuge"


def test_grants_are_told_of_part_by_part_and_none_is_forgotten(public: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = public.get("/open-data/360giving/").content.decode()
    everything = re.findall(r"\((G-\d+)\)", whole)
    assert everything
    monkeypatch.setattr(threesixty, "PAGE", 1)
    monkeypatch.setattr(threesixty, "BATCH", 1)
    path, listed, exported, pages = "/open-data/360giving/", [], 0, 0
    while path:
        pages += 1
        page = public.get(path).content.decode()
        listed += re.findall(r"\((G-\d+)\)", page)
        exported += int(re.search(r"(\d+) grants? (is|are) in the package", page)[1])  # type: ignore[index]
        path = html.unescape((re.findall(r'href="(/open-data/360giving/\?after=[^"]+)"', page) or [""])[0])
    assert (listed, pages) == (everything, exported + len(everything))
    assert pages >= 3
    assert exported == len(json.loads(body(public, "/open-data/360giving.json"))["grants"])
    assert public.get("/open-data/360giving/?after=%00").status_code == 400


WRITTEN_WHILE_SENT = (
    "/decisions.csv", "/decisions.json", "/open-data/decisions.ndjson", "/open-data/360giving.json",
    "/open-data/decisions.csv", "/open-data/tranches.csv", "/open-data/recommendations.csv", "/open-data/links.csv",
    "/open-data/outcomes.csv",
)  # fmt: skip


@pytest.mark.parametrize("path", WRITTEN_WHILE_SENT)
def test_a_database_that_goes_away_before_a_file_begins_is_said_plainly(path: str) -> None:
    def cut(execute: Any, sql: str, *more: Any) -> Any:
        if '"book"."' in sql:  # what the file asks, not whether the book has changed
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, *more)

    reader = Client(raise_request_exception=False)
    with connections["book"].execute_wrapper(cut):
        answer = reader.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    answer = reader.get(path)
    assert answer.status_code == 200
    assert b"".join(answer)


def test_a_marker_of_a_part_2_is_in_no_file(public: Client) -> None:
    for path in (
        "/decisions.csv",
        "/decisions.json",
        "/decisions.atom",
        "/open-data/decisions.ndjson",
        "/log/entries/1",
    ):
        assert MARKER.encode() not in body(public, path), path
    assert b"No published decision fits" in public.get("/decisions/", {"q": MARKER}).content
