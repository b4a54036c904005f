"""Awards to partners: a grant made out of one received, with why, on what conditions, and whether it is a subsidy."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import Person
from components.refusals import Refused
from figures.dates import format_date, london_day
from figures.money import format_money
from figures.text import plain_text
from figures.years import FinancialYear
from grants.actions.common import changing, record_event, subject_of
from grants.actions.grants import GrantFacts, create_grant
from grants.actions.money import TrancheFacts, save_tranches
from grants.actions.obligations import make_obligation
from grants.actions.onward_sums import check_within_parent
from grants.actions.organisations import organisation_numbered
from grants.models import SUBSIDY_ABOVE, Direction, Grant, OnwardGrant, Organisation, Route, Subsidy, promised
from grants.models.obligations import Kind
from grants.timetables import Due, day_of_month

#: The duty to publish a subsidy, in months from the confirmed decision (Subsidy Control Act 2022, section 33).
_NOTICE_MONTHS = 3


@dataclass(frozen=True, kw_only=True)
class OnwardFacts:
    """Why money is passed on and on what conditions; `assessed_on` is the day of the subsidy's assessment."""

    parent: Grant
    reason: str
    conditions: str = ""
    subsidy: str = Subsidy.NOT_ASSESSED
    subsidy_reason: str = ""
    assessed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Award:
    """One award of a decision: `amount` pounds for one financial year to a recipient.

    `identifier` is the recipient's at Companies House or a charity regulator (GB-COH-…, GB-CHC-…); "" where there is
    none.
    """

    recipient: str
    identifier: str = ""
    amount: Decimal
    year: FinancialYear
    purpose: str
    facts: OnwardFacts


def enter_award(*, award: Award, funder: Organisation, programme: str, by: Person, at: datetime) -> Grant:
    """The grant made that is one award, its money under the funder's own programme.

    Raises:
        Refused: the recipient's number is another organisation's, or more would be passed on than there is.
    """
    with transaction.atomic():
        recipient = organisation_numbered(name=award.recipient, identifier=award.identifier, by=by, at=at)
        facts = GrantFacts(
            title=f"{programme}: {recipient.name}"[:300],
            purpose=award.purpose,
            funder=funder,
            recipient=recipient,
            direction=Direction.MADE,
            route=Route.OFFER,
        )
        grant = create_grant(facts=facts, by=by, at=at)
        money = [TrancheFacts(year=award.year, fund=programme, offered=award.amount)]
        grant = save_tranches(grant=grant, seen=grant.version, rows=money, by=by, at=at)
        put_onward(grant=grant, seen=grant.version, facts=award.facts, by=by, at=at)
    return Grant.objects.get(pk=grant.pk)


def put_onward(*, grant: Grant, seen: int, facts: OnwardFacts, by: Person, at: datetime) -> OnwardGrant:
    """Say out of which grant a grant made comes, why, on what conditions, and whether it is a subsidy.

    Raises:
        Stale: somebody changed the grant since version `seen`.
        Refused: a direction does not fit, a reason is missing, or more would be passed on than there is.
    """
    _check(grant, facts, london_day(at))
    with changing(grant, seen=seen, by=by, at=at) as locked:
        existing = OnwardGrant.objects.filter(grant=locked).first()
        before = _plain(existing)
        onward = existing or OnwardGrant(grant=locked)
        assessed = facts.subsidy != Subsidy.NOT_ASSESSED
        onward.parent, onward.subsidy = facts.parent, facts.subsidy
        onward.reason, onward.conditions = plain_text(facts.reason).strip(), plain_text(facts.conditions).strip()
        onward.subsidy_reason = plain_text(facts.subsidy_reason).strip() if assessed else ""
        onward.assessed_on = facts.assessed_on if assessed else None
        onward.save()
        check_within_parent(locked)
        sentence = f"{by.name} entered that {locked.code} passes on money of {facts.parent.code}."
        words = f"{onward.reason} {onward.conditions} {onward.subsidy_reason}".strip()
        record_event(
            "change grant", subject_of(locked), sentence, by, at, words=words, before=before, after=_plain(onward)
        )
        owe_subsidy_notice(grant_id=locked.pk, at=at)
    return onward


def _check(grant: Grant, facts: OnwardFacts, day: date) -> None:
    if grant.direction != Direction.MADE:
        raise Refused(f"{grant.code} is received by us. Only a grant that we make passes money on.")
    if facts.parent.direction != Direction.RECEIVED:
        raise Refused(f"{facts.parent.code} is made by us. Choose the grant that the money comes out of.")
    if not facts.reason.strip():
        raise Refused("Say why the money is given: the reason is published with the award.")
    if facts.subsidy == Subsidy.NOT_ASSESSED:
        return
    if not facts.subsidy_reason.strip():
        raise Refused("Say why the award is a subsidy, or why it is none.")
    if facts.assessed_on is None:
        raise Refused("Enter the day on which it was assessed whether the award is a subsidy.")
    if facts.assessed_on > day:
        raise Refused(f"{format_date(facts.assessed_on)} is still to come. Enter the day of the assessment.")


def _plain(onward: OnwardGrant | None) -> dict[str, str]:
    """What the history says of an award; its words are kept apart, where the law can have them removed."""
    if onward is None or onward.pk is None:
        return {}
    day = onward.assessed_on.isoformat() if onward.assessed_on else ""
    return {"parent": onward.parent.code, "subsidy": onward.subsidy, "assessed_on": day}


def owe_subsidy_notice(*, grant_id: int, at: datetime) -> None:
    """Make the notice to the subsidy database due once a decision makes an award that is a subsidy above £100,000."""
    onward = OnwardGrant.objects.filter(grant=grant_id, subsidy=Subsidy.YES).select_related("grant__created_by").first()
    if onward is None:
        return
    grant, amount = onward.grant, promised(onward.grant.tranches.all())
    authority = grant.authorities.in_force().order_by("from_at").first()
    notices = grant.obligations.in_force().filter(kind=Kind.SUBSIDY_NOTICE)
    if amount <= SUBSIDY_ABOVE or authority is None or notices.exists():
        return
    day = london_day(authority.from_at)
    due_on = day_of_month(day, _NOTICE_MONTHS, day.day)
    note = f"{format_money(amount)} to {grant.recipient}, decided on {format_date(day)} ({authority.reference})."
    due = Due(Kind.SUBSIDY_NOTICE, None, None, due_on, due_on)
    # It follows from the decision, whoever takes it: nobody needs an office for it.
    make_obligation(grant, None, due, grant.created_by, at, note)
