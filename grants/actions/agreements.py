"""Record a version of a grant's agreement; what the grant owes follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import Person
from components.refusals import Refused, Stale
from figures.dates import format_date, london_day
from figures.money import canonical_money
from figures.text import one_line, plain_text
from grants.actions.common import check_can_enter_grants, record_event, subject_of
from grants.actions.obligations import renew_obligations
from grants.models import Agreement, AgreementCost, CarryOver, CostCategory, Grant, NonWorkingDays
from grants.timetables import TIMETABLES


@dataclass(frozen=True, kw_only=True)
class AgreementFacts:
    """A version of an agreement as typed; `costs` in pounds by category, `days_after` the end of each period."""

    begins_on: date
    carry_over: str = CarryOver.NOT_STATED
    sent_on: date | None = None
    accepted_on: date | None = None
    accepted_by: str = ""
    consent_on: date | None = None
    consent: str = ""
    match_percentage: Decimal | None = None
    costs: Mapping[str, Decimal] = field(default_factory=dict)
    timetables: tuple[str, ...] = ()
    non_working_days: str = NonWorkingDays.AS_PRINTED
    days_after: int | None = None
    kept_at: str = ""
    note: str = ""


def record_agreement(*, grant: Grant, seen: int, facts: AgreementFacts, by: Person, at: datetime) -> Agreement:
    """Add the next version of a grant's agreement; `seen` is the newest version that was on the page, 0 for none.

    What the grant owes is made anew from its timetables, for the financial years of its money: only what lies ahead
    moves.

    Raises:
        Stale: somebody added a version since.
        Refused: a fact does not fit the others.
    """
    check_can_enter_grants(by, london_day(at))
    _check(facts, london_day(at))
    with transaction.atomic():
        locked = Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
        newest = locked.agreements.first()
        if (newest.version if newest else 0) != seen:
            raise Stale(
                f"Somebody recorded version {newest.version if newest else 0} of this agreement while you were typing. "
                "Nothing of yours is lost: look at it and save again."
            )
        agreement = Agreement.objects.create(
            grant=locked,
            version=seen + 1,
            begins_on=facts.begins_on,
            sent_on=facts.sent_on,
            accepted_on=facts.accepted_on,
            accepted_by=one_line(facts.accepted_by),
            carry_over=facts.carry_over,
            consent_on=facts.consent_on,
            consent=plain_text(facts.consent).strip(),
            match_percentage=facts.match_percentage,
            timetables=[name for name in TIMETABLES if name in facts.timetables],
            non_working_days=facts.non_working_days,
            days_after=facts.days_after,
            kept_at=one_line(facts.kept_at),
            note=plain_text(facts.note).strip(),
            recorded_by=by,
            recorded_at=at,
        )
        for category in CostCategory:
            if (amount := facts.costs.get(category)) is not None:
                AgreementCost.objects.create(agreement=agreement, category=category, amount=amount)
        sentence = f"{by.name} recorded version {agreement.version} of the agreement of {locked.code}."
        words = "\n".join(filter(None, (agreement.note, agreement.consent)))
        record_event("record agreement", subject_of(locked), sentence, by, at, words=words, after=_plain(agreement))
        renew_obligations(grant=locked, by=by, at=at)
    return agreement


def _check(facts: AgreementFacts, day: date) -> None:
    """Raise Refused for facts that do not fit one another; the database holds the pairs as well."""
    for name, on in (("sent", facts.sent_on), ("accepted", facts.accepted_on), ("consented to", facts.consent_on)):
        if on and on > day:
            raise Refused(f"{format_date(on)} is still to come. Enter the day on which it was {name}.")
    if facts.sent_on and facts.accepted_on and facts.accepted_on < facts.sent_on:
        raise Refused("The agreement cannot have been accepted before it was sent. Look at the two days again.")
    if bool(facts.accepted_on) != bool(one_line(facts.accepted_by)):
        raise Refused("Say both when the agreement was accepted and by whom, or neither.")
    if bool(facts.consent_on) != bool(facts.consent.strip()):
        raise Refused("For the funder’s consent to carry over, enter both its day and what it says and where it is.")
    if facts.consent_on and facts.carry_over != CarryOver.WITH_CONSENT:
        raise Refused("A consent to carry over is evidence only where money is carried over with the funder’s consent.")
    if facts.match_percentage is not None and not 0 <= facts.match_percentage <= 100:
        raise Refused("Match funding is a percentage between 0 and 100.")
    if "subsidy_notice" in facts.timetables and not facts.accepted_on:
        raise Refused("The subsidy-database notice is counted from the acceptance: enter when it was accepted.")


def _plain(agreement: Agreement) -> dict[str, object]:
    """A version's facts for the history; its words are kept apart from it."""
    return {
        "begins_on": agreement.begins_on.isoformat(),
        "accepted_on": agreement.accepted_on.isoformat() if agreement.accepted_on else "",
        "carry_over": str(agreement.carry_over),
        "timetables": list(agreement.timetables),
        "costs": {cost.category: canonical_money(cost.amount) for cost in agreement.costs.all()},
    }
