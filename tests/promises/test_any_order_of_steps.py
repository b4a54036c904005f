"""Hypothesis drives the workflow against the database: whatever people try, in whatever order, the promises hold."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.actions import confirm_office, give_office
from accounts.models import Person
from accounts.offices import Office
from components.refusals import Refused
from decisions import actions
from decisions.authorship import authors_of
from decisions.models import Decision, Status
from decisions.workflow import STEPS
from drafting.actions import save_part
from tests.decisions.papers import AT, draft, signing
from tests.people import PROOF, People, confirmed, make_people

pytestmark = pytest.mark.django_db

WHO = st.sampled_from(["fatima", "felix", "abel", "clare", "kaya", "dev", "dora", "olu", "sam"])


STAFF, WRITERS = {"dev", "dora", "clare", "fatima"}, {"fatima", "felix"}
SIGNING = {"check", "endorse", "approve", "refuse"}
#: The holders of the office that each step needs, by where the paper stands.
HOLDERS: dict[str, dict[str, set[str]]] = {
    "submit": {"draft": WRITERS},
    "check": {"submitted": STAFF},
    "endorse": {"checked": {"clare"}},
    "approve": {"endorsed": {"kaya"}},
    "refuse": {"endorsed": {"kaya"}},
    "send_back": {"submitted": STAFF, "checked": {"clare"}, "endorsed": {"kaya"}},
    "withdraw": dict.fromkeys(("draft", "submitted", "checked", "endorsed"), WRITERS),
    "publish": {"approved": STAFF, "refused": STAFF},
}


class Paper(RuleBasedStateMachine):
    """One paper, and people who try every step on it at every moment."""

    people: People
    #: Every status that any walk came to, so that the test can tell a long walk from standing still.
    reached: set[str]

    @initialize()
    def begin(self) -> None:
        """A complete draft by Fatima, inside a savepoint that is rolled back at the end."""
        self.savepoint = transaction.savepoint()
        self.paper = draft(self.people)
        self.moment = AT + timedelta(hours=1)

    def _try(self, step: str, person: str, take: Callable[[], None]) -> None:
        """Take a step, expecting success exactly when the design lets this person take it."""
        by = getattr(self.people, person)
        self.moment += timedelta(hours=1)
        self.paper = Decision.objects.get(pk=self.paper.pk)
        before = (self.paper.status, self.paper.moves.count())
        may = self._may(step, person, by)
        try:
            take()
        except Refused:
            assert not may, f"{step} by {person} was refused without reason"
            self.paper = Decision.objects.get(pk=self.paper.pk)
            assert (self.paper.status, self.paper.moves.count()) == before
        else:
            assert may, f"{step} by {person} should have been refused"
            self.paper = Decision.objects.get(pk=self.paper.pk)
            assert self.paper.status == STEPS[step].leads_to(before[0])
            assert self.paper.moves.count() == before[1] + 1
            self.reached.add(self.paper.status)

    def _may(self, step: str, person: str, by: Person) -> bool:
        """Whether the design lets this person take the step now: worked out here, not asked of the program."""
        if person not in HOLDERS[step].get(self.paper.status, set()):
            return False
        wrote = by.pk == self.people.fatima.pk or self.paper.part_saves.filter(saved_by=by).exists()
        acted = self.paper.moves.filter(round=self.paper.round, by=by, step__in=SIGNING).exists()
        if step == "publish":
            return self.paper.authorised_at is None
        return not (step in SIGNING and (wrote or acted))

    def _seen(self, person: str) -> dict[str, Any]:
        return {
            "decision": self.paper,
            "seen": Decision.objects.get(pk=self.paper.pk).version,
            "by": getattr(self.people, person),
            "at": self.moment,
        }

    @rule(checker=st.sampled_from(["dev", "clare"]))
    def go_on(self, checker: str) -> None:
        """The next step by whom it waits for, after everybody who may not take it has tried."""
        for step, who in (("check", "fatima"), ("check", "sam"), ("endorse", "kaya"), ("endorse", "clare")):
            by = getattr(self.people, who)
            if not self._may(step, who, by):
                self.check(who) if step == "check" else self.sign(who, step)
        forward = {"draft": ("submit", "fatima"), "submitted": ("check", checker), "approved": ("publish", "dora")}
        if self.paper.status in ("checked", "endorsed"):
            self.sign(*(("clare", "endorse") if self.paper.status == "checked" else ("kaya", "approve")))
        elif self.paper.status in forward:
            step, who = forward[self.paper.status]
            getattr(self, step)(who)

    @rule(checker=st.sampled_from(["dev", "clare"]))
    def go_on_again(self, checker: str) -> None:
        """The same, so that walks go far more often."""
        self.go_on(checker)

    @rule(who=WHO)
    def submit(self, who: str) -> None:
        self._try("submit", who, lambda: actions.submit(**self._seen(who)))

    @rule(who=WHO)
    def check(self, who: str) -> None:
        self._try("check", who, lambda: actions.check(**self._seen(who)))

    @rule(who=WHO, step=st.sampled_from(["endorse", "approve", "refuse"]))
    def sign(self, who: str, step: str) -> None:
        if not self.paper.submissions.filter(round=self.paper.round).exists():
            return
        arguments = signing(self.paper) | self._seen(who) | ({"note": "Not now."} if step == "refuse" else {})
        self._try(step, who, lambda: getattr(actions, step)(**arguments))

    @rule(who=WHO)
    def send_back(self, who: str) -> None:
        self._try("send_back", who, lambda: actions.send_back(**self._seen(who), note="Say more."))

    @rule(who=WHO)
    def withdraw(self, who: str) -> None:
        self._try("withdraw", who, lambda: self._withdraw(who))

    def _withdraw(self, who: str) -> None:
        """Who wrote nothing of a submitted paper only proposes it: Dora confirms."""
        proposal = actions.withdraw(**self._seen(who), note="Not needed.")
        if proposal:
            assert Decision.objects.get(pk=self.paper.pk).status == self.paper.status
            confirmed(proposal, by=self.people.dora, at=self.moment)

    @rule(who=WHO)
    def publish(self, who: str) -> None:
        self._try("publish", who, lambda: actions.publish(**self._seen(who)))

    @rule(who=WHO)
    def edit(self, who: str) -> None:
        """Only writers edit, and only a draft."""
        may = self.paper.status == Status.DRAFT and who in {"fatima", "felix", "abel"}
        seen = self.paper.part_saves.filter(part="legal").count()
        try:
            save_part(
                decision=self.paper,
                part="legal",
                seen=seen,
                values={"text": f"By {who}."},
                by=getattr(self.people, who),
                at=self.moment,
            )
        except Refused:
            assert not may
        else:
            assert may

    @invariant()
    def nobody_signs_what_they_wrote_and_no_two_signing_steps_are_by_one_person(self) -> None:
        if not hasattr(self, "paper"):
            return
        signing_steps = self.paper.moves.filter(step__in=["check", "endorse", "approve", "refuse"])
        for round_number in set(signing_steps.values_list("round", flat=True)):
            people = list(signing_steps.filter(round=round_number).values_list("by_id", flat=True))
            assert len(people) == len(set(people))
        # Somebody may begin to write only after a signing step of an earlier round, so only this round is compared.
        now = set(signing_steps.filter(round=self.paper.round).values_list("by_id", flat=True))
        assert self.paper.status == Status.DRAFT or not now & authors_of(self.paper)

    @invariant()
    def a_decided_paper_has_two_signatures_a_sealed_paper_and_a_number(self) -> None:
        if not hasattr(self, "paper") or self.paper.status not in (Status.APPROVED, Status.REFUSED):
            return
        signed = self.paper.signatures.filter(round=self.paper.round)
        assert {s.office for s in signed} == {"endorser", "decider"}
        assert {s.digest for s in signed} == {self.paper.submissions.get(round=self.paper.round).digest}
        assert bytes(self.paper.sealed_paper.pdf).startswith(b"%PDF-")
        assert self.paper.number == 1901

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.savepoint_rollback(self.savepoint)


def test_whatever_people_try_in_whatever_order_the_promises_hold() -> None:
    people = make_people()
    # Two who hold a second office, so that the author could check, and one who checked could endorse.
    for person in (people.fatima, people.clare):
        holding = give_office(person=person, office=Office.CHECKER, from_on=AT.date(), by=people.ada, at=AT)
        confirm_office(holding=holding, by=people.amir, at=AT, proof=PROOF)

    class Run(Paper):
        pass

    Run.people, Run.reached = people, set()
    run_state_machine_as_test(
        Run,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {Status.SUBMITTED, Status.CHECKED, Status.ENDORSED, Status.APPROVED, Status.WITHDRAWN} <= Run.reached
