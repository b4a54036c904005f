"""What an officer decided under delegation: one proposes to enter it; confirmed, it is drawn, sealed and published."""

import json
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from accounts.models import Person, Proposal
from accounts.offices import labels, offices_that_may
from accounts.proposals.actions import propose
from audit.actions import record
from book import actions as book
from book.paper import draw, seal_paper
from components.refusals import NotAllowed, Refused, passes
from decisions.actions.enter_decided import enter_decided
from decisions.actions.submit import next_reference
from decisions.models import Decision
from delegated.record import DelegatedFacts, record_of
from figures.dates import format_date, london_day
from figures.money import format_money
from figures.references import Reference
from profiles import Power, current
from publishing.public_words import check_public_words

VERB = "delegated.enter"
#: Who enters one gives it to the register at once, so needs both.
ABILITIES = ("history", "publish")


def can_enter_delegated(person: Person, at: datetime) -> bool:
    """Whether a person may enter what officers decided, where the body numbers such decisions."""
    return passes(check_can_enter_delegated, person, at)


def check_can_enter_delegated(person: Person, at: datetime) -> None:
    """Raise NotAllowed for who may not enter it, Refused where the body has no series for it."""
    for ability in ABILITIES:
        if not person.may(ability, london_day(at)):
            needed = labels(offices_that_may(ability))
            raise NotAllowed(f"To enter an officer’s decision you need the office {needed} on the day.")
    if Reference.next_delegated(london_day(at)) is None:
        raise Refused("The body’s profile has no series of references for decisions under delegation.")


def propose_delegated(*, facts: DelegatedFacts, by: Person, at: datetime) -> Proposal:
    """Propose to enter an officer's decision and to publish it; another who enters them confirms.

    Raises:
        NotAllowed: the person may not enter one.
        Refused: as enter_delegated, or the same waits already.
    """
    _check_facts(facts, by, at)
    arguments = facts.as_arguments()
    return propose(
        verb=VERB,
        subject="delegated",
        target=sha256(json.dumps(arguments, sort_keys=True).encode()).hexdigest(),
        sentence=f"Enter what an officer decided under delegation on {format_date(facts.decided_on)}, and publish it.",
        arguments=arguments,
        by=by,
        at=at,
    )


def confirmed_delegated(proposal: Proposal, at: datetime) -> None:
    """What confirming does: the decision is entered in the name of who proposed it."""
    enter_delegated(facts=DelegatedFacts.from_arguments(proposal.arguments), by=proposal.proposed_by, at=at)


def _check_facts(facts: DelegatedFacts, by: Person, at: datetime) -> None:
    check_can_enter_delegated(by, at)
    if facts.decided_on > london_day(at):
        raise Refused(f"{format_date(facts.decided_on)} is to come. Enter the day on which the officer decided.")
    _check_limit(facts)
    check_public_words(
        facts.title, facts.decision, facts.reasons, facts.officer, facts.post, facts.delegation, facts.given_by
    )


def enter_delegated(*, facts: DelegatedFacts, by: Person, at: datetime) -> Decision:
    """Enter an officer's decision and publish it at once; at the desk two people agree first (propose_delegated).

    Raises:
        NotAllowed: the person may not enter one.
        Refused: the day is to come, a limit of the delegation is passed, or words stand in a confidential Part 2.
    """
    _check_facts(facts, by, at)
    day = london_day(at)
    with transaction.atomic():
        series = Reference.next_delegated(facts.decided_on) or Reference.next_delegated(day)
        assert series is not None  # checked above
        reference = next_reference(*series)
        part1 = record_of(facts, reference, recorded_by=by.name)
        decision = enter_decided(part1=part1, by=by, at=at)
        drawing = draw(part1)
        pdf = seal_paper(part1, drawing, at=at)
        book.publish(part1=part1.to_json(), pdf=pdf, pages=drawing.pages, build=drawing.build, due_at=at, by=by, at=at)
        record(
            verb="decision.enter_delegated",
            at=at,
            by=by,
            subject=decision.subject,
            sentence=f"{by.name} entered {reference}, decided by {part1.decided_by} under delegation.",
        )
        book.publish_due()
    return decision


def _check_limit(facts: DelegatedFacts) -> None:
    """Hold an amount to the limits that the profile states for the delegation that is named."""
    named_powers = [power for power in current().powers if power.citation == facts.delegation.strip()]
    in_force = [power for power in named_powers if _covers_day(power, facts)]
    if named_powers and not in_force:
        raise Refused(f"“{facts.delegation.strip()}” was not in force on {format_date(facts.decided_on)}.")
    limits = [power.limit for power in in_force]
    highest = None if None in limits else max((limit for limit in limits if limit is not None), default=None)
    if highest is not None and facts.amount is not None and facts.amount > highest:
        raise Refused(
            f"{format_money(facts.amount)} is beyond “{facts.delegation.strip()}”, which ends at £{highest:,}. "
            "It needs a decision on a paper."
        )


def _covers_day(power: Power, facts: DelegatedFacts) -> bool:
    has_begun = power.begins is None or power.begins <= facts.decided_on
    return has_begun and (power.ends is None or facts.decided_on <= power.ends)
