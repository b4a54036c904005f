"""Pages of what is owed: the list and its files, steps taken in the browser, the return to print, the calendar."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from openpyxl import load_workbook

from accounts.models import Person
from components.clock import held_at
from grants.actions import give_grants
from grants.models import AgreementTerm, Obligation, TermMet
from tests.decisions.desk.typing import filled
from tests.grants.agreeing import AT, agree, send, take
from tests.grants.making import enter_spend, make_grant
from tests.people import PASSWORD, People, end_together, with_password
from tests.queries import CountingClient

As = Callable[[Person], Client]
#: A day on which the first return is late, the second due, and more come next.
TODAY = datetime(2019, 1, 10, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with held_at(TODAY):
        yield


def as_(person: Person) -> Client:
    client = CountingClient()
    client.force_login(person)
    return client


def words(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def file_of(client: Client, name: str, query: str = "") -> bytes:
    """The bytes of a list's file."""
    return client.get(reverse(name) + query).getvalue()


def content_of(client: Client, name: str) -> str:
    """The text of a list's CSV."""
    return file_of(client, name).decode("utf-8-sig")


def test_an_agreement_is_recorded_and_the_grant_lists_what_it_owes(people: People):
    grant, client = make_grant(people.fatima), as_(people.fatima)
    address = reverse("agreement_add", args=[grant.pk])
    typed = {
        "accepted_on": "21 November 2018", "accepted_by": "Clare Chamberlain, Chief Executive",
        "begins_on": "21/11/2018", "timetables": "monthly_return", "cost_staff": "200,000", "match_percentage": "12.5",
    }  # fmt: skip
    empty = filled(client.get(address), having="begins_on_day")
    refused = client.post(address, empty | typed | {"accepted_by": ""})
    assert refused.status_code == 422
    assert "Say both when the agreement was accepted and by whom" in refused.content.decode()
    again = filled(refused, having="begins_on_day")
    assert (again["cost_staff"], again["begins_on_month"], again["timetables"]) == ("200,000", "11", "monthly_return")
    client.post(address, again | {"accepted_by": "Clare Chamberlain, Chief Executive"})
    page = words(client, "grant_page", grant.pk)
    assert "21 November 2018 by Clare Chamberlain, Chief Executive" in page
    assert "Match funding 12.50%" in page
    assert "Staff £200,000" in page
    assert f"Monthly return for November 2018, {grant.code}" in page
    assert "late by 7 working days" in page


def test_the_grants_page_says_once_what_becomes_of_unspent_money_and_where_spending_stands(people: People):
    grant, client = make_grant(people.fatima), as_(people.fatima)
    assert words(client, "grant_page", grant.pk).count("Unspent money") == 1
    agree(grant, people.fatima, carry_over="with_consent")
    page = words(client, "grant_page", grant.pk)
    assert page.count("Unspent money") == 1
    assert "Unspent money Carried over with the funder’s consent" in page
    assert "No total has been reported for a year. What was spent entry by entry stands under" in page


def test_a_return_is_prepared_certified_and_sent_in_the_browser(people: People):
    grant = make_grant(people.fatima)
    agree(grant, people.fatima)
    row = grant.obligations.first()
    assert row
    fatima, cora = as_(people.fatima), as_(with_password(people.cora))

    def step(client: Client, name: str, **typed: str) -> str:
        address = reverse("obligation_step", args=[row.pk, name])
        sent = filled(client.get(address), having="seen", **typed)
        return client.post(address, sent, follow=True).content.decode()

    assert "Certify" not in words(fatima, "obligation_page", row.pk)
    assert "With Fatima Finch, to be prepared Due" in words(fatima, "obligation_page", row.pk)
    assert "is recorded as prepared" in step(fatima, "prepare", amount="21,000.50", note="Two posts are empty.")
    assert "With The Chief Finance Officer, to be certified Due" in words(fatima, "obligation_page", row.pk)
    assert fatima.get(reverse("obligation_step", args=[row.pk, "certify"])).status_code == 403
    assert "Enter your password" in step(cora, "certify", password="")
    assert "This is not your password" in step(cora, "certify", password="a guess")
    assert "is recorded as certified" in step(cora, "certify", password=PASSWORD)
    assert row.steps.get(step="certify").confirmed_how == "password"
    assert "is recorded as sent" in step(fatima, "send")
    paper = words(cora, "obligation_return", row.pk)
    assert "Spent in the period £21,000.50" in paper
    assert "Differences explained Two posts are empty." in paper
    assert "Prepared by Fatima Finch, Finance officer, on 10 January 2019." in paper
    assert "Certified by Cora Croft, Chief Finance Officer, on 10 January 2019." in paper


