"""Enter the grant that continues an earlier one: its facts carried over, its money by year as somebody confirmed it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from components.refusals import Refused
from grants.actions.bodies import save_bodies
from grants.actions.common import record_event, subject_of
from grants.actions.grants import GrantFacts, create_grant
from grants.actions.money import TrancheFacts, save_tranches
from grants.models import Grant, GrantBody, Route


def continue_grant(
    *, earlier: Grant, title: str, purpose: str, rows: Sequence[TrancheFacts], by: Person, at: datetime
) -> Grant:
    """A grant that continues `earlier`: its funder, recipient, unit, direction, carry-over rule and bodies, new money.

    Args:
        rows: its money by year and fund, as the person confirmed it; what was accepted or spent is never carried over.

    Raises:
        Refused: no money is named, or a year and fund stand in it twice.
    """
    if not rows:
        raise Refused("Enter at least one year of the money that continues it.")
    facts = GrantFacts(
        title=title,
        purpose=purpose,
        funder=earlier.funder,
        recipient=earlier.recipient,
        recipient_unit=earlier.recipient_unit,
        direction=earlier.direction,
        route=Route.CONTINUATION,
        carry_over=earlier.carry_over,
    )
    with transaction.atomic():
        grant = create_grant(facts=facts, continues=earlier, by=by, at=at)
        save_tranches(grant=grant, seen=grant.version, rows=rows, by=by, at=at)
        names: dict[str, list[str]] = {role: [] for role in GrantBody.Role.values}
        for body in earlier.bodies.select_related("organisation"):
            names[body.role].append(body.organisation.name)
        grant.refresh_from_db(fields=["version"])
        if any(names.values()):
            save_bodies(grant=grant, seen=grant.version, **names, by=by, at=at)
        sentence = f"{by.name} entered {grant.code}, which continues {earlier.code}."
        record_event("continue grant", subject_of(earlier), sentence, by, at)
    return grant
