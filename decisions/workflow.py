"""The steps a paper can take. Guards, buttons, events, documentation and tests come from the body's profile.

A paper that has been submitted is judged by the steps of the profile that was in force then (`steps_of`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.offices import Office, labels
from components.refusals import NotAllowed, NotOpen, passes
from decisions.authorship import authors_of, wrote
from decisions.models.decision import DECIDED, Decision, Status
from decisions.models.history import Move, Signature
from decisions.models.profile import profile_of, profiles_of_open_papers
from profiles import Profile, current

if TYPE_CHECKING:
    from accounts.models import Person

Offices = tuple[Office, ...]


@dataclass(frozen=True)
class Step:
    """One step: whose offices take it from which status, where it leads, and what it is called.

    `to` is empty where the status stays. `signs`: the person must prove again who they are; where several offices
    sign, each does in their order, and the paper moves on with the last. `independent`: closed to everybody who wrote
    any of what it publishes (decisions/authorship.py). `apart`: closed to who took another such step in this round.
    `by_author`: open to those alone who wrote part of the paper. `purpose` is what a paper waits for in it, after
    “to”: “be checked”.
    """

    name: str
    label: str
    verb: str
    moves: Mapping[str, Offices]
    to: str = ""
    signs: bool = False
    independent: bool = False
    apart: bool = False
    warning: bool = False
    hint: str = field(default="", compare=False)
    after: str = field(default="", compare=False)
    purpose: str = field(default="", compare=False)
    note_label: str = field(default="", compare=False)
    by_author: bool = False

    def leads_to(self, status: str) -> str:
        """Where a paper stands after this step."""
        return self.to or status


@cache
def _steps(profile: Profile) -> dict[str, Step]:
    steps = {
        row.name: Step(
            row.name, row.label, row.verb,
            {Status(move.at): tuple(Office(key) for key in move.by) for move in row.moves},
            row.to, row.signs, row.independent, row.apart, row.warning, row.hint, row.after, row.asked, row.note_label,
        )
        for row in profile.steps
    }  # fmt: skip
    return steps | {"take_back": _take_back(steps["submit"])}


@cache
def _urgent_steps(profile: Profile) -> dict[str, Step]:
    """The shorter route: what led to a skipped step leads to where that would have led."""
    steps = {name: step for name, step in _steps(profile).items() if name != "take_back"}
    for skipped in (steps.pop(name) for name in ("check", "endorse") if name in profile.urgent.skips):
        for name, step in steps.items():
            if step.to in skipped.moves:
                steps[name] = replace(step, to=skipped.to)
    return steps | {"take_back": _take_back(steps["submit"])}


def _take_back(submit: Step) -> Step:
    """Every body's authors may take back what nobody has acted on yet; whoever submits is who takes back."""
    return Step(
        "take_back",
        "Take back",
        "taken back",
        {Status(submit.to): submit.moves[Status.DRAFT]},
        Status.DRAFT,
        hint="The paper becomes a draft again, which you can change and submit anew.",
        after="It is a draft again.",
        by_author=True,
    )


def steps_of(decision: Decision) -> dict[str, Step]:
    """The steps that count for a paper: those it was submitted under; a draft has those of today."""
    profile = profile_of(decision)
    return _urgent_steps(profile) if decision.urgent else _steps(profile)


def current_steps() -> dict[str, Step]:
    """The steps of the profile in use."""
    return _steps(current())


#: The steps of the profile in use when the program started, for what lists them all.
STEPS: dict[str, Step] = current_steps()

#: The steps of which nobody takes two in one round, whatever the profile says.
APART = frozenset({"check", "endorse", "approve", "refuse", "record_ink"})


def recording_offices() -> Offices:
    """The offices that record a decision made in ink; none where the body has no such step."""
    step = current_steps().get("record_ink")
    return tuple(office for offices in step.moves.values() for office in offices) if step else ()


def offices_due(step: Step, decision: Decision) -> Offices:
    """The offices that may take the step now: of several that sign, the first that has not signed in this round."""
    signed: set[str] = set()
    if step.signs and len(step.moves[decision.status]) > 1:
        signed = {row.office for row in decision.signatures.all() if row.round == decision.round}
    return _due(step, decision.status, signed)


def _due(step: Step, status: str, signed: set[str]) -> Offices:
    offices = step.moves[status]
    if not step.signs or len(offices) == 1:
        return offices
    return tuple(office for office in offices if office not in signed)[:1]


def is_complete(step: Step, decision: Decision) -> bool:
    """Whether the step moves the paper on: a refusal at once, signatures of several when the last has been given."""
    return (
        not step.signs
        or step.name == "refuse"
        or len(step.moves[decision.status]) == 1
        or not offices_due(step, decision)
    )


def can_take(step_name: str, decision: Decision, person: "Person", day: date) -> bool:
    """Whether this person may take this step on this paper on a day."""
    return passes(check_can_take, step_name, decision, person, day)


