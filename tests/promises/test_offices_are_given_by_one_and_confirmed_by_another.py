"""Offices: held from a date to a date, given by one administrator, confirmed by another; the database holds it."""

from datetime import date, datetime
from typing import Any

import pytest
from django.utils import timezone

from accounts.actions import confirm_office, delegate_office, give_office
from accounts.models import Holding
from accounts.offices import Office
from tests.people import PROOF, People
from tests.promises.guards import constraint, let_through_without, refused, trigger

pytestmark = pytest.mark.committed
NOW = datetime.now(tz=timezone.get_current_timezone())
INSERT = (
    "INSERT INTO accounts_holding (person_id, office, from_on, until_on, given_by_id, given_at, confirmed_by_id, "
    "confirmed_at, ended_by_id, ended_at, is_void, delegated_by_id) VALUES "
)


def values(people: People, **changed: Any) -> str:
    """SQL values of a holding that is right, but for what is changed."""
    facts = {
        "person": people.sam.pk, "office": "'adviser'", "from_on": "'2026-01-01'", "until_on": "NULL",
        "given_by": people.ada.pk, "given_at": "now()", "confirmed_by": people.amir.pk, "confirmed_at": "now()",
        "ended_by": "NULL", "ended_at": "NULL", "is_void": "false", "delegated_by": "NULL", **changed,
    }  # fmt: skip
    return f"({', '.join(str(fact) for fact in facts.values())})"


def test_what_is_right_is_let_in(people: People, sql: Any) -> None:
    sql("desk", INSERT + values(people))
    assert people.sam.holds(Office.ADVISER, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("changed", "guard"),
    [
        ({"confirmed_by": "{ada}"}, "holding_confirmed_by_somebody_else"),
        ({"confirmed_by": "{sam}"}, "holding_confirmed_by_somebody_else"),
        ({"confirmed_at": "NULL"}, "holding_confirmed_by_and_at"),
        ({"confirmed_by": "NULL"}, "holding_confirmed_by_and_at"),
        ({"ended_by": "{ada}"}, "holding_ended_by_and_at"),
        ({"is_void": "true"}, "holding_ended_by_and_at"),
        ({"until_on": "'2025-12-31'"}, "holding_ends_after_it_begins"),
        ({"office": "'emperor'"}, "holding_of_a_known_office"),
    ],
)
def test_the_desks_own_role_cannot_write_an_impossible_holding(
    people: People, sql: Any, changed: dict[str, str], guard: str
) -> None:
    filled = {name: value.format(ada=people.ada.pk, sam=people.sam.pk) for name, value in changed.items()}
    attack = INSERT + values(people, **filled)
    refused(sql, attack, guard)
    let_through_without(sql, constraint("accounts_holding", guard), attack)


@pytest.mark.parametrize(
    ("attack", "words"),
    [
        ("UPDATE accounts_holding SET person_id = {sam} WHERE person_id = {kaya}", "never changed"),
        ("UPDATE accounts_holding SET office = 'decider' WHERE person_id = {dev}", "never changed"),
        ("UPDATE accounts_holding SET from_on = '2010-01-01' WHERE person_id = {dev}", "never changed"),
        (
            "UPDATE accounts_holding SET confirmed_by_id = {dora} WHERE person_id = {dev}",
            "confirmation is never changed",
        ),
        ("UPDATE accounts_holding SET confirmed_by_id = NULL, confirmed_at = NULL", "confirmation is never changed"),
        ("UPDATE accounts_holding SET until_on = '2099-01-01' WHERE id = {ended}", "shortened, never lengthened"),
        ("UPDATE accounts_holding SET until_on = NULL WHERE id = {ended}", "shortened, never lengthened"),
        ("DELETE FROM accounts_holding WHERE person_id = {dev}", "never removed"),
    ],
)
def test_what_was_given_and_confirmed_stays_as_it_is(people: People, sql: Any, attack: str, words: str) -> None:
    ended = give_office(
        person=people.sam, office="adviser", from_on=date(2026, 1, 1), until_on=date(2026, 2, 1), by=people.ada, at=NOW
    )
    named = {name: getattr(people, name).pk for name in ("sam", "kaya", "dev", "dora")}
    attack = attack.format(ended=ended.pk, **named)
    refused(sql, attack, words)
    let_through_without(sql, trigger("accounts_holding", "accounts_holding_fixed"), attack)


