"""Offices, steps and signatories are rows that the desk cannot write; a paper keeps those it was submitted under."""

from datetime import timedelta

import psycopg2
import pytest
from django.db import DatabaseError, transaction

from components.refusals import NotAllowed, Refused
from decisions import actions
from decisions.models import Decision, LoadedProfile, Signature, Status
from decisions.profiles import load_profile
from profiles import Profile, current, parse
from tests.decisions import papers
from tests.people import People
from tests.profile.active import use

TABLES = (
    "decisions_loadedprofile", "decisions_profilestep", "decisions_requiredsignatory", "decisions_profileseries",
    "decisions_skippedstep",
    "accounts_office_ability",
)  # fmt: skip
NEVER = "a paper keeps the profile"


def with_two_endorsers() -> Profile:
    """The profile in use, but DMPC staff are consulted before the Chief Executive endorses."""
    text = current().source.replace(
        '{ at = "checked", by = ["endorser"] }]\nto', '{ at = "checked", by = ["adviser", "endorser"] }]\nto'
    )
    assert text != current().source
    return parse(text)


@pytest.mark.committed
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "INSERT INTO {} SELECT * FROM {} LIMIT 1", "TRUNCATE {}"])
def test_the_desk_cannot_write_by_what_rules_it_is_judged(sql, table: str, statement: str) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        sql("desk", statement.format(table, table))


@pytest.mark.committed(owner=True)
def test_a_paper_under_way_keeps_its_profile_and_the_next_one_has_the_new(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = current().digest
    old = papers.checked(people)
    changed = with_two_endorsers()
    load_profile(changed, at=papers.AT.replace(year=2100))
    use(monkeypatch, changed)
    new = papers.checked(people, at=papers.AT + timedelta(days=1))
    assert (old.profile_id, new.profile_id) == (before, changed.digest)
    actions.endorse(**papers.signing(old), by=people.clare, at=papers.AT + 3 * papers.HOUR)
    assert old.status == Status.ENDORSED, "its own profile asks for one signature"
    with pytest.raises(NotAllowed, match="you need the office Adviser"):
        actions.endorse(**papers.signing(new), by=people.clare, at=papers.AT + timedelta(days=2))
    actions.endorse(**papers.signing(new), by=people.abel, at=papers.AT + timedelta(days=2))
    assert new.status == Status.CHECKED, "another signature is still to come"
    actions.endorse(**papers.signing(new), by=people.clare, at=papers.AT + timedelta(days=3))
    assert new.status == Status.ENDORSED


@pytest.mark.committed(owner=True)
def test_nothing_is_submitted_under_a_profile_that_is_not_in_force(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = papers.draft(people)
    use(monkeypatch, with_two_endorsers())
    with pytest.raises(Refused, match=r"manage\.py load_profile"):
        actions.submit(decision=draft, seen=draft.version, by=people.fatima, at=papers.AT)


def attacked(constraint: str, change) -> None:
    """The database refuses the change by this rule."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        change()
    assert isinstance(caught.value.__cause__, psycopg2.Error)
    assert caught.value.__cause__.diag.constraint_name == constraint


@pytest.mark.django_db
def test_the_database_holds_profile_order_and_signatures(people: People) -> None:
    paper = papers.checked(people)
    row = Decision.objects.filter(pk=paper.pk)
    attacked("decision_keeps_its_profile", lambda: row.update(profile=None))
    attacked("decision_moves_along_the_steps", lambda: row.update(status="approved"))
    attacked("decision_reference_is_kept", lambda: row.update(series_year=2018))
    signature = {
        "decision": paper, "round": 1, "person": people.kaya, "name": "Kaya", "at": papers.AT, "on": papers.AT.date(),
        "how": "password", "digest": paper.submissions.get().digest,
    }  # fmt: skip
    attacked(
        "signature_is_of_its_time",
        lambda: Signature.objects.create(office="decider", step="approved", **signature),
    )
    attacked(
        "signature_is_of_its_time",
        lambda: Signature.objects.create(office="chief_finance_officer", step="endorsed", **signature),
    )
    assert LoadedProfile.objects.get().digest == current().digest
