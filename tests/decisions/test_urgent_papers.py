"""Urgent papers go the shorter route of the profile, say why, and pass none of the rules that every profile has."""

from datetime import timedelta

import psycopg2
import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from book.part1 import Part1, read_part1
from components.refusals import Incomplete, NotAllowed, NotOpen
from decisions import actions
from decisions.models import Decision, Signature, Status
from decisions.profiles import load_profile
from decisions.workflow import waiting_for
from mail.models import Letter
from profiles import Profile, ProfileError, current, parse
from tests.decisions.desk.conftest import As, signed_in  # noqa: F401  # a fixture
from tests.decisions.papers import AT, HOUR, checked, draft, signing
from tests.people import People
from tests.profile.active import use

pytestmark = pytest.mark.django_db
REASON = "The funder takes the offer back on Friday."
URGENT = {"urgent": True, "urgent_reason": REASON}


def submitted(people: People) -> Decision:
    """An urgent paper, just submitted."""
    paper = draft(people, urgency=URGENT)
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + HOUR)
    return paper


def decided(people: People) -> Decision:
    """An urgent paper that Clare endorsed and Kaya approved."""
    paper = submitted(people)
    actions.endorse(**signing(paper), by=people.clare, at=AT + 3 * HOUR)
    actions.approve(**signing(paper), by=people.kaya, at=AT + 4 * HOUR)
    return paper


def skipping(steps: str) -> Profile:
    """The profile in use, whose urgent papers skip these steps."""
    return parse(current().source.replace('skips = ["check"]', f"skips = {steps}"))


def refused_by(constraint: str, change) -> None:
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        change()
    assert isinstance(caught.value.__cause__, psycopg2.Error)
    assert caught.value.__cause__.diag.constraint_name == constraint


def test_an_urgent_paper_goes_straight_to_who_endorses(people: People) -> None:
    paper = submitted(people)
    assert paper.status == Status.CHECKED
    assert waiting_for(people.clare, AT.date()) == [paper]
    assert waiting_for(people.dev, AT.date()) == []
    assert set(Letter.objects.values_list("to", flat=True)) == {people.clare.email}
    with pytest.raises(NotOpen):
        actions.check(decision=paper, seen=paper.version, by=people.dev, at=AT + 2 * HOUR)


def test_an_urgent_paper_says_why_before_it_is_submitted(people: People) -> None:
    paper = draft(people, urgency={"urgent": True, "urgent_reason": " "})
    with pytest.raises(Incomplete) as caught:
        actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + HOUR)
    assert "Say why the paper is urgent." in caught.value.problems


def test_the_author_takes_an_urgent_paper_back_until_somebody_has_acted_on_it(people: People) -> None:
    paper = submitted(people)
    actions.take_back(decision=paper, seen=paper.version, note="A year is wrong.", by=people.fatima, at=AT + 2 * HOUR)
    assert paper.status == Status.DRAFT


@pytest.mark.committed
def test_reason_and_route_stand_in_part_1_on_page_list_and_statistics(people: People, client: Client) -> None:
    paper = decided(people)
    part1 = read_part1(bytes(paper.part1 or b""))
    assert isinstance(part1, Part1)
    assert (part1.urgency.urgent, part1.urgency.reason) == (True, REASON)
    actions.publish(decision=paper, seen=paper.version, by=people.dora, at=AT + 5 * HOUR)
    page = client.get("/decisions/PCD-1901/").content.decode()
    assert REASON in page
    assert current().urgent.says in page
    assert "PCD 1901" in client.get("/decisions/?urgent=yes").content.decode()
    assert 'data-label="Urgent">1<' in client.get("/statistics/").content.decode()


def test_the_desk_says_that_it_is_urgent(people: People, signed_in: As) -> None:  # noqa: F811
    paper = submitted(people)
    browser = signed_in(people.clare)
    assert "Urgent" in browser.get("/desk/").content.decode()
    assert REASON in browser.get(f"/desk/decisions/{paper.pk}/").content.decode()


@pytest.mark.parametrize("route", ["ordinary", "urgent"])
def test_nobody_signs_what_they_wrote_nor_twice_on_either_route(people: People, route: str) -> None:
    paper = submitted(people) if route == "urgent" else checked(people)
    actions.endorse(**signing(paper), by=people.clare, at=AT + 3 * HOUR)
    for person in (people.fatima, people.clare):
        with pytest.raises(NotAllowed):
            actions.approve(**signing(paper), by=person, at=AT + 4 * HOUR)


def test_the_database_lets_only_an_urgent_paper_skip_and_none_be_decided_without_its_signatures(people: People) -> None:
    ordinary, urgent = draft(people), submitted(people)
    rows = Decision.objects.filter(pk=urgent.pk)
    refused_by("decision_is_fixed", lambda: rows.update(urgent=False))
    refused_by("decision_is_fixed", lambda: rows.update(urgent_reason="Another."))
    refused_by("decision_moves_along_the_steps", lambda: rows.update(status="approved"))
    refused_by(
        "decision_moves_along_the_steps",
        lambda: Decision.objects.filter(pk=ordinary.pk).update(
            status="checked", series="PCD", number=1999, reference_key="pcd1999", profile=urgent.profile_id
        ),
    )
    actions.endorse(**signing(urgent), by=people.clare, at=AT + 3 * HOUR)
    refused_by("decision_is_signed_by_both", lambda: rows.update(status="approved", part1=b"{}"))


@pytest.mark.committed(owner=True)
def test_where_the_profile_lets_the_endorsement_be_skipped_who_decides_still_signs(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    shorter = skipping('["check", "endorse"]')
    load_profile(shorter, at=AT.replace(year=2100))
    use(monkeypatch, shorter)
    paper = submitted(people)
    assert paper.status == Status.ENDORSED
    refused_by(
        "signature_is_of_its_time",
        lambda: Signature.objects.create(
            decision=paper, round=1, person=people.clare, name="Clare", at=AT, on=AT.date(), how="password",
            digest=paper.submissions.get().digest, office="endorser", step="endorsed",
        ),
    )  # fmt: skip
    rows = Decision.objects.filter(pk=paper.pk)
    refused_by("decision_is_signed_by_both", lambda: rows.update(status="approved", part1=b"{}"))
    actions.approve(**signing(paper), by=people.kaya, at=AT + timedelta(hours=4))
    assert paper.status == Status.APPROVED


@pytest.mark.parametrize("steps", ['["approve"]', '["submit"]', '["publish"]'])
def test_no_profile_lets_an_urgent_paper_skip_the_decision(steps: str) -> None:
    with pytest.raises(ProfileError, match="urgent"):
        skipping(steps)
