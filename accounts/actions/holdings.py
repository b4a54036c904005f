"""Changes to offices: given, confirmed, ended, delegated."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.actions.common import demand_administrator, end_sessions_of, locked, record_about
from accounts.models import Holding, Person, Proposal
from accounts.office_use import last_use
from accounts.offices import Office, body_offices, clashes, delegable_offices
from accounts.proof import Proof
from accounts.proposals.actions import confirm, propose
from components.refusals import NotAllowed, NotOpen, Refused
from figures.dates import format_date, london_day

#: The proposals that give somebody an office.
GIVING = ("office.give", "office.delegate")


@transaction.atomic
def give_office(
    *,
    person: Person,
    office: str,
    from_on: date,
    until_on: date | None = None,
    reason: str = "",
    by: Person,
    at: datetime,
) -> Holding:
    """Propose an office for a period; it counts once another administrator has confirmed it.

    Raises:
        NotAllowed: the giver is no administrator or is the person.
        Refused: the person cannot hold the office then, or it begins before today and no reason is given.
    """
    demand_administrator(by, at, "gives offices")
    if by.pk == person.pk:
        raise Refused("You cannot give yourself an office. Ask another administrator.")
    if from_on < london_day(at) and not reason.strip():
        raise Refused("The first day is past. Write why the office begins on a day before today.")
    person = locked(person)
    _take_back_lapsed(person, by, at)
    _refuse_impossible(person, office, from_on, until_on)
    holding = Holding.objects.create(
        person=person,
        office=office,
        from_on=from_on,
        until_on=until_on,
        reason=reason.strip(),
        given_by=by,
        given_at=at,
    )
    sentence = f"gave {person.name} the office of {holding.office_label} {_period(holding)}."
    record_about(by, at, "give office", person, sentence, after=facts(holding))
    propose(
        verb="office.give",
        subject=f"person:{person.pk}",
        target=target_of(holding),
        sentence=f"Give {person.name} ({person.email}) the office of {holding.office_label} {_period(holding)}.",
        arguments={"holding": holding.pk},
        reason=reason,
        by=by,
        at=at,
    )
    return holding


def confirm_office(*, holding: Holding, proof: Proof, by: Person, at: datetime) -> Holding:
    """Confirm what another has given or lent; from now on it counts. Ends the person's sessions.

    Raises:
        NotAllowed: the confirmer is no administrator, gave it, or would hold it.
        NotOpen: it no longer waits.
    """
    confirm(proposal=proposal_of(holding), proof=proof, by=by, at=at)
    return Holding.objects.get(pk=holding.pk)


def proposal_of(holding: Holding) -> Proposal:
    """The proposal by which an office was given or lent.

    Raises:
        NotOpen: there is none: it was not given at the desk.
    """
    proposal = Proposal.objects.filter(verb__in=GIVING, target=target_of(holding)).first()
    if proposal is None:
        raise NotOpen("This office is no longer waiting to be confirmed.")
    return proposal


def target_of(holding: Holding) -> str:
    """How proposals name a holding."""
    return f"holding:{holding.pk}"


def confirmed_office(proposal: Proposal, at: datetime) -> None:
    """What confirming an office does: the proposal is confirmed, now the holding is."""
    by = proposal.confirmed_by
    assert by is not None  # called by the confirmation alone
    holding = Holding.objects.select_for_update().get(pk=proposal.arguments["holding"])
    person = locked(holding.person)
    if holding.is_confirmed or holding.ended_by_id is not None:
        raise NotOpen("This office is no longer waiting to be confirmed.")
    _refuse_impossible(person, holding.office, holding.from_on, holding.until_on, besides=holding)
    holding.confirmed_by, holding.confirmed_at = by, at
    holding.save()
    end_sessions_of([person])
    sentence = f"confirmed that {person.name} has the office of {holding.office_label} {_period(holding)}."
    record_about(by, at, "confirm office", person, sentence, after=facts(holding))


def office_not_given(proposal: Proposal, by: Person, at: datetime) -> None:
    """What dropping such a proposal does: the holding, which never counted, is taken back."""
    holding = Holding.objects.select_for_update().get(pk=proposal.arguments["holding"])
    if not holding.is_confirmed and holding.ended_by_id is None:
        holding.is_void, holding.ended_by, holding.ended_at = True, by, at
        holding.save()


def end_office(*, holding: Holding, until_on: date, by: Person, at: datetime) -> Holding:
    """End one's own office, or one's own delegation, after a last day. A last day before its first takes it back.

    What is lent from it ends with it. Ends the sessions of everybody concerned.

    Raises:
        NotAllowed: by somebody other than the holder or the lender.
        Refused: too late; on a day on which the office was used; or too few administrators would be left.
    """
    lender = holding.given_by_id if holding.delegated_by_id else None
    if by.pk not in {holding.person_id, lender}:
        raise NotAllowed(
            "Whoever holds an office ends it themselves; for another, one administrator proposes it and a second "
            "confirms."
        )
    with transaction.atomic():
        return end_holding(holding=holding, until_on=until_on, by=by, at=at)


@transaction.atomic
def propose_end_of_office(*, holding: Holding, until_on: date, reason: str = "", by: Person, at: datetime) -> Proposal:
    """Propose to end another's office after a last day; another administrator confirms.

    Raises:
        NotAllowed: by somebody other than an administrator.
        Refused: as end_office.
    """
    demand_administrator(by, at, "ends offices")
    _check_last_day(holding, until_on, at)
    _keep_two_administrators(holding, until_on, at)
    sentence = f"End {holding.person.name}’s office of {holding.office_label} after {format_date(until_on)}."
    return propose(
        verb="office.end",
        subject=f"person:{holding.person_id}",
        target=target_of(holding),
        sentence=sentence,
        arguments={"holding": holding.pk, "until_on": until_on.isoformat()},
        reason=reason,
        by=by,
        at=at,
    )


def confirmed_end(proposal: Proposal, at: datetime) -> None:
    """What confirming the end of an office does."""
    assert proposal.confirmed_by is not None  # called by the confirmation alone
    holding = Holding.objects.get(pk=proposal.arguments["holding"])
    until_on = date.fromisoformat(proposal.arguments["until_on"])
    # Days may pass until it is confirmed; it then ends as early as it still can.
    earliest = max(until_on, london_day(at) - timedelta(days=1), last_use(holding) or until_on)
    end_holding(holding=holding, until_on=earliest, by=proposal.confirmed_by, at=at)


def end_holding(*, holding: Holding, until_on: date, by: Person, at: datetime) -> Holding:
    """End a holding and what is lent from it; the caller has checked who may, and holds a transaction."""
    locked(holding.person)
    holding = Holding.objects.select_for_update().get(pk=holding.pk)
    _check_last_day(holding, until_on, at)
    _keep_two_administrators(holding, until_on, at)
    concerned = [holding, *holding.delegations.filter(is_void=False).filter(until_on__gt=until_on)]
    for concerned_holding in reversed(concerned):
        _end(concerned_holding, until_on, by, at)
    return Holding.objects.get(pk=holding.pk)


def _check_last_day(holding: Holding, until_on: date, at: datetime) -> None:
    if holding.is_void or (holding.until_on is not None and until_on >= holding.until_on):
        raise Refused("This office has already ended, or ends before that day.")
    if until_on < london_day(at) - timedelta(days=1):
        raise Refused("The last day cannot lie further back than yesterday.")
    last_used_on = last_use(holding)
    if last_used_on is not None and until_on < last_used_on:
        raise Refused(
            f"{holding.person.name} acted in this office on {format_date(last_used_on)}. "
            "The last day cannot lie before it."
        )


@transaction.atomic
def delegate_office(
    *, holding: Holding, to: Person, from_on: date, until_on: date, by: Person, at: datetime
) -> Holding:
    """Lend one's own office to another person for an absence. It counts once an administrator has confirmed it.

    Raises:
        Refused: by somebody other than the holder; outside the holder's own time; or to somebody who could not hold it.
    """
    to = locked(to)
    _check_delegable(holding, to, by)
    _take_back_lapsed(to, by, at)
    _refuse_impossible(to, holding.office, from_on, until_on)
    if from_on < holding.from_on or (holding.until_on is not None and until_on > holding.until_on):
        raise Refused("The delegation must begin and end within the time that you hold the office yourself.")
    if until_on < london_day(at):
        raise Refused("The last day of the delegation has passed already.")
    lent = Holding.objects.create(
        person=to, office=holding.office, from_on=from_on, until_on=until_on, given_by=by, given_at=at,
        delegated_by=holding,
    )  # fmt: skip
    sentence = f"delegated the office of {lent.office_label} to {to.name} {_period(lent)}."
    record_about(by, at, "delegate office", to, sentence, after=facts(lent))
    propose(
        verb="office.delegate",
        subject=f"person:{to.pk}",
        target=target_of(lent),
        sentence=f"Let {to.name} ({to.email}) stand in for {by.name} as {lent.office_label} {_period(lent)}.",
        arguments={"holding": lent.pk},
        by=by,
        at=at,
    )
    return lent


def _check_delegable(holding: Holding, to: Person, by: Person) -> None:
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


def _take_back_lapsed(person: Person, by: Person, at: datetime) -> None:
    """Withdraw offices that nobody confirmed in time, so that the person can be given them again."""
    for holding in person.holdings.unconfirmed():
        proposal = Proposal.objects.filter(verb__in=GIVING, target=target_of(holding)).first()
        if proposal is None or not proposal.is_open(at):
            holding.is_void, holding.ended_by, holding.ended_at = True, by, at
            holding.save()


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
    for other_holding in person.holdings.overlapping(from_on, until_on):
        if other_holding == besides:
            continue
        if other_holding.office == office:
            raise Refused(f"{person.name} has the office of {other_holding.office_label} in that time already.")
        if clashes(office, other_holding.office):
            office_label = Office(office).label
            raise Refused(
                f"{person.name} is {other_holding.office_label} in that time, and nobody can be {office_label} as well."
            )


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
        sentence = f"took back the office of {holding.office_label} from {holding.person.name}."
    else:
        holding.until_on = until_on
        sentence = (
            f"ended {holding.person.name}’s office of {holding.office_label}; its last day is {format_date(until_on)}."
        )
    holding.ended_by, holding.ended_at = by, at
    holding.save()
    end_sessions_of([holding.person])
    record_about(by, at, "end office", holding.person, sentence, before=before, after=facts(holding))


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
