"""Enter awards into a draft: a grant made for each, out of one received, and a recommendation that asks for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import Person
from components.refusals import Refused
from decisions.actions.writers import lock_draft
from decisions.models import Decision
from decisions.models.content import Action
from decisions.parts import read_part
from drafting.actions.save_part import part_version, save_part
from figures.money import format_money
from figures.text import one_line
from grants.actions import Award, enter_award
from grants.actions.organisations import organisation_of
from grants.models import Grant

#: A decision makes no more awards than people can decide on.
MOST = 200


def enter_awards(
    *, decision: Decision, awards: Sequence[Award], programme: str, power: str = "", by: Person, at: datetime
) -> list[Grant]:
    """Enter all awards or none; returns the grants made, which the paper is about from now on.

    `programme` is the body's own scheme that the awards belong to; `power` what every recommendation relies on.

    Raises:
        NotOpen: the paper is no draft any more.
        NotAllowed: the person does not write papers, or does not enter grants.
        Refused: a number is another organisation's, or more would be passed on than the grants come to.
    """
    if not awards or len(awards) > MOST:
        raise Refused(f"Enter at least one award, and at most {MOST} in one go.")
    with transaction.atomic():
        paper = lock_draft(decision, by, at)
        funder = organisation_of(settings.BODY_NAME, by, at)
        programme = one_line(programme)
        grants = [enter_award(award=award, funder=funder, programme=programme, by=by, at=at) for award in awards]
        lines = [_recommendation(award, grant, power) for award, grant in zip(awards, grants, strict=True)]
        _add_rows(paper, "grants", [grant.pk for grant in grants], by, at)
        _add_rows(paper, "recommendations", lines, by, at)
    return grants


def _recommendation(award: Award, grant: Grant, power: str) -> dict[str, Any]:
    purpose = award.purpose.strip().rstrip(".")
    return {
        "text": f"Award {format_money(award.amount)} to {grant.recipient.name} in {award.year}, out of "
        f"{award.facts.parent.code}, for: {purpose}.",
        "action": str(Action.AWARD),
        "grant": grant.pk,
        "amount": award.amount,
        "up_to": False,
        "power": power,
    }


def _add_rows(paper: Decision, part: str, rows: list[Any], by: Person, at: datetime) -> None:
    """Add rows to a part of the paper behind those that it has."""
    known_rows = read_part(Decision.objects.get(pk=paper.pk), part)["rows"]
    seen = part_version(paper, part)
    save_part(decision=paper, part=part, seen=seen, values={"rows": [*known_rows, *rows]}, by=by, at=at)
