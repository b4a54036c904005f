"""Two people at once: real threads, real transactions. Nobody's step is lost, doubled or mixed with another's."""

import threading
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connections

from accounts.actions import confirm_office, give_office, propose_for_person
from accounts.models import Person, Proposal
from book.models import Entry
from components.refusals import Refused
from decisions import actions
from decisions.models import Decision, Status
from drafting.actions import save_part
from grants.actions import record_outcome
from grants.models import Grant
from tests.decisions.papers import AT, HOUR, approved, draft, endorsed, home_office_grant, signing, submitted
from tests.people import PROOF, People

pytestmark = pytest.mark.committed


def at_once(*jobs: Callable[[], object]) -> list[object]:
    """Start all jobs at one moment, each in a thread with connections of its own; their results or what they raised."""
    results: list[object] = [None] * len(jobs)
    gate = threading.Barrier(len(jobs))

    def run(number: int) -> None:
        gate.wait()
        try:
            results[number] = jobs[number]()
        except Exception as error:  # every outcome of a race is looked at by the test
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def stands_in(people: People, office: str, person: Person) -> Person:
    """Give a second person an office."""
    holding = give_office(person=person, office=office, from_on=AT.date(), by=people.ada, at=AT)
    confirm_office(holding=holding, by=people.amir, at=AT, proof=PROOF)
    return person


def failures(results: list[object]) -> list[object]:
    return [result for result in results if isinstance(result, Exception)]


def test_two_deputies_who_approve_at_once_make_one_decision(people: People) -> None:
    second = stands_in(people, "decider", people.sam)
    paper = endorsed(people)
    arguments = signing(paper)
    results = at_once(
        *(lambda by=by: actions.approve(**arguments, by=by, at=AT + 4 * HOUR) for by in (people.kaya, second))
    )
    assert len(failures(results)) == 1
    assert isinstance(failures(results)[0], Refused)
    paper.refresh_from_db()
    assert paper.status == Status.APPROVED
    assert paper.signatures.filter(office="decider").count() == 1
    assert paper.moves.filter(step="approve").count() == 1


def test_a_paper_is_approved_or_refused_never_both(people: People) -> None:
    paper = endorsed(people)
    second = stands_in(people, "decider", people.sam)
    arguments = signing(paper)
    results = at_once(
        lambda: actions.approve(**arguments, by=people.kaya, at=AT + 4 * HOUR),
        lambda: actions.refuse(**arguments, note="Not now.", by=second, at=AT + 4 * HOUR),
    )
    assert len(failures(results)) == 1
    paper.refresh_from_db()
    assert list(paper.signatures.filter(office="decider").values_list("step", flat=True)) == [paper.status]


def test_an_edit_that_races_a_submission_is_in_it_or_is_refused(people: People) -> None:
    papers = [draft(people) for _ in range(5)]
    for paper in papers:
        race_an_edit_with_the_submission(paper, people)


def race_an_edit_with_the_submission(paper: Decision, people: People) -> None:
    results = at_once(
        lambda: actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + HOUR),
        lambda: save_part(
            decision=paper, part="legal", seen=1, values={"text": "Edited."}, by=people.felix, at=AT + HOUR
        ),
    )
    fresh = Decision.objects.get(pk=paper.pk)
    edited = fresh.sections.get(document="form", kind="legal").text == "Edited."
    if fresh.status == Status.SUBMITTED:
        assert not edited
        assert b"Edited." not in bytes(fresh.submissions.get().part1)
    else:
        assert edited
    assert len(failures(results)) == 1


def test_two_who_publish_at_once_publish_once(people: People) -> None:
    paper = approved(people)
    version = paper.version
    results = at_once(
        *(
            lambda by=by: actions.publish(decision=paper, seen=version, by=by, at=AT + 5 * HOUR)
            for by in (people.dora, people.dev)
        )
    )
    assert len(failures(results)) == 1
    assert Entry.objects.filter(key=paper.reference_key).count() == 1


def test_two_acceptances_against_one_authority_stay_within_it(people: People) -> None:
    paper = approved(people)
    grant = paper.decision_grants.get().grant
    first, second = grant.tranches.order_by("year")
    results = at_once(
        *(
            lambda tranche=tranche: record_outcome(
                grant=Grant.objects.get(pk=grant.pk),
                seen=grant.version,
                accepted={tranche.pk: Decimal(300000)},
                by=people.fatima,
                at=AT + 6 * HOUR,
            )
            for tranche in (first, second)
        )
    )
    assert len(failures(results)) == 1
    assert grant.accepted() == Decimal(300000)
    assert grant.authority() == Decimal(500000)


def test_two_acceptances_in_raw_sql_stay_within_the_authority_too(people: People) -> None:
    paper = approved(people)
    grant = paper.decision_grants.get().grant

    def accept(tranche: int) -> Callable[[], None]:
        def run() -> None:
            with connections["default"].cursor() as cursor:
                cursor.execute("UPDATE grants_tranche SET accepted = 300000 WHERE id = %s", [tranche])

        return run

    results = at_once(*(accept(pk) for pk in grant.tranches.values_list("pk", flat=True)))
    causes = [getattr(getattr(error, "__cause__", None), "diag", None) for error in failures(results)]
    assert [getattr(cause, "constraint_name", "") for cause in causes] == ["tranche_accepted_within_authority"]
    assert grant.accepted() == Decimal(300000)


def test_twenty_submissions_at_once_get_twenty_numbers_without_a_gap(people: People) -> None:
    grant = home_office_grant(people)
    papers = [draft(people, grant=grant) for _ in range(20)]
    results = at_once(
        *(
            lambda paper=paper: actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + HOUR)
            for paper in papers
        )
    )
    assert failures(results) == []
    numbers = sorted(number or 0 for number in Decision.objects.values_list("number", flat=True))
    assert numbers == list(range(1901, 1921))


def test_two_checks_at_once_are_one(people: People) -> None:
    paper = submitted(people)
    version = paper.version
    results = at_once(
        *(
            lambda by=by: actions.check(decision=paper, seen=version, by=by, at=AT + 2 * HOUR)
            for by in (people.dev, people.dora)
        )
    )
    assert len(failures(results)) == 1
    assert paper.moves.filter(step="check").count() == 1


def test_what_is_proposed_twice_at_once_waits_once_and_the_other_reads_why(people: People) -> None:
    results = at_once(
        *(lambda by=by: propose_for_person(verb="person.close", person=people.sam, by=by, at=AT)
          for by in (people.ada, people.amir, people.ada, people.amir))
    )  # fmt: skip
    assert len(failures(results)) == 3
    assert all(isinstance(error, Refused) and "waits for a second person" in str(error) for error in failures(results))
    assert Proposal.objects.filter(verb="person.close", subject=f"person:{people.sam.pk}").count() == 1
