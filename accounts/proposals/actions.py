"""Propose, confirm, drop: the three things that happen to a proposal, each with its event and its letters."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.actions.cooling import check_not_cooling
from accounts.models import Holding, Person
from accounts.proof import Proof
from accounts.proposals.model import Proposal
from accounts.proposals.registry import Addressee, Verb, verb_named
from audit.actions import record
from components.refusals import NotAllowed, NotOpen, Refused
from figures.dates import format_moment, london_day
from figures.text import one_line, plain_text
from mail.actions import write

_WAITS_ALREADY = "This has been proposed already and waits for a second person."


@transaction.atomic
def propose(
    *,
    verb: str,
    subject: str,
    sentence: str,
    arguments: Mapping[str, Any],
    target: str = "",
    reason: str = "",
    by: Person,
    at: datetime,
) -> Proposal:
    """Propose a change that a second person must confirm; whom it concerns is told at once.

    Raises:
        NotAllowed: the person holds no office that proposes this.
        Refused: the same waits already, or the verb's own check refuses.
    """
    rule = verb_named(verb)
    same = Proposal.objects.select_for_update().filter(verb=verb, subject=subject, target=target)
    for open_proposal in same.filter(confirmed_at=None, dropped_at=None):
        if open_proposal.is_open(at):
            raise Refused(_WAITS_ALREADY)
        rule.dropped(open_proposal, by, at)  # it has lapsed, and makes room
        open_proposal.dropped_at = at
        open_proposal.save(update_fields=["dropped_at"])
    proposal = Proposal(
        verb=verb,
        subject=subject,
        target=target,
        # What people agree to is read as it is stored: on one line, with nothing that turns the text round.
        sentence=one_line(sentence),
        arguments=dict(arguments),
        reason=plain_text(reason).strip(),
        proposed_by=by,
        proposed_at=at,
        lapses_at=at + rule.waits,
    )
    _check_office(rule, proposal, by, at, confirming=False)
    rule.check(proposal, by, at)
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError as error:
        if "account_proposal_open_once" not in str(error):
            raise
        raise Refused(_WAITS_ALREADY) from None  # somebody proposed it at this very moment
    _record(proposal, "propose", f"{by.name} proposed: {proposal.sentence}", by, at)
    _notify_concerned(
        rule, proposal, f"{by.name} proposed this. It has no effect until a second person confirms it.", at
    )
    _notify_confirmers(rule, proposal, at)
    return proposal


@transaction.atomic
def confirm(*, proposal: Proposal, proof: Proof, by: Person, at: datetime) -> Proposal:
    """Confirm as the second person; what was proposed is then done, in the same transaction.

    Raises:
        NotOpen: it was settled already, or has lapsed.
        NotAllowed: the person proposed it, or holds no office that confirms it.
        Refused: the verb's check or the change itself refuses; then nothing has changed.
    """
    locked = Proposal.objects.select_for_update().select_related("proposed_by").get(pk=proposal.pk)
    rule = verb_named(locked.verb)
    _check_open(locked, at)
    if locked.proposed_by_id == by.pk:
        raise NotAllowed("You proposed this yourself. A second person must confirm it.")
    _check_office(rule, locked, by, at, confirming=True)
    check_not_cooling(by, at)
    rule.check(locked, by, at)
    if not locked.proposed_by.is_active:
        raise Refused(f"The account of {locked.proposed_by.name}, who proposed this, is closed.")
    # Read before the change is made: it may be the address itself that changes.
    concerned = list(rule.concerned(locked))
    locked.confirmed_by, locked.confirmed_at, locked.confirmed_how = by, at, proof.how
    locked.evidence = proof.evidence
    locked.save(update_fields=["confirmed_by", "confirmed_at", "confirmed_how", "evidence"])
    rule.perform(locked, at)
    _record(locked, "confirm", f"{by.name} confirmed: {locked.sentence}", by, at)
    words = f"{locked.proposed_by.name} proposed this and {by.name} confirmed it, {format_moment(at)}. It is done."
    _notify([*concerned, *rule.concerned(locked), _address(locked.proposed_by)], locked, words, at)
    return locked


@transaction.atomic
def drop(*, proposal: Proposal, by: Person, at: datetime) -> Proposal:
    """Drop a proposal that waits: whoever proposed it, or who could confirm it.

    Raises:
        NotOpen: it was settled already, or has lapsed.
        NotAllowed: the person may do neither.
    """
    locked = Proposal.objects.select_for_update().select_related("proposed_by").get(pk=proposal.pk)
    rule = verb_named(locked.verb)
    _check_open(locked, at)
    if locked.proposed_by_id != by.pk:
        _check_office(rule, locked, by, at, confirming=True)
    locked.dropped_by, locked.dropped_at = by, at
    locked.save(update_fields=["dropped_by", "dropped_at"])
    rule.dropped(locked, by, at)
    _record(locked, "drop", f"{by.name} dropped the proposal: {locked.sentence}", by, at)
    words = f"{by.name} dropped this proposal, {format_moment(at)}. Nothing was changed."
    _notify([*rule.concerned(locked), _address(locked.proposed_by)], locked, words, at)
    return locked


def can_confirm(proposal: Proposal, person: Person, at: datetime) -> bool:
    """Whether this person may be the second one."""
    rule = verb_named(proposal.verb)
    if not proposal.is_open(at) or not proposal.other_of(person):
        return False
    try:
        _check_office(rule, proposal, person, at, confirming=True)
        rule.check(proposal, person, at)
    except Refused:
        return False
    return True


def can_see(proposal: Proposal, person: Person, at: datetime) -> bool:
    """Whether this person may read a proposal: its offices, those it concerns, auditors and administrators."""
    rule, offices = verb_named(proposal.verb), person.offices_on(london_day(at))
    readers = {*rule.proposers, *rule.confirmers, "auditor", "administrator"}
    return bool(offices & readers) or not proposal.other_of(person) or proposal.subject == f"person:{person.pk}"


def _check_open(proposal: Proposal, at: datetime) -> None:
    if proposal.confirmed_at or proposal.dropped_at:
        raise NotOpen("This proposal has been settled already.")
    if not proposal.is_open(at):
        raise NotOpen(f"This proposal lapsed on {format_moment(proposal.lapses_at)}. Propose it again.")


def _check_office(rule: Verb, proposal: Proposal, person: Person, at: datetime, *, confirming: bool) -> None:
    if rule.anybody_proposes and not confirming:
        return
    offices = rule.confirmers if confirming else rule.proposers
    if not person.offices_on(london_day(at)) & offices:
        raise NotAllowed(f"For this you need the office {rule.office_names(offices)} on the day.")
    if confirming and proposal.subject == f"person:{person.pk}":
        raise NotAllowed("This concerns you. Somebody else must confirm it.")


def _notify_concerned(rule: Verb, proposal: Proposal, words: str, at: datetime) -> None:
    _notify(rule.concerned(proposal), proposal, words, at)


def _notify_confirmers(rule: Verb, proposal: Proposal, at: datetime) -> None:
    holdings = Holding.objects.on(london_day(at)).filter(office__in=rule.confirmers).select_related("person")
    people = {holding.person for holding in holdings if holding.person_id != proposal.proposed_by_id}
    for person in sorted(people, key=lambda person: person.pk):
        if proposal.subject == f"person:{person.pk}":
            continue
        link = f"{settings.DESK_ADDRESS}{reverse('proposal_page', args=[proposal.pk])}"
        body = (
            f"{person.name},\n\n{proposal.proposed_by.name} proposed a change that waits for a second person:\n\n"
            f"{proposal.sentence}\n\nIt lapses on {format_moment(proposal.lapses_at)}.\n\n{link}\n"
        )
        write(to=person.email, subject="A proposal waits for you", body=body, at=at)


def _notify(addressees: Any, proposal: Proposal, words: str, at: datetime) -> None:
    """Write once to each address."""
    addressed: set[str] = set()
    for address, name in addressees:
        if address in addressed:
            continue
        addressed.add(address)
        body = (
            f"{name},\n\n{proposal.sentence}\n\n{words}\n\nIf you did not expect this, tell the administrators of the "
            "register at once.\n"
        )
        write(to=address, subject="A change that concerns you", body=body, at=at)


def _address(person: Person) -> Addressee:
    return (person.email, person.name)


def _record(proposal: Proposal, word: str, sentence: str, by: Person, at: datetime) -> None:
    record(
        verb=f"proposal.{word}",
        at=at,
        by=by,
        subject=proposal.subject,
        sentence=sentence,
        details={"proposal": proposal.pk, "verb": proposal.verb, "target": proposal.target},
    )
