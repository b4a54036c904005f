"""What a grant owes its funder: made from its agreement, moved only ahead, prepared by one and certified by another."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import Error

from accounts.actions import confirm_office, give_office
from accounts.offices import Office
from audit.models import Event
from components.refusals import NotAllowed, NotOpen, Refused, Stale
from figures.years import FinancialYear
from grants import actions
from grants.actions import AgreementFacts, StepFacts, TrancheFacts
from grants.models import Agreement, Obligation
from grants.models.obligations import Status
from grants.obligation_lists import GROUPS, counts, grouped
from grants.obligation_steps import STEPS, triples
from tests.grants.agreeing import ACCEPTED, AT, agree, send, take
from tests.grants.making import allow, make_grant
from tests.people import MADE_AT, PROOF, SINCE, People

pytestmark = pytest.mark.django_db

#: The columns of a step that raw SQL fills.
COLUMNS = (
    "obligation_id, number, step, from_status, to_status, happened_on, note, taken_by_id, taken_by_name, office, "
    "recorded_at, confirmed_how"
)


def owed(grant: Any, **filters: Any) -> list[Obligation]:
    return list(grant.obligations.in_force().filter(**filters).order_by("due_on", "pk"))


def refused(attack: str, name: str) -> None:
    """The attack, as the desk's own role, is refused by the guard of this name."""
    with pytest.raises(Error) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    diagnosis: Any = caught.value.__cause__
    assert diagnosis.diag.constraint_name == name, str(caught.value)


def test_obligations_follow_the_agreement_for_each_year_of_the_money(people: People):
    grant = make_grant(people.fatima)
    agree(grant, people.fatima)
    rows = owed(grant)
    # From November 2018, when the agreement begins, to March 2020, when the money ends.
    assert len(rows) == 5 + 12
    assert (rows[0].due_on, rows[-1].due_on) == (date(2018, 12, 31), date(2020, 4, 30))
    assert all(row.needs_certificate for row in rows)
    event = Event.objects.get(verb="renew obligations")
    assert event.sentence.endswith("version 1 of its agreement: 17 made.")


def test_a_further_year_of_money_brings_its_obligations(people: People):
    grant = make_grant(people.fatima)
    agree(grant, people.fatima, "half_yearly_claim")
    years = [
        TrancheFacts(year=FinancialYear(start), fund="Police Transformation Fund", offered=Decimal(250000))
        for start in (2018, 2019, 2020)
    ]
    actions.save_tranches(grant=grant, seen=2, rows=years, by=people.fatima, at=AT)
    assert [row.due_on.isoformat() for row in owed(grant)] == [
        "2019-04-30", "2019-10-31", "2020-04-30", "2020-10-31", "2021-04-30",
    ]  # fmt: skip


def test_a_changed_agreement_moves_only_what_lies_ahead(people: People):
    grant = make_grant(people.fatima)
    agree(grant, people.fatima, "half_yearly_claim")
    first, second, third = owed(grant)
    take(second, "prepare", people.fatima, date(2019, 10, 2), amount=Decimal(5))
    changed = datetime(2019, 10, 10, 9, 0, tzinfo=UTC)
    agree(grant, people.fatima, "half_yearly_claim", "annual_review", at=changed, days_after=21)
    before = {row.pk: row for row in Obligation.objects.filter(grant=grant)}
    assert before[first.pk].due_on == date(2019, 4, 30), "it was due already"
    assert before[second.pk].due_on == date(2019, 10, 31), "it was begun"
    assert (before[third.pk].due_on, before[third.pk].sequence) == (date(2020, 4, 21), 1)
    reviews = owed(grant, kind="annual_review")
    assert [row.due_on for row in reviews] == [date(2020, 4, 21)], "the review of 2018/19 lies behind"
    agree(grant, people.fatima, "annual_review", at=changed, days_after=21)
    before = {row.pk: row for row in Obligation.objects.filter(grant=grant)}
    assert before[third.pk].cancelled_at
    assert not before[first.pk].cancelled_at
    assert not before[second.pk].cancelled_at


