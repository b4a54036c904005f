"""What a grant owes its funder: made from its agreement, entered by hand, and taken step by step."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from accounts.models import Person
from accounts.proof import Proof
from components.refusals import Refused, Stale
from figures.dates import add_working_days, format_date, london_day
from figures.money import canonical_money, format_money
from figures.text import plain_text
from figures.years import FinancialYear
from grants.actions.common import (
    check_can_enter_grants,
    check_is_confirmed,
    proof_row,
    record_event,
    rule_of,
    subject_of,
)
from grants.models import Agreement, Direction, Grant, Obligation, ObligationStep
from grants.models.obligations import Kind, is_owed_to_us
from grants.obligation_steps import STEPS, check_can_take_obligation, office_for, status_of
from grants.timetables import KINDS, Due, due_days, period_words

#: "As soon as practicable" after an underspend is expected, as agreements ask: our limit in working days.
UNDERSPEND_TOLD_WITHIN = 5
#: The steps that say how much is claimed: of ours, and of what a recipient asks us to pay.
CLAIMING = ("prepare", "receive")


def renew_obligations(*, grant: Grant, by: Person, at: datetime) -> None:
    """Make what a grant owes anew from its newest agreement and the years of its money; the grant is locked already.

    Only what lies ahead and was not begun moves: what was due before this day, what has a step, and periods that end
    before the agreement begins stay as they are.
    """
    agreement = grant.agreements.first()
    if agreement is None:
        return
    day = london_day(at)
    due_by_key = {due.key: due for due in _due_by_agreement(grant, agreement)}
    rows_by_key = {_key(row): row for row in grant.obligations.in_force().filter(agreement__isnull=False)}
    started_rows = set(ObligationStep.objects.filter(obligation__grant=grant).values_list("obligation_id", flat=True))
    is_first = not grant.obligations.filter(agreement__isnull=False).exists()
    counts = Counter[str]()
    for key, row in rows_by_key.items():
        if row.pk in started_rows or row.due_on < day or (row.period_to and row.period_to < agreement.begins_on):
            continue
        if change := _change(row, due_by_key.get(key), agreement, at):
            counts[change] += 1
    for key, due in due_by_key.items():
        if key not in rows_by_key and (is_first or due.due_on >= day):
            make_obligation(grant, agreement, due, by, at)
            counts["made"] += 1
    if counts:
        words = ", ".join(f"{counts[verb]} {verb}" for verb in ("made", "moved", "cancelled") if counts[verb])
        whom = "owes us" if grant.direction == Direction.MADE else "owes its funder"
        sentence = f"What {grant.code} {whom} follows version {agreement.version} of its agreement: {words}."
        record_event("renew obligations", subject_of(grant), sentence, by, at, counts=dict(counts))


def _due_by_agreement(grant: Grant, agreement: Agreement) -> list[Due]:
    """What the agreement asks for in the years of the grant's money, of periods that do not end before it begins."""
    days = due_days(
        agreement.timetables,
        set(grant.tranches.values_list("year", flat=True)),
        accepted_on=agreement.accepted_on or agreement.begins_on,
        rule=agreement.non_working_days,
        days_after=agreement.days_after,
    )
    return [due for due in days if due.period_to is None or due.period_to >= agreement.begins_on]


def _key(row: Obligation) -> tuple[str, date | None, date | None]:
    return (row.kind, row.period_from, row.period_to)


def _change(row: Obligation, due: Due | None, agreement: Agreement, at: datetime) -> str:
    """Move a row to its day or cancel it; returns which of the two, "" where nothing changed."""
    if due and (due.due_on, due.printed_on) == (row.due_on, row.printed_on):
        return ""
    row.sequence, row.changed_at = row.sequence + 1, at
    if due is None:
        row.cancelled_at = at
        row.save(update_fields=["sequence", "changed_at", "cancelled_at"])
        return "cancelled"
    row.agreement, row.due_on, row.printed_on = agreement, due.due_on, due.printed_on
    row.save(update_fields=["sequence", "changed_at", "agreement", "due_on", "printed_on"])
    return "moved"


def make_obligation(
    grant: Grant, agreement: Agreement | None, due: Due, by: Person, at: datetime, note: str = ""
) -> Obligation:
    """The row of one thing owed; the grant is locked already. What a recipient of ours owes it certifies itself."""
    return Obligation.objects.create(
        grant=grant,
        agreement=agreement,
        kind=due.kind,
        period_from=due.period_from,
        period_to=due.period_to,
        printed_on=due.printed_on,
        due_on=due.due_on,
        needs_certificate=KINDS[due.kind].certified and not is_owed_to_us(grant, due.kind),
        note=note,
        created_by=by,
        created_at=at,
        changed_at=at,
    )


def add_obligation(
    *,
    grant: Grant,
    kind: str,
    due_on: date,
    year: FinancialYear | None = None,
    note: str = "",
    by: Person,
    at: datetime,
) -> Obligation:
    """Enter something that a grant owes and that no timetable makes, for a financial year or none.

    Raises:
        Refused: the same is owed on that day already.
    """
    check_can_enter_grants(by, london_day(at))
    due = Due(Kind(kind), year.starts_on if year else None, year.ends_on if year else None, due_on, due_on)
    with transaction.atomic():
        locked = Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
        if locked.obligations.in_force().filter(kind=kind, due_on=due_on, period_to=due.period_to).exists():
            raise Refused(f"{due.kind.label} is owed on {format_date(due_on)} already.")
        obligation = make_obligation(locked, None, due, by, at, plain_text(note).strip())
        sentence = f"{by.name} entered that {locked.code} owes {_words(obligation)}, due on {format_date(due_on)}."
        record_event("add obligation", subject_of(locked), sentence, by, at, words=obligation.note)
    return obligation


