"""Money received, spent, returned and carried over: only ever added to, and the same on page, CSV and spreadsheet."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from components.clock import held_at
from components.refusals import NotAllowed, NotOpen, Refused
from figures.money import format_signed_money, parse_signed_money
from grants import actions
from grants.actions import ActualFacts
from grants.models import Actual, Grant
from grants.year_sums import year_sums
from tests.decisions.desk.typing import filled
from tests.grants.making import AT, make_grant
from tests.people import People
from tests.promises.guards import let_through_without, refused, trigger
from tests.queries import CountingClient

LATER = AT + timedelta(days=200)


def facts(grant: Grant, amount: str = "100.10", kind: str = "spent", on: date = date(2018, 10, 5)) -> ActualFacts:
    tranche = grant.tranches.select_related("grant", "fund")[0]
    return ActualFacts(tranche=tranche, kind=kind, amount=Decimal(amount), happened_on=on, cost_category="staff")


def signed_in(person: Any) -> Client:
    client = CountingClient()
    client.force_login(person)
    return client


pence = st.decimals(min_value=-(10**11), max_value=10**11, places=2, allow_nan=False)


@given(pence, st.sampled_from(["{}", "£{}", " {} ", "{}.", "\u00a0{}"]))
def test_pounds_and_pence_are_read_as_they_are_written_whatever_their_sign(amount: Decimal, frame: str):
    sizes = [f"{abs(amount):.2f}", f"{abs(amount):,.2f}"]
    for size in sizes:
        signs = (
            [size] if amount >= 0 else [f"-{size}", f"({size})", f"(£{size})", f"{size}-", f"{size} CR", f"£-{size}"]
        )
        for written in signs:
            assert parse_signed_money(written) == amount
    assert parse_signed_money(format_signed_money(amount)) == amount


@pytest.mark.parametrize("written", ["(12", "12)", "-(12)", "(-12)", "--12", "12 CR CR", "-12 CR", "1.234", "twelve"])
def test_an_amount_with_two_signs_or_half_a_bracket_is_refused(written: str):
    with pytest.raises(ValueError, match="Enter an amount"):
        parse_signed_money(written)


@pytest.mark.django_db
def test_a_correction_stands_in_the_place_of_what_was_wrong_and_both_are_kept(people: People):
    grant = make_grant(people.fatima)
    wrong = actions.add_actual(facts=facts(grant, "1000"), by=people.fatima, at=AT)
    actions.add_actual(facts=facts(grant, "-0.01"), by=people.felix, at=AT)
    right = actions.correct_actual(
        entry=wrong, facts=facts(grant, "100.10"), reason="A nought too many.", by=people.felix, at=AT
    )
    assert year_sums(grant)[0].spent == Decimal("100.09")
    assert Actual.objects.count() == 3
    wrong.refresh_from_db()
    with pytest.raises(NotOpen, match=f"{wrong.number} has been corrected already"):
        actions.correct_actual(entry=wrong, facts=facts(grant), reason="Again.", by=people.fatima, at=AT)
    actions.correct_actual(
        entry=right, facts=facts(grant, "0"), reason="It was another grant’s.", by=people.felix, at=AT
    )
    assert year_sums(grant)[0].spent == Decimal("-0.01")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"amount": Decimal(0)}, "Enter an amount other than £0"),
        ({"happened_on": date(2018, 12, 1)}, "1 December 2018 is still to come"),
        ({"happened_on": date(2018, 3, 31)}, "31 March 2018 is not in 2018/19"),
    ],
)
def test_what_cannot_have_happened_is_refused_in_a_sentence(people: People, change: dict, sentence: str):
    grant = make_grant(people.fatima)
    with pytest.raises(Refused, match=sentence):
        actions.add_actual(facts=replace(facts(grant), **change), by=people.fatima, at=AT)
    with pytest.raises(NotAllowed):
        actions.add_actual(facts=facts(grant), by=people.kaya, at=AT)
    received = replace(facts(grant), kind="received", happened_on=date(2018, 3, 31))
    assert actions.add_actual(facts=received, by=people.fatima, at=AT).pk


@pytest.mark.committed
def test_raw_sql_neither_changes_nor_removes_nor_empties_what_happened(people: People, sql: Any):
    grant, other = make_grant(people.fatima), make_grant(people.fatima, title="Another team")
    entry = actions.add_actual(facts=facts(grant), by=people.fatima, at=AT)
    for attack in ("UPDATE grants_actual SET amount = 1", "DELETE FROM grants_actual"):
        refused(sql, attack, "grants_actual is refused")
        let_through_without(sql, trigger("grants_actual", "actual_is_kept"), attack)
    refused(sql, "TRUNCATE grants_actual CASCADE", "grants_actual is refused", role="owner")
    # Files show what happened, so emptying the one would empty the other.
    both = (
        f"{trigger('grants_actual', 'actual_never_emptied')}; {trigger('grants_grantfile', 'grant_file_never_emptied')}"
    )
    let_through_without(sql, both, "TRUNCATE grants_actual CASCADE")
    elsewhere = other.tranches.all()[0].pk
    attack = (
        "INSERT INTO grants_actual (tranche_id, kind, amount, happened_on, cost_category, unit, evidence, source, "
        f"reason, recorded_by_id, recorded_at, corrects_id, ledger_key) VALUES ({elsewhere}, 'spent', 0, '2018-10-05', "
        f"'', '', '', 'typed', 'x', {people.fatima.pk}, now(), {entry.pk}, '')"
    )
    refused(sql, attack, "an entry is corrected within its own grant")
    let_through_without(sql, trigger("grants_actual", "actual_corrected_within_grant"), attack)


@pytest.mark.django_db
def test_an_entry_is_typed_corrected_and_downloaded_with_the_same_figures(people: People):
    grant, client = make_grant(people.fatima), signed_in(people.fatima)
    with held_at(LATER):
        add = reverse("actual_add", args=[grant.pk])
        first = grant.tranches.all()[0].pk
        typed = {
            "kind": "spent", "tranche": first, "amount": "(1,234.50)", "happened_on_day": "5",
            "happened_on_month": "10", "happened_on_year": "2018", "unit": "=cmd|' /C calc'!A0",
            "evidence": "Invoice 7",
        }  # fmt: skip
        page = client.post(add, filled(client.get(add), "amount", **typed), follow=True)
        assert "\u2212£1,234.50" in page.content.decode()
        wrong = Actual.objects.get()
        correct = reverse("actual_correct", args=[grant.pk, wrong.pk])
        refused_page = client.post(correct, filled(client.get(correct), "reason", amount="1,234.56"))
        assert refused_page.status_code == 422
        assert "Say what was wrong." in refused_page.content.decode()
        page = client.post(correct, filled(refused_page, "reason", reason="It is no credit note."), follow=True)
        assert f"corrected by E-{wrong.pk + 1}" in page.content.decode()
        rows = list(csv.DictReader(io.StringIO(body(client, grant, "csv").decode("utf-8-sig"))))
        assert [row["amount"] for row in rows] == ["1234.56", "-1234.50"]
        assert [row["correctedBy"] for row in rows] == ["", f"E-{wrong.pk + 1}"]
        assert rows[0]["unit"] == "'=cmd|' /C calc'!A0"
        sheet = load_workbook(ContentFile(body(client, grant, "xlsx")))["Money in and out"]
        assert [Decimal(str(row[5])) for row in list(sheet.values)[1:]] == [Decimal("1234.56"), Decimal("-1234.50")]


def body(client: Client, grant: Grant, form: str) -> bytes:
    answer: Any = client.get(reverse(f"actual_{form}", args=[grant.pk]))
    return b"".join(answer.streaming_content)


@pytest.mark.django_db
def test_a_return_is_set_beside_the_entries_and_changes_nothing_in_them(people: People):
    grant, client = make_grant(people.fatima), signed_in(people.fatima)
    actions.add_actual(facts=facts(grant), by=people.fatima, at=AT)
    tranche = grant.tranches.all()[0]
    actions.report_spend(tranche=tranche, spent=Decimal("150.10"), until_on=date(2018, 10, 31), by=people.felix, at=AT)
    page = client.get(reverse("actual_list", args=[grant.pk])).content.decode()
    assert "£150.10 was reported as spent up to 31 October 2018, and the entries up to that day say £100.10" in page
    assert "a difference of £50" in page
    assert year_sums(grant)[0].spent == Decimal("100.10")
