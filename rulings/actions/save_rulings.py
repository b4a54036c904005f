"""Write down, before signing, what is decided on each recommendation and under which conditions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import Person
from audit.actions import record
from components.refusals import Refused, Stale
from decisions.models import Condition, Decision, Recommendation, Ruling
from decisions.rulings import check_can_rule
from figures.dates import format_date, london_day
from figures.money import format_money
from figures.text import one_line, plain_text


@dataclass(frozen=True, kw_only=True)
class RulingFacts:
    """The decision on one recommendation; `amount`, in pounds, counts where it is approved with changes."""

    outcome: str
    text: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class ConditionFacts:
    """A condition as written; without `recommendation` it is one of the whole decision."""

    text: str
    recommendation: int | None = None
    by_when: date | None = None
    whose: str = ""
    before: str = Condition.Before.NOTHING


def save_rulings(
    *,
    decision: Decision,
    seen: int,
    rulings: Mapping[int, RulingFacts],
    conditions: Sequence[ConditionFacts],
    by: Person,
    at: datetime,
) -> None:
    """Keep what is decided on each recommendation, by its number, and the conditions; signed afterwards.

    Raises:
        Refused: an amount is higher than the one endorsed, a change changes nothing, a condition is one of something
            refused or its day is past.
        Stale: the paper has changed since version `seen`.
        NotOpen, NotAllowed: see `check_can_rule`.
    """
    with transaction.atomic():
        paper = Decision.objects.select_for_update().get(pk=decision.pk)
        day = london_day(at)
        check_can_rule(paper, by, day)
        if paper.version != seen:
            raise Stale(
                f"{paper.reference_words} has changed since you opened it. Read it as it is now, then decide again."
            )
        lines = {line.number: line for line in paper.recommendations.all()}
        if set(rulings) != set(lines):
            raise Refused("Decide every recommendation.")
        rows = [_ruling(paper, lines[number], facts) for number, facts in sorted(rulings.items())]
        refused_numbers = {row.number for row in rows if row.outcome == Ruling.Outcome.REFUSED}
        condition_rows = [
            _condition(paper, number, facts, refused_numbers, day) for number, facts in enumerate(conditions, 1)
        ]
        if condition_rows and refused_numbers == set(lines):
            raise Refused("You refuse every recommendation: a refusal has no conditions. Take them out.")
        paper.conditions.filter(round=paper.round).delete()
        paper.rulings.filter(round=paper.round).delete()
        for row in (*rows, *condition_rows):
            row.save(force_insert=True)
        paper.version += 1
        paper.save(update_fields=["version"])
        record(
            verb="decision.save_rulings",
            at=at,
            by=by,
            subject=paper.subject,
            sentence=f"{by.name} wrote down what is to be decided on each recommendation of {paper.reference_words}.",
            details={"rulings": {str(row.number): str(row.outcome) for row in rows}, "conditions": len(condition_rows)},
        )
    decision.refresh_from_db()


def _ruling(paper: Decision, line: Recommendation, facts: RulingFacts) -> Ruling:
    """One ruling; Refused with a sentence that names the recommendation."""
    row = Ruling(decision=paper, round=paper.round, number=line.number, outcome=facts.outcome)
    if facts.outcome == Ruling.Outcome.APPROVED:
        row.amount = line.amount
    elif facts.outcome == Ruling.Outcome.CHANGED:
        row.text, row.amount = plain_text(facts.text).strip(), facts.amount
        _check_change(line, row)
    elif facts.outcome == Ruling.Outcome.REFUSED:
        row.text = plain_text(facts.text).strip()
    else:
        raise Refused(f"Decide recommendation {line.number}: approve it, change it or refuse it.")
    return row


def _check_change(line: Recommendation, row: Ruling) -> None:
    line_name = f"recommendation {line.number}"
    if line.amount is None and row.amount is not None:
        raise Refused(f"No amount was endorsed in {line_name}, so none can be decided. Send the paper back instead.")
    if line.amount is not None:
        row.amount = line.amount if row.amount is None else row.amount
        if row.amount > line.amount:
            raise Refused(
                f"{format_money(row.amount)} is more than the {format_money(line.amount)} endorsed in {line_name}. An "
                "amount may be lower, never higher: send the paper back instead."
            )
    if row.amount == line.amount and not row.text:
        raise Refused(f"Write what changes in {line_name}: a lower amount, or the decision in your words.")


def _condition(paper: Decision, number: int, facts: ConditionFacts, refused_numbers: set[int], day: date) -> Condition:
    """One condition; Refused with a sentence that names it."""
    text = plain_text(facts.text).strip()
    if not text:
        raise Refused(f"Write what condition {number} asks for.")
    if facts.recommendation is not None and facts.recommendation in refused_numbers:
        raise Refused(f"Condition {number} belongs to recommendation {facts.recommendation}, which you refuse.")
    if facts.by_when and facts.by_when < day:
        raise Refused(f"Condition {number} cannot be met by {format_date(facts.by_when)}, which is past.")
    return Condition(
        decision=paper,
        round=paper.round,
        number=number,
        recommendation=facts.recommendation,
        text=text,
        by_when=facts.by_when,
        whose=one_line(facts.whose),
        before=facts.before,
    )