def test_the_list_says_what_is_late_due_next_and_on_time_and_its_files_agree(people: People):
    grant = make_grant(people.fatima)
    agree(grant, people.fatima)
    client = as_(people.olu)
    text = words(client, "obligation_list")
    assert "0 of 1 on time in 2018/19" in text
    assert text.index("Late Monthly return for November 2018") < text.index("Due Monthly return for December 2018")
    assert "All 15: Next" in text
    first = grant.obligations.first()
    assert first
    send(people, first, date(2019, 1, 9), amount=21000)
    assert "Due on 31 December 2018, sent on 9 January 2019, late, £21,000." in words(client, "obligation_list")
    assert "Nothing fits" in words(client, "obligation_list", query="?q=nothing")
    assert "Monthly return for March 2020" in words(client, "obligation_list", query="?show=next")
    rows = list(csv.DictReader(io.StringIO(content_of(client, "obligations_csv"))))
    assert len(rows) == 17
    assert (rows[0]["status"], rows[0]["onTime"], rows[0]["amount"]) == ("Sent", "no", "21000.00")
    sheet = load_workbook(io.BytesIO(file_of(client, "obligations_xlsx", "?show=done"))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][-2] == 21000
    assert sheet.max_row == 2


def test_no_page_of_obligations_needs_more_queries_for_more_rows(people: People):
    make = [make_grant(people.fatima, title=f"Team {number}") for number in range(3)]
    for grant in make:
        agree(grant, people.fatima, "monthly_return", "quarterly_claim", "annual_review")
    client = as_(people.cora)
    for name in ("obligation_list", "desk_calendar", "obligations_csv"):
        assert client.get(reverse(name)).status_code == 200
    row = Obligation.objects.all()[0]
    for name in ("prepare", "certify", "send"):
        take(row, name, people.cora if name == "certify" else people.fatima, date(2019, 1, 9))
    for name in ("obligation_page", "obligation_return"):
        assert client.get(reverse(name, args=[row.pk])).status_code == 200
    assert client.get(reverse("obligation_step", args=[row.pk, "send_back"])).status_code == 403


