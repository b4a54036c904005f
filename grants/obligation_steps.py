"""The steps of what is owed to a funder: one row each. Guards, buttons, events, documentation and tests come from it.

One person prepares and the chief finance officer certifies; nobody certifies what they prepared. The database holds
the same moves (grants_check_obligation_step, newest in sql/onward.sql); a test compares the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from accounts.offices import Office, labels, offices_that_may
from components.refusals import NotAllowed, NotOpen, passes
from grants.models.obligations import Kind, Obligation, ObligationStep, Status
from grants.timetables import KINDS

if TYPE_CHECKING:
    from accounts.models import Person

Needed = Literal["no", "optional", "required"]


@dataclass(frozen=True)
class Step:
    """One step: from which statuses it leads where, by whom, and what is written with it.

    `certificate`: taken only of kinds that need a certificate. `claims`: taken only of kinds that ask for money.
    `apart`: closed to whoever prepared it. `confirmed`: taken with a fresh proof of who takes it.
    `of`: taken of what we owe a funder (ours), of what a recipient owes us (theirs), or of both.
    `their_note_label`, `their_hint`: the words where a recipient owes it.
    """

    label: str
    verb: str
    moves: tuple[Status, ...]
    to: Status
    abilities: tuple[str, ...] = ("grants",)
    amount: Needed = "no"
    forecast: Needed = "no"
    note: Needed = "optional"
    amount_label: str = ""
    note_label: str = "Note"
    hint: str = ""
    certificate: bool = False
    claims: bool = False
    apart: bool = False
    confirmed: bool = False
    warning: bool = False
    of: Literal["ours", "theirs", "both"] = "ours"
    their_note_label: str = "Note"
    their_hint: str = ""


STEPS: Mapping[str, Step] = {
    "prepare": Step(
        "Prepare", "prepared", (Status.DUE, Status.PREPARED, Status.QUERIED), Status.PREPARED,
        amount="optional", forecast="optional", note_label="Why figures differ from the profile",
        hint="The figures are ready. Somebody else certifies them where that is needed.",
    ),
    "certify": Step(
        "Certify", "certified", (Status.PREPARED,), Status.CERTIFIED, abilities=("certify",),
        hint="You certify the figures for the funder. You did not prepare them.",
        certificate=True, apart=True, confirmed=True,
    ),
    "send_back": Step(
        "Send back", "sent back", (Status.PREPARED, Status.CERTIFIED), Status.DUE, abilities=("certify", "grants"),
        note="required", note_label="What must change", hint="It is prepared again.", warning=True,
    ),
    "send": Step(
        "Record as sent", "sent", (Status.PREPARED, Status.CERTIFIED), Status.SENT,
        hint="It has gone to the funder on the day that you enter.",
    ),
    "receive": Step(
        "Record as received", "received", (Status.DUE, Status.QUERIED), Status.SENT, amount="optional",
        their_hint="The recipient has sent it, on the day that you enter.", of="theirs",
    ),
    "query": Step(
        "Record a query", "queried", (Status.SENT, Status.ACCEPTED), Status.QUERIED, note="required",
        note_label="What the funder asks", hint="The funder has a question. What comes next may depend on the answer.",
        of="both", their_note_label="What you ask", their_hint="You have a question for the recipient.",
    ),
    "accept": Step(
        "Record as accepted", "accepted", (Status.SENT, Status.QUERIED), Status.ACCEPTED,
        hint="The funder has accepted it.", of="both", their_hint="You have looked at it and accept it.",
    ),
    "pay": Step(
        "Record as paid", "paid", (Status.SENT, Status.ACCEPTED), Status.PAID, amount="required",
        amount_label="Paid", hint="The funder paid what was claimed.", claims=True,
        of="both", their_hint="You paid what was claimed.",
    ),
    "pay_less": Step(
        "Record as paid less", "paid less", (Status.SENT, Status.ACCEPTED), Status.PAID_LESS, amount="required",
        amount_label="Paid", note="required", note_label="Why the funder paid less",
        hint="The funder paid less than was claimed.", claims=True,
        of="both", their_note_label="Why you paid less", their_hint="You paid less than was claimed.",
    ),
    "recover": Step(
        "Record a recovery", "recovered", (Status.ACCEPTED, Status.PAID, Status.PAID_LESS), Status.RECOVERED,
        amount="required", amount_label="Recovered", note="required", note_label="Why it was recovered",
        hint="The funder took money back.", warning=True,
        of="both", their_note_label="Why it was recovered", their_hint="You took money back from the recipient.",
    ),
}  # fmt: skip


def triples() -> frozenset[tuple[str, str, str]]:
    """Every move as step, from and to."""
    return frozenset((name, str(at), str(step.to)) for name, step in STEPS.items() for at in step.moves)


def steps_taken(obligation: Obligation) -> list[ObligationStep]:
    """The steps of an obligation in their order; no question to the database where they were fetched with it."""
    return list(obligation.steps.all())


def step_of(name: str, obligation: Obligation) -> Step:
    """A step with its words for an obligation: the funder's, or those for what a recipient owes us."""
    step = STEPS[name]
    if not obligation.is_owed_to_us:
        return step
    return replace(step, hint=step.their_hint, note_label=step.their_note_label)


