"""Take over a grant that the paper tells of: the grant and its money by year are entered, and the draft is about it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from audit.actions import record
from components.refusals import Refused
from decisions.actions.writers import lock_draft
from decisions.models import Decision
from decisions.parts import read_part
from drafting.actions.save_part import part_version, save_part
from grants import actions as grants
from grants.actions import GrantFacts, TrancheFacts
from grants.models import Grant


def take_grant(
    *,
    decision: Decision,
    facts: GrantFacts,
    tranches: Sequence[TrancheFacts],
    lines: Sequence[int],
    by: Person,
    at: datetime,
) -> Grant:
    """Enter a grant with its tranches as a person confirmed them, and add it to the grants of a draft.

    `lines` are those of the paper that tell of the money. Raises NotOpen when the paper is no draft, Refused when the
    person does not write papers or enter grants, or when two tranches name one year and fund.
    """
    try:
        with transaction.atomic():
            paper = lock_draft(decision, by, at)
            grant = grants.create_grant(facts=facts, by=by, at=at)
            grant = grants.save_tranches(grant=grant, seen=grant.version, rows=tranches, by=by, at=at)
            rows = [*read_part(paper, "grants")["rows"], grant.pk]
            seen = part_version(paper, "grants")
            save_part(decision=paper, part="grants", seen=seen, values={"rows": rows}, by=by, at=at)
            if rows == [grant.pk]:
                _name_the_grant(paper, grant, by, at)
            line_numbers = ", ".join(str(line) for line in dict.fromkeys(lines))
            record(
                verb="decision.take_grant",
                at=at,
                by=by,
                subject=paper.subject,
                sentence=f"{by.name} took the grant {grant.code} over from the paper that {paper.reference_words} was "
                f"begun from (lines {line_numbers}).",
                details={"grant": grant.code, "lines": list(dict.fromkeys(lines))},
            )
    except Refused as refusal:
        raise Refused(str(refusal)) from None
    return grant


def _name_the_grant(paper: Decision, grant: Grant, by: Person, at: datetime) -> None:
    """Of a paper about one grant, the recommendations that name none are about that one."""
    values = read_part(paper, "recommendations")
    bare = [row for row in values["rows"] if row["action"] != "other" and not row["grant"]]
    if not bare:
        return
    for row in bare:
        row["grant"] = grant.pk
    seen = part_version(paper, "recommendations")
    save_part(decision=paper, part="recommendations", seen=seen, values=values, by=by, at=at)
