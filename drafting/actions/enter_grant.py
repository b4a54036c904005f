"""Enter a grant from the paper that is about it, with its money by year, in one go."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from decisions.actions.writers import lock_draft
from decisions.models import Decision
from decisions.parts import read_part
from drafting.actions.save_part import part_version, save_part
from grants.actions import GrantFacts, TrancheFacts, create_grant, save_tranches
from grants.models import Grant


def enter_grant(
    *, decision: Decision, facts: GrantFacts, money: Sequence[TrancheFacts], by: Person, at: datetime
) -> Grant:
    """A new grant with its money, which the paper is about from now on.

    Raises:
        NotOpen: the paper is no draft any more.
        NotAllowed: the person does not write papers, or does not enter grants.
        Refused: the funder and the recipient are one organisation, or two rows name one year.
    """
    with transaction.atomic():
        paper = lock_draft(decision, by, at)
        grant = create_grant(facts=facts, by=by, at=at)
        if money:
            grant = save_tranches(grant=grant, seen=grant.version, rows=money, by=by, at=at)
        rows = [*read_part(paper, "grants")["rows"], grant.pk]
        seen = part_version(paper, "grants")
        save_part(decision=paper, part="grants", seen=seen, values={"rows": rows}, by=by, at=at)
    return grant
