"""Changes to offices: given, confirmed, ended, delegated."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.actions.common import demand_administrator, end_sessions_of, locked, tell
from accounts.models import Holding, Person
from accounts.offices import Office, body_offices, clashes, delegable_offices
from components.refusals import Refused
from figures.dates import format_date, london_day


@transaction.atomic
def give_office(
    *, person: Person, office: str, from_on: date, until_on: date | None = None, by: Person, at: datetime
) -> Holding:
    """Give an office for a period; it counts once another administrator has confirmed it.

    Raises:
        Refused: the giver is no administrator or is the person, or the person cannot hold the office then.
    """
    demand_administrator(by, at, "gives offices")
    if by.pk == person.pk:
        raise Refused("You cannot give yourself an office. Ask another administrator.")
    person = locked(person)
    _refuse_impossible(person, office, from_on, until_on)
    holding = Holding.objects.create(
        person=person, office=office, from_on=from_on, until_on=until_on, given_by=by, given_at=at
    )
    tell(
        by, at, "give office", person, f"gave {person.name} the office of {holding.office_label} {_period(holding)}.",
        after=facts(holding),
    )  # fmt: skip
    return holding


@transaction.atomic
def confirm_office(*, holding: Holding, by: Person, at: datetime) -> Holding:
    """Confirm what another has given; from now on it counts. Ends the person's sessions.

    Raises:
        Refused: the confirmer is no administrator, gave it, or would hold it; or it no longer waits.
    """
    demand_administrator(by, at, "confirms offices")
    person = locked(holding.person)
    holding = Holding.objects.select_for_update().get(pk=holding.pk)
    if holding.given_by_id == by.pk:
        raise Refused("You gave this office. Another administrator must confirm it.")
    if holding.person_id == by.pk:
        raise Refused("You cannot confirm your own office. Ask another administrator.")
    if holding.is_confirmed or holding.ended_by_id is not None:
        raise Refused("This office is no longer waiting to be confirmed.")
    _refuse_impossible(person, holding.office, holding.from_on, holding.until_on, besides=holding)
    holding.confirmed_by, holding.confirmed_at = by, at
    holding.save()
    end_sessions_of([person])
    tell(
        by, at, "confirm office", person,
        f"confirmed that {person.name} has the office of {holding.office_label} {_period(holding)}.",
        after=facts(holding),
    )  # fmt: skip
    return holding


@transaction.atomic
def end_office(*, holding: Holding, until_on: date, by: Person, at: datetime) -> Holding:
    """End an office, or a delegation, after a last day. A last day before its first takes it back altogether.

    What is lent from it ends with it. Ends the sessions of everybody concerned.

    Raises:
        Refused: by somebody other than an administrator, the holder or the lender; too late; or too few
            administrators would be left.
    """
    locked(holding.person)
    holding = Holding.objects.select_for_update().get(pk=holding.pk)
    lender = holding.given_by_id if holding.delegated_by_id else None
    if by.pk not in {holding.person_id, lender}:
        demand_administrator(by, at, "ends offices")
    if holding.is_void or (holding.until_on is not None and until_on >= holding.until_on):
        raise Refused("This office has already ended, or ends before that day.")
    if until_on < london_day(at) - timedelta(days=1):
        raise Refused("The last day cannot lie further back than yesterday.")
    _keep_two_administrators(holding, until_on, at)
    concerned = [holding, *holding.delegations.filter(is_void=False).filter(until_on__gt=until_on)]
    for ended in reversed(concerned):
        _end(ended, until_on, by, at)
    return Holding.objects.get(pk=holding.pk)


@transaction.atomic
def delegate_office(
    *, holding: Holding, to: Person, from_on: date, until_on: date, by: Person, at: datetime
) -> Holding:
    """Lend one's own office to another person for an absence. It counts once an administrator has confirmed it.

    Raises:
        Refused: by somebody other than the holder; outside the holder's own time; or to somebody who could not hold it.
    """
    to = locked(to)
    if holding.person_id != by.pk:
        raise Refused("Only the person who holds an office can delegate it.")
    if holding.delegated_by_id is not None:
        raise Refused("This office was delegated to you, and cannot be delegated again.")
    if holding.office not in delegable_offices():
        raise Refused(f"The office of {holding.office_label} cannot be delegated.")
    if not holding.is_confirmed or holding.is_void:
        raise Refused("This office has not been confirmed, so it cannot be delegated.")
    if to.pk == by.pk:
        raise Refused("Choose another person: you hold this office already.")
    _refuse_impossible(to, holding.office, from_on, until_on)
    if from_on < holding.from_on or (holding.until_on is not None and until_on > holding.until_on):
        raise Refused("The delegation must begin and end within the time that you hold the office yourself.")
    if until_on < london_day(at):
        raise Refused("The last day of the delegation has passed already.")
    lent = Holding.objects.create(
        person=to, office=holding.office, from_on=from_on, until_on=until_on, given_by=by, given_at=at,
        delegated_by=holding,
    )  # fmt: skip
    tell(
        by, at, "delegate office", to, f"delegated the office of {lent.office_label} to {to.name} {_period(lent)}.",
        after=facts(lent),
    )  # fmt: skip
    return lent


def _refuse_impossible(
    person: Person, office: str, from_on: date, until_on: date | None, besides: Holding | None = None
) -> None:
    """Refuse an office that this person cannot have in this period; the caller holds the lock on the person."""
    if office not in body_offices():
        raise Refused("Choose an office from the list.")
    if until_on is not None and until_on < from_on:
        raise Refused("The last day must be the first day or later.")
    if not person.is_active:
        raise Refused(f"The account of {person.name} is closed.")
    for other in person.holdings.overlapping(from_on, until_on):
        if other == besides:
            continue
        if other.office == office:
            raise Refused(f"{person.name} has the office of {other.office_label} in that time already.")
        if clashes(office, other.office):
            wanted = Office(office).label
            raise Refused(f"{person.name} is {other.office_label} in that time, and nobody can be {wanted} as well.")


def _keep_two_administrators(holding: Holding, until_on: date, at: datetime) -> None:
    """Two are needed to give any office, so the last two cannot end: name others first."""
    if holding.office != Office.ADMINISTRATOR or not holding.is_confirmed:
        return
    # Rows are locked so that two administrators cannot each remove the other at once.
    everyone = Holding.objects.select_for_update().filter(office=Office.ADMINISTRATOR).order_by("pk")
    list(everyone.values_list("pk", flat=True))
    after = max(until_on + timedelta(days=1), london_day(at))
    staying = Q(until_on__isnull=True) & ~Q(pk=holding.pk)
    if Holding.objects.on(after).filter(staying, office=Office.ADMINISTRATOR).count() < 2:
        raise Refused("Two other administrators must stay. Give the office to somebody else first.")


def _end(holding: Holding, until_on: date, by: Person, at: datetime) -> None:
    before = facts(holding)
    if until_on < holding.from_on:
        holding.is_void = True
        ended = f"took back the office of {holding.office_label} from {holding.person.name}."
    else:
        holding.until_on = until_on
        ended = (
            f"ended {holding.person.name}’s office of {holding.office_label}; its last day is {format_date(until_on)}."
        )
    holding.ended_by, holding.ended_at = by, at
    holding.save()
    end_sessions_of([holding.person])
    tell(by, at, "end office", holding.person, ended, before=before, after=facts(holding))


def _period(holding: Holding) -> str:
    first = f"from {format_date(holding.from_on)}"
    return f"{first} to {format_date(holding.until_on)}" if holding.until_on else first


def facts(holding: Holding) -> dict[str, Any]:
    """What the history keeps of a holding."""
    return {
        "holding": holding.pk,
        "office": holding.office,
        "from_on": holding.from_on.isoformat(),
        "until_on": holding.until_on.isoformat() if holding.until_on else None,
        "confirmed_by": holding.confirmed_by_id,
        "delegated_by": holding.delegated_by_id,
        "is_void": holding.is_void,
    }
