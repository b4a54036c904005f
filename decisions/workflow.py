"""The steps a paper can take: one row each. Guards, buttons, events, documentation and tests come from this table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts.offices import Office
from components.refusals import NotAllowed, NotOpen, passes
from decisions.authorship import authors_of
from decisions.models.decision import DECIDED, Decision, Status
from decisions.models.history import Move

if TYPE_CHECKING:
    from accounts.models import Person


@dataclass(frozen=True)
class Step:
    """One step: whose office takes it from which status, where it leads, and what it is called.

    `to` is empty where the status stays. `signs`: the person must prove again who they are. `independent`:
    closed to everybody who saved any part of the paper. `apart`: closed to who took another such step in this round.
    `by_author`: open to those alone who wrote part of the paper.
    """

    name: str
    label: str
    verb: str
    moves: Mapping[str, str]
    to: str = ""
    signs: bool = False
    independent: bool = False
    apart: bool = False
    by_author: bool = False
    warning: bool = False
    hint: str = field(default="", compare=False)

    def leads_to(self, status: str) -> str:
        """Where a paper stands after this step."""
        return self.to or status


_BEFORE = (Status.DRAFT, Status.SUBMITTED, Status.CHECKED, Status.ENDORSED)

_ROWS = (
    Step(
        "submit",
        "Submit for checking",
        "submitted",
        {Status.DRAFT: Office.FINANCE_OFFICER},
        Status.SUBMITTED,
        hint="The figures are copied in and the paper can no longer be edited.",
    ),
    Step(
        "take_back",
        "Take back",
        "taken back",
        {Status.SUBMITTED: Office.FINANCE_OFFICER},
        Status.DRAFT,
        by_author=True,
        hint="The paper becomes a draft again, which you can change and submit anew.",
    ),
    Step(
        "check",
        "Pass to the Chief Executive",
        "checked",
        {Status.SUBMITTED: Office.DMPC_STAFF},
        Status.CHECKED,
        independent=True,
        apart=True,
        hint="You have read the paper and it is fit to go forward.",
    ),
    Step(
        "endorse",
        "Endorse",
        "endorsed",
        {Status.CHECKED: Office.CHIEF_EXECUTIVE},
        Status.ENDORSED,
        signs=True,
        independent=True,
        apart=True,
        hint="You sign as Chief Executive and the paper goes to the Deputy Mayor.",
    ),
    Step(
        "approve",
        "Approve",
        "approved",
        {Status.ENDORSED: Office.DEPUTY_MAYOR},
        Status.APPROVED,
        signs=True,
        independent=True,
        apart=True,
        hint="You decide as the paper recommends. The paper is sealed and never changes again.",
    ),
    Step(
        "refuse",
        "Refuse",
        "refused",
        {Status.ENDORSED: Office.DEPUTY_MAYOR},
        Status.REFUSED,
        signs=True,
        independent=True,
        apart=True,
        warning=True,
        hint="You decide against the recommendations. The refusal is published as well.",
    ),
    Step(
        "record_ink",
        "Record a decision made in ink",
        "recorded in ink",
        {Status.ENDORSED: Office.DMPC_STAFF},
        Status.APPROVED,
        independent=True,
        apart=True,
        hint="The Deputy Mayor signed a printed paper. You upload the scan; it has effect once she confirms it here.",
    ),
    Step(
        "send_back",
        "Send back",
        "sent back",
        {
            Status.SUBMITTED: Office.DMPC_STAFF,
            Status.CHECKED: Office.CHIEF_EXECUTIVE,
            Status.ENDORSED: Office.DEPUTY_MAYOR,
        },
        Status.DRAFT,
        warning=True,
        hint="The paper becomes a draft again and signatures already given are void.",
    ),
    Step(
        "withdraw",
        "Withdraw",
        "withdrawn",
        dict.fromkeys(_BEFORE, Office.FINANCE_OFFICER),
        Status.WITHDRAWN,
        warning=True,
        hint="The paper ends here. Its number is not used again.",
    ),
    Step(
        "publish",
        "Authorise publication",
        "authorised for publication",
        dict.fromkeys((Status.APPROVED, Status.REFUSED), Office.DMPC_STAFF),
        hint="Part 1 goes into the register, now or when its deferral ends.",
    ),
)

STEPS: dict[str, Step] = {step.name: step for step in _ROWS}

#: The steps of which nobody takes two in one round.
APART = frozenset(step.name for step in _ROWS if step.apart)


def can_take(step_name: str, decision: Decision, person: "Person", day: date) -> bool:
    """Whether this person may take this step on this paper on a day."""
    return passes(check_can_take, step_name, decision, person, day)


def check_can_take(step_name: str, decision: Decision, person: "Person", day: date) -> None:
    """Let a person take a step on a paper on a day.

    Raises:
        NotOpen: the step is not open where the paper stands.
        NotAllowed: the person lacks the office, wrote part of the paper, or took another step that others must take.
    """
    step = STEPS[step_name]
    if decision.imported:
        raise NotOpen("This paper was imported as an earlier decision. It is read here, not decided here.")
    if decision.status not in step.moves:
        raise NotOpen(_not_open(step, decision))
    office = Office(step.moves[decision.status])
    if not person.holds(office, day):
        raise NotAllowed(f"To {step.label[0].lower()}{step.label[1:]} you need the office {office.label} on the day.")
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
            f"You have already {STEPS[earlier.step].verb} {decision.reference_words}. Checking, endorsing and "
            "deciding are done by different people."
        )


def _not_open(step: Step, decision: Decision) -> str:
    where = Status(decision.status).label.lower()
    if Status(decision.status) in DECIDED:
        return f"{decision.reference_words} is {where}: it has been decided and does not change any more."
    if where == step.verb:
        return f"{decision.reference_words} has been {step.verb} already."
    where = f"a {where}" if decision.status == Status.DRAFT else where
    return f"{decision.reference_words} is {where}, so it cannot be {step.verb} now."


def _earlier_move(decision: Decision, person: "Person") -> Move | None:
    return decision.moves.filter(round=decision.round, by_id=person.pk, step__in=APART).first()


def is_open(step_name: str, decision: Decision) -> bool:
    """Whether the step is open where the paper stands, for whoever holds the office."""
    step = STEPS[step_name]
    return decision.status in step.moves and not (step.name == "publish" and decision.authorised_at)


def open_steps(decision: Decision, person: "Person", day: date) -> list[Step]:
    """The steps this person may take on this paper today, in the table's order."""
    return [step for step in _ROWS if can_take(step.name, decision, person, day)]


def waiting_for(person: "Person", day: date) -> "list[Decision]":
    """The papers whose next step is this person's, most urgent first: never one that they would be refused."""
    offices = person.offices_on(day)
    wanted = Q(pk__in=[])
    for step in (STEPS["check"], STEPS["endorse"], STEPS["approve"]):
        for status, office in step.moves.items():
            if office in offices:
                wanted |= Q(status=status)
    moved = Move.objects.filter(decision=OuterRef("pk"), round=OuterRef("round"), by_id=person.pk, step__in=APART)
    papers = Decision.objects.filter(wanted, imported=False).exclude(created_by_id=person.pk).exclude(Exists(moved))
    papers = papers.select_related("report").most_urgent_first()
    return [paper for paper in papers if person.pk not in authors_of(paper)]


def workflow_table() -> str:
    """The table of steps in Markdown, for docs/architecture.md."""
    lines = ["| step | from | by | to | signs |", "|---|---|---|---|---|"]
    for step in _ROWS:
        for status, office in step.moves.items():
            after = Status(step.leads_to(status)).value
            sign = "yes" if step.signs else ""
            lines.append(f"| {step.label} | {Status(status).value} | {Office(office).label} | {after} | {sign} |")
    return "\n".join(lines)