def status_of(obligation: Obligation) -> str:
    """Where an obligation stands: where its last step led, or due."""
    steps = steps_taken(obligation)
    return str(steps[-1].to_status if steps else Status.DUE)


def check_can_take_obligation(name: str, obligation: Obligation, person: "Person", day: date) -> None:
    """Let a person take a step with an obligation on a day.

    Raises:
        NotOpen: the step is not open where the obligation stands, or not for its kind.
        NotAllowed: the person lacks the office, or prepared what they would certify.
    """
    _check(name, obligation, person, person.offices_on(day))


def open_steps(obligation: Obligation, person: "Person", day: date) -> list[tuple[str, Step]]:
    """The steps that a person may take with an obligation on a day, in the table's order."""
    offices_held = person.offices_on(day)
    return [
        (name, step_of(name, obligation)) for name in STEPS if passes(_check, name, obligation, person, offices_held)
    ]


def office_for(name: str, person: "Person", day: date) -> str:
    """The label of the office by which a person takes a step on a day, as it is kept with the step."""
    return labels(_offices(STEPS[name]) & person.offices_on(day))


def _offices(step: Step) -> frozenset[Office]:
    """The offices that may take a step."""
    return frozenset(office for ability in step.abilities for office in offices_that_may(ability))


def _check(name: str, obligation: Obligation, person: "Person", offices_held: frozenset[str]) -> None:
    _check_open(name, obligation)
    step = STEPS[name]
    offices = _offices(step)
    if not offices:
        raise NotAllowed(f"No office of the body may do this: its profile gives none “{step.abilities[0]}”.")
    if not offices & offices_held:
        raise NotAllowed(f"For this step you need the office {labels(offices)} on the day.")
    if step.apart and any(row.step == "prepare" and row.taken_by_id == person.pk for row in steps_taken(obligation)):
        raise NotAllowed("You prepared this yourself. Somebody else must certify it.")


def _check_open(name: str, obligation: Obligation) -> None:
    """Raise NotOpen for a step that is not open where the obligation stands, whoever asks."""
    step, status = STEPS[name], status_of(obligation)
    if obligation.cancelled_at:
        raise NotOpen("A later agreement cancelled this. Nothing more is done with it.")
    if status not in step.moves:
        raise NotOpen(f"It is {Status(status).label.lower()}: this step is not open there.")
    if step.of not in ("both", "theirs" if obligation.is_owed_to_us else "ours"):
        debtor = "The recipient owes it to us" if obligation.is_owed_to_us else "We owe it to a funder"
        raise NotOpen(f"{debtor}: this step is not open there.")
    if step.certificate and not obligation.needs_certificate:
        raise NotOpen("It goes out without a certificate.")
    if step.claims and not KINDS[Kind(obligation.kind)].claims:
        raise NotOpen("It asks for no money, so nothing is paid on it.")
    if name == "send" and obligation.needs_certificate and status != Status.CERTIFIED:
        office = labels(offices_that_may("certify")) or "an office that may certify"
        raise NotOpen(f"It has not been certified yet. It needs the {office} first.")


_OF = {"ours": "to a funder", "theirs": "to us by a recipient", "both": "to either"}


def obligation_table() -> str:
    """The table of steps in Markdown, for docs/architecture.md."""
    lines = ["| step | of what is owed | from | by | to | amount | fresh proof |", "|---|---|---|---|---|---|---|"]
    for step in STEPS.values():
        at, by = " or ".join(status.label.lower() for status in step.moves), labels(_offices(step))
        amount = "" if step.amount == "no" else step.amount
        proof = "yes" if step.confirmed else ""
        cells = (step.label, _OF[step.of], at, by, step.to.label.lower(), amount, proof)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
