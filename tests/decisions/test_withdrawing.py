"""A submitted paper is withdrawn by who wrote it, or by two people; a draft by any finance officer."""

import pytest
from django.db import connection, transaction
from django.db.utils import Error

from accounts.models import Proposal
from decisions import actions
from decisions.models import Status
from tests.decisions import papers
from tests.decisions.papers import AT, HOUR
from tests.people import People, confirmed

pytestmark = pytest.mark.django_db
LATER = AT + 2 * HOUR


def test_the_author_withdraws_what_they_submitted(people: People) -> None:
    paper = papers.submitted(people)
    actions.withdraw(decision=paper, seen=paper.version, note="Not needed.", by=people.fatima, at=LATER)
    assert paper.status == Status.WITHDRAWN


def test_another_finance_officer_proposes_it_and_a_second_person_confirms(people: People) -> None:
    paper = papers.checked(people)
    proposal = actions.withdraw(decision=paper, seen=paper.version, note="Not needed.", by=people.felix, at=LATER)
    paper.refresh_from_db()
    assert paper.status == Status.CHECKED
    assert isinstance(proposal, Proposal)
    confirmed(proposal, by=people.fatima, at=LATER + HOUR)
    paper.refresh_from_db()
    assert paper.status == Status.WITHDRAWN
    assert paper.moves.get(step="withdraw").by == people.felix


def test_the_database_refuses_what_one_person_withdraws_alone(people: People) -> None:
    paper = papers.submitted(people)
    with pytest.raises(Error, match="by who wrote it, or by two people"), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO decisions_move (decision_id, round, step, from_status, to_status, note, by_id, by_name, at) "
            "VALUES (%s, 1, 'withdraw', 'submitted', 'withdrawn', '', %s, 'Felix', now())",
            [paper.pk, people.felix.pk],
        )
