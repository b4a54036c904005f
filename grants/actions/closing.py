"""Tick off what has to be done at the end of a grant's year, and close the year."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import Person
from accounts.offices import Office
from accounts.proof import Proof
from components.refusals import NotAllowed, NotOpen, Refused
from figures.dates import format_date, london_day
from figures.text import one_line, plain_text
from figures.years import FinancialYear
from grants.actions.common import check_can_enter_grants, check_is_confirmed, proof_row, record_event, subject_of
from grants.models import ClosedYear, ClosingTick, Grant, Tranche


def check_is_chief_finance_officer(person: Person, at: datetime) -> None:
    """Raise NotAllowed for everybody but the chief finance officer of the day."""
    office = Office.CHIEF_FINANCE_OFFICER
    if not person.holds(office, london_day(at)):
        raise NotAllowed(f"To close a year, or to correct a closed one, you need the office {office.label} on the day.")


def tick_off(*, grant: Grant, year: FinancialYear, item: str, note: str = "", by: Person, at: datetime) -> ClosingTick:
    """Tick off a line of a year's closing checklist; who did it and when is kept.

    Raises NotOpen when somebody has.
    """
    check_can_enter_grants(by, london_day(at))
    if ClosingTick.objects.filter(grant=grant, year=year.start, item=item).exists():
        raise NotOpen("Somebody has ticked this off already.")
    with transaction.atomic():
        tick = ClosingTick.objects.create(
            grant=grant, year=year, item=item, note=one_line(note), ticked_by=by, ticked_at=at
        )
        sentence = f"{by.name} ticked off for {grant.code} {year}: {tick.get_item_display()}."
        record_event("tick off closing", subject_of(grant), sentence, by, at, words=tick.note)
    return tick


def close_year(
    *, grant: Grant, year: FinancialYear, note: str = "", proof: Proof | None = None, by: Person, at: datetime
) -> ClosedYear:
    """Close a grant's financial year: from then on its entries are only corrected, by the chief finance officer.

    Raises:
        NotAllowed: somebody else asks, or they have not proved who they are.
        NotOpen: it is closed already.
        Refused: the year is not over, or lines of the checklist are open and no note says why.
    """
    check_is_chief_finance_officer(by, at)
    if london_day(at) <= year.ends_on:
        raise Refused(f"{year} ends on {format_date(year.ends_on)}. It is closed after that day.")
    if not Tranche.objects.filter(grant=grant, year=year.start).exists():
        raise Refused(f"{grant.code} has no money for {year}.")
    ticked = ClosingTick.objects.filter(grant=grant, year=year.start).values_list("item", flat=True)
    labels = [item.label for item in ClosingTick.Item if item not in set(ticked)]
    if labels and not note.strip():
        raise Refused(f"Not ticked off: {'; '.join(labels)}. Tick it off, or say why the year is closed without it.")
    check_is_confirmed(proof)
    try:
        with transaction.atomic():
            closed_year = ClosedYear.objects.create(
                grant=grant, year=year, note=plain_text(note).strip(), closed_by=by, closed_at=at, **proof_row(proof)
            )
            sentence = f"{by.name} closed {year} of {grant.code}."
            record_event("close year", subject_of(grant), sentence, by, at, words=closed_year.note, missing=labels)
    except IntegrityError as error:
        if "closed_year_once" not in str(error):
            raise
        raise NotOpen(f"{year} of {grant.code} is closed already.") from error
    return closed_year
