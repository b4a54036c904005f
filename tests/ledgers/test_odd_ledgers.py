"""Ledgers as they come: totals below, formulas without values, two sheets, stray quotation marks, odd columns."""

import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from components.clock import held_at
from components.refusals import Incomplete, Refused
from figures.years import FinancialYear
from grants import actions
from grants.actions import TrancheFacts
from grants.models import Actual, Grant
from ledgers import actions as ledgers
from ledgers.reading import LedgerReading
from spreadsheets.sheets import UnreadableTable, read_sheet
from tests.grants.making import AT, LEDGER, ledger_map, make_grant, upload_lines
from tests.people import People

HEAD = LEDGER.splitlines()[0]
NOW = AT + timedelta(days=800)


def coded(people: People) -> Grant:
    grant = make_grant(people.fatima)
    ledgers.save_ledger_codes(grant=grant, codes=["CC7"], by=people.fatima, at=AT)
    return grant


def enter(people: People, text: str | bytes, **changed: object) -> LedgerReading:
    columns = ledger_map(people.fatima, NOW, **changed)
    data = text.encode() if isinstance(text, str) else text
    file = ledgers.upload_ledger(name="ledger", data=data, columns=columns, by=people.fatima, at=NOW)
    return ledgers.enter_ledger(file=file, answers={}, by=people.fatima, at=NOW)


def book_of(*sheets: Sequence[Sequence[object]], is_1904: bool = False) -> bytes:
    book = Workbook()
    if is_1904:
        book.epoch = CALENDAR_MAC_1904
    for number, rows in enumerate(sheets):
        sheet = book.worksheets[0] if number == 0 else book.create_sheet(f"Sheet {number + 1}")
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


LINES = "J1,1,05/10/2018,CC7,,,,100.10\nJ1,2,06/10/2018,CC7,,,Total Gas & Power,(20.05)\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "totals",
    [
        ",,,,,,Total,80.05\n",
        ",,,CC7,Total for CC7,,,80.05\n,,,,,,Grand total:,80.05\n",
        ",,31/10/2018,CC7,Sub-total,,,80.05\n",
        ",,,,,,Total,\n",
    ],
)
def test_a_line_that_adds_up_the_others_is_left_out_and_said(people: People, totals: str):
    coded(people)
    reading = enter(people, f"{HEAD}\n{LINES}{totals}")
    assert sum(entry.amount for entry in Actual.objects.all()) == Decimal("80.05")
    assert (len(reading.entries), reading.sums) == (2, totals.count("\n"))
    assert reading.as_json()["sums"] == totals.count("\n")


@pytest.mark.django_db
def test_a_total_that_the_lines_do_not_come_to_stops_the_file(people: People):
    coded(people)
    with pytest.raises(Incomplete) as caught:
        enter(people, f"{HEAD}\n{LINES},,,,,,Total,1080.05\n")
    assert caught.value.problems == [
        "Row 4, Amount, “1080.05”: This line says “Total”, and the lines above it come to £80.05: some may be missing."
    ]
    assert not Actual.objects.exists()


@pytest.mark.django_db
def test_a_booking_of_a_supplier_called_total_is_a_booking(people: People):
    coded(people)
    reading = enter(people, f"{HEAD}\nJ1,1,05/10/2018,CC7,,,,50\nJ1,2,05/10/2018,CC7,,,Total,50\n")
    assert (len(reading.entries), reading.sums) == (2, 0)


@pytest.mark.django_db
def test_a_formula_without_its_value_and_a_blank_amount_are_faults_and_not_nil(people: People):
    coded(people)
    head: list[object] = list(HEAD.split(","))
    row = ["J1", 1, datetime(2018, 10, 5), "CC7", None, None, None, "=SUM(1,2)"]
    with pytest.raises(Incomplete, match="Nothing was entered") as caught:
        enter(people, book_of([head, row]))
    assert "Row 2, Amount, “”: There is no amount." in caught.value.problems[0]
    file = upload_lines(
        people.fatima, f"{HEAD}\nJ1,1,05/10/2018,CC7,,,,\n", ledger_map(people.fatima, NOW, name="L2"), NOW
    )
    assert "There is no amount" in ledgers.preview_ledger(file=file, answers={}, at=NOW).faults[0].reason


