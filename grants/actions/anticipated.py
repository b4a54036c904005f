"""Money that was said to be coming: recorded when first said, matched when it comes, or marked as not come."""

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from accounts.models import Person
from components.refusals import NotOpen, Refused
from figures.dates import format_date, london_day
from figures.money import format_money
from figures.text import one_line
from figures.years import FinancialYear
from grants.actions.common import check_can_enter_grants, record_event, subject_of
from grants.models import AnticipatedMoney, AnticipationOutcome, Grant, Tranche
from profiles import current


def anticipate(
    *,
    grant: Grant,
    year: FinancialYear,
    amount: Decimal,
    said_in: str,
    said_on: date,
    note: str = "",
    by: Person,
    at: datetime,
) -> AnticipatedMoney:
    """Record that money was said to be coming for a year: how much, in pounds, in which paper or letter, and when."""
    check_can_enter_grants(by, london_day(at))
    if said_on > london_day(at):
        raise Refused(f"{format_date(said_on)} is still to come. Enter the day on which it was first said.")
    if amount <= 0:
        raise Refused("Enter the amount that was said to be coming.")
    if not said_in.strip():
        raise Refused(f"Say where it was said, for example {current().references.example}.")
    with transaction.atomic():
        anticipated = AnticipatedMoney.objects.create(
            grant=grant,
            year=year,
            amount=amount,
            said_in=one_line(said_in),
            said_on=said_on,
            note=one_line(note),
            recorded_by=by,
            recorded_at=at,
        )
        sentence = f"{by.name} recorded for {grant.code} that {format_money(amount)} was anticipated for {year}."
        record_event(
            "anticipate", subject_of(grant), sentence, by, at, words=f"{anticipated.said_in} {anticipated.note}".strip()
        )
    return anticipated


def settle_anticipation(
    *, anticipated: AnticipatedMoney, came_as: Tranche | None, note: str = "", on: date, by: Person, at: datetime
) -> AnticipationOutcome:
    """Record what became of anticipated money: the tranche it came as, of this grant or its continuation, or none.

    Raises:
        NotOpen: it has been recorded already.
        Refused: the tranche is of another year, or money did not come and no note says why.
    """
    check_can_enter_grants(by, london_day(at))
    if came_as is None and not note.strip():
        raise Refused("Say why it did not come, or what is known of it.")
    if came_as is not None and came_as.year != anticipated.year:
        raise Refused(f"This money was anticipated for {anticipated.year}, and {came_as} is of another year.")
    if on > london_day(at):
        raise Refused(f"{format_date(on)} is still to come.")
    try:
        with transaction.atomic():
            outcome = AnticipationOutcome.objects.create(
                anticipated=anticipated,
                came_as=came_as,
                note=one_line(note),
                happened_on=on,
                recorded_by=by,
                recorded_at=at,
            )
            became = f"came as {came_as} of {came_as.grant.code}" if came_as else "did not come"
            words = f"{format_money(anticipated.amount)} anticipated for {anticipated.year} {became}"
            sentence = f"{by.name} recorded for {anticipated.grant.code}: {words}."
            record_event("settle anticipation", subject_of(anticipated.grant), sentence, by, at, words=outcome.note)
    except IntegrityError as error:
        if "anticipated_id" not in str(error):
            raise
        raise NotOpen("Somebody has recorded already what became of it.") from error
    return outcome