def test_the_return_is_prepared_by_one_certified_by_the_chief_finance_officer_and_sent(people: People):
    grant = make_grant(people.fatima)
    agree(grant, people.fatima)
    row, on = owed(grant)[0], date(2018, 12, 20)
    with pytest.raises(NotOpen, match="It is due: this step is not open there"):
        take(row, "certify", people.cora, on)
    take(row, "prepare", people.fatima, on, amount=Decimal("21000.50"), forecast=Decimal(250000))
    with pytest.raises(NotOpen, match="It needs the Chief Finance Officer first"):
        take(row, "send", people.fatima, on)
    with pytest.raises(NotAllowed, match="you need the office Chief Finance Officer on the day"):
        take(row, "certify", people.felix, on)
    take(row, "certify", people.cora, on)
    with pytest.raises(Refused, match="Enter that day or a later one"):
        take(row, "send", people.fatima, date(2018, 12, 19))
    take(row, "send", people.fatima, date(2018, 12, 21))
    steps = [(s.step, s.taken_by_name, s.office, s.to_status) for s in row.steps.all()]
    assert steps == [
        ("prepare", "Fatima Finch", "Finance officer", "prepared"),
        ("certify", "Cora Croft", "Chief Finance Officer", "certified"),
        ("send", "Fatima Finch", "Finance officer", "sent"),
    ]
    sentences = Event.objects.filter(verb__endswith="obligation").values_list("sentence", flat=True)
    assert any("recorded as certified on 20 December 2018 the monthly return for November 2018" in s for s in sentences)


def test_nobody_certifies_what_they_prepared_whatever_offices_they_hold(people: People):
    grant = make_grant(people.fatima)
    agree(grant, people.fatima)
    row = owed(grant)[0]
    both = give_office(
        person=people.fatima, office=Office.CHIEF_FINANCE_OFFICER, from_on=SINCE, by=people.ada, at=MADE_AT
    )
    confirm_office(holding=both, by=people.amir, at=MADE_AT, proof=PROOF)
    take(row, "prepare", people.fatima, date(2018, 12, 20), amount=Decimal(1))
    take(row, "send_back", people.cora, date(2018, 12, 20), note="November's overtime is missing.")
    take(row, "prepare", people.felix, date(2018, 12, 20), amount=Decimal(2))
    with pytest.raises(NotAllowed, match="You prepared this yourself"):
        take(row, "certify", people.fatima, date(2018, 12, 20))
    attack = (
        f"INSERT INTO grants_obligationstep ({COLUMNS}) VALUES ({row.pk}, 4, 'certify', 'prepared', 'certified', "
        f"'2018-12-20', '', {{by}}, 'X', 'Y', now(), '{{how}}')"
    )
    refused(attack.format(by=people.fatima.pk, how="password"), "obligation_certified_by_another")
    refused(attack.format(by=people.cora.pk, how=""), "obligation_certified_with_proof")
    with connection.cursor() as cursor:
        cursor.execute(attack.format(by=people.cora.pk, how="password"))


