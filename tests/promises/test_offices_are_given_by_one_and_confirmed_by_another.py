"""Offices: held from a date to a date, given by one administrator, confirmed by another; the database holds it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.actions import confirm_office, create_person, delegate_office, give_office
from accounts.models import Holding, Person, Proposal
from accounts.offices import Office
from figures.dates import london_day
from tests.people import PROOF, People
from tests.promises.guards import constraint, let_through_without, refused, trigger

pytestmark = pytest.mark.committed
NOW = datetime.now(tz=timezone.get_current_timezone())
INSERT = (
    "INSERT INTO accounts_holding (id, person_id, office, from_on, until_on, given_by_id, given_at, confirmed_by_id, "
    "confirmed_at, ended_by_id, ended_at, is_void, delegated_by_id, reason) VALUES "
)
#: The number of a holding that is written in SQL, so that a proposal can be about it before it is there.
NUMBER = 9_000
#: Why an office begins on a day that is past.
LATE = "The letter came late."
PROPOSED = trigger("accounts_holding", "holding_guarded")
#: What the guard of the proposal says where it comes before a constraint.
REFUSED_BEFORE = {
    "holding_confirmed_by_somebody_else": "holding_confirmed_by_proposal",
    "holding_ends_after_it_begins": "range lower bound must be less than or equal to range upper bound",
}


def values(people: People, **changed: Any) -> str:
    """SQL values of a holding that is right, but for what is changed."""
    facts = {
        "id": NUMBER, "person": people.sam.pk, "office": "'adviser'", "from_on": "'2026-01-01'", "until_on": "NULL",
        "given_by": people.ada.pk, "given_at": "now()", "confirmed_by": people.amir.pk, "confirmed_at": "now()",
        "ended_by": "NULL", "ended_at": "NULL", "is_void": "false", "delegated_by": "NULL", "reason": "''", **changed,
    }  # fmt: skip
    return f"({', '.join(str(fact) for fact in facts.values())})"


def agreed(people: People, person: Person, verb: str = "office.give", by: Person | None = None) -> None:
    """A proposal about the holding of NUMBER, which Amir confirms; nothing else is done."""
    proposal = Proposal.objects.create(
        verb=verb, subject=f"person:{person.pk}", target=f"holding:{NUMBER}", sentence="Agreed in a test.",
        arguments={"holding": NUMBER}, proposed_by=by or people.ada, proposed_at=NOW,
        lapses_at=NOW + timedelta(days=14),
    )  # fmt: skip
    proposal.confirmed_by, proposal.confirmed_at, proposal.confirmed_how = people.amir, NOW, "password"
    proposal.save()


def test_the_database_accepts_an_office_with_a_confirmed_proposal(people: People, sql: Any) -> None:
    agreed(people, people.sam)
    sql("desk", INSERT + values(people))
    assert people.sam.holds(Office.ADVISER, date(2026, 1, 1))


def test_the_database_refuses_an_office_without_a_confirmed_proposal(people: People, sql: Any) -> None:
    refused(sql, INSERT + values(people), "holding_confirmed_by_proposal")
    let_through_without(sql, PROPOSED, INSERT + values(people))


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
    agreed(people, people.sam)
    attack = INSERT + values(people, **filled)
    refused(sql, attack, REFUSED_BEFORE.get(guard, guard))
    refused(sql, f"{PROPOSED}; {attack}", guard, "owner")
    let_through_without(sql, f"{PROPOSED}; {constraint('accounts_holding', guard)}", attack)


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
        person=people.sam, office="adviser", from_on=date(2026, 1, 1), until_on=date(2026, 2, 1), reason=LATE,
        by=people.ada, at=NOW,
    )  # fmt: skip
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
        person=people.fatima, office=office, from_on=date(2018, 1, 1), until_on=date(2026, 5, 31), reason=LATE,
        by=people.ada, at=NOW,
    )  # fmt: skip
    confirm_office(holding=own, by=people.amir, at=NOW, proof=PROOF)
    lent = delegate_office(
        holding=people.clare.holdings.get(), to=people.dora, from_on=date(2099, 1, 1), until_on=date(2099, 1, 2),
        by=people.clare, at=NOW,
    )  # fmt: skip
    waiting = give_office(
        person=people.sam, office=office, from_on=date(2018, 1, 1), reason=LATE, by=people.ada, at=NOW
    )
    right = {
        "person": people.felix.pk, "office": f"'{office.value}'", "given_by": people.fatima.pk,
        "from_on": "'2026-01-01'", "until_on": "'2026-01-31'", "delegated_by": own.pk,
    }  # fmt: skip
    names = {name: getattr(people, name).pk for name in ("ada", "amir", "dora", "sam", "dev")}
    filled = {name: value.format(lent=lent.pk, waiting=waiting.pk, **names) for name, value in changed.items()}
    attack = INSERT + values(people, **{**right, **filled})
    refused(sql, attack, words)
    let_through_without(sql, f"{PROPOSED}; {trigger('accounts_holding', 'accounts_delegation_inside')}", attack)
    agreed(people, people.felix, "office.delegate", people.fatima)
    sql("desk", INSERT + values(people, **right))


def test_an_unconfirmed_office_counts_for_nothing_on_any_day(people: People) -> None:
    holding = give_office(
        person=people.sam, office=Office.DECIDER, from_on=date(2018, 1, 1), reason=LATE, by=people.ada, at=NOW
    )
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


def test_the_database_lets_nobody_confirm_alone_that_an_office_is_lent_to_an_account_they_made(
    people: People, sql: Any
) -> None:
    twin = create_person(email="amir+dora@example.org", name="Dora Dunn", by=people.amir, at=NOW)
    today = london_day(NOW)
    lent = delegate_office(
        holding=people.kaya.holdings.get(), to=twin, from_on=today, until_on=today, by=people.kaya, at=NOW
    )
    confirming = (
        f"UPDATE accounts_proposal SET confirmed_by_id = {people.amir.pk}, confirmed_at = now(), "
        f"confirmed_how = 'password' WHERE target = 'holding:{lent.pk}'"
    )
    refused(sql, confirming, "lending_confirmed_by_no_maker")
    let_through_without(sql, trigger("accounts_proposal", "lending_guarded"), confirming)
