"""Random insiders, of any office and in any order, against an oracle of the promises about people.

The oracle knows offices, proposals and moments from what it saw itself, not from the tables of the program; each thing
that is tried must be let through exactly when the oracle says so, and afterwards nothing may have changed for which it
has not seen two people.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actions import change_person, give_office, propose_for_person
from accounts.models import Holding, Person, Proposal
from accounts.proposals.actions import confirm, drop
from book.actions.propose import propose_correction, propose_withdrawal
from book.models import Entry
from components.refusals import Refused
from decisions import actions
from decisions.models import Decision, Overrule, Power, Signature
from decisions.scans import Scan
from publishing.actions.release import propose_expunging
from tests.decisions import papers
from tests.decisions.papers import AT, HOUR
from tests.decisions.scans import scanned
from tests.people import PROOF, People, make_people
from wording.actions import propose_power

START = AT + 6 * HOUR
OFFICES = {
    "ada": "administrator", "amir": "administrator", "fatima": "originator", "felix": "originator",
    "clare": "endorser", "kaya": "decider", "dev": "checker", "dora": "checker", "olu": "auditor",
    "sam": "",
}  # fmt: skip
#: Who proposes, who confirms: written down here once more, on purpose.
RULES = {
    "move": ("administrator", "administrator"),
    "close": ("administrator", "administrator"),
    "office": ("administrator", "administrator"),
    "power": ("administrator", "administrator"),
    "withdraw": ("checker", "checker"),
    "correct": ("checker", "checker"),
    "ink": ("checker", "decider"),
    "expunge": ("checker", "administrator"),
}
#: Whom a change concerns: they do not confirm it.
ABOUT = {"move": "sam", "close": "sam", "office": "sam"}

WHO = st.sampled_from(sorted(OFFICES))
STEP = st.one_of(
    st.tuples(st.just("propose"), WHO, st.sampled_from(sorted(RULES))),
    st.tuples(st.just("confirm"), WHO, st.integers(0, 5)),
    st.tuples(st.just("drop"), WHO, st.integers(0, 5)),
    st.tuples(st.just("wait"), st.just("sam"), st.sampled_from([1, 72, 24 * 15])),
)


class Seen:
    """One proposal as the oracle saw it."""

    def __init__(self, row: Proposal, kind: str, by: str, at: datetime) -> None:
        self.row, self.kind, self.by, self.at = row, kind, by, at
        self.open, self.confirmed_by = True, ""


class Run:
    """One sequence of attempts on one set of people and two papers."""

    def __init__(self, people: People, published: Decision, endorsed: Decision) -> None:
        self.people, self.published, self.endorsed = people, published, endorsed
        self.now, self.seen = START, list[Seen]()

    def take(self, step: tuple[str, str, Any]) -> None:
        """Try one thing as one person, and compare what happened with what the oracle expects."""
        verb, who, what = step
        if verb == "wait":
            self.now += timedelta(hours=what)
        elif verb == "propose":
            self._propose(who, what)
        elif self.seen:
            seen = self.seen[what % len(self.seen)]
            if verb == "confirm":
                self._confirm(who, seen)
            else:
                self._drop(who, seen)
        self.check()

    def _propose(self, who: str, kind: str) -> None:
        person, before = getattr(self.people, who), Proposal.objects.count()
        try:
            with transaction.atomic():
                self._ask(kind, person)
        except Refused:
            assert Proposal.objects.count() == before, "what is refused leaves nothing behind"
            return
        assert OFFICES[who] == RULES[kind][0], f"{who} proposed {kind}"
        row = Proposal.objects.order_by("-pk")[0]
        self.seen.append(Seen(row, kind, who, self.now))

    def _ask(self, kind: str, by: Person) -> object:
        people, at, reference = self.people, self.now, self.published.reference
        assert reference is not None
        if kind == "move":
            details = {"name": "Sam Stone", "job_title": "", "email": f"sam{at.timestamp():.0f}@example.org"}
            return change_person(person=people.sam, **details, by=by, at=at)
        if kind == "close":
            return propose_for_person(verb="person.close", person=people.sam, by=by, at=at)
        if kind == "office":
            return give_office(person=people.sam, office="adviser", from_on=at.date(), by=by, at=at)
        if kind == "power":
            return propose_power(action="other", citation="A power.", from_on=at.date(), until_on=None, by=by, at=at)
        if kind == "withdraw":
            return propose_withdrawal(reference=reference, reason="A reason.", by=by, at=at)
        if kind == "correct":
            return propose_correction(reference=reference, text=f"At {at}.", by=by, at=at)
        if kind == "expunge":
            return propose_expunging(number=1, reason="A court.", by=by, at=at)
        return actions.record_ink(
            decision=self.endorsed, seen=self.endorsed.version, outcome="approved", decided_by=people.kaya,
            on=AT.date(), scan=Scan("scan.pdf", scanned()), by=by, at=at,
        )  # fmt: skip

    def _may_confirm(self, who: str, seen: Seen) -> bool:
        in_time = self.now < seen.at + timedelta(days=14)
        return (
            seen.open and in_time and who != seen.by and OFFICES[who] == RULES[seen.kind][1]
            and ABOUT.get(seen.kind) != who
        )  # fmt: skip

    def _confirm(self, who: str, seen: Seen) -> None:
        may = self._may_confirm(who, seen)
        try:
            with transaction.atomic():
                confirm(proposal=seen.row, proof=PROOF, by=getattr(self.people, who), at=self.now)
        except Refused:
            # The change itself may have become impossible meanwhile; then nothing is confirmed.
            by_them = Proposal.objects.filter(pk=seen.row.pk, confirmed_by=getattr(self.people, who))
            assert by_them.exists() == (seen.confirmed_by == who)
            return
        assert may, f"{who} confirmed {seen.kind} of {seen.by}"
        seen.open, seen.confirmed_by = False, who

    def _drop(self, who: str, seen: Seen) -> None:
        try:
            with transaction.atomic():
                drop(proposal=seen.row, by=getattr(self.people, who), at=self.now)
        except Refused:
            return
        assert seen.open
        assert who == seen.by or OFFICES[who] == RULES[seen.kind][1], f"{who} dropped {seen.kind}"
        seen.open = False

    def check(self) -> None:
        """Nothing has changed for which the oracle has not seen two people."""
        agreed = [seen.kind for seen in self.seen if seen.confirmed_by]
        sam = Person.objects.get(pk=self.people.sam.pk)
        assert (sam.email != "sam@example.org") == ("move" in agreed)
        assert sam.is_active != ("close" in agreed)
        assert Holding.objects.filter(person=sam, confirmed_by__isnull=False).exists() == ("office" in agreed)
        assert Power.objects.filter(citation="A power.").count() == agreed.count("power")
        entries = Entry.objects.using("default")
        assert entries.filter(kind="withdrawal").count() == agreed.count("withdraw")
        assert entries.filter(kind="correction").count() == agreed.count("correct")
        assert entries.filter(kind="expunged").count() == agreed.count("expunge")
        assert Signature.objects.filter(how="ink").count() == agreed.count("ink")
        assert not Overrule.objects.exists()
        for seen in self.seen:
            assert not seen.confirmed_by or seen.confirmed_by != seen.by


class Undone(Exception):
    """Takes back what one example did."""


def _play(people: People, published: Decision, endorsed: Decision, steps: list[tuple[str, str, Any]]) -> None:
    try:
        with transaction.atomic():
            run = Run(people, published, endorsed)
            for step in steps:
                run.take(step)
            raise Undone
    except Undone:
        return


def _try(examples: int, length: int) -> None:
    people = make_people()
    published = papers.published(people)
    endorsed = papers.endorsed(people, grant=papers.home_office_grant(people, title="Another team"))

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(STEP, min_size=length // 2, max_size=length))
    def play(steps: list[tuple[str, str, Any]]) -> None:
        _play(people, published, endorsed, steps)

    play()


@pytest.mark.django_db
def test_whatever_insiders_try_no_promise_about_people_is_broken() -> None:
    _try(examples=6, length=10)


@pytest.mark.nightly
@pytest.mark.django_db
def test_whatever_insiders_try_all_night_no_promise_about_people_is_broken() -> None:
    _try(examples=2000, length=40)
