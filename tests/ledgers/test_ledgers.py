"""A ledger's file: whatever spreadsheets do to it, its lines go in whole and to the penny, once, or not at all."""

import io
import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from components.clock import held_at
from components.refusals import Incomplete, NotOpen, Refused
from figures.years import FinancialYear
from grants import actions
from grants.actions import TrancheFacts
from grants.models import Actual, Grant, LedgerFile
from ledgers import actions as ledgers
from ledgers.reading import LedgerReading
from spreadsheets.cells import read_amount, read_day
from tests.grants.making import AT, LEDGER, ledger_map, make_grant, upload_lines
from tests.people import People
from tests.promises.guards import let_through_without, refused, trigger
from tests.queries import CountingClient

HEAD = LEDGER.splitlines()[0]
NOW = AT + timedelta(days=400)


def enter(people: People, text: str, **changed: object) -> LedgerReading:
    file = upload_lines(people.fatima, text, ledger_map(people.fatima, NOW, **changed), NOW)
    return ledgers.enter_ledger(file=file, answers={}, by=people.fatima, at=NOW)


def coded(people: People, code: str = "CC7", title: str = "Online investigation team") -> Grant:
    grant = make_grant(people.fatima, title=title)
    ledgers.save_ledger_codes(grant=grant, codes=[code], by=people.fatima, at=AT)
    return grant


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False).filter(lambda d: abs(d) < 10**12))
def test_a_spreadsheet_s_number_is_read_to_the_penny(amount: Decimal):
    assert read_amount(float(amount)) == amount
    assert read_amount(f"{amount:,.2f}") == amount


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (43378, date(2018, 10, 5)), ("43378", date(2018, 10, 5)), (43378.75, date(2018, 10, 5)),
        ("05/10/2018", date(2018, 10, 5)), ("05-Oct-18", date(2018, 10, 5)), ("2018-10-05 00:00:00", date(2018, 10, 5)),
        (datetime(2018, 10, 5, 13, 0), date(2018, 10, 5)), ("5 October 2018", date(2018, 10, 5)),
    ],
)  # fmt: skip
def test_a_day_is_read_however_a_spreadsheet_keeps_it(cell: object, day: date):
    assert read_day(cell) == day


def test_days_counted_from_1904_and_sums_of_tenths_are_read_rightly():
    assert read_day(41916, from_1904=True) == date(2018, 10, 5)
    assert read_amount(0.1 + 0.2) == Decimal("0.30")
    assert read_amount("£ -") == Decimal(0)
    with pytest.raises(ValueError, match="parts of a penny"):
        read_amount(12.345)


@pytest.mark.django_db
def test_windows_text_with_pounds_brackets_and_credits_is_entered_as_it_is(people: People):
    grant = coded(people)
    text = (
        f"Report of the ledger,,,,,,,\n\n{HEAD}\n"
        'J1,1,05/10/2018,cc7,Salaries,Cyber,Müller & Söhne – Ltd,"£1,234.50"\n'
        'J1,2,43378,CC7,Capital,Cyber,"Smith, Jones","(£234.50)"\n'
        "J1,3,06-Oct-18,CC7,Salaries,,,10.00-\nJ1,4,06-Oct-18,CC7,Salaries,,,5 CR\nJ1,5,06-Oct-18,CC7,,,,£ -\n"
    )
    columns = ledger_map(people.fatima, NOW)
    file = ledgers.upload_ledger(name="l.csv", data=text.encode("cp1252"), columns=columns, by=people.fatima, at=NOW)
    reading = ledgers.enter_ledger(file=file, answers={}, by=people.fatima, at=NOW)
    entries = Actual.objects.order_by("ledger_line")
    assert [entry.amount for entry in entries] == [Decimal("1234.50"), Decimal("-234.50"), -10, -5]
    assert [entry.cost_category for entry in entries] == ["staff", "capital", "staff", "staff"]
    assert [(entry.evidence, entry.unit, entry.ledger_line) for entry in entries][:2] == [
        ("Müller & Söhne – Ltd", "Cyber", 4),
        ("Smith, Jones", "Cyber", 5),
    ]
    assert reading.nil == 1
    assert {entry.tranche.grant for entry in entries} == {grant}


