"""Withdraw a paper: a draft at once; a submitted one by who wrote it, or by two people."""

from datetime import datetime

from accounts.models import Person, Proposal
from accounts.proposals.actions import propose
from components.refusals import Refused, Stale
from decisions.actions.transition import transition
from decisions.authorship import authors_of
from decisions.models import Decision, Status
from decisions.workflow import check_can_take
from figures.dates import london_day


def withdraw(*, decision: Decision, seen: int, note: str, by: Person, at: datetime) -> Proposal | None:
    """End a paper that has not been decided. Its number is not used again.

    Returns:
        The proposal, where the paper has been submitted and the person wrote no part of it: a second person confirms.

    Raises:
        Refused: no reason is given.
    """
    note = note.strip()
    if not note:
        raise Refused("Write why the paper is withdrawn.")
    paper = Decision.objects.get(pk=decision.pk)
    if paper.status != Status.DRAFT and by.pk not in authors_of(paper):
        check_can_take("withdraw", paper, by, london_day(at))
        if paper.version != seen:
            raise Stale(f"{paper.reference_words} has changed since you opened it. Read it as it is now.")
        return propose(
            verb="decision.withdraw",
            subject=paper.subject,
            sentence=f"Withdraw {paper.reference_words}, which {by.name} did not write.",
            arguments={"note": note, "round": paper.round},
            reason=note,
            by=by,
            at=at,
        )
    with transition("withdraw", decision=decision, seen=seen, by=by, at=at, note=note):
        return None


def confirmed_withdrawing(proposal: Proposal, at: datetime) -> None:
    """What confirming does: the paper ends, in the name of who proposed it."""
    paper = Decision.objects.get(pk=proposal.number_of("decision"))
    if paper.round != proposal.arguments["round"]:
        raise Stale(f"{paper.reference_words} was submitted anew since this was proposed. Propose it again.")
    note, by = proposal.arguments["note"], proposal.proposed_by
    with transition("withdraw", decision=paper, seen=paper.version, by=by, at=at, note=note):
        pass