def test_the_database_holds_the_order_of_steps_and_keeps_them(people: People):
    grant = make_grant(people.fatima)
    agree(grant, people.fatima)
    row, begun = owed(grant)[:2]
    take(begun, "prepare", people.fatima, date(2018, 12, 20), amount=Decimal(1))

    def step(number: int, name: str, at: str, to: str, on: str = "2018-12-20", of: int = begun.pk) -> str:
        values = f"{of}, {number}, '{name}', '{at}', '{to}', '{on}', '', {people.cora.pk}, 'X', 'Y', now(), 'password'"
        return f"INSERT INTO grants_obligationstep ({COLUMNS}) VALUES ({values})"

    refused(step(2, "send", "prepared", "sent"), "obligation_sent_when_certified")
    refused(step(2, "send", "certified", "sent"), "obligation_step_in_order")
    refused(step(3, "certify", "prepared", "certified"), "obligation_step_in_order")
    refused(step(2, "certify", "prepared", "certified", on="2018-12-19"), "obligation_step_in_order")
    refused(step(2, "accept", "prepared", "accepted"), "obligation_step_known")
    refused("UPDATE grants_obligationstep SET amount = 5", "grants_obligationstep_is_kept")
    refused("DELETE FROM grants_obligationstep", "grants_obligationstep_is_kept")
    refused(f"DELETE FROM grants_obligation WHERE id = {row.pk}", "obligation_is_kept")
    refused(f"UPDATE grants_obligation SET kind = 'final_claim' WHERE id = {row.pk}", "obligation_is_kept")
    columns = "due_on = '2030-01-01', sequence = sequence + 1, changed_at = '{at}'"
    move = f"UPDATE grants_obligation SET {columns} WHERE id = {{pk}}"
    refused(move.format(at="2018-12-20", pk=begun.pk), "obligation_moves_ahead")
    refused(move.format(at="2019-06-01", pk=row.pk), "obligation_moves_ahead")
    refused("UPDATE grants_agreement SET note = 'x'", "grants_agreement_is_kept")
    with connection.cursor() as cursor:
        cursor.execute(move.format(at="2018-12-20", pk=row.pk))