def test_a_condition_is_entered_and_met_once_with_evidence(people: People):
    grant, client = make_grant(people.fatima), as_(people.fatima)
    add = reverse("term_add", args=[grant.pk])
    typed = {"kind": "condition", "text": "Clause 7: an evaluation is published.", "due_on": "31/12/2018"}
    assert "No agreement" in client.post(add, typed).content.decode()
    agree(grant, people.fatima)
    client.post(add, typed)
    page = words(client, "grant_page", grant.pk)
    assert "Condition: Clause 7: an evaluation is published. By 31 December 2018. Late Record as met" in page
    meet = reverse("term_meet", args=[grant.pk, AgreementTerm.objects.get().pk])
    assert client.post(meet, {"met_on": "1/2/2019", "evidence": "Published."}).status_code == 422
    client.post(meet, {"met_on": "9/1/2019", "evidence": "Letter of 9 January, file 7."})
    again = client.post(meet, {"met_on": "9/1/2019", "evidence": "Letter of 9 January, file 7."})
    assert (again.status_code, TermMet.objects.count()) == (409, 1)
    assert "Met on 9 January 2019: Letter of 9 January, file 7." in words(client, "grant_page", grant.pk)
    for table in ("grants_agreementterm", "grants_termmet"):
        with pytest.raises(IntegrityError, match="is refused"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")


def test_a_return_begins_with_what_is_entered_as_spent_in_its_period(people: People):
    grant, client = make_grant(people.fatima), as_(people.fatima)
    agree(grant, people.fatima, begins_on=date(2018, 4, 1))
    for amount, on in (("12.50", date(2018, 10, 31)), ("7.25", date(2018, 10, 1)), ("99", date(2018, 11, 1))):
        enter_spend(people.fatima, grant, Decimal(amount), on=on)
    october = grant.obligations.get(period_to=date(2018, 10, 31))
    address = reverse("obligation_step", args=[october.pk, "prepare"])
    assert filled(client.get(address), having="seen")["amount"] == "19.75"
    client.post(address, filled(client.get(address), having="seen", amount="20"))
    paper = words(client, "obligation_return", october.pk)
    assert "Spent in the period £20 Entered as spent in the period £19.75" in paper


def test_the_first_page_says_to_all_who_mind_money_what_is_due_and_late_and_who_has_it(people: People):
    grant = make_grant(people.fatima)
    agree(grant, people.fatima)
    due = grant.obligations.all()[1]
    take(due, "prepare", people.fatima, date(2019, 1, 9))
    fatima, cora = words(as_(people.fatima), "desk:desk_home"), words(as_(people.cora), "desk:desk_home")
    late = f"What is late Monthly return for November 2018, {grant.code}"
    assert late in fatima
    assert late in cora
    assert "late by " in fatima
    assert "With Fatima Finch, to be prepared. Late" in fatima
    december = f"Monthly return for December 2018, {grant.code}"
    assert f"To certify {december}" in cora
    assert cora.count(december) == 1
    assert f"What is due {december}" in fatima
    assert "With the Chief Finance Officer, to be certified. Prepared" in fatima
    assert "What is late" not in words(as_(people.kaya), "desk:desk_home")
    rows = csv.DictReader(io.StringIO(content_of(as_(people.olu), "obligations_csv")))
    assert [row["with"] for row in rows][:2] == ["Fatima Finch", "the Chief Finance Officer"]


def test_each_row_says_who_has_it_on_its_way_to_the_funder_and_back(people: People):
    grant = make_grant(people.fatima)
    agree(grant, people.fatima, "quarterly_claim")
    claim = grant.obligations.all()[0]

    def shown() -> str:
        return words(as_(people.olu), "obligation_list").partition("Quarterly claim for October")[2]

    take(claim, "prepare", people.fatima, date(2019, 1, 9), amount=10)
    take(claim, "certify", people.cora, date(2019, 1, 9))
    assert "With Fatima Finch, to be sent." in shown()
    take(claim, "send", people.fatima, date(2019, 1, 9))
    assert "With Home Office, to be answered." in shown()
    take(claim, "query", people.fatima, date(2019, 1, 9), note="Which?")
    assert "With Fatima Finch, to be answered." in shown()
    take(claim, "accept", people.fatima, date(2019, 1, 9))
    assert "With Home Office, to be paid." in shown()
    take(claim, "pay", people.fatima, date(2019, 1, 9), amount=10)
    done = words(as_(people.olu), "obligation_list", query="?show=done")
    assert "Quarterly claim for October" in done
    assert "With " not in done.partition("Quarterly claim for October")[2]


def test_a_person_chooses_how_often_they_are_written_to(people: People):
    client = as_(people.cora)
    page = reverse("desk_calendar")
    assert filled(client.get(page), having="often")["often"] == "weekly"
    assert "is saved" in client.post(page, {"often": "daily"}, follow=True).content.decode()
    assert filled(client.get(page), having="often")["often"] == "daily"


def test_somebody_enters_what_no_timetable_makes(people: People):
    grant, client = make_grant(people.fatima), as_(people.fatima)
    address = reverse("obligation_add", args=[grant.pk])
    sent = {"kind": "auditors_certificate", "year": "2018/19", "due_on": "31/12/2019", "note": "For the funder."}
    assert "Auditor’s certificate for 2018/19 is entered." in client.post(address, sent, follow=True).content.decode()
    again = client.post(address, sent)
    assert again.status_code == 422
    assert "is owed on 31 December 2019 already" in again.content.decode()


def test_a_calendar_at_a_secret_address_is_read_by_another_parser(people: People):
    grant = make_grant(people.fatima, title="Covert online team")
    agree(grant, people.fatima, "half_yearly_claim")
    client = as_(people.cora)
    page = reverse("desk_calendar")
    assert "Make my address" in client.get(page).content.decode()
    shown = client.post(page, follow=True).content.decode()
    address = re.search(r'href="(/account/calendar/[0-9]+-[0-9a-f]{64}\.ics)"', shown)
    assert address
    stranger = Client()
    answer = stranger.get(address[1])
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    first = events[0]
    assert first.decoded("dtstart") == date(2019, 4, 30)
    assert first["SUMMARY"] == f"Due: Half-yearly claim for October 2018 to March 2019, {grant.code}"
    assert b"Covert" not in answer.content
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))

    agree(grant, people.fatima, "half_yearly_claim", at=TODAY, days_after=10)
    moved = Calendar.from_ical(stranger.get(address[1]).content).walk("VEVENT")
    assert moved[0]["UID"] == first["UID"]
    assert (moved[0].decoded("dtstart"), moved[0]["SEQUENCE"], first["SEQUENCE"]) == (date(2019, 4, 10), 1, 0)
    agree(grant, people.fatima, "annual_review", at=TODAY)
    gone = {event["UID"]: event for event in Calendar.from_ical(stranger.get(address[1]).content).walk("VEVENT")}
    assert (gone[first["UID"]]["STATUS"], gone[first["UID"]]["SEQUENCE"]) == ("CANCELLED", 2)

    renewed = client.post(page, follow=True).content.decode()
    assert address[1] not in renewed
    assert stranger.get(address[1]).status_code == 404


