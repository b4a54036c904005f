"""Awards to partners: lines of one decision, never more than there is, published, with returns that are owed to us."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import Error
from django.test import Client
from django.urls import reverse

from awards.actions import enter_awards
from awards.reading import read_awards
from book.part1 import read_part1
from components.clock import held_at
from components.refusals import NotOpen, Refused
from decisions import actions as steps
from decisions.checked_paper import problems_of
from decisions.models import Decision
from figures.years import FinancialYear
from grants import actions
from grants.models import Grant, Obligation, OnwardGrant, passed_on
from grants.models.obligations import Kind
from grants.onward import awards_out_of
from grants.register_numbers import identifier_of
from tests.decisions import papers
from tests.decisions.papers import AT
from tests.grants.agreeing import agree, take
from tests.people import People

HEAD = "Recipient\tNumber\tAmount\tYear\tPurpose\tReason\tConditions\tSubsidy\tWhy"
LINES = (
    "Harbour Youth Trust\tcharity 1153526\t£120,000\t2018/19\tMentors for young people.\tIt works in every borough.\t"
    "A report each half year.\tyes\tIt sells places to schools.",
    "Northside Advice\tcompany 1234567\t£30,000.50\t2018/19\tAdvice to victims.\tNobody else has it.\t\tno\tNo market.",
)
TODAY = AT.date()


def paste(*lines: str, parent: Grant) -> Any:
    return read_awards("\n".join([HEAD, *lines]), parent, TODAY)


def draft_with_awards(people: People, *lines: str) -> tuple[Decision, Grant]:
    """A complete draft about the Home Office's £500,000, with the awards of these lines."""
    paper = papers.draft(people, explained="")
    parent = paper.decision_grants.get().grant
    table = paste(*(lines or LINES), parent=parent)
    assert table.faults == []
    enter_awards(
        decision=paper, awards=table.awards, programme="Prevention fund", power="Paragraph 4.8", by=people.fatima, at=AT
    )
    return Decision.objects.get(pk=paper.pk), parent


@pytest.mark.django_db
def test_each_line_becomes_a_grant_made_with_a_recommendation_of_its_own(people: People):
    paper, parent = draft_with_awards(people)
    first, second = Grant.objects.filter(direction="made").order_by("pk")
    assert [grant.recipient.identifier for grant in (first, second)] == ["GB-CHC-1153526", "GB-COH-01234567"]
    assert [row.amount for row in paper.recommendations.all()] == [
        Decimal(500_000),
        Decimal(120_000),
        Decimal("30000.50"),
    ]
    assert paper.recommendations.all()[1].text == (
        f"Award £120,000 to Harbour Youth Trust in 2018/19, out of {parent.code}, for: Mentors for young people."
    )
    assert (first.onward.parent, first.onward.subsidy, first.onward.assessed_on) == (parent, "yes", TODAY)
    assert passed_on(parent) == Decimal("150000.50")


@pytest.mark.django_db
def test_no_more_is_passed_on_than_the_grant_comes_to(people: People):
    paper = papers.draft(people)
    parent = paper.decision_grants.get().grant
    beyond = paste(LINES[0].replace("£120,000", "£500,000.01"), parent=parent)
    with pytest.raises(Refused, match=r"£500,000\.01 would be passed on of .* comes to £500,000: £0\.01 too much"):
        enter_awards(decision=paper, awards=beyond.awards, programme="Fund", by=people.fatima, at=AT)
    assert not OnwardGrant.objects.exists()
    draft_with_awards(people)
    raise_by_sql = (
        "UPDATE grants_tranche SET offered = 900000 WHERE grant_id IN (SELECT grant_id FROM grants_onwardgrant)"
    )
    with pytest.raises(Error) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; {raise_by_sql}")
    diagnosis: Any = caught.value.__cause__
    assert diagnosis.diag.constraint_name == "onward_within_parent"


@pytest.mark.django_db
def test_less_of_a_grant_is_refused_while_more_is_passed_on(people: People):
    _, parent = draft_with_awards(people)
    row = actions.TrancheFacts(year=FinancialYear(2018), fund="Police Transformation Fund", offered=Decimal(150_000))
    parent.refresh_from_db()
    with pytest.raises(Refused, match="would be passed on"):
        actions.save_tranches(grant=parent, seen=parent.version, rows=[row], by=people.fatima, at=AT)