def check_can_take(step_name: str, decision: Decision, person: "Person", day: date) -> None:
    """Let a person take a step on a paper on a day.

    Raises:
        NotOpen: the step is not open where the paper stands.
        NotAllowed: the person lacks the office, wrote part of the paper, or took another step that others must take.
    """
    steps = steps_of(decision)
    if decision.imported:
        raise NotOpen("This paper was imported as an earlier decision. It is read here, not decided here.")
    if (step := steps.get(step_name)) is None:
        raise NotOpen(f"The steps of {decision.reference_words} do not include this one.")
    if decision.status not in step.moves:
        raise NotOpen(_not_open(step, decision))
    offices = offices_due(step, decision)
    if not person.offices_on(day) & set(offices):
        taking = f"{step.label[0].lower()}{step.label[1:]}"
        raise NotAllowed(
            f"{decision.reference_words} is {_where(decision)}. To {taking} you need the office {labels(offices)} on "
            "the day."
        )
    if step.name == "publish" and decision.authorised_at:
        raise NotOpen(f"The publication of {decision.reference_words} has already been authorised.")
    if step.by_author and person.pk not in authors_of(decision):
        raise NotAllowed(f"You wrote no part of {decision.reference_words}, so it is not yours to take back.")
    if step.independent and person.pk in authors_of(decision):
        raise NotAllowed(
            f"You wrote part of {decision.reference_words}. Nobody who wrote any part of a paper checks, endorses or "
            "decides it: ask a colleague with the same office."
        )
    if step.apart and (earlier := _earlier_move(decision, person)):
        raise NotAllowed(
            f"You have already {steps[earlier.step].verb} {decision.reference_words}. Checking, endorsing and "
            "deciding are done by different people."
        )


def _not_open(step: Step, decision: Decision) -> str:
    where = Status(decision.status).label.lower()
    if Status(decision.status) in DECIDED:
        return f"{decision.reference_words} is {where}: it has been decided and does not change any more."
    if where == step.verb:
        return f"{decision.reference_words} has been {step.verb} already."
    return f"{decision.reference_words} is {_where(decision)}, so it cannot be {step.verb} now."


def _where(decision: Decision) -> str:
    """Where a paper stands, after “is”: checked, a draft."""
    where = Status(decision.status).label.lower()
    return f"a {where}" if decision.status == Status.DRAFT else where


def _earlier_move(decision: Decision, person: "Person") -> Move | None:
    moves = (move for move in decision.moves.all() if move.round == decision.round and move.by_id == person.pk)
    return next((move for move in moves if move.step in APART), None)


def is_open(step_name: str, decision: Decision) -> bool:
    """Whether the step is open where the paper stands, for whoever holds the office."""
    step = steps_of(decision).get(step_name)
    return (
        step is not None and decision.status in step.moves and not (step_name == "publish" and decision.authorised_at)
    )


def open_steps(decision: Decision, person: "Person", day: date) -> list[Step]:
    """The steps this person may take on this paper today, in the table's order."""
    return [step for step in steps_of(decision).values() if can_take(step.name, decision, person, day)]


#: The steps that bring a paper nearer to its decision.
FORWARD = ("check", "endorse", "approve")


def waiting_for(person: "Person", day: date) -> "list[Decision]":
    """The papers whose next step is this person's, most urgent first: never one that they would be refused."""
    offices = person.offices_on(day)
    wanted, several = Q(pk__in=[]), False
    for digest, profile in profiles_of_open_papers():
        for step in (_steps(profile)[name] for name in FORWARD if name in _steps(profile)):
            for status, due in step.moves.items():
                if offices & set(due):
                    wanted |= Q(status=status, profile=digest)
                    several |= len(due) > 1
    moved = Move.objects.filter(decision=OuterRef("pk"), round=OuterRef("round"), by_id=person.pk, step__in=APART)
    reached = Decision.objects.filter(wanted, imported=False).exclude(Exists(moved))
    papers = reached.exclude(wrote(person.pk)).select_related("report").most_urgent_first()
    if not several:
        return list(papers)
    signed = _signed_in_this_round(papers)
    return [paper for paper in papers if _is_due(paper, offices, signed.get(paper.pk, set()))]


def _signed_in_this_round(papers: QuerySet[Decision]) -> dict[int, set[str]]:
    """The offices that have signed each of these papers in its present round."""
    signed: dict[int, set[str]] = {}
    signatures = Signature.objects.filter(decision__in=papers, round=F("decision__round"))
    for decision, office in signatures.values_list("decision_id", "office"):
        signed.setdefault(decision, set()).add(office)
    return signed


def _is_due(paper: Decision, offices: frozenset[str], signed: set[str]) -> bool:
    """Whether one of these offices is the next of several that sign."""
    steps = steps_of(paper)
    open_here = (steps[name] for name in FORWARD if name in steps and paper.status in steps[name].moves)
    return any(offices & set(_due(step, paper.status, signed)) for step in open_here)


def next_step(decision: Decision) -> Step | None:
    """The step that a paper waits for, with `asked` for a letter; none for a draft and for what has ended."""
    steps = steps_of(decision)
    for name in (*FORWARD, "publish"):
        if name in steps and decision.status in steps[name].moves:
            return steps[name]
    return None


def due_now(decision: Decision, signed: set[str]) -> tuple[Step | None, Offices]:
    """The step that a paper waits for and the offices that take it, where `signed` have signed in this round."""
    step = next_step(decision)
    return (step, _due(step, decision.status, signed)) if step else (None, ())


def workflow_table() -> str:
    """The table of steps in Markdown, for docs/architecture.md."""
    lines = ["| step | from | by | to | signs |", "|---|---|---|---|---|"]
    for step in current_steps().values():
        for status, offices in step.moves.items():
            after = Status(step.leads_to(status)).value
            sign = "yes" if step.signs else ""
            by = ", then ".join(office.label for office in offices)
            lines.append(f"| {step.label} | {Status(status).value} | {by} | {after} | {sign} |")
    return "\n".join(lines)