@pytest.mark.django_db
def test_one_fault_stops_the_whole_file_and_each_is_named_by_row_column_and_value(people: People):
    coded(people)
    good = f"{HEAD}\nJ1,1,05/10/2018,CC7,Salaries,,,1\n"
    text = f"{good}J1,2,31/02/2018,CC7,Salaries,,,1.234\nJ1,3,05/10/2018,CC9,Tea,,,1\n"
    with pytest.raises(Incomplete) as caught:
        enter(people, text)
    assert [problem.partition(":")[0] for problem in caught.value.problems] == [
        "Row 3, Posting date, “31/02/2018”",
        "Row 3, Amount, “1.234”",
        "Row 4, Account, “Tea”",
    ]
    columns = LedgerFile.objects.get().map
    file = upload_lines(people.fatima, f"{good}J1,3,05/10/2018,CC9,,,,1\n", columns, NOW)
    with pytest.raises(Incomplete, match="Nothing was entered") as caught:
        ledgers.enter_ledger(file=file, answers={}, by=people.fatima, at=NOW)
    assert caught.value.problems[0].startswith(
        "Row 3, Cost centre, “CC9”: No grant with this code has money for 2018/19."
    )
    assert not Actual.objects.exists()
    with pytest.raises(Refused, match="The file has no column “Amount”"):
        upload_lines(people.fatima, HEAD.replace("Amount", "Sum") + "\n", columns, NOW)


@pytest.mark.django_db
def test_the_same_file_and_the_same_line_add_nothing_and_a_changed_line_is_told(people: People):
    coded(people)
    enter(people, LEDGER)
    columns = LedgerFile.objects.get().map
    with pytest.raises(NotOpen, match="This file was entered on 18 December 2019 by Fatima Finch"):
        upload_lines(people.felix, LEDGER, columns, NOW)
    longer = LEDGER + "J1,2,05/10/2018,CC7,Salaries,Cyber,,7.50\n"
    file = upload_lines(people.fatima, longer, columns, NOW)
    reading = ledgers.enter_ledger(file=file, answers={}, by=people.fatima, at=NOW)
    assert (len(reading.entries), reading.already, Actual.objects.count()) == (1, 1, 2)
    file = upload_lines(people.fatima, LEDGER.replace("12.50", "12.60"), columns, NOW)
    with pytest.raises(Incomplete) as caught:
        ledgers.enter_ledger(file=file, answers={}, by=people.fatima, at=NOW)
    assert "was entered as E-" in caught.value.problems[0]
    assert "with £12.50 on 5 October 2018" in caught.value.problems[0]


@pytest.mark.django_db
def test_without_key_columns_two_equal_lines_are_two_and_the_next_file_knows_them(people: People):
    coded(people)
    twice = LEDGER + LEDGER.splitlines()[1] + "\n"
    enter(people, twice, key="")
    assert Actual.objects.count() == 2
    columns = LedgerFile.objects.get().map
    file = upload_lines(people.fatima, twice + "J9,1,05/10/2018,CC7,Salaries,,,1\n", columns, NOW)
    reading = ledgers.enter_ledger(file=file, answers={}, by=people.fatima, at=NOW)
    assert (len(reading.entries), reading.already) == (1, 2)


@pytest.mark.django_db
def test_lines_that_fit_two_grants_are_asked_about_at_the_desk(people: People):
    coded(people)
    second = coded(people, title="Another team")
    client = CountingClient()
    client.force_login(people.fatima)
    with held_at(NOW):
        columns = ledger_map(people.fatima, NOW)
        bring = reverse("ledger_list")
        upload = SimpleUploadedFile("october.csv", LEDGER.encode())
        page = client.post(bring, {"map": columns.pk, "upload": upload}, follow=True)
        assert "Whose are the 1 lines of CC7 in 2018/19?" in page.content.decode()
        where = reverse("ledger_file", args=[LedgerFile.objects.get().pk])
        assert client.post(where, {"do": "enter"}).status_code == 422
        meant = second.tranches.all()[0]
        page = client.post(where, {"answer-0": meant.pk, "do": "enter"}, follow=True)
        assert "1 line entered" in page.content.decode()
        assert Actual.objects.get().tranche == meant
        pasted = LEDGER.replace(",", "\t").replace("J1", "J2").replace("CC7", second.code)
        page = client.post(bring, {"map": columns.pk, "pasted": pasted}, follow=True)
        assert "1 new line" in page.content.decode()
        where = reverse("ledger_file", args=[LedgerFile.objects.filter(entered_at=None).get().pk])
        assert client.post(where, {"do": "discard"}).status_code == 302
        assert Actual.objects.count() == 1