@pytest.mark.django_db
def test_a_table_with_a_fault_enters_nothing_and_says_row_column_value_and_reason(people: People):
    parent = papers.home_office_grant(people)
    broken = (
        "Trust\tsometimes\t12x\t2018/20\tA purpose.\t\t\tmaybe\t",
        *LINES,
        LINES[1],
    )
    assert paste(*broken, parent=parent).faults == [
        "Row 2, Reason: it is empty.",
        "Row 2, Amount, “12x”: Enter an amount in pounds, such as 1,234.50, or (1,234.50) for a credit.",
        "Row 2, Year, “2018/20”: 2018/20 is not one financial year. After 2018 comes 19: enter 2018/19.",
        "Row 2, Number, “sometimes”: Write it as “company 01234567” or “charity 1153526”.",
        "Row 2, Subsidy, “maybe”: write yes or no, or leave it empty.",
        "Northside Advice stands twice for 2018/19 with the same purpose. Keep one of them.",
    ]


@pytest.mark.parametrize(
    ("written", "identifier"),
    [
        ("company SC123456", "GB-COH-SC123456"),
        ("Charity SC012345", "GB-SC-SC012345"),
        ("charity NIC100123", "GB-NIC-100123"),
        ("", ""),
    ],
)
def test_numbers_become_published_identifiers(written: str, identifier: str):
    assert identifier_of(written) == identifier


@pytest.mark.django_db
def test_a_number_that_is_known_under_another_name_is_refused(people: People):
    paper, parent = draft_with_awards(people)
    clash = paste(LINES[0].replace("Harbour Youth Trust", "Somebody Else"), parent=parent)
    with pytest.raises(Refused, match="GB-CHC-1153526 is known as Harbour Youth Trust"):
        enter_awards(decision=paper, awards=clash.awards, programme="Fund", by=people.fatima, at=AT)


@pytest.mark.committed
def test_the_decision_publishes_its_awards_with_reasons_and_the_statutory_list_and_360giving_have_them(people: People):
    paper, parent = draft_with_awards(people)
    for problem in problems_of(paper, TODAY):
        if problem.severity == "blocks":
            steps.explain(
                decision=paper, code=problem.code, where=problem.where, problem=problem.sentence, reason="It is right.",
                by=people.fatima, at=AT,
            )  # fmt: skip
    paper = Decision.objects.get(pk=paper.pk)
    steps.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT)
    steps.check(decision=paper, seen=paper.version, by=people.dev, at=AT + timedelta(hours=1))
    steps.endorse(**papers.signing(paper), by=people.clare, at=AT + timedelta(hours=2))
    steps.approve(**papers.signing(paper), by=people.kaya, at=AT + timedelta(hours=3))
    steps.publish(decision=paper, seen=paper.version, by=people.dora, at=AT + timedelta(hours=4))
    part1: Any = read_part1(bytes(Decision.objects.get(pk=paper.pk).part1 or b""))
    award = part1.onward_awards[0]
    assert (award.grant, award.recipient.charity_number, award.subsidy) == (parent.code, "1153526", "yes")
    notice = Obligation.objects.get(kind=Kind.SUBSIDY_NOTICE)
    assert notice.due_on == date(2019, 2, 20), "three months after the decision; £30,000.50 needs none"
    public = Client()
    with held_at(AT + timedelta(days=1)):
        month = public.get("/grants-made/2018-11.csv").content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(month)))
        assert [(row["beneficiary"], row["amount"], row["reasons"], row["conditions"]) for row in rows] == [
            ("Harbour Youth Trust", "120000.00", "It works in every borough.", "A report each half year."),
            ("Northside Advice", "30000.50", "Nobody else has it.", ""),
        ]
        assert [(row["outOfGrant"], row["subsidy"]) for row in rows] == [(parent.code, "yes"), (parent.code, "no")]
        answer: Any = public.get("/open-data/360giving.json")
        package = json.loads(b"".join(answer.streaming_content) if answer.streaming else answer.content)
        awarded = {
            row["recipientOrganization"][0].get("charityNumber"): row["amountAwarded"] for row in package["grants"]
        }
        assert awarded["1153526"] == 120000
        desk = Client()
        desk.force_login(people.fatima)
        outcomes = desk.get(reverse("desk:desk_home")).context["outcomes"]
        assert [row["title"] for row in outcomes] == [str(parent), f"Awards out of {parent}"]
        assert outcomes[1]["hint"].startswith("Of 2 of them it is not recorded yet")
        page = public.get(f"/decisions/{paper.reference_words.replace(' ', '-')}/").content.decode()
        assert "It works in every borough." in page


