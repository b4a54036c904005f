"""The decision on each recommendation and its conditions, tried in SQL as the desk's own role."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import Error

from decisions.models import Ruling
from grants.models import Grant
from tests.people import People
from tests.rulings import test_rulings as rulings

pytestmark = pytest.mark.django_db


def refused(attack: str, name: str) -> None:
    """The attack is refused by the guard of this name."""
    with pytest.raises(Error) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    diagnosis: Any = caught.value.__cause__
    assert diagnosis.diag.constraint_name == name, str(caught.value)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ("1, 'approved_with_changes', '', 500000.01", "ruling_is_never_higher"),
        ("1, 'approved', '', 400000", "ruling_as_recommended_is_the_same"),
        ("1, 'approved_with_changes', '', 500000", "ruling_says_its_change"),
        ("1, 'approved', '', NULL", "ruling_says_its_amount"),
        ("1, 'refused', '', 1", "ruling_refused_allows_nothing"),
        ("3, 'approved', '', NULL", "ruling_names_a_recommendation"),
    ],
)
def test_a_ruling_is_never_more_than_what_was_endorsed(people: People, values: str, name: str) -> None:
    paper = rulings.two_recommendations(people)
    columns = "decision_id, round, number, outcome, text, amount"
    refused(f"INSERT INTO decisions_ruling ({columns}) VALUES ({paper.pk}, 1, {values})", name)


def test_what_was_signed_on_each_recommendation_is_fixed(people: People) -> None:
    paper = rulings.two_recommendations(people)
    rulings.write_down(paper, people, {1: rulings.LESS, 2: rulings.APPROVE}, rulings.AGREEMENT)
    rulings.approve(paper, people)
    for attack in ("UPDATE decisions_ruling SET amount = 1", "DELETE FROM decisions_ruling"):
        refused(attack, "ruling_is_fixed")
    for attack in ("UPDATE decisions_condition SET before = 'nothing'", "DELETE FROM decisions_condition"):
        refused(attack, "condition_is_fixed")
    for attack in (
        "UPDATE grants_grantcondition SET before_acceptance = false",
        "UPDATE grants_grantcondition SET recommendation = 2",
        "DELETE FROM grants_grantcondition",
    ):
        refused(attack, "grant_condition_is_kept")


def test_a_paper_is_not_approved_against_what_was_written(people: People) -> None:
    paper = rulings.two_recommendations(people)
    rulings.approve(paper, people)
    part1 = bytes(paper.part1 or b"")
    other = rulings.two_recommendations(people)
    Ruling.objects.create(decision=other, round=1, number=1, outcome="refused")
    Ruling.objects.create(decision=other, round=1, number=2, outcome="refused")
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO decisions_signature (decision_id, round, office, step, person_id, name, job_title, "on", at, '
            "how, statement, interests, note, digest, rulings_digest, delegated_from, recorded_by_name) "
            "SELECT u.decision_id, 1, s.office, s.step, s.person_id, s.name, '', s.on, s.at, s.how, '', '', '', "
            "u.digest, 'x', '', '' FROM decisions_signature s, decisions_submission u "
            "WHERE s.decision_id = %s AND s.step = 'approved' AND u.decision_id = %s",
            [paper.pk, other.pk],
        )
    attack = f"UPDATE decisions_decision SET status = 'approved', part1 = '\\x{part1.hex()}' WHERE id = {other.pk}"
    refused(attack, "decision_follows_its_rulings")


def test_a_condition_is_not_ticked_off_by_one_person(people: People) -> None:
    paper = rulings.two_recommendations(people)
    rulings.write_down(paper, people, {1: rulings.LESS, 2: rulings.APPROVE}, rulings.AGREEMENT)
    rulings.approve(paper, people)
    refused(
        "UPDATE grants_grantcondition SET met_on = '2018-11-22', evidence = 'Trust me.'",
        "grant_condition_agreed_by_two",
    )
    condition = paper.conditions.get()
    refused(
        'INSERT INTO decisions_conditionmet (condition_id, "on", evidence, by_id, by_name, agreed_by_name, at) '
        f"VALUES ({condition.pk}, '2018-11-22', 'Trust me.', {people.fatima.pk}, 'Fatima', 'Dora', now())",
        "condition_met_agreed_by_two",
    )


def test_money_that_an_open_condition_forbids_is_not_accepted(people: People) -> None:
    paper = rulings.two_recommendations(people)
    rulings.write_down(paper, people, {1: rulings.LESS, 2: rulings.APPROVE}, rulings.AGREEMENT)
    rulings.approve(paper, people)
    tranche = Grant.objects.get().tranches.all()[0]
    refused(f"UPDATE grants_tranche SET accepted = 1 WHERE id = {tranche.pk}", "tranche_accepted_after_conditions")


def test_an_authority_is_the_amount_decided(people: People) -> None:
    paper = rulings.two_recommendations(people)
    rulings.write_down(paper, people, {1: rulings.LESS, 2: rulings.APPROVE})
    rulings.approve(paper, people)
    grant = Grant.objects.get()
    refused(
        "INSERT INTO grants_authority (grant_id, reference, recommendation, amount, up_to, from_at, "
        f"ended_by_reference) VALUES ({grant.pk}, '{paper.reference_words}', 1, 500000, true, now(), '')",
        "authority_is_signed",
    )