def test_a_calendar_is_empty_once_its_owner_holds_no_office(people: People):
    grant = make_grant(people.fatima)
    agree(grant, people.fatima)
    client = as_(people.felix)
    shown = client.post(reverse("desk_calendar"), follow=True).content.decode()
    address = re.search(r'href="(/account/calendar/[0-9]+-[0-9a-f]{64}\.ics)"', shown)
    assert address
    assert b"VEVENT" in Client().get(address[1]).content
    end_together(people, people.felix.holdings.get(), date(2019, 1, 9), at=AT)
    assert b"VEVENT" not in Client().get(address[1]).content


def test_the_calendar_lists_months(people: People):
    grant = make_grant(people.fatima)
    agree(grant, people.fatima)
    text = words(as_(people.cora), "desk_calendar")
    due = list(csv.DictReader(io.StringIO(content_of(as_(people.cora), "desk_calendar_csv"))))
    assert [row["dueOn"] for row in due] == [
        "2019-01-31", "2019-02-28", "2019-03-31", "2019-04-30", "2019-05-31", "2019-06-30",
    ]  # fmt: skip
    sheet = load_workbook(io.BytesIO(file_of(as_(people.cora), "desk_calendar_xlsx", "?from=2030-01"))).active
    assert sheet is not None
    assert sheet.max_row == 1
    assert "from 1 January 2019 to 30 June 2019" in text
    assert "January 2019 Monthly return for December 2018" in text
    assert "Nothing is due in these months." in words(as_(people.cora), "desk_calendar", query="?from=2030-01")


def test_what_is_ones_own_is_shown_alone_in_page_files_and_calendar(people: People):
    hers, his = (make_grant(people.fatima, title=f"Team {name}") for name in ("Fatima", "Felix"))
    for grant in (hers, his):
        agree(grant, people.fatima, "annual_review")
    give_grants(grants=[his.pk], owner=people.fatima, to=people.felix, by=people.fatima, at=AT)
    felix, name = as_(people.felix), "Annual review for 2018/19, "
    for page in ("obligation_list", "desk_calendar"):
        shown = words(felix, page, query="?from=2019-01")
        assert hers.code in shown, page
        assert "With Felix Farrow, to be prepared." in shown, page
        mine = words(felix, page, query="?from=2019-01&mine=on")
        assert name + his.code in mine, page
        assert hers.code not in mine, page
    for file in ("obligations_csv", "desk_calendar_csv"):
        rows = list(csv.DictReader(io.StringIO(file_of(felix, file, "?from=2019-01&mine=on").decode("utf-8-sig"))))
        assert {(row["grant"], row["with"]) for row in rows} == {(his.code, "Felix Farrow")}, file
    sheet = load_workbook(io.BytesIO(file_of(felix, "desk_calendar_xlsx", "?from=2019-01&mine=on"))).active
    assert sheet is not None
    assert {row[0] for row in sheet.iter_rows(min_row=2, values_only=True)} == {his.code}
    shown = felix.post(reverse("desk_calendar"), follow=True).content.decode()
    address = re.search(r'href="(/account/calendar/[0-9]+-[0-9a-f]{64}\.ics\?mine=on)"', shown)
    assert address
    events = Calendar.from_ical(Client().get(address[1]).content).walk("VEVENT")
    assert {str(event["SUMMARY"]).rpartition(", ")[2] for event in events} == {his.code}


def test_what_needs_a_certificate_is_the_chief_finance_officers_own(people: People):
    grant = make_grant(people.fatima)
    agree(grant, people.fatima, "monthly_return", "progress_report")
    mine = words(as_(people.cora), "obligation_list", query="?mine=on")
    assert "Monthly return for December 2018" in mine
    assert "Progress report" in words(as_(people.cora), "obligation_list")
    assert "Progress report" not in mine


def test_an_office_is_named_where_whoever_looks_after_a_grant_prepares_no_more(people: People):
    agree(make_grant(people.fatima), people.fatima)
    assert "With Fatima Finch, to be prepared." in words(as_(people.olu), "obligation_list")
    end_together(people, people.fatima.holdings.get(), date(2019, 1, 9), at=AT)
    assert "With the finance officer or DMPC staff, to be prepared." in words(as_(people.olu), "obligation_list")