@pytest.mark.django_db
def test_the_recipient_owes_us_its_returns_and_money_is_recovered(people: People):
    draft_with_awards(people)
    grant = Grant.objects.filter(direction="made").order_by("pk")[0]
    agree(grant, people.fatima, "half_yearly_claim")
    claim = grant.obligations.get()
    assert not claim.needs_certificate
    with pytest.raises(NotOpen, match="The recipient owes it to us"):
        take(claim, "prepare", people.fatima, date(2019, 4, 1), amount=Decimal(5))
    take(claim, "receive", people.felix, date(2019, 5, 2), amount=Decimal(60_000))
    take(claim, "query", people.felix, date(2019, 5, 3), note="Which months?")
    take(claim, "receive", people.felix, date(2019, 5, 9), amount=Decimal(50_000))
    take(claim, "pay", people.felix, date(2019, 5, 10), amount=Decimal(50_000))
    take(claim, "recover", people.felix, date(2019, 6, 10), amount=Decimal(1_000), note="A mentor left.")
    tranche = grant.tranches.get()
    for kind, amount in (("spent", 50_000), ("returned", 1_000)):
        facts = actions.ActualFacts(tranche=tranche, kind=kind, amount=Decimal(amount), happened_on=date(2019, 3, 31))
        actions.add_actual(facts=facts, by=people.felix, at=datetime(2019, 6, 11, tzinfo=UTC))
    (award, _) = awards_out_of(grant.onward.parent, date(2019, 6, 11)).awards
    assert (award.paid, award.recovered, award.late) == (Decimal(50_000), Decimal(1_000), 0)
    received = papers.home_office_grant(people)
    agree(received, people.fatima, "half_yearly_claim")
    ours = received.obligations.all()[0]
    with pytest.raises(NotOpen, match="We owe it to a funder"):
        take(ours, "receive", people.felix, date(2019, 5, 2))


@pytest.mark.django_db
def test_awards_are_entered_and_looked_at_on_their_pages(people: People, client: Client):
    paper = papers.draft(people)
    parent = paper.decision_grants.get().grant
    client.force_login(people.fatima)
    with held_at(AT):
        address = reverse("desk:award_table", args=[paper.pk])
        assert (
            "paste many awards" in client.get(reverse("desk:decision_part", args=[paper.pk, "grants"])).content.decode()
        )
        table = "\n".join([HEAD, *LINES])
        sent = {
            "parent": parent.pk,
            "programme": "Prevention fund",
            "power": "",
            "table": table.replace("£120,000", "x"),
        }
        refused = client.post(address, sent)
        assert (refused.status_code, "Row 2, Amount, “x”" in refused.content.decode()) == (422, True)
        assert client.post(address, sent | {"table": table}).status_code == 302
        typed = {
            "parent": parent.pk, "programme": "Prevention fund", "recipient": "Third Trust", "number": "charity 299001",
            "amount": "£1,000", "year": "2018/19", "purpose": "A van.", "reason": "Theirs broke.",
            "subsidy": "not_assessed",
        }  # fmt: skip
        assert client.post(reverse("desk:award_add", args=[paper.pk]), typed).status_code == 302
        page = client.get(reverse("passed_on_list", args=[parent.pk])).content.decode()
        assert "£151,000.50 of £500,000 is passed on" in page
        assert "£348,999.50" in page
        assert "charity 299001" in page
        download: Any = client.get(reverse("passed_on_csv", args=[parent.pk]))
        lines = b"".join(download.streaming_content).decode("utf-8-sig")
        assert [row["amount"] for row in csv.DictReader(io.StringIO(lines))] == ["120000.00", "30000.50", "1000.00"]
        award = Grant.objects.get(recipient__name="Third Trust")
        change = reverse("onward_change", args=[award.pk])
        known = {"parent": parent.pk, "reason": "Theirs broke.", "subsidy": "no", "seen": award.version}
        assert client.post(change, known).status_code == 422, "an assessment has a reason and a day"
        known |= {"subsidy_reason": "No market.", "assessed_on": "20/11/2018"}
        assert client.post(change, known).status_code == 302
        assert "No market." in client.get(reverse("grant_page", args=[award.pk])).content.decode()
