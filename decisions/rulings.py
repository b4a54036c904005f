"""What was decided on each recommendation: from the desk's rows into Part 1, and the digest that is signed.

Without rows, everything is as recommended; a refusal refuses everything.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast

from accounts.models import Person
from book import part1 as book
from book.part1 import v1
from components.refusals import NotOpen, Refused, passes
from decisions.models import Condition, Decision, Ruling, Signature, Submission
from decisions.workflow import can_take, check_can_take

#: The steps that decide, with what each makes of a recommendation on which nothing else was written.
DECIDES = {"approve": Ruling.Outcome.APPROVED, "refuse": Ruling.Outcome.REFUSED}


def rulings_of(paper: Decision, step: str) -> list[Ruling]:
    """The decision on each recommendation in this round if the step is taken now; rows not yet kept are unsaved."""
    saved = {row.number: row for row in _kept(paper)} if step == "approve" else {}
    otherwise = DECIDES[step]
    return [
        saved.get(line.number)
        or Ruling(
            decision=paper,
            round=paper.round,
            number=line.number,
            outcome=otherwise,
            amount=line.amount if otherwise == Ruling.Outcome.APPROVED else None,
        )
        for line in paper.recommendations.all()
    ]


def conditions_of(paper: Decision) -> list[Condition]:
    """The conditions of this round's decision."""
    return [row for row in paper.conditions.all() if row.round == paper.round]


def is_changed(paper: Decision) -> bool:
    """Whether anything but approval as recommended was written in this round."""
    return any(row.outcome != Ruling.Outcome.APPROVED for row in _kept(paper)) or bool(conditions_of(paper))


def _kept(paper: Decision) -> list[Ruling]:
    """What was written in this round, as far as it was."""
    return [row for row in paper.rulings.all() if row.round == paper.round]


def _submitted(paper: Decision) -> Submission:
    """What was submitted in this round."""
    submission = paper.submission_of(paper.round)
    assert submission is not None  # nothing is decided that was not submitted
    return submission


def with_rulings(part1: book.AnyPart1, rulings: Sequence[Ruling], conditions: Sequence[Condition]) -> book.AnyPart1:
    """A submitted paper with the decision on each recommendation beside it.

    Raises:
        Refused: the paper was submitted as `part1/1`, which has no place for changes and conditions.
    """
    if isinstance(part1, v1.Part1):
        if conditions or any(row.outcome == Ruling.Outcome.CHANGED for row in rulings):
            raise Refused(
                "This paper was submitted in an earlier form, which has no place for changes and conditions. "
                "Send it back, so that it is submitted anew."
            )
        return part1
    by_number = {row.number: _ruling(row) for row in rulings}
    return replace(
        part1,
        recommendations=tuple(replace(line, ruling=by_number[line.number]) for line in part1.recommendations),
        conditions=tuple(_condition(row) for row in conditions),
    )


def _ruling(row: Ruling) -> book.Ruling:
    return book.Ruling(outcome=cast(Any, str(row.outcome)), text=row.text, amount=row.amount)


def _condition(row: Condition) -> book.Condition:
    return book.Condition(
        number=row.number,
        recommendation=row.recommendation,
        text=row.text,
        by_when=row.by_when,
        whose=row.whose,
        before=cast(Any, str(row.before)),
    )


def decided_part1(paper: Decision, step: str) -> book.AnyPart1:
    """What is signed if the step that decides is taken now: what was submitted, with the decision on each."""
    submitted = book.read_part1(bytes(_submitted(paper).part1))
    return with_rulings(submitted, rulings_of(paper, step), conditions_of(paper) if step == "approve" else ())


def digest_to_sign(paper: Decision, step: str) -> str:
    """What a signature is given under: the digest of what was submitted, with the rulings for whoever decides."""
    digest = _submitted(paper).digest
    if step not in DECIDES:
        return digest
    ruled_part1 = decided_part1(paper, step)
    return digest if isinstance(ruled_part1, v1.Part1) else ruled_part1.rulings_digest()


def has_decider_signed(paper: Decision) -> bool:
    """Whether, of several who decide together, one has signed already: what they signed is no longer changed."""
    deciding = (Signature.Step.APPROVED, Signature.Step.REFUSED)
    return any(row.round == paper.round and row.step in deciding for row in paper.signatures.all())


def can_rule(decision: Decision, person: Person, day: date) -> bool:
    """Whether this person may write now what is decided on each recommendation."""
    return passes(check_can_rule, decision, person, day)


def check_can_rule(decision: Decision, person: Person, day: date) -> None:
    """Let whoever may decide the paper now, or record its decision in ink, write what is decided.

    Raises:
        NotOpen: the paper does not wait for its decision, or one of several who decide has signed.
        NotAllowed: the person lacks the office, or took part in the paper.
    """
    if has_decider_signed(decision):
        raise NotOpen("Somebody has signed this decision already: what they signed is not changed any more.")
    if not can_take("record_ink", decision, person, day):
        check_can_take("approve", decision, person, day)
