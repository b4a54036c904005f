"""Grants: what each is, by whom and for whom."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from components.refusals import Refused
from figures.dates import london_day
from grants.actions.common import changing, check_can_enter_grants, record_event, subject_of
from grants.actions.organisations import organisation_of
from grants.models import Grant, Organisation


@dataclass(frozen=True, kw_only=True)
class GrantFacts:
    """What a grant is; a text in place of an organisation is the name of a new one."""

    title: str
    purpose: str
    funder: Organisation | str
    recipient: Organisation | str
    recipient_unit: str = ""
    direction: str
    route: str
    carry_over: str = "not_stated"

    def put_on(self, grant: Grant, by: Person, at: datetime) -> None:
        """Set a grant's columns; new organisations are entered."""
        grant.title, grant.purpose, grant.recipient_unit = self.title, self.purpose, self.recipient_unit
        grant.funder = organisation_of(self.funder, by, at)
        grant.recipient = organisation_of(self.recipient, by, at)
        grant.direction, grant.route, grant.carry_over = self.direction, self.route, self.carry_over
        if grant.funder_id == grant.recipient_id:
            raise Refused("The funder and the recipient are the same organisation. Choose two different ones.")


def create_grant(*, facts: GrantFacts, continues: Grant | None = None, by: Person, at: datetime) -> Grant:
    """Enter a grant, and its funder and recipient where they are new; `continues` is the grant before it."""
    check_can_enter_grants(by, london_day(at))
    with transaction.atomic():
        grant = Grant(continues=continues, created_by=by, created_at=at)
        facts.put_on(grant, by, at)
        grant.save(force_insert=True)
        sentence = f"{by.name} entered the grant {grant.code}."
        record_event("create grant", subject_of(grant), sentence, by, at, words=_words(grant), after=_plain(grant))
    return grant


def change_grant(*, grant: Grant, seen: int, facts: GrantFacts, by: Person, at: datetime) -> Grant:
    """Change what a grant is.

    Raises:
        Stale: somebody changed it since version `seen`.
        Refused: it belongs to another funder's tranches, or to a signed paper that holds it fixed.
    """
    with changing(grant, seen=seen, by=by, at=at) as locked:
        before, words = _plain(locked), _words(locked)
        facts.put_on(locked, by, at)
        if locked.tranches.exclude(fund__funder_id=locked.funder_id).exists():
            raise Refused(
                "The tranches name funds of the funder as it was. Change the tranches first, or keep the funder."
            )
        sentence = f"{by.name} changed the grant {locked.code}."
        words = f"It was: {words} It is: {_words(locked)}"
        record_event(
            "change grant", subject_of(locked), sentence, by, at, words=words, before=before, after=_plain(locked)
        )
    return locked


def _plain(grant: Grant) -> dict[str, str]:
    words = {"funder": grant.funder.name, "recipient": grant.recipient.name}
    names = ("direction", "route", "carry_over")
    return words | {name: str(getattr(grant, name)) for name in names}


def _words(grant: Grant) -> str:
    """What people wrote of a grant: kept apart from the history, where the law can have it removed."""
    unit = f" For {grant.recipient_unit}." if grant.recipient_unit else ""
    return f"{grant.title}. {grant.purpose}{unit}"
