"""Overrule the leak gate for runs of words that may be public although they stand in Part 2."""

from collections.abc import Sequence
from datetime import date, datetime

from accounts.models import Person, Proposal
from accounts.offices import offices_that_may
from accounts.proposals.actions import propose
from components.refusals import NotAllowed, Refused
from decisions.authorship import authors_of
from decisions.leaks import Leak
from decisions.models import Decision, Overrule


def can_propose_overruling(decision: Decision, person: Person, day: date) -> bool:
    """Whether a person may propose that words of Part 2 pass: by their office, and having written nothing of it."""
    allowed = person.offices_on(day) & offices_that_may("overrule")
    return bool(allowed) and person.pk not in authors_of(decision)


def propose_overruling(*, decision: Decision, leaks: Sequence[Leak], reason: str, by: Person, at: datetime) -> Proposal:
    """Propose to let these runs of words pass the leak gate; an administrator confirms.

    The proposal names the runs by their digests: no word of Part 2 stands in it. Whoever may confirm it is shown them.

    Raises:
        NotAllowed: the person has no office that proposes it, or wrote part of the paper.
        Refused: nothing is found, or no reason is given.
    """
    if not reason.strip():
        raise Refused("Write why these words may be public although they stand in Part 2.")
    if not leaks:
        raise Refused("The leak gate finds nothing in this paper.")
    runs = sorted({leak.digest for leak in leaks})
    return propose(
        verb="decision.overrule",
        subject=decision.subject,
        sentence=f"Let {len(runs)} run{'' if len(runs) == 1 else 's'} of words of Part 2 of "
        f"{decision.reference_words} be public.",
        arguments={"runs": runs},
        reason=reason,
        by=by,
        at=at,
    )


def confirmed_overruling(proposal: Proposal, at: datetime) -> None:
    """What confirming it does: these runs pass the gate from now on."""
    decision = Decision.objects.get(pk=proposal.number_of("decision"))
    by = proposal.proposed_by
    Overrule.objects.bulk_create(
        (
            Overrule(decision=decision, run_digest=run, reason=proposal.reason, by=by, by_name=by.name, at=at)
            for run in proposal.arguments["runs"]
        ),
        ignore_conflicts=True,
    )


def check_not_withheld_author(proposal: Proposal, person: Person, at: datetime) -> None:
    """Refuse whoever wrote any of the paper: an author neither proposes nor confirms to overrule the leak gate."""
    paper = Decision.objects.get(pk=proposal.number_of("decision"))
    if person.pk in authors_of(paper):
        raise NotAllowed("You wrote part of this paper. Somebody who did not must overrule the leak gate.")
