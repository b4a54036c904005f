"""The steps of a sample paper through checking and deciding, at the hours of working days."""

from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.models import Person
from accounts.stepup import Proof
from decisions import actions
from decisions.models import Decision
from decisions.rulings import digest_to_sign
from decisions.workflow import can_take, offices_due, steps_of
from figures.dates import LONDON, add_working_days, is_working_day, london_day
from profiles import current
from rulings.actions import ConditionFacts, RulingFacts, save_rulings
from sample.papers import SamplePaper

People = dict[str, Person]
_ORDER = ("submit", "check", "endorse", "approve", "publish")


class Clock:
    """The hours at which a sample paper is worked on: working days from ten to four, never after `end`."""

    def __init__(self, begun: date, end: datetime) -> None:
        self.moment, self.end = self._morning(begun), end

    def _morning(self, day: date) -> datetime:
        while not is_working_day(day):
            day -= timedelta(days=1)
        return datetime.combine(day, time(10, 5), LONDON)

    def soon(self) -> datetime:
        """A quarter of an hour later, or the next working morning."""
        self.moment += timedelta(minutes=14)
        if self.moment.hour >= 16:
            self.moment = datetime.combine(add_working_days(self.moment.date(), 1), time(10, 5), LONDON)
        return min(self.moment, self.end)

    def next_day(self) -> datetime:
        """The next working day, at another hour."""
        hour = time(11 + self.moment.day % 4, self.moment.day * 7 % 60)
        self.moment = datetime.combine(add_working_days(self.moment.date(), 1), hour, LONDON)
        return min(self.moment, self.end)


def take_steps(paper: Decision, sample: SamplePaper, people: People, clock: Clock) -> None:
    """Take the steps that lead a paper to where its sketch stands, each at a moment of the clock."""
    last = sample.until
    if last == "draft":
        return
    if last == "withdraw":
        actions.withdraw(
            decision=paper, seen=paper.version, note="The fund closed early.", by=people["fatima"], at=clock.next_day()
        )
        return
    route = {"refuse": (*_ORDER[:3], "refuse", "publish"), "send_back": ("submit", "send_back")}
    steps = route.get(last) or _ORDER[: _ORDER.index(last) + 1]
    for name in steps:
        while name in (open_here := steps_of(paper)) and paper.status in open_here[name].moves:
            # The book knows no past: what is published today is authorised today.
            moment = clock.end if name == "publish" else clock.next_day()
            _STEPS[name](paper, sample, _actor(name, paper, sample, people, moment), moment)
            paper.refresh_from_db()
            if name == "publish":
                break


def _actor(name: str, paper: Decision, sample: SamplePaper, people: People, at: datetime) -> Person:
    """Who takes a step: whoever may, sooner somebody who has not acted on the paper yet."""
    if name == "submit":
        return people[sample.savers[0]]
    able = [person for person in people.values() if can_take(name, paper, person, london_day(at))]
    acted = set(paper.moves.values_list("by_id", flat=True))
    return next((person for person in able if person.pk not in acted), able[0])


def _submit(paper: Decision, sample: SamplePaper, by: Person, at: datetime) -> None:
    actions.submit(decision=paper, seen=paper.version, by=by, at=at)


def _check(paper: Decision, sample: SamplePaper, by: Person, at: datetime) -> None:
    actions.check(decision=paper, seen=paper.version, by=by, at=at)


def _signing(paper: Decision) -> dict[str, Any]:
    digest = paper.submissions.get(round=paper.round).digest
    return {"decision": paper, "seen": paper.version, "digest": digest, "proof": Proof("password")}


def _endorse(paper: Decision, sample: SamplePaper, by: Person, at: datetime) -> None:
    (office,) = offices_due(steps_of(paper)["endorse"], paper)
    needs_note = current().office(office.value).comment == "required"
    note = "I have read the paper and the figures in it, and I have no objection." if needs_note else ""
    actions.endorse(**_signing(paper), note=note, by=by, at=at)


def _approve(paper: Decision, sample: SamplePaper, by: Person, at: datetime) -> None:
    if sample.condition and not paper.rulings.exists():
        _approve_on_condition(paper, sample.condition, by, at)
    actions.approve(**_signing(paper), rulings=digest_to_sign(paper, "approve"), interests="", by=by, at=at)


def _approve_on_condition(paper: Decision, text: str, by: Person, at: datetime) -> None:
    """Approve everything as recommended, on conditions: one a line."""
    rulings = {line.number: RulingFacts(outcome="approved") for line in paper.recommendations.all()}
    by_when = add_working_days(london_day(at), 60)
    conditions = [
        ConditionFacts(text=line, by_when=by_when, whose="Head of Strategic Finance") for line in text.splitlines()
    ]
    save_rulings(decision=paper, seen=paper.version, rulings=rulings, conditions=conditions, by=by, at=at)


def _refuse(paper: Decision, sample: SamplePaper, by: Person, at: datetime) -> None:
    actions.refuse(**_signing(paper), note=sample.refusal, by=by, at=at)


def _publish(paper: Decision, sample: SamplePaper, by: Person, at: datetime) -> None:
    actions.publish(decision=paper, seen=paper.version, by=by, at=at)


def _send_back(paper: Decision, sample: SamplePaper, by: Person, at: datetime) -> None:
    note = "Please say who pays for the marking kits after the first year."
    actions.send_back(decision=paper, seen=paper.version, note=note, by=by, at=at)


_STEPS = {
    "submit": _submit,
    "check": _check,
    "endorse": _endorse,
    "approve": _approve,
    "refuse": _refuse,
    "publish": _publish,
    "send_back": _send_back,
}
