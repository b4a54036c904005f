"""Changes to published or waiting decisions that two people agree: proposed here, done when the second confirms."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person, Proposal
from accounts.proposals.actions import propose
from book.actions.change import (
    correct,
    publish_again,
    published_text,
    published_version,
    refuse_repetition,
    withdraw,
    withdrawn_entry,
)
from book.actions.publish import bring_forward, check_earlier, lock_waiting, publish_due
from book.models import Entry
from figures.dates import format_moment
from figures.references import Reference


@transaction.atomic
def propose_withdrawal(*, reference: Reference, reason: str, by: Person, at: datetime) -> Proposal:
    """Propose to withdraw a published decision from the register.

    Raises:
        Refused: the decision is not published or is withdrawn already, or no reason is given.
    """
    reason = published_text(reason, "Say why the decision is withdrawn.")
    published_version(reference, by=by, at=at)
    return _propose(
        "publication.withdraw", reference, f"Withdraw {reference} from the register.", by, at, reason=reason
    )


@transaction.atomic
def propose_correction(*, reference: Reference, text: str, by: Person, at: datetime) -> Proposal:
    """Propose a note of correction beside a published decision.

    Raises:
        Refused: the decision is not published, or nothing is said.
    """
    text = published_text(text, "Say what is corrected.")
    published_version(reference, by=by, at=at)
    refuse_repetition(reference, Entry.Kind.CORRECTION, text)
    return _propose("publication.correct", reference, f"Publish a correction of {reference}.", by, at, text=text)


@transaction.atomic
def propose_publishing_again(*, reference: Reference, text: str, by: Person, at: datetime) -> Proposal:
    """Propose to publish a withdrawn decision again, with what was wrong and what is right now.

    Raises:
        Refused: the decision is not withdrawn, its content was removed by law, or nothing is said.
    """
    text = published_text(text, "Say what was wrong, and what is right now.")
    digest = withdrawn_entry(reference, by=by, at=at).payload_sha256
    sentence = f"Publish {reference} again after its withdrawal, with a correction."
    return _propose("publication.correct", reference, sentence, by, at, text=text, part1_sha256=digest)


@transaction.atomic
def propose_earlier(*, reference: Reference, due_at: datetime, by: Person, at: datetime) -> Proposal:
    """Propose to publish a deferred decision earlier than was signed.

    Raises:
        Refused: nothing waits under that reference, or the moment is past or not earlier.
    """
    check_earlier(lock_waiting(reference), due_at, at)
    when = "as soon as it is confirmed" if due_at <= at else f"on {format_moment(due_at)}"
    sentence = f"Publish {reference} earlier than its deferral: {when}."
    return _propose("publication.early", reference, sentence, by, at, due_at=due_at.isoformat())


def _propose(verb: str, reference: Reference, sentence: str, by: Person, at: datetime, **arguments: str) -> Proposal:
    return propose(
        verb=verb,
        subject=f"entry:{reference.key}",
        sentence=sentence,
        arguments={"key": reference.key, "reference": str(reference), **arguments},
        reason=arguments.get("reason", arguments.get("text", "")),
        by=by,
        at=at,
    )


def confirmed_withdrawal(proposal: Proposal, at: datetime) -> None:
    """What confirming a withdrawal does."""
    by, agreed_by = _people(proposal)
    withdraw(reference=_reference(proposal), reason=proposal.arguments["reason"], by=by, agreed_by=agreed_by, at=at)


def confirmed_correction(proposal: Proposal, at: datetime) -> None:
    """What confirming a correction does; that of a withdrawn decision publishes it again."""
    by, agreed_by = _people(proposal)
    change = publish_again if "part1_sha256" in proposal.arguments else correct
    change(reference=_reference(proposal), text=proposal.arguments["text"], by=by, agreed_by=agreed_by, at=at)


def confirmed_earlier(proposal: Proposal, at: datetime) -> None:
    """What confirming an earlier publication does; a moment that has passed meanwhile is now."""
    due_at = datetime.fromisoformat(proposal.arguments["due_at"])
    by, agreed_by = _people(proposal)
    bring_forward(reference=_reference(proposal), due_at=max(due_at, at), by=by, agreed_by=agreed_by, at=at)
    publish_due()


def _reference(proposal: Proposal) -> Reference:
    return Reference.parse(proposal.arguments["reference"])


def _people(proposal: Proposal) -> tuple[Person, Person]:
    assert proposal.confirmed_by is not None  # called by the confirmation alone
    return proposal.proposed_by, proposal.confirmed_by