@pytest.mark.django_db
def test_two_filled_sheets_are_refused_by_name_and_an_empty_one_is_not(people: People):
    coded(people)
    head: list[object] = list(HEAD.split(","))
    row = ["J1", 1, datetime(2018, 10, 5), "CC7", None, None, None, 12.5]
    columns = ledger_map(people.fatima, NOW)
    with pytest.raises(Refused, match="2 sheets with something in them: “Sheet”, “Sheet 2”"):
        ledgers.upload_ledger(
            name="l.xlsx", data=book_of([head, row], [head, row]), columns=columns, by=people.fatima, at=NOW
        )
    assert len(read_sheet(book_of([], [head, row]), HEAD.split(",")).lines) == 1
    assert len(read_sheet(book_of([head, row], []), HEAD.split(",")).lines) == 1


@pytest.mark.django_db
def test_serials_of_both_calendars_titles_and_merged_headings_above_are_read(people: People):
    grant = coded(people)
    title: list[list[object]] = [
        ["Ledger of the force"],
        [],
        ["Journal", None, "When", "Where", None, None, None, "How much"],
    ]
    row = ["J1", 1, 41729, "CC7", None, None, None, -0.0]
    more = ["J1", 2, datetime(2019, 3, 31), "CC7", None, None, None, "1,234.50"]
    data = book_of(
        [*title, list(HEAD.split(",")), row, more, ["J1", 3, 42095, "cc7", None, None, None, 7]], is_1904=True
    )
    reading = enter(people, data)
    assert reading.nil == 1
    days = list(Actual.objects.order_by("ledger_line").values_list("happened_on", "tranche__year"))
    assert days == [(date(2019, 3, 31), FinancialYear(2018)), (date(2019, 4, 2), FinancialYear(2019))]
    assert grant.tranches.count() == 2


@pytest.mark.django_db
def test_the_last_and_the_first_day_of_a_year_and_a_leap_day_belong_to_their_years(people: People):
    grant = coded(people)
    rows = [TrancheFacts(year=t.year, fund=t.fund, offered=t.offered) for t in grant.tranches.all()]
    actions.save_tranches(grant=grant, seen=grant.version, rows=rows, by=people.fatima, at=AT)
    lines = "".join(f"J{n},1,{day},CC7,,,,1\n" for n, day in enumerate(("31/03/2019", "01/04/2019", "29/02/2020")))
    enter(people, f"{HEAD}\n{lines}")
    assert [str(entry.tranche.year) for entry in Actual.objects.order_by("ledger_line")] == [
        "2018/19", "2019/20", "2019/20",
    ]  # fmt: skip
    with pytest.raises(Incomplete, match="Nothing") as caught:
        enter(people, f"{HEAD}\nJ9,1,29/02/2019,CC7,,,,1\n", name="Another")
    assert "29/02/2019 is not a day in the calendar" in caught.value.problems[0]


def test_a_quotation_mark_that_nothing_closes_swallows_no_line():
    csv = 'Day,Amount,Supplier\n5/10/2018,1,"5 inch pipe\n6/10/2018,2,B\n7/10/2018,3,"6 inch" pipe\n'
    with pytest.raises(UnreadableTable, match="quotation mark in line"):
        read_sheet(csv.encode(), ["Day", "Amount"])
    pasted = read_sheet(csv.replace(",", "\t").encode(), ["Day", "Amount", "Supplier"])
    assert [line.cells["supplier"] for line in pasted.lines] == ['"5 inch pipe', "B", '"6 inch" pipe']
    fine = 'Day;Amount;Supplier\n"5/10/2018";"1,50";"B ""and"" C;\nD"\n'
    assert read_sheet(fine.encode(), ["Day", "Amount"]).lines[0].cells["supplier"] == 'B "and" C;\nD'


def test_a_heading_that_stands_twice_is_asked_about():
    with pytest.raises(UnreadableTable, match="two columns “Amount”"):
        read_sheet(b"Day,Amount,VAT,AMOUNT\n5/10/2018,1,0,2\n", ["Day", "Amount"])
    assert read_sheet(b"Day,Amount,Note,Note\n5/10/2018,1,a,b\n", ["Day", "Amount"]).lines


@pytest.mark.django_db
def test_a_file_that_spends_more_than_was_accepted_says_so_before_it_is_entered(people: People):
    grant = coded(people)
    columns = ledger_map(people.fatima, NOW)
    file = upload_lines(people.fatima, f"{HEAD}\nJ1,1,05/10/2018,CC7,,,,0.01\n", columns, NOW)
    fatima = Client()
    fatima.force_login(people.fatima)
    with held_at(NOW):
        page = fatima.get(reverse("ledger_file", args=[file.pk])).content.decode()
    assert f"With this file £0.01 is spent of {grant.tranches.all()[0]} ({grant.code}), which is more than" in page
    assert "Enter these lines" in page