def test_the_table_cannot_be_emptied(people: People, sql: Any) -> None:
    refused(sql, "TRUNCATE accounts_holding CASCADE", "permission denied")
    refused(sql, "TRUNCATE accounts_holding CASCADE", "never removed", role="owner")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"until_on": "'2026-06-30'"}, "only for days on which its holder has it"),
        ({"from_on": "'2017-12-31'"}, "only for days on which its holder has it"),
        ({"office": "'decider'"}, "lent by its holder to somebody else"),
        ({"given_by": "{ada}", "confirmed_by": "{amir}"}, "lent by its holder to somebody else"),
        ({"delegated_by": "{lent}", "given_by": "{dora}"}, "not lent on"),
        ({"delegated_by": "{waiting}", "given_by": "{sam}", "person": "{dev}"}, "not confirmed cannot be lent"),
    ],
)
def test_a_delegation_stays_inside_what_its_lender_holds(
    people: People, sql: Any, changed: dict[str, str], words: str
) -> None:
    office = Office.ENDORSER
    own = give_office(
        person=people.fatima, office=office, from_on=date(2018, 1, 1), until_on=date(2026, 5, 31), by=people.ada, at=NOW
    )
    confirm_office(holding=own, by=people.amir, at=NOW, proof=PROOF)
    lent = delegate_office(
        holding=people.clare.holdings.get(), to=people.dora, from_on=date(2099, 1, 1), until_on=date(2099, 1, 2),
        by=people.clare, at=NOW,
    )  # fmt: skip
    waiting = give_office(person=people.sam, office=office, from_on=date(2018, 1, 1), by=people.ada, at=NOW)
    right = {
        "person": people.felix.pk, "office": f"'{office.value}'", "given_by": people.fatima.pk,
        "from_on": "'2026-01-01'", "until_on": "'2026-01-31'", "delegated_by": own.pk,
    }  # fmt: skip
    names = {name: getattr(people, name).pk for name in ("ada", "amir", "dora", "sam", "dev")}
    filled = {name: value.format(lent=lent.pk, waiting=waiting.pk, **names) for name, value in changed.items()}
    attack = INSERT + values(people, **{**right, **filled})
    refused(sql, attack, words)
    let_through_without(sql, trigger("accounts_holding", "accounts_delegation_inside"), attack)
    sql("desk", INSERT + values(people, **right))


def test_an_unconfirmed_office_counts_for_nothing_on_any_day(people: People) -> None:
    holding = give_office(person=people.sam, office=Office.DECIDER, from_on=date(2018, 1, 1), by=people.ada, at=NOW)
    assert not people.sam.offices_on(date(2026, 1, 1))
    assert not Holding.objects.on(date(2026, 1, 1)).filter(pk=holding.pk).exists()
    assert people.sam.holding_of(Office.DECIDER, date(2026, 1, 1)) is None
    confirm_office(holding=holding, by=people.amir, at=NOW, proof=PROOF)
    assert people.sam.offices_on(date(2026, 1, 1)) == {"decider"}


def test_a_delegation_counts_only_while_the_lender_has_the_office(people: People, sql: Any) -> None:
    """Even where the lender's holding was ended by hand in the database, and the delegation forgotten."""
    lent = delegate_office(
        holding=people.clare.holdings.get(), to=people.dora, from_on=date(2030, 1, 1), until_on=date(2030, 1, 31),
        by=people.clare, at=NOW,
    )  # fmt: skip
    confirm_office(holding=lent, by=people.ada, at=NOW, proof=PROOF)
    assert people.dora.holds(Office.ENDORSER, date(2030, 1, 20))
    sql(
        "desk",
        "UPDATE accounts_holding SET until_on = '2030-01-10', ended_by_id = %s, ended_at = now() WHERE id = %s",
        [people.ada.pk, people.clare.holdings.get().pk],
    )
    assert people.dora.holds(Office.ENDORSER, date(2030, 1, 10))
    assert not people.dora.holds(Office.ENDORSER, date(2030, 1, 20))
