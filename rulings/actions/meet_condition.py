"""Tick off a condition of a decision with what shows that it was met: one proposes, a second person confirms."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import Person, Proposal
from accounts.proposals.actions import propose
from components.refusals import NotOpen, Refused
from decisions.models import Condition, ConditionMet, Decision, Status
from figures.dates import format_date, london_day
from figures.text import plain_text
from grants import actions as grants


@transaction.atomic
def propose_meeting(*, decision: Decision, number: int, on: date, evidence: str, by: Person, at: datetime) -> Proposal:
    """Propose that condition `number` was met on a day, with what shows it; it is ticked off once confirmed.

    Raises:
        NotAllowed: the person's office does not propose this.
        NotOpen: the paper is not approved, or the condition has been ticked off.
        Refused: there is no such condition, no evidence is given, or the day is to come.
    """
    condition = _open_condition(decision, number)
    evidence = plain_text(evidence).strip()
    if not evidence:
        raise Refused("Write what shows that the condition was met.")
    if on > london_day(at):
        raise Refused(f"{format_date(on)} is still to come. Enter the day on which the condition was met.")
    return propose(
        verb="decision.meet_condition",
        subject=decision.subject,
        target=f"condition {number}",
        sentence=f"Condition {number} of {decision.reference_words} was met on {format_date(on)}.",
        arguments={"number": condition.number, "on": on.isoformat(), "evidence": evidence, "text": condition.text},
        reason=f"The condition: {condition.text}\nWhat shows that it was met: {evidence}",
        by=by,
        at=at,
    )


def confirmed_meeting(proposal: Proposal, at: datetime) -> None:
    """What confirming does: the condition is ticked off, at the decision and on its grants."""
    decision = Decision.objects.get(pk=proposal.number_of("decision"))
    arguments = proposal.arguments
    condition, on = _open_condition(decision, arguments["number"]), date.fromisoformat(arguments["on"])
    agreed_by = proposal.confirmed_by
    assert agreed_by is not None  # called by the confirmation alone
    ConditionMet.objects.create(
        condition=condition,
        on=on,
        evidence=arguments["evidence"],
        by=proposal.proposed_by,
        by_name=proposal.proposed_by.name,
        agreed_by_name=agreed_by.name,
        at=at,
    )
    grants.meet_condition(
        reference=decision.reference_words, number=condition.number, on=on, evidence=arguments["evidence"]
    )


def _open_condition(decision: Decision, number: int) -> Condition:
    """The condition, which still has to be met."""
    condition = decision.conditions.filter(round=decision.round, number=number).first()
    if decision.status != Status.APPROVED:
        raise NotOpen(f"{decision.reference_words} is not approved, so it has no conditions to be met.")
    if condition is None:
        raise Refused(f"{decision.reference_words} has no condition {number}.")
    if ConditionMet.objects.filter(condition=condition).exists():
        raise NotOpen(f"Condition {number} of {decision.reference_words} has been ticked off already.")
    return condition