def test_the_database_knows_the_same_steps_as_the_table(people: People):
    grant = make_grant(people.fatima)
    agree(grant, people.fatima)
    row = owed(grant)[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'grants_check_obligation_step'")
        source = cursor.fetchone()[0]
    for name in STEPS:
        for at in Status:
            for to in Status:
                known = f"('{name}', '{at}', '{to}')" in source
                assert known == ((name, str(at), str(to)) in triples()), (row, name, at, to)


def test_a_funder_queries_and_pays_less(people: People):
    grant = make_grant(people.fatima)
    agree(grant, people.fatima, "half_yearly_claim")
    row = owed(grant)[0]
    send(people, row, date(2019, 4, 29), amount=125000)
    with pytest.raises(Refused, match="What the funder asks"):
        take(row, "query", people.fatima, date(2019, 5, 2))
    take(row, "query", people.fatima, date(2019, 5, 2), note="What were the consultants for?")
    send(people, row, date(2019, 5, 7), amount=120000)
    with pytest.raises(Refused, match="£110,000 is not the £120,000 that was claimed"):
        take(row, "pay", people.fatima, date(2019, 5, 21), amount=Decimal(110000))
    take(row, "pay_less", people.fatima, date(2019, 5, 21), amount=Decimal(110000), note="Consultants disallowed.")
    take(row, "recover", people.fatima, date(2019, 6, 1), amount=Decimal(500), note="Paid twice.")
    assert [s.to_status for s in row.steps.all()][-3:] == ["sent", "paid_less", "recovered"]
    with pytest.raises(NotOpen):
        take(row, "accept", people.fatima, date(2019, 6, 2))


def test_money_is_paid_on_claims_alone(people: People):
    grant = make_grant(people.fatima)
    agree(grant, people.fatima, "progress_report")
    report = owed(grant)[0]
    take(report, "prepare", people.fatima, date(2019, 4, 1))
    with pytest.raises(NotOpen, match="goes out without a certificate"):
        take(report, "certify", people.cora, date(2019, 4, 1))
    take(report, "send", people.fatima, date(2019, 4, 1))
    with pytest.raises(NotOpen, match="asks for no money"):
        take(report, "pay", people.fatima, date(2019, 4, 1), amount=Decimal(1))


def test_a_forecast_below_what_was_accepted_makes_an_underspend_notice_due(people: People):
    grant = make_grant(people.fatima)
    allow(people, grant, 500000)
    grant.refresh_from_db()
    accepted = {tranche.pk: Decimal(250000) for tranche in grant.tranches.all()}
    actions.record_outcome(grant=grant, seen=grant.version, accepted=accepted, by=people.fatima, at=AT)
    agree(grant, people.fatima)
    first, second = owed(grant)[:2]
    take(first, "prepare", people.fatima, date(2018, 12, 20), amount=Decimal(9), forecast=Decimal(250000))
    assert owed(grant, kind="underspend_notice") == []
    for row in (first, second):
        take(row, "prepare", people.fatima, date(2019, 1, 10), amount=Decimal(9), forecast=Decimal(230000))
    (notice,) = owed(grant, kind="underspend_notice")
    assert (notice.due_on, notice.needs_certificate) == (date(2019, 1, 17), False)
    assert notice.note == "£250,000 was accepted for 2018/19; £230,000 is expected to be spent."


def test_eleven_of_twelve_are_on_time_and_each_row_is_in_one_group(people: People):
    grant = make_grant(people.fatima)
    agree(
        grant,
        people.fatima,
        begins_on=date(2019, 4, 1),
        accepted_on=date(2019, 3, 4),
        at=datetime(2019, 3, 4, 9, tzinfo=UTC),
    )
    rows = owed(grant)
    assert len(rows) == 12
    for row in rows[:11]:
        send(people, row, row.due_on)
    send(people, rows[11], date(2020, 5, 1))
    day = date(2020, 5, 2)
    shown = grouped(Obligation.objects.all(), day)
    assert shown.punctuality(day) == (11, 12)
    assert counts(shown) == dict.fromkeys(GROUPS, 0) | {"done": 12}
    before = grouped(Obligation.objects.all(), date(2019, 5, 31))
    assert sum(counts(before).values()) == 12


def test_two_people_take_a_step_and_the_second_is_told(people: People):
    grant = make_grant(people.fatima)
    agree(grant, people.fatima)
    row = owed(grant)[0]
    take(row, "prepare", people.fatima, date(2018, 12, 1), amount=Decimal(1))
    facts = StepFacts(happened_on=date(2018, 12, 2), amount=Decimal(2))
    with pytest.raises(Stale, match="Somebody took a step"):
        actions.take_obligation_step(
            obligation=row, step="prepare", seen=0, facts=facts, by=people.felix, at=datetime(2018, 12, 2, tzinfo=UTC)
        )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"accepted_on": date(2030, 1, 1)}, "is still to come"),
        ({"sent_on": date(2018, 11, 21), "accepted_on": date(2018, 11, 20)}, "before it was sent"),
        ({"accepted_by": ""}, "and by whom"),
        ({"consent": "Letter of 3 March"}, "enter both its day"),
        ({"consent": "Letter", "consent_on": ACCEPTED}, "only where money is carried over"),
        ({"match_percentage": Decimal(101)}, "between 0 and 100"),
        ({"accepted_on": None, "accepted_by": "", "timetables": ("subsidy_notice",)}, "enter when it was accepted"),
    ],
)
def test_facts_of_an_agreement_that_do_not_fit_are_refused_in_words(people: People, change: dict, sentence: str):
    grant = make_grant(people.fatima)
    facts = AgreementFacts(begins_on=ACCEPTED, accepted_on=ACCEPTED, accepted_by="Clare Chamberlain")
    with pytest.raises(Refused, match=sentence):
        actions.record_agreement(grant=grant, seen=0, facts=replace(facts, **change), by=people.fatima, at=AT)
    assert not Agreement.objects.exists()


def test_versions_are_added_and_the_second_of_two_writers_sees_the_first(people: People):
    grant = make_grant(people.fatima)
    consent: Any = {"carry_over": "with_consent", "consent_on": ACCEPTED, "consent": "Letter HO/1, file plan 7."}
    costs = {"staff": Decimal(200000), "match": Decimal(50000)}
    agree(grant, people.fatima, costs=costs, match_percentage=Decimal("20.50"), **consent)
    with pytest.raises(Stale, match="recorded version 1"):
        actions.record_agreement(grant=grant, seen=0, facts=AgreementFacts(begins_on=ACCEPTED), by=people.felix, at=AT)
    second = agree(grant, people.felix)
    assert [version.version for version in grant.agreements.all()] == [2, 1]
    first = grant.agreements.get(version=1)
    assert [str(cost) for cost in first.costs.all()] == ["Staff: £200,000", "Match funding: £50,000"]
    assert second.recorded_by == people.felix
    with pytest.raises(NotAllowed):
        agree(grant, people.olu)