def workbook_of(rows: list[list[object]]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Ledger of the year"])
    sheet.append(HEAD.split(","))
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.django_db
def test_a_ledger_of_5000_rows_goes_in_and_comes_out_unchanged(people: People, tmp_path: Path, capsys: Any):
    grant = coded(people)
    day = date(2018, 4, 1)
    rows: list[list[object]] = [
        [f"J{n // 50}", n % 50, day + timedelta(days=n % 365), "CC7", "Salaries", f"Team {n % 7}", f"Supplier {n}",
         float(Decimal(n * 7919 % 1_000_003 - 300_000 or 1) / 100)]
        for n in range(5_000)
    ]  # fmt: skip
    ledger_map(people.fatima, NOW)
    path = tmp_path / "year.xlsx"
    path.write_bytes(workbook_of(rows))
    arguments = [str(path), "--map", "ledger", "--as", "fatima@example.org", "--json"]
    with held_at(NOW):
        call_command("import_actuals", *arguments, "--dry-run")
        assert not Actual.objects.exists()
        call_command("import_actuals", *arguments)
    exported = json.JSONDecoder().raw_decode(capsys.readouterr().out)[0]
    assert (exported["rows"], exported["new"], exported["faults"], exported["entered"]) == (5_000, 5_000, [], False)
    entries = Actual.objects.filter(tranche__grant=grant).order_by("ledger_line")
    came_out = [[entry.happened_on, f"{entry.amount:.2f}", entry.unit, entry.evidence] for entry in entries]
    assert came_out == [[row[2], f"{row[7]:.2f}", row[5], row[6]] for row in rows]
    with held_at(NOW), pytest.raises(SystemExit):
        call_command("import_actuals", *arguments)
    assert Actual.objects.count() == 5_000


@pytest.mark.django_db
def test_debits_and_credits_in_two_columns_and_income_with_the_opposite_sign_are_read(people: People):
    coded(people)
    head = HEAD.replace("Amount", "Dr,Cr")
    text = f'{head}\nJ1,1,05/10/2018,CC7,,,,,"5,000.00"\nJ1,2,05/10/2018,CC7,,,,1.25,\n'
    enter(people, text, amount="", debit="Dr", credit="Cr", kind="received", turned=True)
    assert [entry.amount for entry in Actual.objects.order_by("ledger_line")] == [Decimal(5000), Decimal("-1.25")]
    assert {entry.kind for entry in Actual.objects.all()} == {"received"}


@pytest.mark.django_db
def test_a_code_for_two_funds_of_one_year_is_asked_about_too(people: People):
    grant = coded(people)
    rows = [TrancheFacts(year=t.year, fund=t.fund, offered=t.offered) for t in grant.tranches.all()]
    rows.append(TrancheFacts(year=FinancialYear(2018), fund="Capital fund", offered=Decimal(5)))
    actions.save_tranches(grant=grant, seen=2, rows=rows, by=people.fatima, at=AT)
    with pytest.raises(Incomplete, match="Nothing was entered") as caught:
        enter(people, LEDGER)
    assert caught.value.problems == ["1 lines of CC7 in 2018/19 fit several grants."]


@pytest.mark.committed
def test_raw_sql_does_not_remove_the_name_of_a_file_that_was_entered(people: People, sql: Any):
    coded(people)
    enter(people, LEDGER)
    attack = "UPDATE grants_ledgerfile SET name = 'other'"
    refused(sql, attack, "a ledger file that was entered is kept")
    let_through_without(sql, trigger("grants_ledgerfile", "ledger_file_is_kept"), attack)
