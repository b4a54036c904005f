"""The bodies that a grant passes through, and those with which it is made jointly."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import Person
from components.refusals import Refused
from figures.text import one_line
from grants.actions.common import changing, record_event, subject_of
from grants.actions.organisations import organisation_of
from grants.models import Grant, GrantBody

Role = GrantBody.Role


def save_bodies(
    *, grant: Grant, seen: int, through: Sequence[str], joint: Sequence[str], by: Person, at: datetime
) -> Grant:
    """Say through which bodies a grant's money passes, in order, and with which it is made jointly, by their names.

    Raises:
        Stale: somebody changed the grant since version `seen`.
        Refused: a body stands twice, or is the funder or the recipient itself.
    """
    with changing(grant, seen=seen, by=by, at=at) as locked:
        before = _plain(locked)
        locked.bodies.all().delete()
        for role, names in ((Role.THROUGH, through), (Role.JOINT, joint)):
            bodies = [organisation_of(one_line(name), by, at) for name in names if one_line(name)]
            for body in bodies:
                if bodies.count(body) > 1:
                    raise Refused(f"{body.name} stands twice. Keep it once.")
                if body.pk in (locked.funder_id, locked.recipient_id):
                    raise Refused(f"{body.name} is the funder or the recipient already. Leave it out here.")
            GrantBody.objects.bulk_create(
                GrantBody(grant=locked, organisation=body, role=role, position=n) for n, body in enumerate(bodies)
            )
        sentence = f"{by.name} changed the bodies beside funder and recipient of {locked.code}."
        record_event("change grant", subject_of(locked), sentence, by, at, before=before, after=_plain(locked))
    return locked


def _plain(grant: Grant) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {"through": [], "joint": []}
    for body in grant.bodies.select_related("organisation"):
        names[body.role].append(body.organisation.name)
    return names