def _words(obligation: Obligation) -> str:
    """An obligation within a sentence: monthly return for March 2019."""
    label = obligation.get_kind_display()
    period = period_words(obligation.period_from, obligation.period_to)
    return f"{label[:1].lower()}{label[1:]}" + (f" for {period}" if period else "")


@dataclass(frozen=True, kw_only=True)
class StepFacts:
    """What is written with a step: the day on which it happened, amounts in pounds, words."""

    happened_on: date
    amount: Decimal | None = None
    forecast: Decimal | None = None
    note: str = ""


def take_obligation_step(
    *,
    obligation: Obligation,
    step: str,
    seen: int,
    facts: StepFacts,
    proof: Proof | None = None,
    by: Person,
    at: datetime,
) -> ObligationStep:
    """Take a step with what is owed; `seen` is how many steps were on the page.

    A forecast below what was accepted for the year makes an underspend notice due, unless one is.

    Raises:
        Stale: somebody took a step since.
        NotOpen, NotAllowed: see grants/obligation_steps.py; NotAllowed too where a fresh proof is needed.
        Refused: a day to come or before the last step, or an amount or words that are needed are missing.
    """
    day = london_day(at)
    try:
        with transaction.atomic():
            grant = Grant.objects.select_for_update(of=("self",)).get(pk=obligation.grant_id)
            locked = Obligation.objects.select_related("grant").get(pk=obligation.pk)
            steps = list(locked.steps.order_by("number"))
            if len(steps) != seen:
                raise Stale("Somebody took a step while you were typing. Look at it and take yours again.")
            check_can_take_obligation(step, locked, by, day)
            if STEPS[step].confirmed:
                check_is_confirmed(proof)
            _check_facts(step, locked, facts, steps, day)
            obligation_step = ObligationStep.objects.create(
                obligation=locked,
                number=len(steps) + 1,
                step=step,
                from_status=status_of(locked),
                to_status=STEPS[step].to,
                happened_on=facts.happened_on,
                amount=facts.amount,
                forecast=facts.forecast,
                note=plain_text(facts.note).strip(),
                taken_by=by,
                taken_by_name=by.name,
                office=office_for(step, by, day),
                recorded_at=at,
                **proof_row(proof),
            )
            _record(locked, obligation_step, by, at)
            if facts.forecast is not None:
                _owe_underspend(grant, locked, facts.forecast, by, at)
    except IntegrityError as error:
        if rule_of(error) in {"obligation_step_in_order", "obligation_step_number_once"}:
            raise Stale("Somebody took a step at the same moment. Look at it and take yours again.") from error
        raise
    return obligation_step


def _check_facts(name: str, obligation: Obligation, facts: StepFacts, steps: list[ObligationStep], day: date) -> None:
    """Raise Refused for facts that do not fit the step."""
    step = STEPS[name]
    if facts.happened_on > day:
        raise Refused(f"{format_date(facts.happened_on)} is still to come. Enter the day on which it happened.")
    if steps and facts.happened_on < steps[-1].happened_on:
        last = STEPS[steps[-1].step]
        raise Refused(
            f"It was {last.verb} on {format_date(steps[-1].happened_on)}. Enter that day or a later one for this step."
        )
    if step.amount == "required" and facts.amount is None:
        raise Refused("Enter the amount; 0 if it is nil.")
    if step.note == "required" and not facts.note.strip():
        raise Refused(f"{step.note_label}: write it down, so that it is known later.")
    claimed = next((row.amount for row in reversed(steps) if row.step in CLAIMING and row.amount is not None), None)
    if claimed is None or facts.amount is None:
        return
    if name == "pay" and facts.amount != claimed:
        raise Refused(
            f"{format_money(facts.amount)} is not the {format_money(claimed)} that was claimed. If less was paid, "
            "record it as paid less; otherwise look at the amount again."
        )
    if name == "pay_less" and facts.amount >= claimed:
        raise Refused(f"{format_money(facts.amount)} is not less than the {format_money(claimed)} that was claimed.")


def _record(obligation: Obligation, row: ObligationStep, by: Person, at: datetime) -> None:
    amount = f": {format_money(row.amount)}" if row.amount is not None else ""
    words = f"{_words(obligation)} of {obligation.grant.code}"
    sentence = f"{by.name} recorded as {STEPS[row.step].verb} on {format_date(row.happened_on)} the {words}{amount}."
    details = {} if row.amount is None else {"amount": canonical_money(row.amount)}
    verb = f"{row.step.replace('_', ' ')} obligation"
    record_event(verb, obligation.subject, sentence, by, at, words=row.note, obligation=obligation.pk, **details)


def _owe_underspend(grant: Grant, obligation: Obligation, forecast: Decimal, by: Person, at: datetime) -> None:
    """Make an underspend notice due where less is expected to be spent than was accepted for the year."""
    if not obligation.period_to:
        return
    year = FinancialYear.of(obligation.period_to)
    accepted = sum((t.accepted or Decimal(0) for t in grant.tranches.all() if t.year == year), Decimal(0))
    notices = grant.obligations.in_force().filter(kind=Kind.UNDERSPEND_NOTICE, period_to=year.ends_on)
    if forecast >= accepted or notices.exists():
        return
    due_on = add_working_days(london_day(at), UNDERSPEND_TOLD_WITHIN)
    note = f"{format_money(accepted)} was accepted for {year}; {format_money(forecast)} is expected to be spent."
    add_obligation(grant=grant, kind=Kind.UNDERSPEND_NOTICE, due_on=due_on, year=year, note=note, by=by, at=at)
